#include "core/data/id_tensor.h"

#include "core/data/crossed_ids.h"
#include "core/data/fingerprint.h"
#include "core/data/input_layer.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>
#include <numeric>

namespace cairn::data {
namespace {

using Words = std::vector<std::string>;
using Integers = std::vector<std::int64_t>;

Error wrong(const FeatureColumn& column, std::string message) {
  return {ErrorCode::InvalidArgument, std::move(message), column.key};
}

bool wantsText(const FeatureColumn& column) { return column.dtype == formats::DType::String; }

/// What TensorFlow says of a feature's type, if it is not the column's.
std::optional<Error> typeProblem(const FeatureColumn& column, const Column& values) {
  const std::string_view type = values.typeName();
  if (column.type == ColumnType::Identity) {
    if (type == "int64") return {};
    return wrong(column, fmt::format("Invalid input, not integer. key: {} dtype: <dtype: '{}'>",
                                     column.key, type));
  }
  const Error incompatible =
      wrong(column, fmt::format("Column dtype and SparseTensors dtype must be compatible. key: {}, "
                                "column dtype: <dtype: '{}'>, tensor dtype: <dtype: '{}'>",
                                column.key, formats::dtypeName(column.dtype), type));
  if (type == "float32") {
    // A vocabulary compares the types first, a hash looks for floats first.
    if (column.type != ColumnType::HashBucket && !wantsText(column)) return incompatible;
    return wrong(column, fmt::format("column_name: {} input_tensor dtype must be string or "
                                     "integer. dtype: <dtype: 'float32'>.",
                                     column.key));
  }
  if (wantsText(column) != (type == "string")) return incompatible;
  return {};
}

/// Ids of a feature's values but those that are missing.
template <class Value, class ToId>
IdTensor mapped(const Column& column, std::int64_t rows, const std::vector<Value>& values,
                const Value& missing, ToId toId) {
  IdTensor tensor;
  tensor.offsets.reserve(static_cast<std::size_t>(rows) + 1);
  tensor.ids.reserve(values.size());
  for (std::int64_t row = 0; row < rows; ++row) {
    for (std::size_t i = column.begin(row); i < column.begin(row + 1); ++i)
      if (column.isSparse() || values[i] != missing) tensor.ids.push_back(toId(values[i]));
    tensor.endRow();
  }
  return tensor;
}

/// `ofText` gives the id of a word, or of an integer's decimal text.
template <class OfText>
IdTensor mappedText(const Column& column, std::int64_t rows, OfText ofText) {
  if (const auto* words = std::get_if<Words>(&column.values))
    return mapped(column, rows, *words, std::string(), ofText);
  return mapped(column, rows, *std::get_if<Integers>(&column.values), std::int64_t{-1},
                [&](std::int64_t value) { return ofText(DecimalText(value).view()); });
}

IdTensor identityIds(const FeatureColumn& column, const Column& values, std::int64_t rows) {
  return mapped(values, rows, *std::get_if<Integers>(&values.values), std::int64_t{-1},
                [&](std::int64_t id) {
                  const bool isOut = id < 0 || id >= column.buckets;
                  return isOut && column.defaultId ? *column.defaultId : id;
                });
}

std::int64_t hashed(std::string_view text, std::int64_t buckets) {
  return static_cast<std::int64_t>(fingerprint64(text) % static_cast<std::uint64_t>(buckets));
}

Result<IdTensor> vocabularyIds(const FeatureColumn& column, const Column& values, std::int64_t rows,
                               const Vocabularies& vocabularies) {
  std::shared_ptr<const Vocabulary> vocabulary;
  if (column.type == ColumnType::VocabularyList) {
    vocabulary = std::make_shared<const Vocabulary>(column.vocabulary);
  } else {
    CAIRN_ASSIGN(vocabulary, vocabularies.find(column));
  }
  return mappedText(values, rows, [&](std::string_view word) {
    if (const auto id = vocabulary->find(word)) return *id;
    if (column.oovBuckets > 0) return vocabulary->size() + hashed(word, column.oovBuckets);
    return column.defaultId.value_or(-1);
  });
}

Result<IdTensor> bucketIds(const FeatureColumn& column, const Table& table) {
  IdTensor tensor;
  CAIRN_ASSIGN(tensor.ids, bucketsOf(column, table));
  const std::int64_t width = denseWidth(column.parts.front());
  const auto ranges = static_cast<std::int64_t>(column.boundaries.size()) + 1;
  for (std::size_t i = 0; i < tensor.ids.size(); ++i)
    tensor.ids[i] += ranges * (static_cast<std::int64_t>(i) % width);
  tensor.offsets.resize(static_cast<std::size_t>(table.rows) + 1);
  for (std::size_t row = 0; row < tensor.offsets.size(); ++row)
    tensor.offsets[row] = static_cast<std::int64_t>(row) * width;
  return tensor;
}

}  // namespace

Result<std::vector<std::int64_t>> bucketsOf(const FeatureColumn& column, const Table& table) {
  CAIRN_ASSIGN(const NumericInput numbers, bindNumeric(column.parts.front(), table));
  CAIRN_TRY(numbers.checkShape(column.parts.front()));
  std::vector<std::int32_t> rows(static_cast<std::size_t>(table.rows));
  std::iota(rows.begin(), rows.end(), 0);
  std::vector<float> values(rows.size() * static_cast<std::size_t>(numbers.width()));
  numbers.fill(rows, values.data(), numbers.width());
  const std::vector<float> boundaries(column.boundaries.begin(), column.boundaries.end());
  std::vector<std::int64_t> buckets(values.size());
  std::transform(values.begin(), values.end(), buckets.begin(), [&](float value) {
    // NaN is in the last bucket: no boundary is above it.
    return std::upper_bound(boundaries.begin(), boundaries.end(), value) - boundaries.begin();
  });
  return buckets;
}

Result<IdTensor> idTensor(const FeatureColumn& column, const Table& table,
                          const Vocabularies& vocabularies) {
  if (column.type == ColumnType::Bucketized) return bucketIds(column, table);
  if (column.type == ColumnType::Crossed) return crossedIds(column, table, vocabularies);
  if (column.type == ColumnType::Weighted) {
    const FeatureColumn& weighted = column.parts.front();
    if (weighted.type != ColumnType::Bucketized) return idTensor(weighted, table, vocabularies);
    // TensorFlow weights the bare buckets here: all elements share the first one's ids.
    CAIRN_ASSIGN(IdTensor tensor, bucketIds(weighted, table));
    CAIRN_ASSIGN(tensor.ids, bucketsOf(weighted, table));
    return tensor;
  }
  CAIRN_ASSIGN(const Column* values, findFeature(table, column.key));
  if (auto problem = typeProblem(column, *values)) return *problem;
  switch (column.type) {
    case ColumnType::Identity:
      return identityIds(column, *values, table.rows);
    case ColumnType::HashBucket:
      return mappedText(*values, table.rows,
                        [&](std::string_view word) { return hashed(word, column.buckets); });
    case ColumnType::VocabularyList:
    case ColumnType::VocabularyFile:
      return vocabularyIds(column, *values, table.rows, vocabularies);
    default:
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("{} has no ids", columnTypeName(column.type)), columnName(column)};
  }
}

}  // namespace cairn::data
