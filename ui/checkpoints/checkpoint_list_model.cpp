#include "ui/checkpoints/checkpoint_list_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/widgets/elided_label.h"

namespace cairn::ui {

using checkpoints::Checkpoint;

void CheckpointListModel::setTimeline(std::shared_ptr<const checkpoints::Timeline> timeline,
                                      double now) {
  beginResetModel();
  m_timeline = std::move(timeline);
  m_now = now;
  endResetModel();
}

const Checkpoint* CheckpointListModel::at(int row) const {
  if (!m_timeline || row < 0 || row >= rowCount()) return nullptr;
  const auto& all = m_timeline->checkpoints;
  return &all[all.size() - 1 - static_cast<std::size_t>(row)];
}

int CheckpointListModel::rowOf(const fs::path& prefix) const {
  for (int row = 0; row < rowCount(); ++row)
    if (at(row)->prefix == prefix) return row;
  return -1;
}

int CheckpointListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_timeline ? 0 : static_cast<int>(m_timeline->checkpoints.size());
}

int CheckpointListModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QString CheckpointListModel::text(const Checkpoint& one, Column column) const {
  switch (column) {
    case Column::Name:
      return shownName(fileName(one.prefix));
    case Column::Step:
      return one.step ? countText(one.step->value()) : QStringLiteral("—");
    case Column::Written:
      return ageText(one.writtenAt, m_now);
    case Column::Size:
      return bytesText(one.bytes);
    case Column::Tensors:
      return countText(static_cast<std::int64_t>(one.tensors));
    case Column::State:
      if (!one.problems.empty()) return QStringLiteral("✕ ") + errorText(one.problems.front());
      if (one.newest) return tr("✓ newest");
      return one.inState ? tr("✓ whole") : tr("✓ whole, not listed");
  }
  return {};
}

QVariant CheckpointListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Checkpoint* one = at(index.row());
  const auto column = static_cast<Column>(index.column());
  if (role == Qt::DisplayRole) return text(*one, column);
  if (role == Qt::ToolTipRole) return pathText(one->prefix);
  if (role == Qt::TextAlignmentRole && column != Column::Name && column != Column::State)
    return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
  return {};
}

QVariant CheckpointListModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool left = column == Column::Name || column == Column::State;
    return QVariant::fromValue((left ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Name:
      return tr("Checkpoint");
    case Column::Step:
      return tr("Step");
    case Column::Written:
      return tr("Written");
    case Column::Size:
      return tr("Size");
    case Column::Tensors:
      return tr("Tensors");
    case Column::State:
      return tr("State");
  }
  return {};
}

}  // namespace cairn::ui
