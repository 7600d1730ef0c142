#pragma once

#include <QStyledItemDelegate>

namespace cairn::ui {

/// Paints a tensor's row: its status as a pill, names and shapes in monospace, what differs bold.
class TensorRowDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace cairn::ui
