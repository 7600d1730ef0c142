#include "core/model/args_json.h"
#include "core/model/config.h"
#include "core/model/feature_column_json.h"
#include "core/model/json_text.h"
#include "core/model/optimizer_json.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using data::FeatureColumn;
using nlohmann::json;

std::vector<std::string> segmentsOf(std::string_view key) {
  std::vector<std::string> segments;
  while (!key.empty()) {
    const std::size_t dot = key.find('.');
    segments.emplace_back(key.substr(0, dot));
    key.remove_prefix(dot == std::string_view::npos ? key.size() : dot + 1);
  }
  return segments;
}

bool isTopLevel(const std::string& segment) {
  static const std::vector<std::string> keys = {"cairn",           "estimator", "api",   "args",
                                                "run_config",      "data",      "train", "eval",
                                                "warm_start_from", "program"};
  return std::find(keys.begin(), keys.end(), segment) != keys.end();
}

Error noSuchKey(std::string_view key, std::string hint) {
  return {ErrorCode::InvalidArgument, "no such key", std::string(key), {}, std::move(hint)};
}

const std::vector<FeatureColumn>* columnsAt(const Config& config, const std::string& argument) {
  if (argument == "feature_columns") return &config.args.featureColumns;
  if (argument == "linear_feature_columns") return &config.args.linearFeatureColumns;
  if (argument == "dnn_feature_columns") return &config.args.dnnFeatureColumns;
  return nullptr;
}

const Optimizer* optimizerAt(const Config& config, const std::string& argument) {
  if (argument == "optimizer") return &config.args.optimizer;
  if (argument == "linear_optimizer") return &config.args.linearOptimizer;
  if (argument == "dnn_optimizer") return &config.args.dnnOptimizer;
  return nullptr;
}

// An optimizer that is a string has no parameters to set: it is written out first.
json spelledOut(Optimizer optimizer, Api api) {
  optimizer.byName = false;
  if (const OptimizerClass* type = findOptimizerClass(api, optimizer.className))
    optimizer.name = type->defaultName;
  return optimizerToJson(optimizer, api, false);
}

// The column or the one inside it that has the parameter; nested columns count as one.
json* columnWithParameter(json& column, const FeatureColumn& described,
                          const std::string& parameter) {
  const nlohmann::ordered_json own = columnParameters(described, true);
  if (own.contains(parameter)) return &column;
  const std::string nested(nestedParameter(described));
  if (nested == parameter || described.parts.empty()) return &column;
  if (!column.contains(nested) || !column[nested].is_object()) return &column;
  return columnWithParameter(column[nested], described.parts.front(), parameter);
}

// Finds the JSON object whose key is `segments.back()`, making objects on the way.
class Place {
 public:
  Place(const Config& config, json& root, std::string_view key)
      : m_config(config), m_root(root), m_key(key) {}

  Result<json*> find(const std::vector<std::string>& segments) {
    json* place = &m_root;
    for (std::size_t i = 0; i + 1 < segments.size(); ++i) {
      const bool inArgs = i == 1 && segments[0] == "args";
      if (inArgs && columnsAt(m_config, segments[1]) != nullptr) return column(segments);
      json& next = (*place)[segments[i]];
      if (const Optimizer* optimizer = inArgs ? optimizerAt(m_config, segments[1]) : nullptr;
          optimizer != nullptr && !next.is_object())
        next = spelledOut(*optimizer, m_config.api);
      if (segments[i] == "warm_start_from" && next.is_string())
        next = json{{"ckpt_to_initialize_from", next}};
      if (next.is_null()) next = json::object();
      if (!next.is_object()) return noSuchKey(m_key, fmt::format("`{}` is no object", segments[i]));
      place = &next;
    }
    return place;
  }

 private:
  // `args.feature_columns.LABEL.PARAMETER`
  Result<json*> column(const std::vector<std::string>& segments) {
    const std::vector<FeatureColumn>& columns = *columnsAt(m_config, segments[1]);
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      labels.push_back(columnLabel(columns, columns[i]));
      // A column's name may hold dots.
      const std::string path = fmt::format("args.{}.{}.", segments[1], labels.back());
      if (!m_key.starts_with(path)) continue;
      const std::string parameter(m_key.substr(path.size()));
      if (parameter != segments.back()) continue;
      return columnWithParameter(m_root["args"][segments[1]][i], columns[i], parameter);
    }
    return noSuchKey(m_key, fmt::format("a column of {}", fmt::join(labels, ", ")));
  }

  const Config& m_config;
  json& m_root;
  std::string_view m_key;
};

// One set clears the other, as TensorFlow's replace() does it.
void clearRival(json& object, const std::string& key) {
  static const std::vector<std::pair<std::string, std::string>> rivals = {
      {"save_checkpoints_steps", "save_checkpoints_secs"},
      {"steps", "max_steps"},
      {"run_every_steps", "run_every_secs"}};
  for (const auto& [one, other] : rivals) {
    if (key == one) object.erase(other);
    if (key == other) object.erase(one);
  }
}

}  // namespace

Result<Config> withValue(const Config& config, std::string_view key, std::string_view value) {
  std::string full(key);
  std::vector<std::string> segments = segmentsOf(key);
  if (segments.empty()) return noSuchKey(key, "a key such as train.steps");
  if (!isTopLevel(segments.front())) {
    full = "args." + full;
    segments.insert(segments.begin(), "args");
  }
  const auto parsedValue = parseJsonText(value);
  const json newValue = parsedValue ? *parsedValue : json(std::string(value));
  try {
    json root = configToJson(config);
    CAIRN_ASSIGN(json* const place, Place(config, root, full).find(segments));
    clearRival(*place, segments.back());
    (*place)[segments.back()] = newValue;
    ParsedConfig parsed = parseConfig(root);
    if (parsed.config) return *std::move(parsed.config);
    return parsed.problems.front();
  } catch (const json::exception& error) {
    return Error{ErrorCode::InvalidArgument, error.what(), full};
  }
}

}  // namespace cairn::model
