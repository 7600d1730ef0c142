#pragma once

#include <QLayout>
#include <vector>

namespace cairn::ui {

/// Puts widgets in rows, and wraps to the next where the width ends.
class FlowLayout : public QLayout {
  Q_OBJECT
 public:
  explicit FlowLayout(int spacing = 8);
  ~FlowLayout() override;

  void addItem(QLayoutItem* item) override;
  int count() const override { return static_cast<int>(m_items.size()); }
  QLayoutItem* itemAt(int index) const override;
  QLayoutItem* takeAt(int index) override;
  Qt::Orientations expandingDirections() const override { return {}; }
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override { return arrange({0, 0, width, 0}, false); }
  QSize sizeHint() const override;
  QSize minimumSize() const override;
  void setGeometry(const QRect& rect) override;

 private:
  int arrange(const QRect& rect, bool apply) const;
  std::vector<QLayoutItem*> m_items;
};

}  // namespace cairn::ui
