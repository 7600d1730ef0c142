#pragma once

#include "core/base/result.h"

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

namespace cairn::model {

/// JSON from a file that nobody vouches for.
/// Errors: InvalidArgument with line and column; over limits::kJsonBytes or limits::kJsonNesting.
Result<nlohmann::json> parseJsonText(std::string_view text);

/// A value as an error shows it: on one line, cut after some 60 characters.
std::string shownJson(const nlohmann::json& value);

/// On one line; bytes that are no UTF-8 are replaced.
std::string compactJson(const nlohmann::json& value);
std::string compactJson(const nlohmann::ordered_json& value);

/// As a person would lay it out: two spaces of indent, on one line what fits in 100 columns.
std::string prettyJson(const nlohmann::ordered_json& value);

/// An integer where the number is one, so that 200.0 reads as 200.
nlohmann::ordered_json jsonNumber(double value);

}  // namespace cairn::model
