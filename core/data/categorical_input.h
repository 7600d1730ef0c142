#pragma once

#include "core/data/feature_column.h"
#include "core/data/table.h"
#include "core/data/vocabulary.h"

#include <span>
#include <vector>

namespace cairn::data {

/// Ids of one categorical column for some rows, one row after the other.
struct SparseRows {
  std::vector<std::int64_t> offsets;  // [rows + 1]
  std::vector<std::int64_t> ids;      // in [0, buckets): what TensorFlow drops is not there
  std::vector<float> weights;         // one an id; empty: all are 1

  bool operator==(const SparseRows&) const = default;
};

/// What reads the ids: it decides what becomes of those outside the buckets.
enum class IdUse {
  Indicator,  // none of them counts
  Embedding,  // negative ones are dropped, too large ones an error
  Linear,     // the same
};

/// One categorical, bucketized, crossed or weighted column with the ids of all rows of a table.
/// Formula: spec/estimator.md 10.2.
/// Thread: Immutable; share freely.
class CategoricalInput {
 public:
  /// `vocabularies` hold the vocabulary files that the column names. Of a weighted column,
  /// `combiner` drops weights that are not over 0 unless it is `sum`, as TensorFlow does.
  /// Errors: as idTensor; InvalidArgument, in TensorFlow's words, for an id outside the buckets and
  ///         for weights that do not stand where the ids do.
  static Result<CategoricalInput> bind(const FeatureColumn& column, const Table& table,
                                       const Vocabularies& vocabularies, IdUse use,
                                       std::string_view combiner = "sum");

  std::int64_t buckets() const { return m_buckets; }
  bool hasWeights() const { return m_hasWeights; }
  /// Clears `out` and fills it for `rows`.   Cost: no allocation once its capacity suffices.
  void fill(std::span<const std::int32_t> rows, SparseRows& out) const;
  /// Adds each id's weight, or 1, at its place: float32 [rows, buckets()] from `out` on, rows
  /// `stride` floats apart.   Cost: no allocation.
  void addTo(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const;

 private:
  SparseRows m_all;
  std::int64_t m_buckets = 0;
  bool m_hasWeights = false;
};

}  // namespace cairn::data
