#pragma once

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// Where recorded cases are found, and the one rule for those that Cairn can't take yet.
namespace cairn::tests {

/// CAIRN_FIXTURES when it is set, else the copies beside the tests.
inline std::filesystem::path fixturesRoot() {
  const char* given = std::getenv("CAIRN_FIXTURES");
  return given != nullptr ? given : CAIRN_FIXTURES_DEFAULT;
}

inline std::vector<std::filesystem::path> sortedDirectories(const std::filesystem::path& root) {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::directory_iterator(root))
    if (entry.is_directory()) found.push_back(entry.path());
  std::sort(found.begin(), found.end());
  return found;
}

inline bool isDnn(const nlohmann::json& caseJson) {
  const std::string estimator = caseJson.value("estimator", "");
  return estimator == "DNNClassifier" || estimator == "DNNRegressor";
}

inline bool hasOnlyNumericColumns(const nlohmann::json& caseJson) {
  const auto args = caseJson.find("args");
  if (args == caseJson.end() || !args->contains("feature_columns")) return true;
  const nlohmann::json& columns = (*args)["feature_columns"];
  return std::all_of(columns.begin(), columns.end(), [](const nlohmann::json& column) {
    return column.is_string() || column.value("type", "") == "numeric_column";
  });
}

/// Everything is explained today.
inline bool explainNotYet(const nlohmann::json&, const nlohmann::json&) { return false; }

/// Everything is trained, evaluated and predicted today.
inline bool inferNotYet(const nlohmann::json&) { return false; }
inline bool trainNotYet(const nlohmann::json&) { return false; }

/// With its training ops in `.meta` today: all but given heads, and Keras' optimizers that clip,
/// Nadam and, of rows that are looked up, Adamax.
inline bool graphNotYet(const nlohmann::json& caseJson) {
  const std::string estimator = caseJson.value("estimator", "");
  const std::string args = caseJson["args"].dump();
  const auto names = [&](const char* word) { return args.find(word) != std::string::npos; };
  return estimator.ends_with("Estimator") || names("\"Nadam\"") || names("\"Adamax\"") ||
         names("\"clipnorm\":1") || names("\"clipnorm\":0") || names("\"clipvalue\":0");
}

/// Everything is exported today.
inline bool exportNotYet(const nlohmann::json&) { return false; }

/// Replayed through the engine's border alone: v1's own heads over numeric columns, with optimizers
/// of a constant rate whose scalars, if any, are Adam's.
inline bool engineReplayNotYet(const nlohmann::json& caseJson) {
  if (!isDnn(caseJson) || !hasOnlyNumericColumns(caseJson) || caseJson.value("api", "v1") != "v1")
    return true;
  const nlohmann::json& args = caseJson["args"];
  if (!args.value("dropout", nlohmann::json()).is_null() || args.value("batch_norm", false))
    return true;
  const nlohmann::json optimizer = args.value("optimizer", nlohmann::json("Adagrad"));
  if (optimizer.is_string()) return false;
  static const std::vector<std::string> known = {
      "AdagradOptimizer", "AdamOptimizer", "GradientDescentOptimizer",
      "RMSPropOptimizer", "FtrlOptimizer", "MomentumOptimizer"};
  return std::find(known.begin(), known.end(), optimizer.value("class", "")) == known.end() ||
         !optimizer.value("learning_rate", nlohmann::json()).is_number();
}

}  // namespace cairn::tests
