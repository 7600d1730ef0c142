#pragma once

#include "core/engine/engine.h"

namespace cairn::engine {

/// Whether the derivative is taken of what went in; of the others what came out is enough.
bool derivativeNeedsInput(CairnActivation activation);

/// Outputs of a layer of `units`.
constexpr int64_t outputsOf(CairnActivation activation, int64_t units) {
  return activation == CAIRN_CRELU ? 2 * units : units;
}

/// `output` = activation of `input`, element by element; the two may be the same. Not of SOFTMAX
/// and CRELU, which are below.
/// Formula: spec/estimator.md 6. Eigen's float functions are within 2 ulp of TensorFlow's.
void activate(CairnActivation activation, const float* input, float* output, int64_t count);

/// Turns d loss / d output into d loss / d input, in place, by TensorFlow's gradient kernels.
/// `input` is read only where derivativeNeedsInput.
void differentiate(CairnActivation activation, const float* input, const float* output,
                   float* gradient, int64_t count);

/// The same of the activations that look at a row as a whole: SOFTMAX in place, and CRELU from
/// [rows, units] to [rows, 2 units].
void softmaxForward(float* values, int64_t rows, int64_t units, int64_t stride);
void softmaxBackward(const float* output, float* gradient, int64_t rows, int64_t units,
                     int64_t stride);
void creluForward(const float* input, int64_t inputStride, float* output, int64_t outputStride,
                  int64_t rows, int64_t units);
/// `inputGradient` may not be `outputGradient`.
void creluBackward(const float* output, const float* outputGradient, int64_t outputStride,
                   float* inputGradient, int64_t inputStride, int64_t rows, int64_t units);

}  // namespace cairn::engine
