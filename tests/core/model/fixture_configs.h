#pragma once

#include "core/model/config.h"
#include "tests/core/fixture_scope.h"

#include <QStringList>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

// The recorded cases as configs.
namespace cairn::tests {

inline nlohmann::json readJsonFile(const std::filesystem::path& path) {
  std::ifstream in(path);
  return nlohmann::json::parse(in, nullptr, false);
}

/// The config that a recorded case states: its other keys left out, and a bare feature name, the
/// shorthand of iris/, written as a numeric_column.
inline nlohmann::json configOfCase(const nlohmann::json& caseJson) {
  nlohmann::json config = {{"cairn", 1}};
  for (const char* key : {"estimator", "api", "args", "run_config"})
    if (caseJson.contains(key)) config[key] = caseJson[key];
  if (config.contains("args") && config["args"].contains("feature_columns"))
    for (nlohmann::json& column : config["args"]["feature_columns"])
      if (column.is_string()) column = {{"type", "numeric_column"}, {"key", column}};
  return config;
}

/// All problems on one line, for a failed comparison.
inline QString problemText(const std::vector<Error>& problems) {
  QStringList lines;
  for (const Error& problem : problems)
    lines << QString::fromStdString(describe(problem) + " (" + problem.hint + ")");
  return lines.join("; ");
}

}  // namespace cairn::tests
