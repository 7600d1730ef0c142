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

void applyKerasRmsPropMomentum(const Update& update, const CairnOptimizerSpec& spec) {
  float* const slots[3] = {update.slots[0], update.slots[2], update.slots[1]};
  Update ordered = update;
  if (spec.centered != 0) ordered.slots = slots;
  applyRmsProp(ordered, spec);
}

/// Without momentum Keras adds epsilon outside of the root.
void applyKerasRmsProp(const Update& update, const CairnOptimizerSpec& spec) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict squares = update.slots[0];
  float* __restrict mean = spec.centered != 0 ? update.slots[1] : nullptr;
  const float rho = spec.decay;
  const float fresh = 1.0F - rho;
  for (int64_t i = 0; i < update.count; ++i) {
    squares[i] = rho * squares[i] + fresh * (gradient[i] * gradient[i]);
    float variance = squares[i];
    if (mean) {
      mean[i] = rho * mean[i] + fresh * gradient[i];
      variance -= mean[i] * mean[i];
    }
    value[i] -= update.rate * gradient[i] / (std::sqrt(variance) + spec.epsilon);
  }
}

void applyKerasRmsPropToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec) {
  float* __restrict squares = update.slots[0];
  float* __restrict mean = spec.centered != 0 ? update.slots[1] : nullptr;
  const float rho = spec.decay;
  const float fresh = 1.0F - rho;
  for (int64_t i = 0; i < update.size(); ++i) squares[i] *= rho;
  for (int64_t i = 0; mean && i < update.size(); ++i) mean[i] *= rho;
  for (int64_t row = 0; row < update.count; ++row) {
    const float* __restrict gradient = update.gradient + row * update.width;
    const int64_t at = update.ids[row] * update.width;
    for (int64_t i = 0; i < update.width; ++i) {
      squares[at + i] += gradient[i] * gradient[i] * fresh;
      float variance = squares[at + i];
      if (mean) {
        mean[at + i] += gradient[i] * fresh;
        variance -= mean[at + i] * mean[at + i];
      }
      update.value[at + i] -= update.rate * gradient[i] / (std::sqrt(variance) + spec.epsilon);
    }
  }
}

}  // namespace cairn::engine
