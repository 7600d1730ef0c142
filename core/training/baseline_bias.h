#pragma once

#include "core/training/batch.h"
#include "core/training/tower_optimizer.h"
#include "core/training/trained_array.h"

#include <vector>

namespace cairn::training {

/// The whole of a Baseline estimator: one bias for every example, whatever its features.
/// Owner:  borrows the store and the optimizer, which must outlive it.
/// Thread: Not locked; one thread at a time.
class BaselineBias {
 public:
  /// `optimizer`: null when it is not trained. Errors: as trainedArray.
  static Result<BaselineBias> create(VariableStore& store, TowerOptimizer* optimizer);

  /// `logits` [batch.rows, width of the bias].
  void forward(const Batch& batch, float* logits) const;
  /// From d loss / d logits to the updated bias.
  void backward(const Batch& batch, const float* logitsGradient);

 private:
  BaselineBias(const TrainedArray& bias, TowerOptimizer* optimizer)
      : m_bias(bias), m_optimizer(optimizer), m_gradient(static_cast<std::size_t>(bias.size())) {}
  TrainedArray m_bias;
  TowerOptimizer* m_optimizer;
  std::vector<float> m_gradient;
};

}  // namespace cairn::training
