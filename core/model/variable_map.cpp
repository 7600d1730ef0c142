#include "core/model/variable_map.h"

#include "core/base/limits.h"
#include "core/model/optimizer_slots.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::model {

namespace {

Variable globalStep() {
  Variable step;
  step.name = "global_step";
  step.graphName = step.name;
  step.dtype = formats::DType::Int64;
  step.role = VariableRole::GlobalStep;
  step.trainable = false;
  step.shapeChecked = false;
  step.key = "estimator";
  return step;
}

Variable stopSignal() {
  Variable stop = globalStep();
  stop.name = "signal_early_stopping/STOP";
  stop.graphName = stop.name;
  stop.dtype = formats::DType::Bool;
  stop.role = VariableRole::OptimizerScalar;
  stop.key = "train.early_stopping";
  return stop;
}

}  // namespace

formats::Shape Variable::shape() const {
  formats::Shape shape;
  for (const Dimension& dimension : dimensions) shape.push_back(dimension.size);
  return shape;
}

Result<std::vector<Variable>> variableMap(const Config& config) {
  if (config.program)
    return Error{ErrorCode::Unsupported, "another program trains: its variables are its own",
                 "program"};
  CAIRN_ASSIGN(const std::vector<ModelVariable> weights, modelVariables(config));
  std::vector<Variable> variables = optimizerVariables(config, weights);
  for (const ModelVariable& weight : weights) variables.push_back(weight.variable);
  variables.push_back(globalStep());
  if (config.train.earlyStopping) variables.push_back(stopSignal());
  if (variables.size() > limits::kVariables)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("{} variables, {} is the limit", variables.size(), limits::kVariables),
                 "args"};
  std::sort(variables.begin(), variables.end(),
            [](const Variable& a, const Variable& b) { return a.name < b.name; });
  const auto twice =
      std::adjacent_find(variables.begin(), variables.end(),
                         [](const Variable& a, const Variable& b) { return a.name == b.name; });
  if (twice != variables.end())
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("two variables would be named `{}`", twice->name), twice->key};
  return variables;
}

std::vector<Variable> inferenceVariables(const std::vector<Variable>& variables) {
  std::vector<Variable> kept;
  std::copy_if(
      variables.begin(), variables.end(), std::back_inserter(kept), [](const Variable& variable) {
        return variable.role == VariableRole::GlobalStep || variable.role == VariableRole::Weight ||
               variable.role == VariableRole::MovingStatistic;
      });
  return kept;
}

std::int64_t parameterCount(const std::vector<Variable>& variables) {
  std::int64_t count = 0;
  for (const Variable& variable : variables) {
    if (variable.role != VariableRole::Weight || !variable.trainable) continue;
    const auto elements = formats::elementCount(variable.shape());
    if (!elements || __builtin_add_overflow(count, *elements, &count))
      return std::numeric_limits<std::int64_t>::max();
  }
  return count;
}

}  // namespace cairn::model
