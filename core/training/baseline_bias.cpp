#include "core/training/baseline_bias.h"

#include <algorithm>

namespace cairn::training {

Result<BaselineBias> BaselineBias::create(VariableStore& store, TowerOptimizer* optimizer) {
  CAIRN_ASSIGN(const TrainedArray bias, trainedArray(store, "baseline/bias"));
  return BaselineBias(bias, optimizer);
}

void BaselineBias::forward(const Batch& batch, float* logits) const {
  for (std::int64_t row = 0; row < batch.rows; ++row)
    std::copy_n(m_bias.values, m_bias.size(), logits + row * m_bias.size());
}

void BaselineBias::backward(const Batch& batch, const float* logitsGradient) {
  const float one = 1;  // as a column of ones: the sum over the rows
  cairn_transposed_product(&one, 0, batch.rows, 1, logitsGradient, m_bias.size(),
                           m_gradient.data());
  m_optimizer->apply(m_bias, m_gradient.data());
}

}  // namespace cairn::training
