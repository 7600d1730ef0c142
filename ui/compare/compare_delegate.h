#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace cairn::ui {

/// Paints a cell of the comparison: a difference tinted and marked ≠, the best with its word,
/// sections as a band.
class CompareDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
};

/// The runs: colour, name, and a bookmark at the base.
class RunHeader : public QHeaderView {
  Q_OBJECT
 public:
  explicit RunHeader(QWidget* parent = nullptr);

 protected:
  void paintSection(QPainter* painter, const QRect& rect, int section) const override;
};

}  // namespace cairn::ui
