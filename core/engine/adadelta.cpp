#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {

void applyAdadelta(const Update& update, const CairnOptimizerSpec& spec) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  float* __restrict moves = update.slots[1];
  const float rho = spec.decay;
  const float fresh = 1.0F - rho;
  const float epsilon = spec.epsilon;
  const float rate = update.rate;
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] = squares[i] * rho + gradient[i] * gradient[i] * fresh;
    const float move =
        std::sqrt(moves[i] + epsilon) / std::sqrt(squares[i] + epsilon) * gradient[i];
    moves[i] = moves[i] * rho + move * move * fresh;
    value[i] -= move * rate;
  }
}

}  // namespace cairn::engine
