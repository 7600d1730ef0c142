#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {
namespace {

void applyPlain(const Update& update, const CairnOptimizerSpec& spec) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  float* __restrict velocity = update.slots[1];
  const float rate = update.rate;
  const float momentum = spec.momentum;
  const float epsilon = spec.epsilon;
  const float fresh = 1.0F - spec.decay;
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] += (gradient[i] * gradient[i] - squares[i]) * fresh;
    velocity[i] = velocity[i] * momentum + gradient[i] * rate / std::sqrt(squares[i] + epsilon);
    value[i] -= velocity[i];
  }
}

void applyCentered(const Update& update, const CairnOptimizerSpec& spec) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  float* __restrict mean = update.slots[1];
  float* __restrict velocity = update.slots[2];
  const float rate = update.rate;
  const float momentum = spec.momentum;
  const float epsilon = spec.epsilon;
  const float fresh = 1.0F - spec.decay;
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] += (gradient[i] * gradient[i] - squares[i]) * fresh;
    mean[i] += (gradient[i] - mean[i]) * fresh;
    const float variance = squares[i] - mean[i] * mean[i] + epsilon;
    velocity[i] = velocity[i] * momentum + gradient[i] * rate / std::sqrt(variance);
    value[i] -= velocity[i];
  }
}

}  // namespace

void applyRmsProp(const Update& update, const CairnOptimizerSpec& spec) {
  if (spec.centered != 0)
    applyCentered(update, spec);
  else
    applyPlain(update, spec);
}

}  // namespace cairn::engine
