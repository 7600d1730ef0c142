#include "core/engine/optimizers.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {
namespace {

float correctedRate(float rate, const float* scalars) {
  return rate * std::sqrt(1.0F - scalars[1]) / (1.0F - scalars[0]);
}

template <bool kAmsgrad>
void applyDense(const Update& update, const CairnOptimizerSpec& spec, float rate) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  float* __restrict highest = kAmsgrad ? update.slots[2] : nullptr;
  const float toMean = 1.0F - spec.beta1;
  const float toSquares = 1.0F - spec.beta2;
  const float epsilon = spec.epsilon;
  for (int64_t i = 0; i < update.count; ++i) {
    mean[i] += (gradient[i] - mean[i]) * toMean;
    squares[i] += (gradient[i] * gradient[i] - squares[i]) * toSquares;
    float root = squares[i];
    if constexpr (kAmsgrad) root = highest[i] = std::max(highest[i], squares[i]);
    value[i] -= mean[i] * rate / (std::sqrt(root) + epsilon);
  }
}

}  // namespace

void applyAdam(const Update& update, const CairnOptimizerSpec& spec, const float* scalars) {
  const float rate = correctedRate(update.rate, scalars);
  if (spec.amsgrad != 0)
    applyDense<true>(update, spec, rate);
  else
    applyDense<false>(update, spec, rate);
}

void applyAdamToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec,
                     const float* scalars) {
  const int64_t size = update.size();
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict squares = update.slots[1];
  const float rate = correctedRate(update.rate, scalars);
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
  const float* __restrict root = squares;
  if (spec.amsgrad != 0) {
    float* __restrict highest = update.slots[2];
    for (int64_t i = 0; i < size; ++i) highest[i] = std::max(highest[i], squares[i]);
    root = highest;
  }
  for (int64_t i = 0; i < size; ++i)
    value[i] -= rate * mean[i] / (std::sqrt(root[i]) + spec.epsilon);
}

void applyAdamax(const Update& update, const CairnOptimizerSpec& spec, const float* scalars) {
  const float* __restrict gradient = update.gradient;
  float* __restrict value = update.value;
  float* __restrict mean = update.slots[0];
  float* __restrict highest = update.slots[1];
  const float rate = update.rate / (1.0F - scalars[0]);
  const float toMean = 1.0F - spec.beta1;
  const float beta2 = spec.beta2;
  const float epsilon = spec.epsilon;
  for (int64_t i = 0; i < update.count; ++i) {
    mean[i] += (gradient[i] - mean[i]) * toMean;
    highest[i] = std::max(beta2 * highest[i], std::fabs(gradient[i]));
    value[i] -= rate * (mean[i] / (highest[i] + epsilon));
  }
}

}  // namespace cairn::engine
