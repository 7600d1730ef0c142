#pragma once

#include "core/data/feature_column.h"
#include "core/data/table.h"
#include "core/data/vocabulary.h"

#include <vector>

namespace cairn::data {

/// The ids of a categorical column as TensorFlow's id_tensor holds them: missing values are gone,
/// unknown ones are negative, and nothing is checked against the number of buckets.
struct IdTensor {
  std::vector<std::int64_t> offsets = {0};  // [rows + 1]
  std::vector<std::int64_t> ids;

  void endRow() { offsets.push_back(static_cast<std::int64_t>(ids.size())); }
};

/// Ids of any categorical column, a bucketized one included; of a weighted one, those that are
/// weighted. Formula: spec/estimator.md 10.2.
/// Errors: InvalidArgument, in TensorFlow's words and with the feature in `where`, for a feature
///         that is not there or of the wrong type; NotFound for a vocabulary that was not read;
///         Unsupported for a cross of more than limits::kColumnIds ids.
Result<IdTensor> idTensor(const FeatureColumn& column, const Table& table,
                          const Vocabularies& vocabularies);

/// Buckets, counted from 0 in each element, of a bucketized column's numbers: [rows, elements].
Result<std::vector<std::int64_t>> bucketsOf(const FeatureColumn& column, const Table& table);

}  // namespace cairn::data
