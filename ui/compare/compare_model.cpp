#include "ui/compare/compare_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/compare/comparison_text.h"
#include "ui/widgets/elided_label.h"

#include <cmath>

namespace cairn::ui {

void CompareModel::setComparison(std::shared_ptr<const Comparison> comparison) {
  beginResetModel();
  m_comparison = std::move(comparison);
  rebuild();
  endResetModel();
}

void CompareModel::setOnlyDifferences(bool only) {
  beginResetModel();
  m_only = only;
  rebuild();
  endResetModel();
}

void CompareModel::setSearch(const QString& text) {
  beginResetModel();
  m_search = text.trimmed();
  rebuild();
  endResetModel();
}

void CompareModel::setResultKind(ResultKind kind) {
  m_kind = kind;
  if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

void CompareModel::turnDirection(int row) {
  const ComparisonRow* one = rowAt(row);
  if (!one || one->section != RowSection::Results) return;
  const Better now = betterOfRow(*one);
  m_turned[one->key] = now == Better::Lower    ? Better::Higher
                       : now == Better::Higher ? Better::Unknown
                                               : Better::Lower;
  Q_EMIT dataChanged(index(row, 0), index(row, columnCount() - 1));
}

void CompareModel::rebuild() {
  m_lines.clear();
  if (!m_comparison) return;
  for (std::size_t i = 0; i < m_comparison->rows.size(); ++i) {
    const ComparisonRow& row = m_comparison->rows[i];
    if (m_only && row.section != RowSection::Results && !row.differs()) continue;
    if (!m_search.isEmpty() && !toQString(row.key).contains(m_search, Qt::CaseInsensitive))
      continue;
    if (m_lines.empty() || m_lines.back().section != row.section)
      m_lines.push_back({row.section, -1});
    m_lines.push_back({row.section, static_cast<int>(i)});
  }
}

const ComparisonRow* CompareModel::rowAt(int row) const {
  if (row < 0 || row >= rowCount()) return nullptr;
  const int at = m_lines[static_cast<std::size_t>(row)].row;
  return at < 0 ? nullptr : &m_comparison->rows[static_cast<std::size_t>(at)];
}

Better CompareModel::betterOfRow(const ComparisonRow& row) const {
  const auto turned = m_turned.find(row.key);
  return turned == m_turned.end() ? row.better : turned->second;
}

QModelIndex CompareModel::nextDifference(const QModelIndex& from, int by) const {
  const int columns = columnCount();
  const int cells = rowCount() * columns;
  int at = from.isValid() ? from.row() * columns + from.column() : by > 0 ? -1 : cells;
  for (at += by; at >= 0 && at < cells; at += by) {
    const QModelIndex place = index(at / columns, at % columns);
    if (place.data(DiffersRole).toBool()) return place;
  }
  return {};
}

int CompareModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int CompareModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() || !m_comparison ? 0 : static_cast<int>(m_comparison->runs.size()) + 1;
}

QString CompareModel::keyText(const ComparisonRow& row) const {
  QString text = shownName(toQString(row.key));
  if (row.section == RowSection::Results) {
    const Better better = betterOfRow(row);
    if (better == Better::Lower) text += QStringLiteral(" ↓");
    if (better == Better::Higher) text += QStringLiteral(" ↑");
  }
  return text;
}

QString CompareModel::resultText(const ComparisonRow& row, std::size_t run) const {
  if (!row.results[run]) return QStringLiteral("–");
  const double value = row.results[run]->of(m_kind);
  if (row.isTime) return value < 60 ? tr("%1 s").arg(numberText(value, 3)) : durationText(value);
  if (row.isCount) return countText(std::llround(value));
  return numberText(value, value >= 1 && value < 10 ? 5 : 4);
}

QString CompareModel::toolTip(const ComparisonRow& row, int column) const {
  if (column == 0)
    return row.section == RowSection::Results ? tr("Click to change which way is better")
                                              : toQString(row.key);
  const auto run = static_cast<std::size_t>(column - 1);
  if (row.section != RowSection::Results)
    return run < row.known ? shownName(shownValue(row.values[run]))
                           : tr("this run has no config on record");
  if (!row.results[run]) return tr("not recorded");
  const ResultValue& value = *row.results[run];
  QStringList lines{tr("last %1, lowest %2, highest %3")
                        .arg(numberText(value.last, 6), numberText(value.lowest, 6),
                             numberText(value.highest, 6))};
  if (value.step > 0) lines << tr("at step %1").arg(countText(value.step));
  if (run > 0 && row.results[0])
    lines << tr("Δ to %1: %2")
                 .arg(m_comparison->runs[0].name,
                      numberText(value.of(m_kind) - row.results[0]->of(m_kind)));
  return lines.join(QLatin1Char('\n'));
}

QVariant CompareModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const Line& line = m_lines[static_cast<std::size_t>(index.row())];
  if (role == SectionRole) return line.row < 0;
  if (line.row < 0) {
    if (role != Qt::DisplayRole || index.column() != 0) return {};
    switch (line.section) {
      case RowSection::Variables:
        return tr("Changes variables");
      case RowSection::Training:
        return tr("Training only");
      case RowSection::Code:
        return tr("Code");
      case RowSection::Results:
        return tr("Results");
    }
    return {};
  }
  const ComparisonRow& row = m_comparison->rows[static_cast<std::size_t>(line.row)];
  if (role == Qt::ToolTipRole) return toolTip(row, index.column());
  if (index.column() == 0) return role == Qt::DisplayRole ? QVariant(keyText(row)) : QVariant();
  const auto run = static_cast<std::size_t>(index.column() - 1);
  if (role == DiffersRole) return row.differs(run);
  if (role == BestRole && row.section == RowSection::Results) {
    ComparisonRow judged = row;
    judged.better = betterOfRow(row);
    return static_cast<bool>(judged.best(m_kind)[run]);
  }
  if (role != Qt::DisplayRole) return {};
  return row.section == RowSection::Results ? resultText(row, run)
         : run < row.known                  ? shownName(shownValue(row.values[run]))
                                            : QStringLiteral("?");  // no config on record
}

QVariant CompareModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
  if (orientation != Qt::Horizontal || !m_comparison) return {};
  if (section == 0) return role == Qt::DisplayRole ? QVariant(QString()) : QVariant();
  const RunRef& run = m_comparison->runs[static_cast<std::size_t>(section - 1)];
  if (role == ColorRole) return run.color;
  if (role == BaseRole) return section == 1;
  if (role == Qt::ToolTipRole) return shownName(run.name);
  return role == Qt::DisplayRole ? QVariant(shownName(run.name)) : QVariant();
}

}  // namespace cairn::ui
