#pragma once

#include "core/training/baseline_bias.h"
#include "core/training/dnn_tower.h"
#include "core/training/head_loss.h"
#include "core/training/linear_model.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn::training {

/// What a config computes: a DNN, a linear model, both with the sum of their logits, or a baseline,
/// over the variables of a store; each part is trained by its own optimizer.
/// Owner:  borrows the store, which must outlive it and holds every number that is trained.
/// Thread: Not locked; one thread at a time.   Cost: a step allocates nothing, unless its batch is
///         larger than any before.
class Network {
 public:
  using Layer = DnnTower::Layer;

  struct Options {
    bool training = false;         // else slots are left out
    std::int64_t weightWidth = 1;  // floats that stand for each row's weight
    Workers* workers = nullptr;    // to compute on
  };
  /// Errors: Unsupported or InvalidArgument with the config's key.
  static Result<Network> create(const model::Config& config, const HeadSpec& head,
                                VariableStore& store, const Options& options);

  /// Null where the config has no such part.
  const DnnTower* dnn() const { return m_dnn.get(); }
  const LinearModel* linear() const { return m_linear.get(); }
  /// A DNNLinearCombined estimator, though one of its parts may be missing.
  bool isCombined() const { return m_isCombined; }
  /// What the linear model gave for the newest batch: [rows, logits].
  std::span<const float> linearLogits() const { return m_linearLogits; }

  /// Losses of a MultiHead's heads in the newest step, before their head_weights.
  const std::vector<float>& headLosses() const { return m_loss.ofHeads(); }

  /// The update of the variables from `step` to `step` + 1. Returns: the reduced loss before it.
  /// `isShown`: a summary follows, for which the linear model notes its weights before the update.
  Result<float> trainStep(const Batch& batch, Step step, bool isShown);
  /// What TensorFlow does to the variables in the step that finds no more input: Adam and its like
  /// let the averages of tables decay once more before the step is given up.
  void endOfInput(Step step);
  /// Shapes: logits float32[batch.rows, head.logits].
  Result<void> forward(const Batch& batch, std::vector<float>& logits);

 private:
  explicit Network(const HeadSpec& head) : m_head(head), m_loss(head) {}
  Result<void> addOptimizers(const model::Config& config, VariableStore& store);
  Result<void> addTowers(const model::Config& config, VariableStore& store, const Options& options);
  TowerOptimizer* optimizer(std::size_t side);
  Result<void> forwardTowers(const Batch& batch, bool training, Step step, float* logits);
  Result<float> stepOfTowers(const Batch& batch, Step step);

  HeadSpec m_head;
  HeadLoss m_loss;
  bool m_isCombined = false;
  std::vector<std::unique_ptr<TowerOptimizer>> m_optimizers;  // Combined: the DNN's first
  LookupTables m_tables;
  Workers* m_workers = nullptr;
  std::unique_ptr<DnnTower> m_dnn;
  std::unique_ptr<LinearModel> m_linear;
  std::unique_ptr<BaselineBias> m_baseline;
  std::vector<float> m_logits;        // of the newest step, the sum
  std::vector<float> m_gradient;      // d loss / d logits
  std::vector<float> m_linearLogits;  // of the newest batch, beside a DNN or alone
};

}  // namespace cairn::training
