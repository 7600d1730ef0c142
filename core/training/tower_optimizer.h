#pragma once

#include "core/engine/engine.h"
#include "core/training/learning_rate.h"
#include "core/training/variable_store.h"

#include <string>
#include <vector>

namespace cairn::training {

/// The engine's optimizer for a config's. Errors: Unsupported with `key`.
Result<CairnOptimizerSpec> optimizerSpec(const model::Optimizer& optimizer, model::Api api,
                                         const std::string& key);

/// One of a config's optimizers (a Combined has two) over the scalars that it keeps in the
/// checkpoint. A step is begin, the updates, then finish.
/// Owner:  borrows the store, which must outlive it.
/// Thread: Not locked; one thread at a time.   Cost: a step allocates nothing.
class TowerOptimizer {
 public:
  /// `key`: where the config states it, such as `args.dnn_optimizer`; its scalars go by that.
  /// Errors: Unsupported with the key.
  static Result<TowerOptimizer> create(const model::Optimizer& optimizer, model::Api api,
                                       const std::string& key, VariableStore& store);

  const CairnOptimizerSpec& spec() const { return m_spec; }
  /// What the engine wants as `adam_powers`, where it stays; null when the rule has none.
  float* powers() { return m_powers.empty() ? nullptr : m_powers.data(); }
  /// Of the step that was begun.
  float rate() const { return m_rate; }

  /// For the step that takes the variables from `step` to `step` + 1.
  void begin(Step step);
  void apply(std::int64_t count, const float* gradient, float* value, float* const slots[3]) const {
    cairn_optimizer_apply(&m_spec, m_powers.empty() ? nullptr : m_powers.data(), m_rate, count,
                          gradient, value, slots);
  }
  /// After all updates; not when cairn_network_train_step made the step, which does it itself.
  void advance() { cairn_optimizer_advance(&m_spec, powers()); }
  /// Hands the scalars back to the store.
  void finish();

 private:
  explicit TowerOptimizer(LearningRateSchedule schedule) : m_schedule(schedule) {}
  CairnOptimizerSpec m_spec{};
  LearningRateSchedule m_schedule;
  float m_rate = 0;
  // Adam's two scalars are variables of their own in a checkpoint, the engine wants them together.
  std::vector<float> m_powers;
  float* m_beta1Power = nullptr;
  float* m_beta2Power = nullptr;
};

}  // namespace cairn::training
