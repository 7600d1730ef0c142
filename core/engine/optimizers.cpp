#include "core/engine/optimizers.h"

#include <algorithm>
#include <cmath>

namespace cairn::engine {
namespace {

void clipByValue(float limit, float* gradient, int64_t count) {
  for (int64_t i = 0; i < count; ++i) gradient[i] = std::clamp(gradient[i], -limit, limit);
}

/// As tf.clip_by_norm.
void clipByNorm(float limit, float* gradient, int64_t count) {
  double squares = 0;
  for (int64_t i = 0; i < count; ++i)
    squares += static_cast<double>(gradient[i]) * static_cast<double>(gradient[i]);
  const float norm = static_cast<float>(std::sqrt(squares));
  const float divisor = std::max(norm, limit);
  for (int64_t i = 0; i < count; ++i) gradient[i] = gradient[i] * limit / divisor;
}

/// One row after the other by the dense rule.
void applyRowByRow(const CairnOptimizerSpec& spec, const float* scalars, const RowsUpdate& update) {
  float* slots[3] = {};
  for (int64_t i = 0; i < update.count; ++i) {
    const int64_t at = update.ids[i] * update.width;
    for (int slot = 0; slot < 3; ++slot)
      slots[slot] = update.slots[slot] ? update.slots[slot] + at : nullptr;
    applyOptimizer(
        spec, scalars,
        {update.width, update.gradient + i * update.width, update.value + at, slots, update.rate});
  }
}

}  // namespace

bool readsStepScalars(CairnOptimizer kind) {
  return kind == CAIRN_ADAM || kind == CAIRN_ADAMAX || kind == CAIRN_NADAM ||
         kind == CAIRN_ADAGRAD_DA;
}

void clipGradient(const CairnOptimizerSpec& spec, float* gradient, int64_t count) {
  if ((spec.clips & CAIRN_CLIP_VALUE) != 0) clipByValue(spec.clip_value, gradient, count);
  if ((spec.clips & CAIRN_CLIP_NORM) != 0) clipByNorm(spec.clip_norm, gradient, count);
}

void applyOptimizer(const CairnOptimizerSpec& spec, const float* scalars, const Update& update) {
  switch (spec.kind) {
    case CAIRN_SGD:
      return applySgd(update);
    case CAIRN_ADAGRAD:
      return applyAdagrad(update, spec.epsilon);
    case CAIRN_ADAM:
      return applyAdam(update, spec, scalars);
    case CAIRN_RMSPROP:
      return applyRmsProp(update, spec);
    case CAIRN_FTRL:
      return applyFtrl(update, spec);
    case CAIRN_MOMENTUM:
      return applyMomentum(update, spec.momentum, spec.nesterov != 0);
    case CAIRN_KERAS_MOMENTUM:
      return applyKerasMomentum(update, spec.momentum, spec.nesterov != 0);
    case CAIRN_KERAS_RMSPROP:
      return applyKerasRmsProp(update, spec);
    case CAIRN_KERAS_RMSPROP_MOMENTUM:
      return applyKerasRmsPropMomentum(update, spec);
    case CAIRN_ADADELTA:
      return applyAdadelta(update, spec);
    case CAIRN_ADAMAX:
      return applyAdamax(update, spec, scalars);
    case CAIRN_NADAM:
      return applyNadam(update, spec, scalars);
    case CAIRN_PROXIMAL_SGD:
      return applyProximalSgd(update, spec);
    case CAIRN_PROXIMAL_ADAGRAD:
      return applyProximalAdagrad(update, spec);
    case CAIRN_ADAGRAD_DA:
      return applyAdagradDa(update, spec, scalars);
  }
}

void applyOptimizerToRows(const CairnOptimizerSpec& spec, const float* scalars,
                          const RowsUpdate& update) {
  switch (spec.kind) {
    case CAIRN_ADAM:
      return applyAdamToRows(update, spec, scalars);
    case CAIRN_NADAM:
      return applyNadamToRows(update, spec, scalars);
    case CAIRN_KERAS_RMSPROP:
      return applyKerasRmsPropToRows(update, spec);
    default:
      return applyRowByRow(spec, scalars, update);
  }
}

void decayAverages(const CairnOptimizerSpec& spec, int64_t count, float* const* slots) {
  const auto decay = [count](float* slot, float factor) {
    for (int64_t i = 0; slot && i < count; ++i) slot[i] *= factor;
  };
  if (spec.kind == CAIRN_ADAM || spec.kind == CAIRN_NADAM) {
    decay(slots[0], spec.beta1);
    decay(slots[1], spec.beta2);
  }
  if (spec.kind == CAIRN_KERAS_RMSPROP) {
    decay(slots[0], spec.decay);
    if (spec.centered) decay(slots[1], spec.decay);
  }
}

void advanceOptimizer(const CairnOptimizerSpec& spec, float* scalars) {
  if (spec.kind != CAIRN_ADAM) return;
  scalars[0] *= spec.beta1;
  scalars[1] *= spec.beta2;
}

}  // namespace cairn::engine
