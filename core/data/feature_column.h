#pragma once

#include "core/base/result.h"
#include "core/formats/tensor.h"

#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cairn::data {

/// The constructor of tf.feature_column that a column stands for.
enum class ColumnType {
  Numeric,
  Bucketized,
  VocabularyList,
  VocabularyFile,
  Identity,
  HashBucket,
  Crossed,
  Weighted,
  Indicator,
  Embedding,
  SharedEmbedding,
  RawFeature,  // a part of a cross that is given by its key alone
};

/// `numeric_column`, `bucketized_column`, …; a shared embedding is `shared_embedding_columns`, a
/// raw feature has no constructor and no name.
std::string_view columnTypeName(ColumnType type);

/// (x - subtract) / divide in float32, the one normalizer that a config can write down.
struct Normalizer {
  float subtract = 0;
  float divide = 1;
  bool operator==(const Normalizer&) const = default;
};

/// One feature column with the parameters of its constructor; those of other types stay default.
/// Nested columns (`source_column`, `categorical_column`, the parts of a cross) are `parts`; a
/// shared embedding holds all its categorical columns until `sortedByName` makes one column of
/// each.
struct FeatureColumn {
  ColumnType type = ColumnType::Numeric;
  std::string key;             // also a weighted column's weight_feature_key
  formats::Shape shape = {1};  // numeric
  formats::DType dtype = formats::DType::Float;
  std::vector<double> defaultValue;      // numeric; empty: None
  std::optional<Normalizer> normalizer;  // numeric
  std::vector<double> boundaries;        // bucketized
  std::vector<std::string> vocabulary;   // vocabulary list; integers as decimal text
  std::string vocabularyFile;
  std::int64_t vocabularySize = -1;  // of a file; -1: all its lines
  std::int64_t buckets = 0;          // num_buckets or hash_bucket_size
  std::int64_t oovBuckets = 0;
  std::optional<std::int64_t> defaultId;  // vocabulary (-1 when absent) and identity
  std::optional<std::uint64_t> hashKey;   // crossed
  std::int64_t dimension = 0;             // embedding
  std::string combiner = "mean";          // embedding
  std::optional<double> maxNorm;          // embedding
  bool trainable = true;                  // embedding
  std::string sharedName;                 // shared_embedding_collection_name
  bool sharedV2 = false;                  // made by shared_embeddings, not …_columns
  std::vector<FeatureColumn> parts;

  bool operator==(const FeatureColumn&) const = default;
};

/// TensorFlow's name of the column; spec/estimator.md 10.1. A shared embedding that still holds
/// several columns goes by its collection's name.
std::string columnName(const FeatureColumn& column);
/// `shared_embedding_collection_name`, or the name that TensorFlow makes up when there is none.
std::string sharedCollectionName(const FeatureColumn& column);
/// Elements that a dense column adds to the input layer; 0 for a categorical one, the largest
/// std::int64_t when it does not fit.
std::int64_t denseWidth(const FeatureColumn& column);
/// Ids of a categorical (or bucketized) column; 0 for any other, and for a vocabulary file whose
/// lines nobody has counted; the largest std::int64_t when it does not fit.
std::int64_t bucketCount(const FeatureColumn& column);
/// A bucketized column is both.
bool isCategorical(const FeatureColumn& column);
bool isDense(const FeatureColumn& column);
/// Every raw feature key that the column reads, each once, in the order of the constructors.
std::vector<std::string> featureKeys(const FeatureColumn& column);
/// In the order of the input layer: sorted by name, plain code points. Shared embeddings become one
/// column for each categorical column, with `sharedName` filled in.
std::vector<FeatureColumn> sortedByName(const std::vector<FeatureColumn>& columns);

}  // namespace cairn::data
