#pragma once

#include "ui/shell/train_queue.h"
#include "ui/widgets/pill.h"

#include <QAbstractTableModel>

namespace cairn::ui {

/// The jobs of a queue as rows.
/// Thread: GUI thread only.
class JobsModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum class Column { Job, State, Progress, Step, Rate, Left, Started, Note };
  enum Role { IdRole = Qt::UserRole + 1, PillRole, ColorRole, PermilleRole, ActiveRole };
  explicit JobsModel(TrainQueue* queue, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString text(const QueueJob& job, Column column) const;
  void sync();
  TrainQueue* m_queue;
  std::vector<int> m_ids;
};

PillLook jobPill(QueueJob::State state);

}  // namespace cairn::ui
