#pragma once

#include <QStyledItemDelegate>

namespace cairn::ui {

/// Paints a tensor's row: figures, the values as a small histogram, the change as a bar.
class TensorDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace cairn::ui
