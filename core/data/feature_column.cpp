#include "core/data/feature_column.h"

#include <algorithm>
#include <limits>

namespace cairn::data {

namespace {

std::int64_t saturatingProduct(std::int64_t a, std::int64_t b) {
  std::int64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? std::numeric_limits<std::int64_t>::max()
                                                : product;
}

std::int64_t saturatingSum(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(a, b, &sum) ? std::numeric_limits<std::int64_t>::max() : sum;
}

std::int64_t elements(const formats::Shape& shape) {
  std::int64_t product = 1;
  for (const std::int64_t size : shape) product = saturatingProduct(product, size);
  return product;
}

// TensorFlow flattens nested crosses before it joins the names of their leaves.
void collectLeafNames(const FeatureColumn& cross, std::vector<std::string>& names) {
  for (const FeatureColumn& part : cross.parts) {
    if (part.type == ColumnType::Crossed)
      collectLeafNames(part, names);
    else
      names.push_back(columnName(part));
  }
}

std::string joined(std::vector<std::string> names, std::string_view separator) {
  std::sort(names.begin(), names.end());
  std::string text;
  for (const std::string& name : names) {
    if (!text.empty()) text += separator;
    text += name;
  }
  return text;
}

std::string nameOfFirstPart(const FeatureColumn& column) {
  return column.parts.empty() ? std::string{} : columnName(column.parts.front());
}

void collectKeys(const FeatureColumn& column, std::vector<std::string>& keys) {
  for (const FeatureColumn& part : column.parts) collectKeys(part, keys);
  if (!column.key.empty() && std::find(keys.begin(), keys.end(), column.key) == keys.end())
    keys.push_back(column.key);
}

}  // namespace

std::string_view columnTypeName(ColumnType type) {
  switch (type) {
    case ColumnType::Numeric:
      return "numeric_column";
    case ColumnType::Bucketized:
      return "bucketized_column";
    case ColumnType::VocabularyList:
      return "categorical_column_with_vocabulary_list";
    case ColumnType::VocabularyFile:
      return "categorical_column_with_vocabulary_file";
    case ColumnType::Identity:
      return "categorical_column_with_identity";
    case ColumnType::HashBucket:
      return "categorical_column_with_hash_bucket";
    case ColumnType::Crossed:
      return "crossed_column";
    case ColumnType::Weighted:
      return "weighted_categorical_column";
    case ColumnType::Indicator:
      return "indicator_column";
    case ColumnType::Embedding:
      return "embedding_column";
    case ColumnType::SharedEmbedding:
      return "shared_embedding_columns";
    case ColumnType::RawFeature:
      return "";
  }
  return "";
}

std::string columnName(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Bucketized:
      return nameOfFirstPart(column) + "_bucketized";
    case ColumnType::Crossed: {
      std::vector<std::string> names;
      collectLeafNames(column, names);
      return joined(std::move(names), "_X_");
    }
    case ColumnType::Weighted:
      return nameOfFirstPart(column) + "_weighted_by_" + column.key;
    case ColumnType::Indicator:
      return nameOfFirstPart(column) + "_indicator";
    case ColumnType::Embedding:
      return nameOfFirstPart(column) + "_embedding";
    case ColumnType::SharedEmbedding:
      if (column.parts.size() == 1) return nameOfFirstPart(column) + "_shared_embedding";
      return sharedCollectionName(column);
    default:
      return column.key;
  }
}

std::string sharedCollectionName(const FeatureColumn& column) {
  if (!column.sharedName.empty()) return column.sharedName;
  std::vector<std::string> names;
  for (const FeatureColumn& part : column.parts) names.push_back(columnName(part));
  return joined(std::move(names), "_") + "_shared_embedding";
}

std::int64_t denseWidth(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Numeric:
      return elements(column.shape);
    case ColumnType::Bucketized:
      return bucketCount(column);
    case ColumnType::Indicator:
      return column.parts.empty() ? 0 : bucketCount(column.parts.front());
    case ColumnType::Embedding:
      return column.dimension;
    case ColumnType::SharedEmbedding:
      return saturatingProduct(column.dimension, static_cast<std::int64_t>(column.parts.size()));
    default:
      return 0;
  }
}

std::int64_t bucketCount(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Bucketized: {
      const auto ranges = static_cast<std::int64_t>(column.boundaries.size()) + 1;
      return column.parts.empty() ? 0
                                  : saturatingProduct(ranges, elements(column.parts.front().shape));
    }
    case ColumnType::VocabularyList:
      return saturatingSum(static_cast<std::int64_t>(column.vocabulary.size()), column.oovBuckets);
    case ColumnType::VocabularyFile:
      return column.vocabularySize < 0 ? 0
                                       : saturatingSum(column.vocabularySize, column.oovBuckets);
    case ColumnType::Identity:
    case ColumnType::HashBucket:
    case ColumnType::Crossed:
      return column.buckets;
    case ColumnType::Weighted:
      return column.parts.empty() ? 0 : bucketCount(column.parts.front());
    default:
      return 0;
  }
}

bool isCategorical(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Bucketized:
    case ColumnType::VocabularyList:
    case ColumnType::VocabularyFile:
    case ColumnType::Identity:
    case ColumnType::HashBucket:
    case ColumnType::Crossed:
    case ColumnType::Weighted:
      return true;
    default:
      return false;
  }
}

bool isDense(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Numeric:
    case ColumnType::Bucketized:
    case ColumnType::Indicator:
    case ColumnType::Embedding:
    case ColumnType::SharedEmbedding:
      return true;
    default:
      return false;
  }
}

std::vector<std::string> featureKeys(const FeatureColumn& column) {
  std::vector<std::string> keys;
  collectKeys(column, keys);
  return keys;
}

std::vector<FeatureColumn> sortedByName(const std::vector<FeatureColumn>& columns) {
  std::vector<std::pair<std::string, FeatureColumn>> named;
  for (const FeatureColumn& column : columns) {
    if (column.type != ColumnType::SharedEmbedding) {
      named.emplace_back(columnName(column), column);
      continue;
    }
    FeatureColumn one = column;
    one.sharedName = sharedCollectionName(column);
    for (const FeatureColumn& part : column.parts) {
      one.parts = {part};
      named.emplace_back(columnName(one), one);
    }
  }
  std::stable_sort(named.begin(), named.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<FeatureColumn> sorted;
  sorted.reserve(named.size());
  for (auto& [name, column] : named) sorted.push_back(std::move(column));
  return sorted;
}

}  // namespace cairn::data
