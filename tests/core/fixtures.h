#pragma once

#include "core/base/file_ops.h"
#include "core/data/table.h"

#include <nlohmann/json.hpp>
#include <vector>

// Reading of recorded cases: tests/fixtures/README.md. fixture_scope.h says which are taken.
namespace cairn::tests {

/// The column of a batch's table that holds `labels`.
inline constexpr const char* kLabelColumn = "labels";

/// One JSON file, or one with a value a line.   Errors: NotFound, Io; Corrupt when it is no JSON.
Result<nlohmann::json> readJson(const fs::path& path);
Result<std::vector<nlohmann::json>> readJsonLines(const fs::path& path);

/// A number of a fixture; NaN and infinities are strings there.
double numberOf(const nlohmann::json& value);

/// The prefix of the one checkpoint that start/ and end/ hold.   Errors: NotFound.
Result<fs::path> checkpointIn(const fs::path& modelDir);

/// One line of train.jsonl, eval.jsonl or predict.jsonl: its features under their names, rows
/// flattened, and its labels (when it has some) under kLabelColumn. Numbers of features whose dtype
/// in `caseJson` is an integer are int64, as are labels that are all integers and class ids.
/// Errors: Unsupported for ragged rows and for labels of several heads.
Result<data::Table> batchTable(const nlohmann::json& caseJson, const nlohmann::json& line);

}  // namespace cairn::tests
