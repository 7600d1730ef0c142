#include "ui/restore/tensor_rows_model.h"

#include "ui/bridge/convert.h"
#include "ui/widgets/elided_label.h"

#include <QCoreApplication>
#include <QStringList>
#include <algorithm>

namespace cairn::ui {

using restore::TensorRow;
using restore::TensorStatus;

QString shapeText(const std::optional<TensorRow::Side>& side) {
  if (!side) return QStringLiteral("—");
  if (side->shape.empty()) return QCoreApplication::translate("TensorRows", "scalar");
  QStringList sizes;
  for (const std::int64_t size : side->shape) sizes << QString::number(size);
  return sizes.join(QChar(0x00d7));
}

QString statusWord(TensorStatus status) {
  const auto tr = [](const char* text) { return QCoreApplication::translate("TensorRows", text); };
  switch (status) {
    case TensorStatus::Fits:
      return tr(QT_TRANSLATE_NOOP("TensorRows", "same"));
    case TensorStatus::Shape:
      return tr(QT_TRANSLATE_NOOP("TensorRows", "shape"));
    case TensorStatus::DType:
      return tr(QT_TRANSLATE_NOOP("TensorRows", "type"));
    case TensorStatus::Missing:
      return tr(QT_TRANSLATE_NOOP("TensorRows", "missing"));
    case TensorStatus::Unused:
      return tr(QT_TRANSLATE_NOOP("TensorRows", "extra"));
    case TensorStatus::Corrupt:
      return tr(QT_TRANSLATE_NOOP("TensorRows", "corrupt"));
  }
  return {};
}

QString statusIcon(TensorStatus status) {
  switch (status) {
    case TensorStatus::Fits:
      return QStringLiteral("check");
    case TensorStatus::Unused:
      return QStringLiteral("warning");
    default:
      return QStringLiteral("cross");
  }
}

void TensorRowsModel::setReport(std::shared_ptr<const restore::Report> report) {
  beginResetModel();
  m_report = std::move(report);
  refill();
  endResetModel();
}

void TensorRowsModel::setShown(TensorStatus status, bool shown) {
  beginResetModel();
  if (shown)
    m_hidden.erase(status);
  else
    m_hidden.insert(status);
  refill();
  endResetModel();
}

void TensorRowsModel::refill() {
  m_rows.clear();
  if (!m_report) return;
  // Variables with a difference first, each with its slots below it.
  const auto& tensors = m_report->tensors;
  std::vector<int> same;
  for (std::size_t first = 0; first < tensors.size();) {
    std::size_t end = first + 1;
    while (end < tensors.size() && !tensors[end].slotOf.empty()) ++end;
    const bool fits =
        std::all_of(tensors.begin() + static_cast<std::ptrdiff_t>(first),
                    tensors.begin() + static_cast<std::ptrdiff_t>(end),
                    [](const TensorRow& row) { return row.status == TensorStatus::Fits; });
    for (std::size_t i = first; i < end; ++i)
      if (!m_hidden.contains(tensors[i].status))
        (fits ? same : m_rows).push_back(static_cast<int>(i));
    first = end;
  }
  m_rows.insert(m_rows.end(), same.begin(), same.end());
}

int TensorRowsModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TensorRowsModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : kColumns;
}

QVariant TensorRowsModel::text(const TensorRow& row, Column column) const {
  const bool differs = row.status != TensorStatus::Fits && row.status != TensorStatus::Unused;
  switch (column) {
    case Column::Status:
      return statusWord(row.status);
    case Column::Name:
      return row.slotOf.empty() ? shownName(toQString(row.name))
                                : QStringLiteral("└ ") +
                                      shownName(toQString(row.name.substr(row.slotOf.size() + 1)));
    case Column::Wants:
      return row.status == TensorStatus::DType && row.wanted
                 ? toQString(formats::dtypeName(row.wanted->dtype))
                 : shapeText(row.wanted);
    case Column::Differs:
      return differs ? QStringLiteral("≠") : QString();
    case Column::Has:
      return row.status == TensorStatus::DType && row.has
                 ? toQString(formats::dtypeName(row.has->dtype))
                 : shapeText(row.has);
    case Column::Because:
      if (row.because.empty()) return {};
      return row.slotOf.empty() ? toQString(model::shownKey(row.because)) : tr("its slot");
  }
  return {};
}

QVariant TensorRowsModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  const TensorRow& row =
      m_report->tensors[static_cast<std::size_t>(m_rows[static_cast<std::size_t>(index.row())])];
  const auto column = static_cast<Column>(index.column());
  switch (role) {
    case Qt::DisplayRole:
      return text(row, column);
    case Qt::ToolTipRole:
      return column == Column::Name ? QVariant(shownName(toQString(row.name))) : QVariant();
    case Qt::TextAlignmentRole:
      if (column == Column::Wants || column == Column::Has)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
      return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    case StatusRole:
      return static_cast<int>(row.status);
    case SlotRole:
      return !row.slotOf.empty();
    case NamedRole:
      return row.namedByTensorFlow;
    case KeyRole:
      return toQString(row.because);
    default:
      return {};
  }
}

QVariant TensorRowsModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const auto column = static_cast<Column>(section);
  if (role == Qt::TextAlignmentRole) {
    const bool right = column == Column::Wants || column == Column::Has;
    return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  }
  if (role != Qt::DisplayRole) return {};
  switch (column) {
    case Column::Name:
      return tr("Name");
    case Column::Wants:
      return tr("Config wants");
    case Column::Has:
      return tr("Checkpoint has");
    case Column::Because:
      return tr("Because");
    default:
      return QString();
  }
}

}  // namespace cairn::ui
