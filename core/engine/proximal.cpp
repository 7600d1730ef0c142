#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {
namespace {

/// prox(u; rate): pulled to 0 by l1, then shrunk by l2.
float proximal(float u, float rate, const CairnOptimizerSpec& spec) {
  const float left = std::fabs(u) - rate * spec.l1;
  return std::copysign(left > 0.0F ? left : 0.0F, u) / (1.0F + rate * spec.l2);
}

}  // namespace

void applyProximalSgd(const Update& update, const CairnOptimizerSpec& spec) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  for (int64_t i = 0; i < update.count; ++i)
    value[i] = proximal(value[i] - update.rate * gradient[i], update.rate, spec);
}

void applyProximalAdagrad(const Update& update, const CairnOptimizerSpec& spec) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] += gradient[i] * gradient[i];
    const float rate = update.rate / std::sqrt(squares[i]);
    value[i] = proximal(value[i] - rate * gradient[i], rate, spec);
  }
}

}  // namespace cairn::engine
