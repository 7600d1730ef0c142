#pragma once

#include <QStyledItemDelegate>

namespace cairn::ui {

/// Paints a job: name with its colour, pill, progress, and at the end of the row what can be done.
class JobRowDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
  /// `pause`, `stop`, `resume`, `up`, `down`, `remove`, `again`: what a job in this state offers.
  static QStringList actionsOf(const QModelIndex& index);

 Q_SIGNALS:
  void asked(int jobId, const QString& action);
};

}  // namespace cairn::ui
