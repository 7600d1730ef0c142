#include "core/engine/optimizers.h"

namespace cairn::engine {

void applySgd(const Update& update) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  for (int64_t i = 0; i < update.count; ++i) value[i] -= update.rate * gradient[i];
}

void applyMomentum(const Update& update, float momentum, bool nesterov) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict velocity = update.slots[0];
  const float rate = update.rate;
  const float ahead = nesterov ? momentum : 1.0F;  // of the velocity
  const float direct = nesterov ? 1.0F : 0.0F;     // of the gradient itself
  for (int64_t i = 0; i < update.count; ++i) {
    velocity[i] = velocity[i] * momentum + gradient[i];
    value[i] -= rate * (direct * gradient[i] + ahead * velocity[i]);
  }
}

/// Keras keeps the rate within the velocity.
void applyKerasMomentum(const Update& update, float momentum, bool nesterov) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict velocity = update.slots[0];
  const float rate = update.rate;
  const float ahead = nesterov ? momentum : 1.0F;
  const float direct = nesterov ? rate : 0.0F;
  for (int64_t i = 0; i < update.count; ++i) {
    velocity[i] = velocity[i] * momentum - gradient[i] * rate;
    value[i] += velocity[i] * ahead - gradient[i] * direct;
  }
}

}  // namespace cairn::engine
