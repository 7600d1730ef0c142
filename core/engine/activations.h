#pragma once

#include "core/engine/engine.h"

namespace cairn::engine {

/// Whether the derivative is taken of what went in; of the others what came out is enough.
bool derivativeNeedsInput(CairnActivation activation);

/// `output` = activation of `input`, element by element; the two may be the same.
/// Formula: spec/estimator.md 6. Eigen's float functions are within 2 ulp of TensorFlow's.
void activate(CairnActivation activation, const float* input, float* output, int64_t count);

/// Turns d loss / d output into d loss / d input, in place, by TensorFlow's gradient kernels.
/// `input` is read only where derivativeNeedsInput.
void differentiate(CairnActivation activation, const float* input, const float* output,
                   float* gradient, int64_t count);

}  // namespace cairn::engine
