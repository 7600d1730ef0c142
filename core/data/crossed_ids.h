#pragma once

#include "core/data/id_tensor.h"

namespace cairn::data {

/// Ids of a crossed column: a hash of one value of each part, for all combinations of a row's
/// values, the last part's changing first. Parts that are sparse are hashed before those that are
/// dense, so that the same data has other ids in another form.
/// Formula: spec/estimator.md 10.2, "Crosses".   Errors: as idTensor.
Result<IdTensor> crossedIds(const FeatureColumn& column, const Table& table,
                            const Vocabularies& vocabularies);

}  // namespace cairn::data
