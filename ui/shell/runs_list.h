#pragma once

#include <QTreeView>

namespace cairn::ui {

class RunRowDelegate;
class RunsModel;

/// The list of runs: two lines a run, or a table where it is wide enough. Its place stays when rows
/// come and go; a drag across eyes paints.
/// Thread: GUI thread only.
class RunsList : public QTreeView {
  Q_OBJECT
 public:
  explicit RunsList(RunsModel* model, QWidget* parent = nullptr);
  RunRowDelegate* rowDelegate() const { return m_delegate; }
  bool isTable() const { return m_table; }
  /// Ids of the selected rows, from the top; groups count as their runs.
  QStringList selectedIds() const;
  void selectIds(const QStringList& ids, const QString& current);
  /// No letter jumps in the list: letters are keys of the window.
  void keyboardSearch(const QString&) override {}

 Q_SIGNALS:
  void headerMenuAsked(const QString& key, const QPoint& globalPosition);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool viewportEvent(QEvent* event) override;
  void drawBranches(QPainter*, const QRect&, const QModelIndex&) const override {}

 private:
  void arrange();
  void sortBy(int section);
  void showSort();
  void keepPlace();
  void restorePlace();

  RunsModel* m_model;
  RunRowDelegate* m_delegate;
  QPersistentModelIndex m_top;
  int m_topY = 0;
  QStringList m_selected;
  QString m_current;
  int m_painting = -1;  // the eye's state that a drag spreads; -1: none
  bool m_table = false;
};

}  // namespace cairn::ui
