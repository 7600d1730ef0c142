#pragma once

#include <QStyledItemDelegate>

namespace cairn::ui {

/// Paints a run: eye, colour, name, line two, pill; one line where rows are compact, and cells
/// where the list is a table. A click on the eye shows or hides the run, Alt+click and a double
/// click show only this one, a drag across eyes paints; a click on the colour asks for another.
class RunRowDelegate : public QStyledItemDelegate {
  Q_OBJECT
 public:
  using QStyledItemDelegate::QStyledItemDelegate;
  QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
  void paint(QPainter* painter, const QStyleOptionViewItem& option,
             const QModelIndex& index) const override;
  bool editorEvent(QEvent* event, QAbstractItemModel* model, const QStyleOptionViewItem& option,
                   const QModelIndex& index) override;
  QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option,
                        const QModelIndex& index) const override;
  void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option,
                            const QModelIndex& index) const override;
  /// Where the eye of a row is, for mice and tests.
  static QRect eyeBox(const QRect& row);
  static QRect colorBox(const QRect& row);
  /// One line a run, and columns beside the name.
  void setTable(bool table) { m_table = table; }
  void setCompact(bool compact) { m_compact = compact; }

 Q_SIGNALS:
  void colorAsked(const QModelIndex& index, const QPoint& globalPosition);
  void foldAsked(const QModelIndex& index);

 private:
  void paintRun(QPainter* painter, const QStyleOptionViewItem& option,
                const QModelIndex& index) const;
  void paintGroup(QPainter* painter, const QStyleOptionViewItem& option,
                  const QModelIndex& index) const;
  void paintCell(QPainter* painter, const QStyleOptionViewItem& option,
                 const QModelIndex& index) const;
  bool m_table = false;
  bool m_compact = false;
};

}  // namespace cairn::ui
