#pragma once

#include "core/engine/engine.h"

// TensorFlow's update rules, each fused into one loop over a variable, its gradient and its slots.
// Formula: spec/estimator.md 5, in float32, element by element; a file a family.
namespace cairn::engine {

/// One variable with its gradient and slots, dense, `count` elements each; none overlaps another.
struct Update {
  int64_t count = 0;
  const float* gradient = nullptr;
  float* value = nullptr;
  float* const* slots = nullptr;
  float rate = 0;
};

/// The same for some rows of a variable [rows, width]: `ids` are unique and below `rows`,
/// `gradient` is [count, width].
struct RowsUpdate {
  int64_t rows = 0;
  int64_t width = 0;
  int64_t count = 0;
  const int64_t* ids = nullptr;
  const float* gradient = nullptr;
  float* value = nullptr;
  float* const* slots = nullptr;
  float rate = 0;

  int64_t size() const { return rows * width; }
};

/// Whether the step's scalars (CAIRN_STEP_SCALARS) are needed.
bool readsStepScalars(CairnOptimizer kind);

void applySgd(const Update& update);
void applyMomentum(const Update& update, float momentum, bool nesterov);
void applyKerasMomentum(const Update& update, float momentum, bool nesterov);
void applyAdagrad(const Update& update, float epsilon);
void applyAdagradDa(const Update& update, const CairnOptimizerSpec& spec, const float* scalars);
void applyAdadelta(const Update& update, const CairnOptimizerSpec& spec);
void applyAdam(const Update& update, const CairnOptimizerSpec& spec, const float* scalars);
void applyAdamToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec,
                     const float* scalars);
void applyAdamax(const Update& update, const CairnOptimizerSpec& spec, const float* scalars);
void applyNadam(const Update& update, const CairnOptimizerSpec& spec, const float* scalars);
void applyNadamToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec,
                      const float* scalars);
void applyRmsProp(const Update& update, const CairnOptimizerSpec& spec);
/// The same with Keras' order of slots.
void applyKerasRmsPropMomentum(const Update& update, const CairnOptimizerSpec& spec);
void applyKerasRmsProp(const Update& update, const CairnOptimizerSpec& spec);
void applyKerasRmsPropToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec);
void applyFtrl(const Update& update, const CairnOptimizerSpec& spec);
void applyProximalSgd(const Update& update, const CairnOptimizerSpec& spec);
void applyProximalAdagrad(const Update& update, const CairnOptimizerSpec& spec);

/// By value, then by norm, as Keras; nothing unless `spec` says so.
void clipGradient(const CairnOptimizerSpec& spec, float* gradient, int64_t count);
/// The rule that `spec` names.
void applyOptimizer(const CairnOptimizerSpec& spec, const float* scalars, const Update& update);
/// The same where TensorFlow has a sparse gradient: most rules touch only the rows given; the
/// averages of some decay in all rows, and Adam moves all.
void applyOptimizerToRows(const CairnOptimizerSpec& spec, const float* scalars,
                          const RowsUpdate& update);
/// The half of an update of rows that needs no gradient: averages of all rows decay.
void decayAverages(const CairnOptimizerSpec& spec, int64_t count, float* const* slots);
/// What happens once a step, after all variables: Adam's powers move on.
void advanceOptimizer(const CairnOptimizerSpec& spec, float* scalars);

}  // namespace cairn::engine
