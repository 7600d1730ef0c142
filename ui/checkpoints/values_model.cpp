#include "ui/checkpoints/values_model.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/elided_label.h"

#include <algorithm>

namespace cairn::ui {
namespace {

constexpr std::int64_t kWrap = 10;  // values of a vector in one row

// `[0, 3, :]` for a row of a tensor of any rank.
QString rowName(const TensorValues& values, std::int64_t row) {
  if (values.shape.size() < 2) return countText(row * values.columns);
  QStringList parts;
  for (std::size_t d = values.shape.size() - 1; d-- > 0;) {
    const std::int64_t size = std::max<std::int64_t>(values.shape[d], 1);
    parts.prepend(QString::number(row % size));
    row /= size;
  }
  return parts.size() == 1 ? parts.first()
                           : QStringLiteral("[%1]").arg(parts.join(QStringLiteral(", ")));
}

}  // namespace

std::int64_t TensorValues::rows() const {
  const auto count =
      static_cast<std::int64_t>(dtype == formats::DType::String ? strings.size() : numbers.size());
  return columns > 0 ? (count + columns - 1) / columns : 0;
}

Result<TensorValues> tableOf(std::string name, const formats::Tensor& tensor) {
  TensorValues values;
  values.name = std::move(name);
  values.shape = tensor.shape;
  values.dtype = tensor.dtype;
  if (tensor.dtype == formats::DType::String) {
    values.strings = tensor.strings;
  } else {
    CAIRN_ASSIGN(values.numbers, formats::realValues(tensor));
  }
  if (tensor.shape.size() == 1)
    values.columns = std::min(kWrap, std::max<std::int64_t>(tensor.shape[0], 1));
  else if (tensor.shape.size() > 1)
    values.columns = std::max<std::int64_t>(tensor.shape.back(), 1);
  return values;
}

void ValuesModel::setValues(std::shared_ptr<const TensorValues> values) {
  beginResetModel();
  m_values = std::move(values);
  m_firstRow = 0;
  endResetModel();
}

void ValuesModel::setFormat(NumberFormat format) {
  m_format = format;
  if (rowCount() > 0)
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1), {Qt::DisplayRole});
}

QModelIndex ValuesModel::reach(std::int64_t element) {
  if (!m_values || element < 0 || element >= m_values->rows() * m_values->columns) return {};
  const std::int64_t row = element / m_values->columns;
  if (row < m_firstRow || row >= m_firstRow + kMostRows) {
    beginResetModel();
    m_firstRow = std::clamp<std::int64_t>(row - kMostRows / 2, 0,
                                          std::max<std::int64_t>(0, m_values->rows() - kMostRows));
    endResetModel();
  }
  return index(static_cast<int>(row - m_firstRow), static_cast<int>(element % m_values->columns));
}

QString ValuesModel::text(std::int64_t row, int column, NumberFormat format) const {
  const auto at = static_cast<std::size_t>(row * m_values->columns + column);
  if (m_values->dtype == formats::DType::String)
    return at < m_values->strings.size() ? shownName(toQString(m_values->strings[at])) : QString();
  if (at >= m_values->numbers.size()) return {};
  const double value = m_values->numbers[at];
  switch (format) {
    case NumberFormat::Short:
      return numberText(value, 4);
    case NumberFormat::Long:
      return numberText(value, 6);
    case NumberFormat::Exact:
      return m_values->dtype == formats::DType::Float ? exactText(static_cast<float>(value))
                                                      : exactText(value);
  }
  return {};
}

int ValuesModel::rowCount(const QModelIndex& parent) const {
  if (parent.isValid() || !m_values) return 0;
  return static_cast<int>(std::min(m_values->rows() - m_firstRow, kMostRows));
}

int ValuesModel::columnCount(const QModelIndex& parent) const {
  if (parent.isValid() || !m_values) return 0;
  return static_cast<int>(std::min(m_values->columns, kMostColumns));
}

QVariant ValuesModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
  if (role == Qt::DisplayRole) return text(m_firstRow + index.row(), index.column(), m_format);
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
  if (role == Qt::FontRole) return monoFont();
  return {};
}

QVariant ValuesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
  if (role != Qt::DisplayRole || !m_values) return {};
  return orientation == Qt::Vertical ? rowName(*m_values, m_firstRow + section)
                                     : QString::number(section);
}

}  // namespace cairn::ui
