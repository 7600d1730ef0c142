#include "core/model/python_parts.h"

#include "core/model/feature_column_json.h"
#include "core/model/json_text.h"
#include "core/model/optimizer_table.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

using data::ColumnType;
using data::FeatureColumn;
using nlohmann::ordered_json;

Python number(double value) { return Python::literal(jsonNumber(value)); }

std::string dtypeText(const std::string& name) { return "tf." + name; }

Python pythonNormalizer(const ordered_json& normalizer) {
  return fmt::format("lambda x: (x - {}) / {}", normalizer.at("subtract").dump(),
                     normalizer.at("divide").dump());
}

// Parameters of the column itself, by keyword, as far as they differ from TensorFlow's defaults.
void addParameters(Python& call, const FeatureColumn& column) {
  const ordered_json parameters = columnParameters(column, false);
  for (const auto& [key, value] : parameters.items()) {
    if (key == "type") continue;
    if (key == "normalizer_fn")
      call.with(key, pythonNormalizer(value));
    else if (key == "dtype")
      call.with(key, dtypeText(value.get<std::string>()));
    else if (key == "vocabulary_file")
      call.with(key,
                fmt::format("os.path.join(FOLDER, {})", pythonString(value.get<std::string>())));
    else
      call.with(key, Python::literal(value));
  }
}

void collectShared(const std::vector<FeatureColumn>& columns, std::vector<FeatureColumn>& out) {
  for (const FeatureColumn& column : columns)
    if (column.type == ColumnType::SharedEmbedding &&
        std::find(out.begin(), out.end(), column) == out.end())
      out.push_back(column);
}

// What stands for a schedule: v1's functions read the global step.
Python pythonLearningRate(const LearningRate& rate, Api api) {
  if (rate.schedule.empty()) return number(rate.value);
  Python call = Python::call(
      (api == Api::V1 ? "tf.compat.v1.train." : "tf.keras.optimizers.schedules.") + rate.schedule);
  const ScheduleClass* type = findSchedule(api, rate.schedule);
  const bool piecewise = rate.parameters.contains("boundaries");
  const Python step = "tf.compat.v1.train.get_global_step()";
  if (api == Api::V1) call.with(piecewise ? "x" : "global_step", step);
  if (type == nullptr) return call;
  for (const ScheduleParameter& parameter : type->parameters) {
    const std::string name(parameter.name);
    const auto found = rate.parameters.find(name);
    if (found == rate.parameters.end()) continue;
    if (const auto* list = std::get_if<std::vector<double>>(&found->second)) {
      std::vector<Python> items;
      // Boundaries have the step's type, values are rates.
      for (const double item : *list)
        items.push_back(name == "boundaries" ? number(item) : Python(fmt::format("{}", item)));
      call.with(name, Python::list(std::move(items)));
    } else if (const auto* flag = std::get_if<bool>(&found->second)) {
      if (*flag) call.with(name, "True");
    } else {
      const double value = std::get<double>(found->second);
      const bool stated = parameter.required || value != parameter.fallback ||
                          parameter.kind == ScheduleParameter::Kind::OptionalNumber;
      if (stated) call.with(name, number(value));
    }
  }
  return call;
}

}  // namespace

PythonColumns::PythonColumns(const Config& config) {
  std::vector<FeatureColumn> groups;
  for (const auto* columns : {&config.args.featureColumns, &config.args.dnnFeatureColumns,
                              &config.args.linearFeatureColumns})
    collectShared(*columns, groups);
  for (const FeatureColumn& group : groups) {
    const std::string name = fmt::format("shared_{}", m_shared.size() + 1);
    m_assignments += name + " = " + pythonColumn(group).laidOut(0, name.size() + 3) + "\n";
    m_shared.emplace_back(group, name);
  }
}

Python PythonColumns::list(const std::vector<FeatureColumn>& columns) const {
  std::vector<Python> items;
  for (const FeatureColumn& column : columns) {
    const auto found = std::find_if(m_shared.begin(), m_shared.end(),
                                    [&](const auto& group) { return group.first == column; });
    items.push_back(found == m_shared.end() ? pythonColumn(column) : Python("*" + found->second));
  }
  return Python::list(std::move(items));
}

