#include "core/base/limits.h"
#include "core/model/args_json.h"
#include "core/model/config.h"
#include "core/model/json_text.h"
#include "core/model/sections_json.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kLayout = 1;  // written to disk: only ever counted up

// False when the layout is none that this program knows.
bool layoutIsKnown(ObjectReader& reader) {
  const json* found = reader.find("cairn");
  if (found == nullptr) return true;
  const auto layout = jsonInteger(*found);
  if (layout && *layout > kLayout) {
    reader.problems().push_back(
        {ErrorCode::Unsupported,
         fmt::format("found layout {}, this program knows layouts up to {}", *layout, kLayout),
         "cairn",
         {},
         "a newer Cairn"});
    return false;
  }
  if (!layout || *layout < 1) reader.fault("cairn", fmt::format("the layout, {}", kLayout));
  return true;
}

// False when the arguments can't be told.
bool readEstimator(ObjectReader& reader, Config& config) {
  const json* api = reader.find("api");
  if (api != nullptr) {
    std::string name;
    reader.choice("api", name, {"v1", "v2"});
    config.api = name == "v2" ? Api::V2 : Api::V1;
  }
  const json* found = reader.require("estimator", "the estimator's class");
  if (found == nullptr) return false;
  const std::string name = found->is_string() ? found->get<std::string>() : std::string{};
  const std::vector<std::string> names = estimatorNames();
  if (std::find(names.begin(), names.end(), name) == names.end()) {
    const std::string nearest = nearestWord(name, names);
    reader.fault("estimator", nearest.empty() ? fmt::format("one of {}", fmt::join(names, ", "))
                                              : fmt::format("did you mean `{}`?", nearest));
    return false;
  }
  config.estimator = name;
  return true;
}

void readSections(ObjectReader& reader, Config& config) {
  Problems& problems = reader.problems();
  const auto section = [&reader](const char* key) {
    const json* found = reader.find(key);
    return found == nullptr || found->is_null() ? nullptr : found;
  };
  if (const json* found = section("run_config")) config.runConfig = readRunConfig(*found, problems);
  if (const json* found = section("data")) config.data = readData(*found, problems);
  if (const json* found = section("train")) config.train = readTrain(*found, problems);
  if (const json* found = section("eval")) config.eval = readEval(*found, problems);
  if (const json* found = section("warm_start_from"))
    config.warmStartFrom = readWarmStart(*found, problems);
}

ParsedConfig parsed(const json& value) {
  Config config;
  Problems problems;
  ObjectReader reader(value, "", problems);
  if (!reader.isObject() || !layoutIsKnown(reader)) return {{}, std::move(problems)};
  const json* program = reader.find("program");
  const json* args = reader.find("args");
  if (program != nullptr && !program->is_null()) {
    config.program = readProgram(*program, problems);
    config.estimator.clear();
    for (const char* key : {"estimator", "args"})
      if (const json* found = reader.find(key); found != nullptr && !found->is_null())
        reader.fault(key, "nothing, because there is a program");
  } else if (readEstimator(reader, config)) {
    readArgs(args == nullptr ? json::object() : *args, config, problems);
  }
  reader.find("api");
  reader.find("estimator");
  readSections(reader, config);
  reader.finish();
  if (!problems.empty()) return {{}, std::move(problems)};
  return {std::move(config), {}};
}

}  // namespace

ParsedConfig parseConfig(const json& value) {
  try {
    return parsed(value);
  } catch (const json::exception& error) {
    return {{}, {{ErrorCode::InvalidArgument, error.what()}}};
  }
}

ParsedConfig parseConfig(std::string_view text) {
  const auto value = parseJsonText(text);
  if (!value) return {{}, {value.error()}};
  return parseConfig(*value);
}

Result<Config> loadConfig(FileOps& files, const fs::path& path) {
  CAIRN_ASSIGN(const std::string text, readTextFile(files, path, limits::kJsonBytes));
  ParsedConfig parsed = parseConfig(std::string_view(text));
  if (parsed.config) return *std::move(parsed.config);
  Error error = parsed.problems.front();
  error.where =
      error.where.empty() ? path.string() : fmt::format("{}: {}", path.string(), error.where);
  return error;
}

ordered_json configToJson(const Config& config, bool full) {
  ordered_json out = {{"cairn", kLayout}};
  if (config.program) {
    out["program"] = programToJson(*config.program);
  } else {
    out["estimator"] = config.estimator;
    out["api"] = config.api == Api::V1 ? "v1" : "v2";
    out["args"] = argsToJson(config, full);
  }
  const auto add = [&](const char* key, ordered_json value) {
    if (full || !value.empty()) out[key] = std::move(value);
  };
  add("run_config", runConfigToJson(config.runConfig, full));
  add("data", dataToJson(config.data, full));
  add("train", trainToJson(config.train, full));
  add("eval", evalToJson(config.eval, full));
  if (!config.warmStartFrom.checkpoint.empty())
    out["warm_start_from"] = warmStartToJson(config.warmStartFrom, full);
  else if (full)
    out["warm_start_from"] = nullptr;
  return out;
}

std::string configText(const Config& config, bool full) {
  return prettyJson(configToJson(config, full));
}

}  // namespace cairn::model
