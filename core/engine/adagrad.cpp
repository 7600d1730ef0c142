#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {

void applyAdagrad(const Update& update, float epsilon) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  const float rate = update.rate;
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] += gradient[i] * gradient[i];
    value[i] -= rate * gradient[i] / (std::sqrt(squares[i]) + epsilon);
  }
}

/// Dual averaging: the value hangs on the two sums and the step alone.
void applyAdagradDa(const Update& update, const CairnOptimizerSpec& spec, const float* scalars) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict sum = update.slots[0];
  float* __restrict squares = update.slots[1];
  const float rate = update.rate;
  const float l1 = spec.l1 * scalars[0];
  const float l2 = spec.l2 * scalars[0] * rate;
  for (int64_t i = 0; i < update.count; ++i) {
    sum[i] += gradient[i];
    squares[i] += gradient[i] * gradient[i];
    const float rest = std::fabs(sum[i]) - l1;
    const float kept = std::copysign(rest > 0.0F ? rest : 0.0F, sum[i]);
    value[i] = -rate * kept / (l2 + std::sqrt(squares[i]));
  }
}

}  // namespace cairn::engine
