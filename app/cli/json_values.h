#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <variant>
#include <vector>

namespace cairn::cli {

/// JSON with its keys in the order in which they were put in.
using Json = nlohmann::ordered_json;

/// The error as JSON answers carry it.
Json errorToJson(const Error& error);
Json errorsToJson(const std::vector<Error>& errors);

/// A float as the shortest decimal that reads back to it; NaN and infinities as strings.
Json floatToJson(float value);
Json doubleToJson(double value);
/// A metric of an evaluation.
Json metricToJson(const std::variant<float, std::int64_t>& value);

}  // namespace cairn::cli
