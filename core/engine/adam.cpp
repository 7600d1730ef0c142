#include "core/engine/optimizers.h"

#include <cmath>

namespace cairn::engine {
namespace {

float correctedRate(float rate, const float* powers) {
  return rate * std::sqrt(1.0F - powers[1]) / (1.0F - powers[0]);
}

}  // namespace

void applyAdam(const Update& update, const CairnOptimizerSpec& spec, const float* powers) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  const float rate = correctedRate(update.rate, powers);
  const float toMean = 1.0F - spec.beta1;
  const float toSquares = 1.0F - spec.beta2;
  const float epsilon = spec.epsilon;
  for (int64_t i = 0; i < update.count; ++i) {
    mean[i] += (gradient[i] - mean[i]) * toMean;
    squares[i] += (gradient[i] * gradient[i] - squares[i]) * toSquares;
    value[i] -= mean[i] * rate / (std::sqrt(squares[i]) + epsilon);
  }
}

void applyAdamToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec,
                     const float* powers) {
  const int64_t size = update.size();
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  const float rate = correctedRate(update.rate, powers);
  for (int64_t i = 0; i < size; ++i) {
    mean[i] *= spec.beta1;
    squares[i] *= spec.beta2;
  }
  for (int64_t row = 0; row < update.count; ++row) {
    const float* __restrict gradient = update.gradient + row * update.width;
    const int64_t at = update.ids[row] * update.width;
    for (int64_t i = 0; i < update.width; ++i) {
      mean[at + i] += gradient[i] * (1.0F - spec.beta1);
      squares[at + i] += gradient[i] * gradient[i] * (1.0F - spec.beta2);
    }
  }
  for (int64_t i = 0; i < size; ++i)
    value[i] -= rate * mean[i] / (std::sqrt(squares[i]) + spec.epsilon);
}

}  // namespace cairn::engine
