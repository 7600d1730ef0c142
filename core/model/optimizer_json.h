#pragma once

#include "core/model/object_reader.h"
#include "core/model/optimizer_table.h"

#include <nlohmann/json_fwd.hpp>

namespace cairn::model {

/// Reads the optimizer at `key` of `args`; an absent one is the estimator's default.
Optimizer readOptimizer(ObjectReader& args, std::string_view key, Api api, OptimizerSide side,
                        std::size_t columns);

/// As a config states it; `full` with all hyper-parameters.
nlohmann::ordered_json optimizerToJson(const Optimizer& optimizer, Api api, bool full);

}  // namespace cairn::model
