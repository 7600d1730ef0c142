#pragma once

#include "core/model/config.h"

#include <vector>

namespace cairn::training {

/// What the engine can't train yet, each with its config key; empty when it can.
std::vector<Error> unsupportedParts(const model::Config& config);

/// What it can't evaluate or predict with yet; less than for training, since optimizers and dropout
/// play no part there.
std::vector<Error> unsupportedInference(const model::Config& config);

}  // namespace cairn::training
