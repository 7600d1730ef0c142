#include "core/model/optimizer_json.h"

#include "core/model/json_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

template <class Entries, class Get>
std::vector<std::string> namesOf(const Entries& entries, Get get) {
  std::vector<std::string> names;
  for (const auto& entry : entries)
    if (!get(entry).empty()) names.emplace_back(get(entry));
  return names;
}

std::string_view defaultString(OptimizerSide side) {
  return side == OptimizerSide::Dnn || side == OptimizerSide::CombinedDnn ? "Adagrad" : "Ftrl";
}

void readScheduleParameter(ObjectReader& reader, const ScheduleParameter& parameter,
                           LearningRate& rate) {
  const std::string name(parameter.name);
  const json* found = parameter.required ? reader.require(name, "a value") : reader.find(name);
  switch (parameter.kind) {
    case ScheduleParameter::Kind::Number: {
      double value = parameter.fallback;
      if (found != nullptr) reader.number(name, value);
      rate.parameters.emplace(name, value);
      break;
    }
    case ScheduleParameter::Kind::OptionalNumber: {
      double value = 0;
      if (found == nullptr || found->is_null()) break;
      reader.number(name, value);
      rate.parameters.emplace(name, value);
      break;
    }
    case ScheduleParameter::Kind::Flag: {
      bool value = false;
      reader.boolean(name, value);
      rate.parameters.emplace(name, value);
      break;
    }
    case ScheduleParameter::Kind::Numbers: {
      std::vector<double> values;
      if (found != nullptr) reader.numbers(name, values);
      rate.parameters.emplace(name, values);
      break;
    }
  }
}

LearningRate readSchedule(const json& value, std::string path, Api api, Problems& problems) {
  LearningRate rate;
  ObjectReader reader(value, std::move(path), problems);
  const json* name = reader.require("schedule", "the schedule's name");
  if (name == nullptr) return rate;
  const ScheduleClass* found =
      name->is_string() ? findSchedule(api, name->get<std::string>()) : nullptr;
  if (found == nullptr) {
    const auto names =
        namesOf(scheduleClasses(api), [](const ScheduleClass& one) { return one.name; });
    reader.fault("schedule", fmt::format("one of {}", fmt::join(names, ", ")));
    return rate;
  }
  rate.schedule = found->name;
  for (const ScheduleParameter& parameter : found->parameters)
    readScheduleParameter(reader, parameter, rate);
  if (const auto values = rate.parameters.find("values"); values != rate.parameters.end()) {
    const auto& boundaries = std::get<std::vector<double>>(rate.parameters.at("boundaries"));
    if (std::get<std::vector<double>>(values->second).size() != boundaries.size() + 1)
      reader.fault("values", "one value more than there are boundaries");
  }
  std::string ignored;  // `name` is only the op's
  reader.textOrNull("name", ignored);
  reader.finish();
  return rate;
}

void readLearningRate(ObjectReader& reader, const OptimizerClass& type, Api api,
                      Optimizer& optimizer) {
  LearningRate& rate = optimizer.learningRate;
  rate.value = type.learningRate.value_or(0);
  const json* found = type.learningRate
                          ? reader.find("learning_rate")
                          : reader.require("learning_rate", "a number, or a schedule {…}");
  if (found == nullptr) return;
  if (found->is_object()) {
    rate = readSchedule(*found, reader.path("learning_rate"), api, reader.problems());
    if (type.name == "Nadam") reader.fault("learning_rate", "a number: Nadam takes no schedule");
  } else if (found->is_number()) {
    reader.number("learning_rate", rate.value);
  } else {
    reader.fault("learning_rate", "a number, or a schedule {…}");
  }
}

void readHyperParameter(ObjectReader& reader, const HyperParameter& parameter,
                        Optimizer& optimizer) {
  const std::string name(parameter.name);
  const json* found = parameter.required ? reader.require(name, "a number") : reader.find(name);
  if (parameter.kind == HyperParameter::Kind::Flag) {
    bool value = parameter.fallback != 0;
    reader.boolean(name, value);
    optimizer.hyper.emplace(name, value ? 1 : 0);
    return;
  }
  // Ftrl's beta of v1 is None by default, which is 0.
  const bool isNull = found != nullptr && found->is_null();
  if (parameter.kind == HyperParameter::Kind::OptionalNumber && (found == nullptr || isNull))
    return;
  double value = parameter.fallback;
  if (found != nullptr && !(isNull && name == "beta")) reader.number(name, value);
  optimizer.hyper.emplace(name, value);
}

