#include "core/data/input_layer.h"

#include <fmt/format.h>

namespace cairn::data {
namespace {

template <class Value>
void fillWith(const std::vector<Value>& values, std::int64_t width,
              const std::optional<Normalizer>& normalizer, std::span<const std::int32_t> rows,
              float* out, std::int64_t stride) {
  for (const std::int32_t row : rows) {
    const Value* from = values.data() + row * width;
    for (std::int64_t i = 0; i < width; ++i) {
      const auto value = static_cast<float>(from[i]);
      out[i] = normalizer ? (value - normalizer->subtract) / normalizer->divide : value;
    }
    out += stride;
  }
}

std::int64_t elements(const formats::Shape& shape) {
  std::int64_t product = 1;
  for (const std::int64_t size : shape) product *= size;
  return product;
}

/// The type of the raw feature `column.key`, where its constructor fixes it.
std::optional<formats::DType> keyType(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Numeric:
    case ColumnType::Weighted:  // its key is the weight
      return formats::DType::Float;
    case ColumnType::Identity:
      return formats::DType::Int64;
    case ColumnType::HashBucket:
    case ColumnType::VocabularyList:
    case ColumnType::VocabularyFile:
      if (column.dtype == formats::DType::Float) return {};
      return column.dtype;
    default:
      return {};
  }
}

void addColumn(CsvFormat& format, const FeatureColumn& column) {
  for (const FeatureColumn& part : column.parts) addColumn(format, part);
  if (column.key.empty()) return;
  if (const auto type = keyType(column)) format.types.emplace(column.key, *type);
  if (column.type == ColumnType::Numeric && !column.defaultValue.empty())
    format.missing.emplace(column.key, fmt::format("{}", column.defaultValue.front()));
}

}  // namespace

void NumericInput::fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const {
  if (const auto* floats = std::get_if<std::vector<float>>(&m_column->values))
    fillWith(*floats, width(), m_normalizer, rows, out, stride);
  else if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&m_column->values))
    fillWith(*ints, width(), m_normalizer, rows, out, stride);
}

Result<NumericInput> bindNumeric(const FeatureColumn& column, const Table& table) {
  const Column* values = table.find(column.key);
  if (!values)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("Feature {} is not in features dictionary.", column.key), column.key};
  if (std::holds_alternative<std::vector<std::string>>(values->values))
    return Error{ErrorCode::InvalidArgument, "Cast string to float is not supported", column.key};
  return NumericInput(*values, column.normalizer);
}

Result<NumericInput> bindWeights(const FeatureColumn& column, const Table& table,
                                 std::int64_t lossWidth) {
  CAIRN_ASSIGN(const NumericInput input, bindNumeric(column, table));
  if (input.width() != 1 && input.width() != lossWidth)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("[weights shape must be [D0, D1, ... DN] or [D0, D1, ... DN, 1]]: "
                             "{} weights a row, want 1{}",
                             input.width(), lossWidth > 1 ? fmt::format(" or {}", lossWidth) : ""),
                 column.key};
  return input;
}

Result<InputLayer> InputLayer::bind(const std::vector<FeatureColumn>& columns, const Table& table) {
  InputLayer layer;
  for (const FeatureColumn& column : sortedByName(columns)) {
    if (column.type != ColumnType::Numeric)
      return Error{ErrorCode::Unsupported,
                   fmt::format("{} does not feed the network yet", columnTypeName(column.type)),
                   columnName(column)};
    CAIRN_ASSIGN(const NumericInput input, bindNumeric(column, table));
    if (input.width() != elements(column.shape))
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("{} values a row, want {} (shape {})", input.width(),
                               elements(column.shape), formats::shapeText(column.shape)),
                   column.key};
    layer.m_width += input.width();
    layer.m_inputs.push_back(input);
  }
  return layer;
}

void InputLayer::fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const {
  for (const NumericInput& input : m_inputs) {
    input.fill(rows, out, stride);
    out += input.width();
  }
}

CsvFormat formatForColumns(CsvFormat format, const std::vector<FeatureColumn>& columns) {
  for (const FeatureColumn& column : columns) addColumn(format, column);
  return format;
}

}  // namespace cairn::data
