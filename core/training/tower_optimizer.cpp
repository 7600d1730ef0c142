#include "core/training/tower_optimizer.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

// Classes of tf.compat.v1.train.
struct OptimizerName {
  std::string_view className;
  CairnOptimizer kind;
};
constexpr OptimizerName kOptimizers[] = {
    {"GradientDescentOptimizer", CAIRN_SGD}, {"AdagradOptimizer", CAIRN_ADAGRAD},
    {"AdamOptimizer", CAIRN_ADAM},           {"RMSPropOptimizer", CAIRN_RMSPROP},
    {"FtrlOptimizer", CAIRN_FTRL},           {"MomentumOptimizer", CAIRN_MOMENTUM},
};

float hyper(const model::Optimizer& optimizer, const char* name, double fallback) {
  const auto found = optimizer.hyper.find(name);
  return static_cast<float>(found == optimizer.hyper.end() ? fallback : found->second);
}

/// The scalar `slot` of the optimizer that the config states at `key`; null when it has none.
float* scalarOf(VariableStore& store, const std::string& key, std::string_view slot) {
  for (const model::Variable& variable : store.variables())
    if (variable.role == model::VariableRole::OptimizerScalar && variable.slot == slot &&
        (variable.key == key || variable.key.starts_with(key + ".")))
      return store.find(variable.name);
  return nullptr;
}

}  // namespace

Result<CairnOptimizerSpec> optimizerSpec(const model::Optimizer& optimizer, model::Api api,
                                         const std::string& key) {
  CairnOptimizerSpec spec{};
  const OptimizerName* known = nullptr;
  for (const OptimizerName& one : kOptimizers)
    if (one.className == optimizer.className) known = &one;
  if (known == nullptr || api != model::Api::V1)
    return Error{ErrorCode::Unsupported,
                 fmt::format("optimizer {} can't be trained yet", optimizer.className), key};
  spec.kind = known->kind;
  spec.beta1 = hyper(optimizer, "beta1", 0.9);
  spec.beta2 = hyper(optimizer, "beta2", 0.999);
  spec.epsilon = hyper(optimizer, "epsilon", spec.kind == CAIRN_RMSPROP ? 1e-10 : 1e-8);
  spec.decay = hyper(optimizer, "decay", 0.9);
  spec.momentum = hyper(optimizer, "momentum", 0);
  spec.centered = hyper(optimizer, "centered", 0) != 0 ? 1 : 0;
  spec.nesterov = hyper(optimizer, "use_nesterov", 0) != 0 ? 1 : 0;
  spec.learning_rate_power = hyper(optimizer, "learning_rate_power", -0.5);
  spec.l1 = hyper(optimizer, "l1_regularization_strength", 0);
  spec.l2 = hyper(optimizer, "l2_regularization_strength", 0);
  spec.l2_shrinkage = hyper(optimizer, "l2_shrinkage_regularization_strength", 0);
  spec.beta = hyper(optimizer, "beta", 0);
  return spec;
}

Result<TowerOptimizer> TowerOptimizer::create(const model::Optimizer& optimizer, model::Api api,
                                              const std::string& key, VariableStore& store) {
  CAIRN_ASSIGN(LearningRateSchedule schedule,
               LearningRateSchedule::create(optimizer.learningRate, key + ".learning_rate"));
  TowerOptimizer made(schedule);
  CAIRN_ASSIGN(made.m_spec, optimizerSpec(optimizer, api, key));
  if (made.m_spec.kind != CAIRN_ADAM) return made;
  made.m_beta1Power = scalarOf(store, key, "beta1_power");
  made.m_beta2Power = scalarOf(store, key, "beta2_power");
  if (made.m_beta1Power == nullptr || made.m_beta2Power == nullptr)
    return Error{ErrorCode::Unsupported, "the config has no variable beta1_power", key};
  made.m_powers.resize(2);
  return made;
}

void TowerOptimizer::begin(Step step) {
  m_rate = m_schedule.at(step);
  if (m_beta1Power == nullptr) return;
  m_powers[0] = *m_beta1Power;
  m_powers[1] = *m_beta2Power;
}

void TowerOptimizer::finish() {
  if (m_beta1Power == nullptr) return;
  *m_beta1Power = m_powers[0];
  *m_beta2Power = m_powers[1];
}

}  // namespace cairn::training
