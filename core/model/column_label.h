#pragma once

#include "core/data/feature_column.h"

#include <string>
#include <vector>

namespace cairn::model {

/// How a column is called in a key's path, so that both lists call it the same: the one feature
/// that it reads, or its name where either list has more columns of that feature.
std::string columnLabel(const std::vector<data::FeatureColumn>& was,
                        const std::vector<data::FeatureColumn>& now,
                        const data::FeatureColumn& column);

}  // namespace cairn::model
