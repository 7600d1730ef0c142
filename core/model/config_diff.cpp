#include "core/model/args_json.h"
#include "core/model/column_label.h"
#include "core/model/config.h"
#include "core/model/feature_column_json.h"
#include "core/model/json_text.h"
#include "core/model/optimizer_json.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace cairn::model {

namespace {

using data::FeatureColumn;
using nlohmann::ordered_json;
using Differences = std::vector<ConfigDifference>;

void addDifference(Differences& out, const std::string& key, const ordered_json* was,
                   const ordered_json* now) {
  out.push_back(
      {key, was == nullptr ? "" : compactJson(*was), now == nullptr ? "" : compactJson(*now)});
}

// Lists of named things (heads, exporters) are told apart by their names.
std::optional<std::map<std::string, const ordered_json*>> byName(const ordered_json& list) {
  std::map<std::string, const ordered_json*> named;
  if (!list.is_array() || list.empty()) return {};
  for (const ordered_json& item : list) {
    const auto name = item.is_object() ? item.find("name") : item.end();
    if (!item.is_object() || name == item.end() || !name->is_string()) return {};
    if (!named.emplace(name->get<std::string>(), &item).second) return {};
  }
  return named;
}

void diffJson(const std::string& path, const ordered_json* was, const ordered_json* now,
              Differences& out);

template <class Find>
void diffKeys(const std::string& path, const std::vector<std::string>& keys, Find find,
              Differences& out) {
  std::set<std::string> seen;
  for (const std::string& key : keys)
    if (seen.insert(key).second)
      diffJson(path.empty() ? key : path + "." + key, find(key, true), find(key, false), out);
}

void diffObjects(const std::string& path, const ordered_json& was, const ordered_json& now,
                 Differences& out) {
  std::vector<std::string> keys;
  for (const ordered_json* side : {&was, &now})
    for (const auto& [key, value] : side->items()) keys.push_back(key);
  diffKeys(
      path, keys,
      [&](const std::string& key, bool before) -> const ordered_json* {
        const ordered_json& side = before ? was : now;
        const auto found = side.find(key);
        return found == side.end() ? nullptr : &*found;
      },
      out);
}

void diffJson(const std::string& path, const ordered_json* was, const ordered_json* now,
              Differences& out) {
  if (was == nullptr || now == nullptr) {
    const ordered_json* there = was == nullptr ? now : was;
    if (!there->is_null()) addDifference(out, path, was, now);
    return;
  }
  if (*was == *now) return;
  if (was->is_object() && now->is_object()) return diffObjects(path, *was, *now, out);
  const auto wasNamed = byName(*was);
  const auto nowNamed = byName(*now);
  if (!wasNamed || !nowNamed) return addDifference(out, path, was, now);
  std::vector<std::string> keys;
  for (const auto* side : {&*wasNamed, &*nowNamed})
    for (const auto& [name, item] : *side) keys.push_back(name);
  diffKeys(
      path, keys,
      [&](const std::string& key, bool before) -> const ordered_json* {
        const auto& side = before ? *wasNamed : *nowNamed;
        const auto found = side.find(key);
        return found == side.end() ? nullptr : found->second;
      },
      out);
}

// Columns -----------------------------------------------------------------------------------------

bool isList(const FeatureColumn& column) {
  return column.type == data::ColumnType::Crossed ||
         column.type == data::ColumnType::SharedEmbedding;
}

bool partsHaveTheSameNames(const FeatureColumn& was, const FeatureColumn& now) {
  return std::equal(was.parts.begin(), was.parts.end(), now.parts.begin(), now.parts.end(),
                    [](const FeatureColumn& a, const FeatureColumn& b) {
                      return a.type == b.type && data::columnName(a) == data::columnName(b);
                    });
}

void diffColumn(const std::string& path, const FeatureColumn& was, const FeatureColumn& now,
                Differences& out) {
  const ordered_json wasJson = featureColumnToJson(was, false);
  const ordered_json nowJson = featureColumnToJson(now, false);
  if (was == now) return;
  if (nestedParameter(was) != nestedParameter(now))
    return addDifference(out, path, &wasJson, &nowJson);
  diffObjects(path, columnParameters(was, true), columnParameters(now, true), out);
  if (was.parts == now.parts) return;
  const std::string nested = path + "." + std::string(nestedParameter(was));
  if (isList(was) && partsHaveTheSameNames(was, now)) {
    for (std::size_t i = 0; i < was.parts.size(); ++i)
      diffColumn(path + "." + data::columnName(was.parts[i]), was.parts[i], now.parts[i], out);
    return;
  }
  const bool sameKind = !isList(was) && was.parts.size() == 1 && now.parts.size() == 1 &&
                        was.parts[0].type == now.parts[0].type;
  // A column around one other counts as one: `color.dimension`, `color.vocabulary_list`.
  if (sameKind) return diffColumn(path, was.parts[0], now.parts[0], out);
  const std::string parameter(nestedParameter(was));
  addDifference(out, nested, &wasJson.at(parameter), &nowJson.at(parameter));
}

void diffColumns(const std::string& path, const std::vector<FeatureColumn>& was,
                 const std::vector<FeatureColumn>& now, Differences& out) {
  std::map<std::string, const FeatureColumn*> after;
  for (const FeatureColumn& column : now) after.emplace(columnLabel(was, now, column), &column);
  std::set<std::string> before;
  for (const FeatureColumn& column : was) {
    const std::string label = columnLabel(was, now, column);
    before.insert(label);
    const std::string key = path + "." + label;
    if (const auto found = after.find(label); found != after.end()) {
      diffColumn(key, column, *found->second, out);
    } else {
      const ordered_json gone = featureColumnToJson(column, false);
      addDifference(out, key, &gone, nullptr);
    }
  }
  for (const FeatureColumn& column : now) {
    const std::string label = columnLabel(was, now, column);
    if (before.contains(label)) continue;
    const ordered_json added = featureColumnToJson(column, false);
    addDifference(out, path + "." + label, nullptr, &added);
  }
}

// Optimizers --------------------------------------------------------------------------------------

// An optimizer named by a string, written out as the class that it stands for.
Optimizer spelledOut(Optimizer optimizer, Api api) {
  if (!optimizer.byName) return optimizer;
  optimizer.byName = false;
  if (const OptimizerClass* type = findOptimizerClass(api, optimizer.className))
    optimizer.name = type->defaultName;
  return optimizer;
}

void diffOptimizer(const std::string& path, const Optimizer& was, Api wasApi, const Optimizer& now,
                   Api nowApi, Differences& out) {
  // A string means what the api makes of it; that difference is the api's.
  if (was.byName && now.byName && was.name == now.name) return;
  const bool bothNamed = was.byName && now.byName;
  if (bothNamed || was.className != now.className) {
    const ordered_json before = optimizerToJson(was, wasApi, false);
    const ordered_json after = optimizerToJson(now, nowApi, false);
    return addDifference(out, path, &before, &after);
  }
  diffObjects(path, optimizerToJson(spelledOut(was, wasApi), wasApi, true),
              optimizerToJson(spelledOut(now, nowApi), nowApi, true), out);
}

// Arguments ---------------------------------------------------------------------------------------

// Arguments that a side has: columns and optimizers by their TensorFlow names.
struct Parts {
  std::map<std::string, const std::vector<FeatureColumn>*> columns;
  std::map<std::string, const Optimizer*> optimizers;
};

Parts partsOf(const Config& config) {
  Parts parts;
  const Args& args = config.args;
  if (config.family() == Family::Combined) {
    parts.columns = {{"dnn_feature_columns", &args.dnnFeatureColumns},
                     {"linear_feature_columns", &args.linearFeatureColumns}};
    parts.optimizers = {{"dnn_optimizer", &args.dnnOptimizer},
                        {"linear_optimizer", &args.linearOptimizer}};
    return parts;
  }
  if (config.family() != Family::Baseline)
    parts.columns = {{"feature_columns", &args.featureColumns}};
  parts.optimizers = {{"optimizer", &args.optimizer}};
  return parts;
}

void diffArgs(const Config& was, const Config& now, Differences& out) {
  ordered_json before = argsToJson(was, true);
  ordered_json after = argsToJson(now, true);
  const Parts wasParts = partsOf(was);
  const Parts nowParts = partsOf(now);
  // What both sides have is compared in its own way, all else as JSON.
  for (const auto& [key, columns] : wasParts.columns) {
    const auto found = nowParts.columns.find(key);
    if (found == nowParts.columns.end()) continue;
    diffColumns("args." + key, *columns, *found->second, out);
    before.erase(key);
    after.erase(key);
  }
  for (const auto& [key, optimizer] : wasParts.optimizers) {
    const auto found = nowParts.optimizers.find(key);
    if (found == nowParts.optimizers.end()) continue;
    // Left alone on both sides, it follows the estimator.
    const bool leftAlone = was.family() != now.family() && !argsToJson(was, false).contains(key) &&
                           !argsToJson(now, false).contains(key);
    if (!leftAlone) diffOptimizer("args." + key, *optimizer, was.api, *found->second, now.api, out);
    before.erase(key);
    after.erase(key);
  }
  const bool defaultReduction = was.args.lossReduction == defaultLossReduction(was.api) &&
                                now.args.lossReduction == defaultLossReduction(now.api);
  if (was.api != now.api && defaultReduction) {
    before.erase("loss_reduction");
    after.erase("loss_reduction");
  }
  // An argument that the other estimator does not have, and that nobody gave.
  const auto withoutUnstated = [](const ordered_json& side, const ordered_json& other,
                                  const ordered_json& stated) {
    ordered_json kept = ordered_json::object();
    for (const auto& [key, value] : side.items())
      if (other.contains(key) || stated.contains(key)) kept[key] = value;
    return kept;
  };
  diffObjects("args", withoutUnstated(before, after, argsToJson(was, false)),
              withoutUnstated(after, before, argsToJson(now, false)), out);
}

}  // namespace

std::vector<ConfigDifference> diffConfigs(const Config& was, const Config& now) {
  Differences out;
  ordered_json before = configToJson(was, true);
  ordered_json after = configToJson(now, true);
  const bool bothEstimators = !was.program && !now.program;
  if (bothEstimators) {
    for (ordered_json* side : {&before, &after}) side->erase("args");
    if (was.estimator != now.estimator)
      addDifference(out, "estimator", &before["estimator"], &after["estimator"]);
    if (was.api != now.api) addDifference(out, "api", &before["api"], &after["api"]);
    for (ordered_json* side : {&before, &after}) {
      side->erase("estimator");
      side->erase("api");
    }
    diffArgs(was, now, out);
  }
  diffObjects("", before, after, out);
  return out;
}

}  // namespace cairn::model
