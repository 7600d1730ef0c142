#include "core/engine/optimizers.h"

namespace cairn::engine {
namespace {

/// One row after the other by the dense rule.
void applyRowByRow(const CairnOptimizerSpec& spec, const float* powers, const RowsUpdate& update) {
  float* slots[3] = {};
  for (int64_t i = 0; i < update.count; ++i) {
    const int64_t at = update.ids[i] * update.width;
    for (int slot = 0; slot < 3; ++slot)
      slots[slot] = update.slots[slot] ? update.slots[slot] + at : nullptr;
    applyOptimizer(
        spec, powers,
        {update.width, update.gradient + i * update.width, update.value + at, slots, update.rate});
  }
}

}  // namespace

void applyOptimizer(const CairnOptimizerSpec& spec, const float* powers, const Update& update) {
  switch (spec.kind) {
    case CAIRN_SGD:
      return applySgd(update);
    case CAIRN_ADAGRAD:
      return applyAdagrad(update);
    case CAIRN_ADAM:
      return applyAdam(update, spec, powers);
    case CAIRN_RMSPROP:
      return applyRmsProp(update, spec);
    case CAIRN_FTRL:
      return applyFtrl(update, spec);
    case CAIRN_MOMENTUM:
      return applyMomentum(update, spec.momentum, spec.nesterov != 0);
  }
}

void applyOptimizerToRows(const CairnOptimizerSpec& spec, const float* powers,
                          const RowsUpdate& update) {
  if (spec.kind == CAIRN_ADAM) return applyAdamToRows(update, spec, powers);
  applyRowByRow(spec, powers, update);
}

void advanceOptimizer(const CairnOptimizerSpec& spec, float* powers) {
  if (spec.kind != CAIRN_ADAM) return;
  powers[0] *= spec.beta1;
  powers[1] *= spec.beta2;
}

}  // namespace cairn::engine
