#pragma once

#include "core/model/model_variables.h"
#include "core/model/optimizer_table.h"

#include <string>
#include <vector>

namespace cairn::model {

/// What the optimizers of a config keep in the checkpoint: slots and scalars.
/// Formula: spec/estimator.md 3 and 4.
std::vector<Variable> optimizerVariables(const Config& config,
                                         const std::vector<ModelVariable>& weights);

}  // namespace cairn::model
