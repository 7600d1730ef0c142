#pragma once

#include <QColor>
#include <QString>
#include <QWidget>
#include <vector>

namespace cairn::ui {

/// A run's values under the crosshair.
struct HoverRow {
  QColor color;
  QString name;
  double shown = 0;
  double raw = 0;
  std::int64_t step = 0;
  double distance = 0;  // from the pointer, in pixels
  QString more;         // a second line
};

struct HoverContent {
  QString title;  // `step 3 000`
  QString note;   // `ckpt-3000 deleted`
  bool noteHollow = false;
  bool smoothed = false;  // two columns
  std::vector<HoverRow> rows;
};

/// What is under the crosshair: at most twelve runs, then how many more. Never takes the mouse.
class HoverPopup : public QWidget {
  Q_OBJECT
 public:
  explicit HoverPopup(QWidget* window);
  /// Shows it beside `position` (of `parent`), where it does not cover the crosshair.
  void show(const HoverContent& content, const QPoint& position);
  const HoverContent& content() const { return m_content; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QSize wanted() const;
  int nameWidth() const;
  HoverContent m_content;
};

}  // namespace cairn::ui