Optimizer readOptimizerObject(const json& value, std::string path, Api api, Problems& problems) {
  Optimizer optimizer;
  ObjectReader reader(value, std::move(path), problems);
  const json* name = reader.require("class", "the optimizer's class");
  if (name == nullptr) return optimizer;
  const OptimizerClass* type =
      name->is_string() ? findOptimizerClass(api, name->get<std::string>()) : nullptr;
  if (type == nullptr) {
    const auto names =
        namesOf(optimizerClasses(api), [](const OptimizerClass& one) { return one.name; });
    reader.fault("class", fmt::format("one of {}", fmt::join(names, ", ")));
    return optimizer;
  }
  optimizer.className = type->name;
  optimizer.name = type->defaultName;
  readLearningRate(reader, *type, api, optimizer);
  for (const HyperParameter& parameter : type->parameters)
    readHyperParameter(reader, parameter, optimizer);
  reader.text("name", optimizer.name);
  if (type->name == "FtrlOptimizer") {
    reader.textOrNull("accum_name", optimizer.accumName);
    reader.textOrNull("linear_name", optimizer.linearName);
  }
  reader.finish();
  return optimizer;
}

ordered_json learningRateToJson(const LearningRate& rate, Api api, bool full) {
  if (rate.schedule.empty()) return rate.value;
  ordered_json out = {{"schedule", rate.schedule}};
  const ScheduleClass* type = findSchedule(api, rate.schedule);
  if (type == nullptr) return out;
  for (const ScheduleParameter& parameter : type->parameters) {
    const auto found = rate.parameters.find(std::string(parameter.name));
    if (found == rate.parameters.end()) continue;
    const std::string name(parameter.name);
    if (const auto* numbers = std::get_if<std::vector<double>>(&found->second)) {
      out[name] = ordered_json::array();
      for (const double number : *numbers) out[name].push_back(jsonNumber(number));
    } else if (const auto* flag = std::get_if<bool>(&found->second)) {
      if (full || *flag) out[name] = *flag;
    } else {
      const double number = std::get<double>(found->second);
      const bool isDefault = !parameter.required && number == parameter.fallback &&
                             parameter.kind != ScheduleParameter::Kind::OptionalNumber;
      if (full || !isDefault) out[name] = jsonNumber(number);
    }
  }
  return out;
}

}  // namespace

double Optimizer::value(const std::string& parameter) const {
  const auto found = hyper.find(parameter);
  return found == hyper.end() ? 0 : found->second;
}

Optimizer readOptimizer(ObjectReader& args, std::string_view key, Api api, OptimizerSide side,
                        std::size_t columns) {
  const json* found = args.find(key);
  const bool nullGood = side == OptimizerSide::Linear;
  if (found == nullptr) return optimizerByName(api, defaultString(side), side, columns);
  if (found->is_object()) return readOptimizerObject(*found, args.path(key), api, args.problems());
  if (found->is_null() && nullGood) return optimizerByName(api, "", side, columns);
  if (found->is_string() && findOptimizerString(api, found->get<std::string>()) != nullptr)
    return optimizerByName(api, found->get<std::string>(), side, columns);
  const auto names =
      namesOf(optimizerClasses(api), [](const OptimizerClass& one) { return one.string; });
  args.fault(key, fmt::format("one of {}, or {{\"class\": …}}", fmt::join(names, ", ")));
  return {};
}

ordered_json optimizerToJson(const Optimizer& optimizer, Api api, bool full) {
  if (optimizer.byName)
    return optimizer.name.empty() ? ordered_json() : ordered_json(optimizer.name);
  ordered_json out = {{"class", optimizer.className}};
  out["learning_rate"] = learningRateToJson(optimizer.learningRate, api, full);
  const OptimizerClass* type = findOptimizerClass(api, optimizer.className);
  if (type == nullptr) return out;
  for (const HyperParameter& parameter : type->parameters) {
    const std::string name(parameter.name);
    const auto found = optimizer.hyper.find(name);
    if (found == optimizer.hyper.end()) {
      if (full) out[name] = nullptr;
      continue;
    }
    const bool isDefault = found->second == parameter.fallback && !parameter.required &&
                           parameter.kind != HyperParameter::Kind::OptionalNumber;
    if (isDefault && !full) continue;
    if (parameter.kind == HyperParameter::Kind::Flag)
      out[name] = found->second != 0;
    else
      out[name] = found->second;
  }
  if (full || optimizer.name != type->defaultName) out["name"] = optimizer.name;
  if (!optimizer.accumName.empty()) out["accum_name"] = optimizer.accumName;
  if (!optimizer.linearName.empty()) out["linear_name"] = optimizer.linearName;
  return out;
}

}  // namespace cairn::model