Python pythonColumn(const FeatureColumn& column) {
  if (column.type == ColumnType::RawFeature) return pythonString(column.key);
  const bool old = column.type == ColumnType::SharedEmbedding && !column.sharedV2;
  std::string name = old ? "tf.compat.v1.feature_column." : "tf.feature_column.";
  name += column.sharedV2 ? "shared_embeddings" : std::string(data::columnTypeName(column.type));
  Python call = Python::call(std::move(name));
  if (column.type == ColumnType::Crossed || column.type == ColumnType::SharedEmbedding) {
    std::vector<Python> parts;
    for (const FeatureColumn& part : column.parts) parts.push_back(pythonColumn(part));
    call.with(Python::list(std::move(parts)));
  } else if (!column.parts.empty()) {
    call.with(pythonColumn(column.parts.front()));
  }
  addParameters(call, column);
  return call;
}

Python pythonOptimizer(const Optimizer& optimizer, Api api) {
  if (optimizer.byName)
    return optimizer.name.empty() ? Python("None") : Python(pythonString(optimizer.name));
  const bool v1 = api == Api::V1;
  Python call = Python::call((v1 ? "tf.compat.v1.train." : "tf.keras.optimizers.legacy.") +
                             optimizer.className);
  call.with("learning_rate", pythonLearningRate(optimizer.learningRate, api));
  const bool wantsStep = optimizer.className == "AdagradDAOptimizer";
  if (wantsStep) call.with("global_step", "tf.compat.v1.train.get_global_step()");
  const OptimizerClass* type = findOptimizerClass(api, optimizer.className);
  if (type == nullptr) return call;
  for (const HyperParameter& parameter : type->parameters) {
    const std::string name(parameter.name);
    const auto found = optimizer.hyper.find(name);
    if (found == optimizer.hyper.end()) continue;
    const bool stated = parameter.required || found->second != parameter.fallback ||
                        parameter.kind == HyperParameter::Kind::OptionalNumber;
    if (!stated) continue;
    if (parameter.kind == HyperParameter::Kind::Flag)
      call.with(name, found->second != 0 ? "True" : "False");
    else
      call.with(name, number(found->second));
  }
  if (optimizer.name != type->defaultName) call.with("name", pythonString(optimizer.name));
  if (!optimizer.accumName.empty()) call.with("accum_name", pythonString(optimizer.accumName));
  if (!optimizer.linearName.empty()) call.with("linear_name", pythonString(optimizer.linearName));
  // v1 reads the step of the graph in hand; a v2 instance serves one train() only.
  const bool inGraph = !v1 || wantsStep || !optimizer.learningRate.schedule.empty();
  return inGraph ? Python::prefixed("lambda: ", std::move(call)) : call;
}

Python pythonWeightColumn(const WeightColumn& column) {
  if (!column.normalizer) return pythonString(column.key);
  FeatureColumn numeric;
  numeric.key = column.key;
  numeric.normalizer = column.normalizer;
  return pythonColumn(numeric);
}

Python pythonLossReduction(const std::string& name, Api api) {
  return (api == Api::V1 ? "tf.compat.v1.losses.Reduction." : "tf.keras.losses.Reduction.") + name;
}

Python pythonHead(const Head& head) {
  Python call = Python::call("tf.estimator." + head.type);
  if (head.type == "MultiHead") {
    std::vector<Python> heads;
    for (const Head& part : head.heads) heads.push_back(pythonHead(part));
    call.with(Python::list(std::move(heads)));
    if (!head.headWeights.empty())
      call.with("head_weights", Python::literal(ordered_json(head.headWeights)));
    return call;
  }
  const bool classes = head.type == "MultiClassHead" || head.type == "MultiLabelHead";
  if (classes) call.with("n_classes", std::to_string(head.nClasses));
  if (head.labelDimension != 1) call.with("label_dimension", std::to_string(head.labelDimension));
  if (!head.weightColumn.key.empty())
    call.with("weight_column", pythonWeightColumn(head.weightColumn));
  if (!head.thresholds.empty())
    call.with("thresholds", Python::literal(ordered_json(head.thresholds)));
  if (head.labelVocabulary)
    call.with("label_vocabulary", Python::literal(ordered_json(*head.labelVocabulary)));
  if (!head.classesForClassBasedMetrics.empty()) {
    std::vector<Python> items;
    for (const std::string& item : head.classesForClassBasedMetrics) {
      const bool isId = !head.labelVocabulary && !item.empty() &&
                        item.find_first_not_of("0123456789") == std::string::npos;
      items.push_back(isId ? Python(item) : Python(pythonString(item)));
    }
    call.with("classes_for_class_based_metrics", Python::list(std::move(items)));
  }
  if (!head.computeFullLoss) call.with("compute_full_loss", "False");
  if (head.lossReduction != "SUM_OVER_BATCH_SIZE")
    call.with("loss_reduction", pythonLossReduction(head.lossReduction, Api::V2));
  if (!head.name.empty()) call.with("name", pythonString(head.name));
  return call;
}

}  // namespace cairn::model
