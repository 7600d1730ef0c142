#include "core/data/input_layer.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace cairn::data {
namespace {

Error wrong(std::string message, std::string where) {
  return {ErrorCode::InvalidArgument, std::move(message), std::move(where)};
}

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

/// The type of the raw feature `column.key`, where its constructor fixes it.
std::optional<formats::DType> keyType(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Numeric:
      return formats::DType::Float;
    case ColumnType::Weighted:  // its key is the weight
      return column.dtype;
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

bool isInteger(formats::DType type) {
  return type == formats::DType::Int64 || type == formats::DType::Int32;
}

void addColumn(CsvFormat& format, const FeatureColumn& column) {
  for (const FeatureColumn& part : column.parts) addColumn(format, part);
  if (column.key.empty()) return;
  if (const auto type = keyType(column)) {
    format.types.emplace(column.key, *type);
    // TensorFlow's own sign for a missing integer.
    if (isCategorical(column) && column.type != ColumnType::Weighted && isInteger(*type))
      format.missing.emplace(column.key, "-1");
  }
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
  CAIRN_ASSIGN(const Column* values, findFeature(table, column.key));
  if (values->isSparse())
    return wrong(fmt::format("The corresponding Tensor of numerical column must be a Tensor. "
                             "SparseTensor is not supported. key: {}",
                             column.key),
                 column.key);
  if (values->typeName() == "string" && table.rows > 0)  // a header alone tells no types
    return wrong("Cast string to float is not supported", column.key);
  return NumericInput(*values, column.normalizer);
}

Result<void> NumericInput::checkShape(const FeatureColumn& column) const {
  if (width() == denseWidth(column)) return {};
  return wrong(fmt::format("{} values a row, want {} (shape {})", width(), denseWidth(column),
                           formats::shapeText(column.shape)),
               column.key);
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

Result<InputLayer> InputLayer::bind(const std::vector<FeatureColumn>& columns, const Table& table,
                                    const Vocabularies& vocabularies) {
  InputLayer layer;
  for (const FeatureColumn& column : sortedByName(columns))
    CAIRN_TRY(layer.add(column, table, vocabularies));
  return layer;
}

Result<void> InputLayer::add(const FeatureColumn& column, const Table& table,
                             const Vocabularies& vocabularies) {
  std::int64_t width = 0;
  switch (column.type) {
    case ColumnType::Numeric: {
      CAIRN_ASSIGN(const NumericInput input, bindNumeric(column, table));
      CAIRN_TRY(input.checkShape(column));
      m_numbers.push_back({m_width, input});
      width = input.width();
      break;
    }
    case ColumnType::Bucketized:
    case ColumnType::Indicator: {
      const bool isBuckets = column.type == ColumnType::Bucketized;
      CAIRN_ASSIGN(CategoricalInput input,
                   CategoricalInput::bind(isBuckets ? column : column.parts.front(), table,
                                          vocabularies, IdUse::Indicator));
      width = input.buckets();
      m_counts.push_back({m_width, std::move(input)});
      break;
    }
    case ColumnType::Embedding:
    case ColumnType::SharedEmbedding: {
      CAIRN_ASSIGN(CategoricalInput input,
                   CategoricalInput::bind(column.parts.front(), table, vocabularies,
                                          IdUse::Embedding, column.combiner));
      m_embeddings.push_back({column, m_width, std::move(input)});
      width = column.dimension;
      break;
    }
    default:
      return wrong(fmt::format("Items of feature_columns must be a DenseColumn. Given: {}; put it "
                               "into an embedding_column or an indicator_column",
                               columnTypeName(column.type)),
                   columnName(column));
  }
  if (width > std::numeric_limits<std::int32_t>::max() - m_width)
    return Error{ErrorCode::Unsupported, "the input layer is wider than 2147483647",
                 columnName(column)};
  m_width += width;
  return {};
}

void InputLayer::fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const {
  for (const Numbers& numbers : m_numbers) numbers.input.fill(rows, out + numbers.offset, stride);
  for (const Counts& counts : m_counts) {
    float* at = out + counts.offset;
    for (std::size_t row = 0; row < rows.size(); ++row)
      std::fill_n(at + static_cast<std::int64_t>(row) * stride, counts.input.buckets(), 0.0F);
    counts.input.addTo(rows, at, stride);
  }
}

CsvFormat formatForColumns(CsvFormat format, const std::vector<FeatureColumn>& columns) {
  for (const FeatureColumn& column : columns) addColumn(format, column);
  return format;
}

}  // namespace cairn::data
