#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {

void applyAdam(const Update& update, const CairnOptimizerSpec& spec, const float* powers) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  const float rate = update.rate * std::sqrt(1.0F - powers[1]) / (1.0F - powers[0]);
  const float toMean = 1.0F - spec.beta1;
  const float toSquares = 1.0F - spec.beta2;
  const float epsilon = spec.epsilon;
  for (int64_t i = 0; i < update.count; ++i) {
    mean[i] += (gradient[i] - mean[i]) * toMean;
    squares[i] += (gradient[i] * gradient[i] - squares[i]) * toSquares;
    value[i] -= mean[i] * rate / (std::sqrt(squares[i]) + epsilon);
  }
}

}  // namespace cairn::engine
