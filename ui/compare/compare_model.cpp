#include "ui/compare/compare_model.h"

#include "ui/bridge/convert.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/elided_label.h"

namespace cairn::ui {

void CompareModel::setRows(std::shared_ptr<const ConfigRows> rows) {
  beginResetModel();
  m_rows = std::move(rows);
  endResetModel();
}

int CompareModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_rows ? 0 : static_cast<int>(m_rows->rows.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_rows ? 0 : static_cast<int>(m_rows->runs.size()) + 1;
}

QVariant CompareModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const ConfigRows::Row& row = m_rows->rows[static_cast<std::size_t>(index.row())];
  if (role == Qt::FontRole) return monoFont();
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
  if (index.column() == 0) return toQString(model::shownKey(row.key));
  const std::string& value = row.values[static_cast<std::size_t>(index.column() - 1)];
  const QString text = value.empty() ? QStringLiteral("—") : shownName(toQString(value));
  const bool differs = index.column() > 1 && value != row.values.front();
  return differs && role == Qt::DisplayRole ? text + QStringLiteral("  ≠") : text;
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
  if (role != Qt::DisplayRole || orientation != Qt::Horizontal || !m_rows) return {};
  if (section == 0) return tr("Key");
  return m_rows->runs[static_cast<std::size_t>(section - 1)];
}

}  // namespace cairn::ui
