#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {

void applyAdagrad(const Update& update) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  const float rate = update.rate;
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] += gradient[i] * gradient[i];
    value[i] -= rate * gradient[i] / std::sqrt(squares[i]);
  }
}

}  // namespace cairn::engine
