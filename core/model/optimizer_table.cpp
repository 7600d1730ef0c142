#include "core/model/optimizer_table.h"

#include <algorithm>
#include <cmath>

namespace cairn::model {

namespace {

using Kind = HyperParameter::Kind;

HyperParameter number(std::string_view name, double fallback) {
  return {name, Kind::Number, fallback};
}
HyperParameter saved(std::string_view name, double fallback) {
  return {name, Kind::Number, fallback, false, true};
}
HyperParameter flag(std::string_view name) { return {name, Kind::Flag}; }

std::vector<OptimizerClass> v1Classes() {
  const HyperParameter l1 = number("l1_regularization_strength", 0);
  const HyperParameter l2 = number("l2_regularization_strength", 0);
  const HyperParameter accumulator = number("initial_accumulator_value", 0.1);
  const HyperParameter locking = flag("use_locking");
  const HyperParameter momentum = {"momentum", Kind::Number, 0, true};
  const SlotRule accumulated = {"", 0, "initial_accumulator_value", ""};
  return {
      {"GradientDescentOptimizer", "GradientDescent", "SGD", {}, {locking}, {}},
      {"AdagradOptimizer", "Adagrad", "Adagrad", {}, {accumulator, locking}, {accumulated}},
      {"AdamOptimizer",
       "Adam",
       "Adam",
       0.001,
       {number("beta1", 0.9), number("beta2", 0.999), number("epsilon", 1e-8), locking},
       {SlotRule{}, SlotRule{}}},
      // The mean square starts at 1, and the mean gradient stands before the momentum.
      {"RMSPropOptimizer",
       "RMSProp",
       "RMSProp",
       {},
       {number("decay", 0.9), number("momentum", 0), number("epsilon", 1e-10), locking,
        flag("centered")},
       {{"", 1, "", ""}, {"", 0, "", "centered"}, SlotRule{}}},
      {"FtrlOptimizer",
       "Ftrl",
       "Ftrl",
       {},
       {number("learning_rate_power", -0.5), accumulator, l1, l2, locking,
        number("l2_shrinkage_regularization_strength", 0), number("beta", 0)},
       {accumulated, SlotRule{}}},
      {"AdagradDAOptimizer",
       "AdagradDA",
       "",
       {},
       {number("initial_gradient_squared_accumulator_value", 0.1), l1, l2, locking},
       {SlotRule{}, {"", 0, "initial_gradient_squared_accumulator_value", ""}}},
      {"MomentumOptimizer",
       "Momentum",
       "",
       {},
       {momentum, locking, flag("use_nesterov")},
       {SlotRule{}}},
      {"AdadeltaOptimizer",
       "Adadelta",
       "",
       0.001,
       {number("rho", 0.95), number("epsilon", 1e-8), locking},
       {SlotRule{}, SlotRule{}}},
      {"ProximalAdagradOptimizer",
       "ProximalAdagrad",
       "",
       {},
       {accumulator, l1, l2, locking},
       {accumulated}},
      {"ProximalGradientDescentOptimizer",
       "ProximalGradientDescent",
       "",
       {},
       {l1, l2, locking},
       {}},
  };
}

// What tf.keras.optimizers.legacy.Optimizer takes besides.
std::vector<HyperParameter> withKerasArguments(std::vector<HyperParameter> parameters) {
  for (const std::string_view name : {"clipnorm", "clipvalue", "global_clipnorm"})
    parameters.push_back({name, Kind::OptionalNumber});
  return parameters;
}

std::vector<OptimizerClass> v2Classes() {
  const HyperParameter decay = saved("decay", 0);
  const HyperParameter epsilon = number("epsilon", 1e-7);
  const HyperParameter beta1 = saved("beta_1", 0.9);
  const HyperParameter beta2 = saved("beta_2", 0.999);
  const HyperParameter accumulator = number("initial_accumulator_value", 0.1);
  const SlotRule accumulated = {"accumulator", 0, "initial_accumulator_value", ""};
  const SlotRule first = {"m", 0, "", ""};
  const SlotRule second = {"v", 0, "", ""};
  const SlotRule momentum = {"momentum", 0, "", "momentum"};
  std::vector<OptimizerClass> classes = {
      {"SGD", "SGD", "SGD", 0.01, {saved("momentum", 0), flag("nesterov"), decay}, {momentum}},
      {"Adagrad", "Adagrad", "Adagrad", 0.001, {accumulator, epsilon, decay}, {accumulated}},
      {"Adam",
       "Adam",
       "Adam",
       0.001,
       {beta1, beta2, epsilon, flag("amsgrad"), decay},
       {first, second, {"vhat", 0, "", "amsgrad"}}},
      {"RMSprop",
       "RMSprop",
       "RMSProp",
       0.001,
       {saved("rho", 0.9), saved("momentum", 0), epsilon, flag("centered"), decay},
       {{"rms", 0, "", ""}, momentum, {"mg", 0, "", "centered"}}},
      {"Ftrl",
       "Ftrl",
       "Ftrl",
       0.001,
       {saved("learning_rate_power", -0.5), accumulator, saved("l1_regularization_strength", 0),
        saved("l2_regularization_strength", 0), number("l2_shrinkage_regularization_strength", 0),
        saved("beta", 0), decay},
       {accumulated, {"linear", 0, "", ""}}},
      {"Adadelta",
       "Adadelta",
       "",
       0.001,
       {saved("rho", 0.95), epsilon, decay},
       {{"accum_grad", 0, "", ""}, {"accum_var", 0, "", ""}}},
      {"Adamax", "Adamax", "", 0.001, {beta1, beta2, epsilon, decay}, {first, second}},
      // Nadam's decay is the constructor's schedule_decay.
      {"Nadam",
       "Nadam",
       "",
       0.001,
       {beta1, beta2, epsilon, number("schedule_decay", 0.004)},
       {first, second}},
  };
  for (OptimizerClass& one : classes) one.parameters = withKerasArguments(one.parameters);
  return classes;
}

using SKind = ScheduleParameter::Kind;

ScheduleParameter must(std::string_view name) { return {name, SKind::Number, 0, true}; }

std::vector<ScheduleClass> v1Schedules() {
  const ScheduleParameter rate = must("learning_rate");
  const ScheduleParameter steps = must("decay_steps");
  const ScheduleParameter stairs = {"staircase", SKind::Flag};
  const ScheduleParameter alpha = {"alpha"};
  const std::vector<ScheduleParameter> decay = {rate, steps, must("decay_rate"), stairs};
  const std::vector<ScheduleParameter> pieces = {{"boundaries", SKind::Numbers, 0, true},
                                                 {"values", SKind::Numbers, 0, true}};
  return {
      {"exponential_decay", decay},
      {"natural_exp_decay", decay},
      {"inverse_time_decay", decay},
      {"polynomial_decay",
       {rate,
        steps,
        {"end_learning_rate", SKind::Number, 0.0001},
        {"power", SKind::Number, 1},
        {"cycle", SKind::Flag}}},
      {"piecewise_constant", pieces},
      {"piecewise_constant_decay", pieces},
      {"cosine_decay", {rate, steps, alpha}},
      {"cosine_decay_restarts",
       {rate,
        must("first_decay_steps"),
        {"t_mul", SKind::Number, 2},
        {"m_mul", SKind::Number, 1},
        alpha}},
      {"linear_cosine_decay",
       {rate, steps, {"num_periods", SKind::Number, 0.5}, alpha, {"beta", SKind::Number, 0.001}}},
  };
}

std::vector<ScheduleClass> v2Schedules() {
  const ScheduleParameter rate = must("initial_learning_rate");
  const ScheduleParameter steps = must("decay_steps");
  const ScheduleParameter stairs = {"staircase", SKind::Flag};
  const ScheduleParameter alpha = {"alpha"};
  return {
      {"ExponentialDecay", {rate, steps, must("decay_rate"), stairs}},
      {"InverseTimeDecay", {rate, steps, must("decay_rate"), stairs}},
      {"PolynomialDecay",
       {rate,
        steps,
        {"end_learning_rate", SKind::Number, 0.0001},
        {"power", SKind::Number, 1},
        {"cycle", SKind::Flag}}},
      {"PiecewiseConstantDecay",
       {{"boundaries", SKind::Numbers, 0, true}, {"values", SKind::Numbers, 0, true}}},
      {"CosineDecay",
       {rate,
        steps,
        alpha,
        {"warmup_target", SKind::OptionalNumber},
        {"warmup_steps", SKind::Number, 0}}},
      {"CosineDecayRestarts",
       {rate,
        must("first_decay_steps"),
        {"t_mul", SKind::Number, 2},
        {"m_mul", SKind::Number, 1},
        alpha}},
  };
}

// The rate that an estimator gives to an optimizer that is a string; nothing: the class's own.
std::optional<double> rateByName(Api api, std::string_view string, OptimizerSide side,
                                 std::size_t columns) {
  const double perColumn = 1.0 / std::sqrt(static_cast<double>(std::max<std::size_t>(columns, 1)));
  switch (side) {
    case OptimizerSide::Dnn:
      return api == Api::V1 ? std::optional(0.05) : std::nullopt;
    case OptimizerSide::Linear:
      return string.empty() ? std::min(0.2, perColumn) : 0.2;
    case OptimizerSide::Baseline:
      return 0.3;
    case OptimizerSide::CombinedDnn:
      return 0.001;
    case OptimizerSide::CombinedLinear:
      return std::min(0.005, perColumn);
  }
  return {};
}

}  // namespace

const std::vector<OptimizerClass>& optimizerClasses(Api api) {
  static const std::vector<OptimizerClass> v1 = v1Classes();
  static const std::vector<OptimizerClass> v2 = v2Classes();
  return api == Api::V1 ? v1 : v2;
}

const OptimizerClass* findOptimizerClass(Api api, std::string_view name) {
  for (const OptimizerClass& one : optimizerClasses(api))
    if (one.name == name) return &one;
  return nullptr;
}

const OptimizerClass* findOptimizerString(Api api, std::string_view string) {
  for (const OptimizerClass& one : optimizerClasses(api))
    if (!one.string.empty() && one.string == string) return &one;
  return nullptr;
}

const std::vector<ScheduleClass>& scheduleClasses(Api api) {
  static const std::vector<ScheduleClass> v1 = v1Schedules();
  static const std::vector<ScheduleClass> v2 = v2Schedules();
  return api == Api::V1 ? v1 : v2;
}

const ScheduleClass* findSchedule(Api api, std::string_view name) {
  for (const ScheduleClass& one : scheduleClasses(api))
    if (one.name == name) return &one;
  return nullptr;
}

Optimizer optimizerByName(Api api, std::string_view string, OptimizerSide side,
                          std::size_t columns) {
  Optimizer optimizer;
  optimizer.byName = true;
  optimizer.name = string;
  const OptimizerClass* found = findOptimizerString(api, string.empty() ? "Ftrl" : string);
  if (found == nullptr) return optimizer;
  optimizer.className = found->name;
  for (const HyperParameter& parameter : found->parameters)
    if (parameter.kind != Kind::OptionalNumber)
      optimizer.hyper.emplace(parameter.name, parameter.fallback);
  optimizer.learningRate.value =
      rateByName(api, string, side, columns).value_or(found->learningRate.value_or(0));
  return optimizer;
}

}  // namespace cairn::model
