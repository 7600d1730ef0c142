#pragma once

#include "core/engine/engine.h"
#include "core/training/learning_rate.h"
#include "core/training/trained_array.h"
#include "core/training/variable_store.h"

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cairn::training {

/// The engine's rule for a config's optimizer, with the hyper-parameters that the config states.
/// Errors: Unsupported with `key` or a key below it.
Result<CairnOptimizerSpec> optimizerSpec(const model::Optimizer& optimizer, model::Api api,
                                         const std::string& key);

/// One of a config's optimizers (a Combined has two) over the scalars that it keeps in the
/// checkpoint. In v2 those of a checkpoint win over the config, as in TensorFlow, so make it after
/// the restore. A step is begin, the updates, then finish.   Formula: spec/estimator.md 3, 4, 5.
/// Owner:  borrows the store, which must outlive it.
/// Thread: Not locked; one thread at a time.   Cost: a step allocates nothing.
class TowerOptimizer {
 public:
  /// `key`: where the config states it, such as `args.dnn_optimizer`; its scalars go by that.
  /// Errors: Unsupported with the key.
  static Result<TowerOptimizer> create(const model::Optimizer& optimizer, model::Api api,
                                       const std::string& key, VariableStore& store);

  const CairnOptimizerSpec& spec() const { return m_spec; }
  /// The step's scalars, which the engine calls `adam_powers`; they stay where they are.
  float* powers() { return m_scalars->data(); }
  /// Of the step that was begun.
  float rate() const { return m_rate; }

  /// For the step that takes the variables from `step` to `step` + 1.
  void begin(Step step);
  /// One update of a whole variable; `gradient` is clipped in place.
  void apply(const TrainedArray& variable, float* gradient) const {
    cairn_optimizer_clip(&m_spec, variable.size(), gradient);
    cairn_optimizer_apply(&m_spec, m_scalars->data(), m_rate, variable.size(), gradient,
                          variable.values, variable.slots.data());
  }
  /// `gradient` [ids, width]: of the rows that were looked up, each once; it is clipped in place.
  void applySparse(const TrainedArray& table, std::span<const std::int64_t> ids,
                   float* gradient) const {
    const auto count = static_cast<std::int64_t>(ids.size());
    cairn_optimizer_clip(&m_spec, count * table.width, gradient);
    cairn_optimizer_apply_sparse(&m_spec, m_scalars->data(), m_rate, table.rows, table.width,
                                 ids.data(), count, gradient, table.values, table.slots.data());
  }
  /// What happens to a table in the step that finds no more input.
  void decay(const TrainedArray& table) const {
    cairn_optimizer_decay(&m_spec, table.size(), table.slots.data());
  }
  /// After all updates; not when cairn_network_train_step made the step, which does it itself.
  void advance() { cairn_optimizer_advance(&m_spec, powers()); }
  /// The step after `step` finds no more input: Nadam's cache moves on all the same.
  void endOfInput(Step step);
  /// Hands the scalars back to the store.
  void finish();

 private:
  using Scalars = std::array<float, CAIRN_STEP_SCALARS>;
  explicit TowerOptimizer(LearningRateSchedule schedule)
      : m_schedule(std::move(schedule)), m_scalars(std::make_unique<Scalars>()) {}
  Result<void> bindV1(const std::string& key, VariableStore& store);
  Result<void> bindV2(const model::Optimizer& optimizer, const std::string& key,
                      VariableStore& store);
  void beginV2(std::int64_t done);
  void beginNadam(float step);

  CairnOptimizerSpec m_spec{};
  model::Api m_api = model::Api::V1;
  LearningRateSchedule m_schedule;
  float m_rate = 0;
  float m_decay = 0;  // of Keras' learning rate; Nadam's schedule_decay
  std::unique_ptr<Scalars> m_scalars;
  // Variables of the checkpoint; null where this optimizer has none.
  float* m_savedRate = nullptr;
  float* m_beta1Power = nullptr;
  float* m_beta2Power = nullptr;
  float* m_momentumCache = nullptr;
  std::int64_t* m_iterations = nullptr;  // when it is not the global step
};

}  // namespace cairn::training
