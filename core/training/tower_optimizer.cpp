#include "core/training/tower_optimizer.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>

namespace cairn::training {
namespace {

struct OptimizerName {
  std::string_view className;
  CairnOptimizer kind;
};
// Classes of tf.compat.v1.train and of tf.keras.optimizers.legacy.
constexpr OptimizerName kV1[] = {
    {"GradientDescentOptimizer", CAIRN_SGD},
    {"AdagradOptimizer", CAIRN_ADAGRAD},
    {"AdamOptimizer", CAIRN_ADAM},
    {"RMSPropOptimizer", CAIRN_RMSPROP},
    {"FtrlOptimizer", CAIRN_FTRL},
    {"MomentumOptimizer", CAIRN_MOMENTUM},
    {"AdadeltaOptimizer", CAIRN_ADADELTA},
    {"ProximalGradientDescentOptimizer", CAIRN_PROXIMAL_SGD},
    {"ProximalAdagradOptimizer", CAIRN_PROXIMAL_ADAGRAD},
    {"AdagradDAOptimizer", CAIRN_ADAGRAD_DA},
};
constexpr OptimizerName kV2[] = {
    {"SGD", CAIRN_SGD},         {"Adagrad", CAIRN_ADAGRAD}, {"Adam", CAIRN_ADAM},
    {"RMSprop", CAIRN_RMSPROP}, {"Ftrl", CAIRN_FTRL},       {"Adadelta", CAIRN_ADADELTA},
    {"Adamax", CAIRN_ADAMAX},   {"Nadam", CAIRN_NADAM},
};

std::optional<CairnOptimizer> kindOf(const std::string& className,
                                     std::span<const OptimizerName> names) {
  for (const OptimizerName& one : names)
    if (one.className == className) return one.kind;
  return std::nullopt;
}

/// Keras takes other rules with momentum.
CairnOptimizer kerasKind(CairnOptimizer kind, bool momentum) {
  if (kind == CAIRN_SGD && momentum) return CAIRN_KERAS_MOMENTUM;
  if (kind == CAIRN_RMSPROP) return momentum ? CAIRN_KERAS_RMSPROP_MOMENTUM : CAIRN_KERAS_RMSPROP;
  return kind;
}

struct Field {
  std::string_view parameter;
  float CairnOptimizerSpec::*value;
};
constexpr Field kFields[] = {
    {"beta1", &CairnOptimizerSpec::beta1},
    {"beta2", &CairnOptimizerSpec::beta2},
    {"beta_1", &CairnOptimizerSpec::beta1},
    {"beta_2", &CairnOptimizerSpec::beta2},
    {"epsilon", &CairnOptimizerSpec::epsilon},
    {"rho", &CairnOptimizerSpec::decay},
    {"momentum", &CairnOptimizerSpec::momentum},
    {"learning_rate_power", &CairnOptimizerSpec::learning_rate_power},
    {"l1_regularization_strength", &CairnOptimizerSpec::l1},
    {"l2_regularization_strength", &CairnOptimizerSpec::l2},
    {"l2_shrinkage_regularization_strength", &CairnOptimizerSpec::l2_shrinkage},
    {"beta", &CairnOptimizerSpec::beta},
};

void readClips(const model::Optimizer& optimizer, CairnOptimizerSpec& spec) {
  const auto read = [&](const char* name, CairnClip clip, float& limit) {
    const auto found = optimizer.hyper.find(name);
    if (found == optimizer.hyper.end()) return;
    spec.clips |= clip;
    limit = static_cast<float>(found->second);
  };
  read("clipvalue", CAIRN_CLIP_VALUE, spec.clip_value);
  read("clipnorm", CAIRN_CLIP_NORM, spec.clip_norm);
}

/// The scalar `slot` of the optimizer that the config states at `key`; null when it has none.
const model::Variable* scalarOf(const VariableStore& store, const std::string& key,
                                std::string_view slot) {
  for (const model::Variable& variable : store.variables())
    if (variable.role == model::VariableRole::OptimizerScalar && variable.slot == slot &&
        (variable.key == key || variable.key.starts_with(key + ".")))
      return &variable;
  return nullptr;
}

float* floatScalar(VariableStore& store, const std::string& key, std::string_view slot) {
  const model::Variable* found = scalarOf(store, key, slot);
  return found == nullptr ? nullptr : store.find(found->name);
}

}  // namespace

Result<CairnOptimizerSpec> optimizerSpec(const model::Optimizer& optimizer, model::Api api,
                                         const std::string& key) {
  const bool keras = api == model::Api::V2;
  const std::optional<CairnOptimizer> kind =
      keras ? kindOf(optimizer.className, kV2) : kindOf(optimizer.className, kV1);
  if (!kind)
    return Error{ErrorCode::Unsupported,
                 fmt::format("optimizer {} can't be trained yet", optimizer.className), key};
  if (optimizer.hyper.contains("global_clipnorm"))
    return Error{ErrorCode::Unsupported, "global_clipnorm can't be trained yet",
                 key + ".global_clipnorm"};
  if (*kind == CAIRN_NADAM && !optimizer.learningRate.schedule.empty())
    return Error{ErrorCode::InvalidArgument,
                 "The Nadam optimizer does not support tf.keras.optimizers.LearningRateSchedules "
                 "as the learning rate.",
                 key + ".learning_rate"};
  CairnOptimizerSpec spec{};
  spec.kind = keras ? kerasKind(*kind, optimizer.value("momentum") > 0) : *kind;
  for (const Field& field : kFields)
    if (const auto found = optimizer.hyper.find(std::string(field.parameter));
        found != optimizer.hyper.end())
      spec.*field.value = static_cast<float>(found->second);
  // v1's RMSProp calls its rho so; Keras' decay is the learning rate's.
  if (!keras && optimizer.hyper.contains("decay"))
    spec.decay = static_cast<float>(optimizer.value("decay"));
  spec.centered = optimizer.value("centered") != 0 ? 1 : 0;
  spec.amsgrad = optimizer.value("amsgrad") != 0 ? 1 : 0;
  spec.nesterov = optimizer.value(keras ? "nesterov" : "use_nesterov") != 0 ? 1 : 0;
  readClips(optimizer, spec);
  return spec;
}

Result<TowerOptimizer> TowerOptimizer::create(const model::Optimizer& optimizer, model::Api api,
                                              const std::string& key, VariableStore& store) {
  CAIRN_ASSIGN(LearningRateSchedule schedule,
               LearningRateSchedule::create(optimizer.learningRate, key + ".learning_rate"));
  TowerOptimizer made(std::move(schedule));
  made.m_api = api;
  CAIRN_ASSIGN(made.m_spec, optimizerSpec(optimizer, api, key));
  CAIRN_TRY(api == model::Api::V1 ? made.bindV1(key, store) : made.bindV2(optimizer, key, store));
  return made;
}

Result<void> TowerOptimizer::bindV1(const std::string& key, VariableStore& store) {
  if (m_spec.kind != CAIRN_ADAM) return {};
  m_beta1Power = floatScalar(store, key, "beta1_power");
  m_beta2Power = floatScalar(store, key, "beta2_power");
  if (m_beta1Power != nullptr && m_beta2Power != nullptr) return {};
  return Error{ErrorCode::Unsupported, "the config has no variable beta1_power", key};
}

Result<void> TowerOptimizer::bindV2(const model::Optimizer& optimizer, const std::string& key,
                                    VariableStore& store) {
  // Only what Keras saves is there; the others stay as the config has them.
  for (const Field& field : kFields)
    if (const float* saved = floatScalar(store, key, field.parameter)) m_spec.*field.value = *saved;
  m_savedRate = floatScalar(store, key, "learning_rate");
  if (const model::Variable* iterations = scalarOf(store, key, "iter"))
    m_iterations = store.whole(iterations->name);
  // Not the saved one: Keras goes on with what its constructor was given.
  const bool nadam = m_spec.kind == CAIRN_NADAM;
  m_decay = static_cast<float>(optimizer.value(nadam ? "schedule_decay" : "decay"));
  m_momentumCache = floatScalar(store, key, "momentum_cache");
  if (!nadam || m_momentumCache != nullptr) return {};
  return Error{ErrorCode::Unsupported, "the config has no variable momentum_cache", key};
}

void TowerOptimizer::begin(Step step) {
  if (m_api == model::Api::V2)
    return beginV2(m_iterations != nullptr ? *m_iterations : step.value());
  m_rate = m_schedule.at(step);
  if (m_beta1Power != nullptr) *m_scalars = {*m_beta1Power, *m_beta2Power};
  if (m_spec.kind == CAIRN_ADAGRAD_DA) m_scalars->front() = static_cast<float>(step.value() + 1);
}

void TowerOptimizer::beginV2(std::int64_t done) {
  const float step = static_cast<float>(done + 1);
  m_rate = m_savedRate != nullptr ? *m_savedRate : m_schedule.at(Step(done));
  if (m_spec.kind == CAIRN_NADAM) return beginNadam(step);
  if (m_decay > 0) m_rate /= 1.0F + m_decay * static_cast<float>(done);
  *m_scalars = {std::pow(m_spec.beta1, step), std::pow(m_spec.beta2, step)};
}

/// The momentum rises with the steps, from half of beta_1.
void TowerOptimizer::beginNadam(float step) {
  const auto momentum = [this](float at) {
    return m_spec.beta1 * (1.0F - 0.5F * std::pow(0.96F, m_decay * at));
  };
  const float now = momentum(step);
  *m_scalars = {now, momentum(step + 1), *m_momentumCache * now, std::pow(m_spec.beta2, step)};
}

void TowerOptimizer::endOfInput(Step step) {
  if (m_momentumCache == nullptr) return;
  begin(step);
  *m_momentumCache = (*m_scalars)[2];
}

void TowerOptimizer::finish() {
  if (m_beta1Power != nullptr) {
    *m_beta1Power = (*m_scalars)[0];
    *m_beta2Power = (*m_scalars)[1];
  }
  if (m_momentumCache != nullptr) *m_momentumCache = (*m_scalars)[2];
  if (m_iterations != nullptr) ++*m_iterations;
}

}  // namespace cairn::training
