#pragma once

#include <QStyledItemDelegate>

namespace cairn::ui {

/// Paints a run: eye, colour, name, line two, pill. A click on the eye shows or hides the run, a
/// double click on it shows only this one.
class RunRowDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
  /// Where the eye of a row is, for mice and tests.
  static QRect eyeBox(const QRect& row);
};

}  // namespace cairn::ui
