#pragma once

#include "core/data/table.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/config.h"
#include "core/training/estimator.h"
#include "tests/core/fixture_scope.h"

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

// What a recorded TensorFlow case says, as Cairn takes it.
namespace cairn::tests {

inline nlohmann::json readJson(const std::filesystem::path& path) {
  return nlohmann::json::parse(std::ifstream(path), nullptr, false);
}

inline std::vector<nlohmann::json> readJsonLines(const std::filesystem::path& path) {
  std::vector<nlohmann::json> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (!line.empty()) lines.push_back(nlohmann::json::parse(line, nullptr, false));
  return lines;
}

/// The config of a case.json; `problem` says why there is none.
inline std::optional<model::Config> configOf(const nlohmann::json& caseJson, std::string& problem) {
  nlohmann::json json = {{"cairn", 1},
                         {"estimator", caseJson["estimator"]},
                         {"api", caseJson["api"]},
                         {"args", caseJson["args"]}};
  if (caseJson.contains("run_config")) json["run_config"] = caseJson["run_config"];
  const model::ParsedConfig parsed = model::parseConfig(json);
  if (!parsed.problems.empty()) problem = describe(parsed.problems.front());
  return parsed.config;
}

inline void flatten(const nlohmann::json& value, std::vector<nlohmann::json>& out) {
  if (!value.is_array()) return out.push_back(value);
  for (const nlohmann::json& part : value) flatten(part, out);
}

inline double numberOf(const nlohmann::json& value) {
  if (value.is_number()) return value.get<double>();
  const std::string text = value.is_string() ? value.get<std::string>() : "";
  if (text == "Infinity") return INFINITY;
  if (text == "-Infinity") return -INFINITY;
  return NAN;
}

/// `rows` of nested values as a column; an integer column unless `dtype` or a value says otherwise.
inline data::Column columnOf(const std::string& name, const nlohmann::json& rows,
                             const std::string& dtype) {
  std::vector<nlohmann::json> values;
  flatten(rows, values);
  data::Column column;
  column.name = name;
  column.width = rows.empty() ? 1 : static_cast<std::int64_t>(values.size() / rows.size());
  const auto all = [&](auto test) { return std::all_of(values.begin(), values.end(), test); };
  if (dtype == "string" || (dtype.empty() && all([](const auto& v) { return v.is_string(); }))) {
    std::vector<std::string> words;
    for (const auto& value : values) words.push_back(value.template get<std::string>());
    column.values = std::move(words);
  } else if (dtype.starts_with("int") ||
             (dtype.empty() && all([](const auto& v) { return v.is_number_integer(); }))) {
    std::vector<std::int64_t> ids;
    for (const auto& value : values) ids.push_back(value.template get<std::int64_t>());
    column.values = std::move(ids);
  } else {
    std::vector<float> numbers;
    for (const auto& value : values) numbers.push_back(static_cast<float>(numberOf(value)));
    column.values = std::move(numbers);
  }
  return column;
}

/// Makes a SparseTensor of a feature whose rows hold any number of values.
inline void makeSparse(data::Column& column, const nlohmann::json& rows) {
  column.width = 1;
  column.offsets = {0};
  for (const nlohmann::json& row : rows)
    column.offsets.push_back(column.offsets.back() + static_cast<std::int64_t>(row.size()));
}

/// One line of train.jsonl, eval.jsonl or predict.jsonl.
inline data::Table tableOf(const nlohmann::json& line, const nlohmann::json& caseJson) {
  data::Table table;
  for (const auto& [name, rows] : line["features"].items()) {
    const nlohmann::json& feature = caseJson["features"].value(name, nlohmann::json::object());
    data::Column& column =
        table.columns.emplace_back(columnOf(name, rows, feature.value("dtype", "")));
    if (feature.contains("sparse") || feature.contains("like")) makeSparse(column, rows);
    table.rows = static_cast<std::int64_t>(rows.size());
  }
  if (line.contains("labels") && line["labels"].is_object()) {  // of a MultiHead
    for (const auto& [head, rows] : line["labels"].items()) {
      const bool whole = caseJson["labels"]["heads"][head].value("kind", "") == "class";
      table.columns.push_back(columnOf("labels/" + head, rows, whole ? "" : "float32"));
    }
  } else if (line.contains("labels")) {
    const std::string kind = caseJson["labels"].value("kind", "");
    const bool whole = kind == "class";
    table.columns.push_back(columnOf("labels", line["labels"], whole ? "" : "float32"));
  }
  return table;
}

/// Hands the lines of a .jsonl over one after the other.
inline std::function<bool(data::Table&)> tablesOf(const std::filesystem::path& path,
                                                  const nlohmann::json& caseJson) {
  auto lines = std::make_shared<std::vector<nlohmann::json>>(readJsonLines(path));
  auto next = std::make_shared<std::size_t>(0);
  return [lines, next, caseJson](data::Table& table) {
    if (*next == lines->size()) return false;
    table = tableOf((*lines)[(*next)++], caseJson);
    return true;
  };
}

/// How far `found` is from `wanted`, relative to it, but for what lies within `absolute`.
inline double deviation(double found, double wanted, double absolute = 0) {
  if (std::isnan(found) && std::isnan(wanted)) return 0;
  if (found == wanted) return 0;
  const double difference = std::abs(found - wanted) - absolute;
  if (std::isnan(difference)) return INFINITY;
  if (difference <= 0) return 0;
  return difference / std::max(std::abs(wanted), 1e-30);
}

/// The worst deviation of the checkpoint at `found` from that at `wanted`; infinite, with
/// `problem`, when they do not hold the same tensors.
inline double compareCheckpoints(const fs::path& found, const fs::path& wanted, double absolute,
                                 std::string& problem) {
  const auto ours = formats::TensorBundle::open(posixFileOps(), found);
  const auto theirs = formats::TensorBundle::open(posixFileOps(), wanted);
  if (!ours || !theirs) {
    problem = describe(ours ? theirs.error() : ours.error());
    return INFINITY;
  }
  if (ours->entries().size() != theirs->entries().size()) problem = "other tensors";
  double worst = problem.empty() ? 0 : INFINITY;
  for (const formats::BundleEntry& entry : theirs->entries()) {
    const auto mine = ours->read(entry.name);
    const auto want = theirs->read(entry.name);
    if (!mine || !want || mine->shape != want->shape || mine->dtype != want->dtype) {
      problem = entry.name;
      return INFINITY;
    }
    const auto a = formats::realValues(*mine);
    const auto b = formats::realValues(*want);
    if (!a || !b) {
      problem = entry.name;
      return INFINITY;
    }
    for (std::size_t i = 0; i < a->size(); ++i) {
      const double here = deviation((*a)[i], (*b)[i], absolute);
      if (here > worst) problem = entry.name;
      worst = std::max(worst, here);
    }
  }
  return worst;
}

}  // namespace cairn::tests
