#include "core/model/call_json.h"

#include "core/model/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;
using Value = std::variant<bool, double, std::string>;

struct Parameter {
  std::string name;
  Value fallback;         // also tells the type
  bool required = false;  // else …
  bool none = false;      // … None stands for it
};

struct CallClass {
  std::string name;
  std::vector<Parameter> parameters;
};

Parameter must(std::string name, Value type) { return {std::move(name), std::move(type), true}; }
Parameter none(std::string name, Value type) {
  return {std::move(name), std::move(type), false, true};
}

std::vector<CallClass> stoppingRules() {
  std::vector<CallClass> classes;
  const auto add = [&](std::string name, std::string limit) {
    classes.push_back({std::move(name),
                       {must("metric_name", std::string{}),
                        must(std::move(limit), 0.0),
                        none("eval_dir", std::string{}),
                        {"min_steps", 0.0},
                        {"run_every_secs", 60.0},
                        none("run_every_steps", 0.0)}});
  };
  add("stop_if_higher_hook", "threshold");
  add("stop_if_lower_hook", "threshold");
  add("stop_if_no_increase_hook", "max_steps_without_increase");
  add("stop_if_no_decrease_hook", "max_steps_without_decrease");
  return classes;
}

const std::vector<CallClass>& classesOf(CallKind kind) {
  static const std::vector<CallClass> stopping = stoppingRules();
  static const std::vector<CallClass> hooks = {
      {"StopAtStepHook", {none("num_steps", 0.0), none("last_step", 0.0)}},
      {"CheckpointSaverHook", {none("save_secs", 0.0), none("save_steps", 0.0)}},
      {"NanTensorHook", {{"fail_on_nan_loss", true}}}};
  static const std::vector<CallClass> exporters = {
      {"LatestExporter",
       {must("name", std::string{}), {"as_text", false}, {"exports_to_keep", 5.0}}},
      {"BestExporter",
       {{"name", std::string("best_exporter")},
        {"event_file_pattern", std::string("eval/*.tfevents.*")},
        {"as_text", false},
        {"exports_to_keep", 5.0}}},
      {"FinalExporter", {must("name", std::string{}), {"as_text", false}}}};
  switch (kind) {
    case CallKind::EarlyStopping:
      return stopping;
    case CallKind::Hook:
      return hooks;
    case CallKind::Exporter:
      return exporters;
  }
  return hooks;
}

const CallClass* findClass(CallKind kind, const std::string& name) {
  for (const CallClass& one : classesOf(kind))
    if (one.name == name) return &one;
  return nullptr;
}

void readParameter(ObjectReader& reader, const Parameter& parameter, Call& call) {
  const json* found =
      parameter.required ? reader.require(parameter.name, "a value") : reader.find(parameter.name);
  if (parameter.required && found == nullptr) return;
  if ((found == nullptr && parameter.none) || (found != nullptr && found->is_null())) return;
  Value value = parameter.fallback;
  if (auto* flag = std::get_if<bool>(&value))
    reader.boolean(parameter.name, *flag);
  else if (auto* number = std::get_if<double>(&value))
    reader.number(parameter.name, *number);
  else
    reader.text(parameter.name, std::get<std::string>(value));
  call.parameters[parameter.name] = std::move(value);
}

// TensorFlow wants exactly one of the two, and 60 seconds are its default.
void settleInterval(ObjectReader& reader, Call& call) {
  if (!call.parameters.contains("run_every_steps")) return;
  if (const json* secs = reader.find("run_every_secs"); secs != nullptr && !secs->is_null())
    reader.fault("run_every_secs", "only one of run_every_secs and run_every_steps");
  call.parameters.erase("run_every_secs");
}

ordered_json valueJson(const Value& value) {
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (const auto* number = std::get_if<double>(&value)) return jsonNumber(*number);
  return std::get<std::string>(value);
}

}  // namespace

double Call::number(const std::string& parameter, double fallback) const {
  const auto found = parameters.find(parameter);
  if (found == parameters.end()) return fallback;
  const auto* value = std::get_if<double>(&found->second);
  return value == nullptr ? fallback : *value;
}

std::string Call::text(const std::string& parameter) const {
  const auto found = parameters.find(parameter);
  if (found == parameters.end()) return {};
  const auto* value = std::get_if<std::string>(&found->second);
  return value == nullptr ? std::string{} : *value;
}

Call readCall(const json& value, std::string path, CallKind kind, Problems& problems) {
  Call call;
  ObjectReader reader(value, std::move(path), problems);
  const json* type = reader.require("type", "its name in TensorFlow");
  if (type == nullptr) return call;
  const CallClass* found = type->is_string() ? findClass(kind, type->get<std::string>()) : nullptr;
  if (found == nullptr) {
    std::vector<std::string> names;
    for (const CallClass& one : classesOf(kind)) names.push_back(one.name);
    reader.fault("type", fmt::format("one of {}", fmt::join(names, ", ")));
    return call;
  }
  call.type = found->name;
  for (const Parameter& parameter : found->parameters) readParameter(reader, parameter, call);
  if (kind == CallKind::EarlyStopping) settleInterval(reader, call);
  reader.finish();
  return call;
}

std::vector<Call> readCalls(ObjectReader& reader, std::string_view key, CallKind kind) {
  constexpr std::size_t kMost = 1000;
  std::vector<Call> calls;
  const json* found = reader.find(key);
  if (found == nullptr || found->is_null()) return calls;
  if (!found->is_array() || found->size() > kMost) {
    reader.fault(key, "a list of objects {\"type\": …}");
    return calls;
  }
  for (std::size_t i = 0; i < found->size(); ++i)
    calls.push_back(
        readCall((*found)[i], fmt::format("{}[{}]", reader.path(key), i), kind, reader.problems()));
  return calls;
}

ordered_json callToJson(const Call& call, CallKind kind, bool full) {
  ordered_json out = {{"type", call.type}};
  const CallClass* type = findClass(kind, call.type);
  if (type == nullptr) return out;
  for (const Parameter& parameter : type->parameters) {
    const auto found = call.parameters.find(parameter.name);
    if (found == call.parameters.end()) {
      // Given as None where there is a default.
      if (full || (!parameter.none && parameter.name != "run_every_secs"))
        out[parameter.name] = nullptr;
      continue;
    }
    const bool isDefault =
        !parameter.required && !parameter.none && found->second == parameter.fallback;
    if (full || !isDefault) out[parameter.name] = valueJson(found->second);
  }
  return out;
}

std::vector<std::string> callParameters(CallKind kind, const std::string& type) {
  std::vector<std::string> names;
  if (const CallClass* found = findClass(kind, type))
    for (const Parameter& parameter : found->parameters) names.push_back(parameter.name);
  return names;
}

}  // namespace cairn::model
