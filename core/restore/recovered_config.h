#pragma once

#include "core/formats/tensor_bundle.h"
#include "core/model/config.h"

#include <optional>
#include <vector>

namespace cairn::restore {

/// The config that a DNN estimator's checkpoint tells of by its names and shapes: one numeric
/// column of the input's width. Nothing for other estimators.
std::optional<model::Config> recoveredConfig(const std::vector<formats::BundleEntry>& has);

}  // namespace cairn::restore
