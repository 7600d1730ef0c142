#pragma once

#include <QStringList>
#include <QWidget>
#include <vector>

namespace cairn::ui {

/// One of a few choices, side by side: Step · Relative · Wall. Arrow keys move the choice.
/// Each segment's object name is that of the control, a dot and the segment's id.
class SegmentedControl : public QWidget {
  Q_OBJECT
 public:
  struct Option {
    QString id;    // for object names and tests, not translated
    QString text;  // translated
  };
  SegmentedControl(std::vector<Option> options, const QString& objectName,
                   QWidget* parent = nullptr);

  int current() const { return m_current; }
  /// -1: none chosen ("mixed").
  void setCurrent(int index);
  void setOptionEnabled(int index, bool enabled);
  /// Segments share the width equally; else each is as wide as its text.
  void setFillsWidth(bool fills);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 Q_SIGNALS:
  /// By the user.
  void chosen(int index);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  QRect segment(int index) const;
  int at(const QPoint& position) const;
  int naturalWidth(int index) const;
  void choose(int index);

  std::vector<Option> m_options;
  std::vector<bool> m_enabled;
  int m_current = 0;
  int m_hovered = -1;
  bool m_fills = false;
};

}  // namespace cairn::ui
