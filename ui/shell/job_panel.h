#pragma once

#include <QFrame>

class QComboBox;
class QLabel;
class QTreeView;

namespace cairn::ui {

class EmptyState;
class JobsModel;
class TrainQueue;

/// The queue as a table: what runs, waits, has ended, and what can be done with each.
/// Thread: GUI thread only.
class JobPanel : public QFrame {
  Q_OBJECT
 public:
  explicit JobPanel(TrainQueue* queue, QWidget* parent = nullptr);
  QTreeView* table() const { return m_table; }
  void select(int jobId);
  int selected() const;
  bool notifies() const;
  void setNotifies(bool notifies);

 Q_SIGNALS:
  void closeAsked();
  void runChosen(const QString& run);
  /// Stop was pressed for a job that runs.
  void stopAsked(int jobId);
  void settingsChanged();

 protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  QWidget* buildHead();
  void buildTable();
  void showCounts();
  void showMenu(const QPoint& at);
  void act(int jobId, const QString& what);

  TrainQueue* m_queue;
  JobsModel* m_model;
  QLabel* m_counts = nullptr;
  QComboBox* m_parallel = nullptr;
  QComboBox* m_finished = nullptr;
  QTreeView* m_table = nullptr;
  EmptyState* m_empty = nullptr;
};

}  // namespace cairn::ui
