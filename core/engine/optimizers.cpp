#include "core/engine/optimizers.h"

namespace cairn::engine {

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

void advanceOptimizer(const CairnOptimizerSpec& spec, float* powers) {
  if (spec.kind != CAIRN_ADAM) return;
  powers[0] *= spec.beta1;
  powers[1] *= spec.beta2;
}

}  // namespace cairn::engine
