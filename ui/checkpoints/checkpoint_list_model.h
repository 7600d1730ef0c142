#pragma once

#include "core/checkpoints/timeline.h"

#include <QAbstractTableModel>
#include <memory>

namespace cairn::ui {

/// The checkpoints of a model_dir, newest first.
/// Thread: GUI thread only.
class CheckpointListModel : public QAbstractTableModel {
  Q_OBJECT
 public:
  enum class Column { Name, Step, Written, Size, Tensors, State };
  static constexpr int kColumns = 6;

  using QAbstractTableModel::QAbstractTableModel;
  void setTimeline(std::shared_ptr<const checkpoints::Timeline> timeline, double now);
  const checkpoints::Checkpoint* at(int row) const;
  int rowOf(const fs::path& prefix) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

 private:
  QString text(const checkpoints::Checkpoint& one, Column column) const;
  std::shared_ptr<const checkpoints::Timeline> m_timeline;
  double m_now = 0;
};

}  // namespace cairn::ui
