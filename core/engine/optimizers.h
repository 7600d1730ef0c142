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

void applySgd(const Update& update);
void applyMomentum(const Update& update, float momentum, bool nesterov);
void applyAdagrad(const Update& update);
/// `powers`: beta1^t and beta2^t of this step.
void applyAdam(const Update& update, const CairnOptimizerSpec& spec, const float* powers);
void applyAdamToRows(const RowsUpdate& update, const CairnOptimizerSpec& spec, const float* powers);
void applyRmsProp(const Update& update, const CairnOptimizerSpec& spec);
void applyFtrl(const Update& update, const CairnOptimizerSpec& spec);

/// The rule that `spec` names. `powers` is Adam's, else not read.
void applyOptimizer(const CairnOptimizerSpec& spec, const float* powers, const Update& update);
/// The same where TensorFlow has a sparse gradient: most rules touch only the rows given, Adam's
/// averages decay in all rows and move them.
void applyOptimizerToRows(const CairnOptimizerSpec& spec, const float* powers,
                          const RowsUpdate& update);
/// What happens once a step, after all variables: Adam's powers move on.
void advanceOptimizer(const CairnOptimizerSpec& spec, float* powers);

}  // namespace cairn::engine
