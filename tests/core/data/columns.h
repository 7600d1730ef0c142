#pragma once

#include "core/data/feature_column.h"
#include "core/data/table.h"

#include <algorithm>

// Feature columns and the features that they read, in as few words as Python needs.
namespace cairn::tests {

using data::Column;
using data::ColumnType;
using data::FeatureColumn;
using data::Table;
using formats::DType;

using Words = std::vector<std::string>;
using Ints = std::vector<std::int64_t>;
using Floats = std::vector<float>;
using TextRows = std::vector<Words>;
using IntRows = std::vector<Ints>;
using FloatRows = std::vector<Floats>;

inline FeatureColumn numeric(std::string key, formats::Shape shape = {1}) {
  FeatureColumn column;
  column.key = std::move(key);
  column.shape = std::move(shape);
  return column;
}

inline FeatureColumn wrapped(ColumnType type, std::vector<FeatureColumn> parts) {
  FeatureColumn column;
  column.type = type;
  column.parts = std::move(parts);
  return column;
}

inline FeatureColumn bucketized(FeatureColumn source, std::vector<double> boundaries) {
  FeatureColumn column = wrapped(ColumnType::Bucketized, {std::move(source)});
  column.boundaries = std::move(boundaries);
  return column;
}

inline FeatureColumn keyed(ColumnType type, std::string key, DType dtype) {
  FeatureColumn column;
  column.type = type;
  column.key = std::move(key);
  column.dtype = dtype;
  return column;
}

inline FeatureColumn vocabularyList(std::string key, Words words, DType dtype = DType::String) {
  FeatureColumn column = keyed(ColumnType::VocabularyList, std::move(key), dtype);
  column.vocabulary = std::move(words);
  return column;
}

inline FeatureColumn vocabularyFile(std::string key, std::string file, std::int64_t size = -1) {
  FeatureColumn column = keyed(ColumnType::VocabularyFile, std::move(key), DType::String);
  column.vocabularyFile = std::move(file);
  column.vocabularySize = size;
  return column;
}

inline FeatureColumn withOov(FeatureColumn column, std::int64_t buckets) {
  column.oovBuckets = buckets;
  return column;
}

inline FeatureColumn withDefault(FeatureColumn column, std::int64_t id) {
  column.defaultId = id;
  return column;
}

inline FeatureColumn identity(std::string key, std::int64_t buckets) {
  FeatureColumn column = keyed(ColumnType::Identity, std::move(key), DType::Int64);
  column.buckets = buckets;
  return column;
}

inline FeatureColumn hashBucket(std::string key, std::int64_t buckets,
                                DType dtype = DType::String) {
  FeatureColumn column = keyed(ColumnType::HashBucket, std::move(key), dtype);
  column.buckets = buckets;
  return column;
}

inline FeatureColumn raw(std::string key) {
  return keyed(ColumnType::RawFeature, std::move(key), DType::String);
}

inline FeatureColumn crossed(std::vector<FeatureColumn> parts, std::int64_t buckets,
                             std::optional<std::uint64_t> hashKey = {}) {
  FeatureColumn column = wrapped(ColumnType::Crossed, std::move(parts));
  column.buckets = buckets;
  column.hashKey = hashKey;
  return column;
}

inline FeatureColumn weighted(FeatureColumn categorical, std::string weightKey) {
  FeatureColumn column = wrapped(ColumnType::Weighted, {std::move(categorical)});
  column.key = std::move(weightKey);
  return column;
}

inline FeatureColumn indicator(FeatureColumn categorical) {
  return wrapped(ColumnType::Indicator, {std::move(categorical)});
}

inline FeatureColumn embedding(FeatureColumn categorical, std::int64_t dimension) {
  FeatureColumn column = wrapped(ColumnType::Embedding, {std::move(categorical)});
  column.dimension = dimension;
  return column;
}

/// A dense feature: rows of equal length.
template <class Value>
Column dense(std::string name, const std::vector<std::vector<Value>>& rows) {
  std::vector<Value> values;
  for (const auto& row : rows) values.insert(values.end(), row.begin(), row.end());
  const auto width = rows.empty() ? 1 : static_cast<std::int64_t>(rows.front().size());
  return {std::move(name), width, std::move(values)};
}

/// A SparseTensor: rows of any length.
template <class Value>
Column sparse(std::string name, const std::vector<std::vector<Value>>& rows) {
  Column column = dense(std::move(name), rows);
  column.width = 1;
  column.offsets = {0};
  for (const auto& row : rows)
    column.offsets.push_back(column.offsets.back() + static_cast<std::int64_t>(row.size()));
  return column;
}

inline Table tableOf(std::vector<Column> columns) {
  Table table;
  const Column& first = columns.front();
  table.rows = first.isSparse() ? static_cast<std::int64_t>(first.offsets.size()) - 1
                                : static_cast<std::int64_t>(first.valueCount()) / first.width;
  table.columns = std::move(columns);
  return table;
}

}  // namespace cairn::tests
