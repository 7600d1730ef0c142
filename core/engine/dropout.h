#pragma once

#include "core/engine/aligned_buffer.h"
#include "core/engine/matmul.h"

#include <cstdint>

namespace cairn::engine {

/// Sets a share of a layer's output to 0 and scales the rest so that its expectation stays.
/// Formula: spec/estimator.md 6. Which elements are dropped depends only on the seed, the layer and
/// the step; TensorFlow's random stream is another one.
/// Thread: Not locked; one thread at a time.   Cost: allocates when made, then never.
class Dropout {
 public:
  /// `rate` in [0, 1) of the elements are dropped.
  Dropout(float rate, int64_t maxBatch, int64_t stride);
  /// Some rows of `output` = `input`, thinned out; both [batch, stride].
  void forward(const float* input, float* output, Range rows, std::uint64_t stream);
  /// In place, of the newest forward.
  void backward(float* gradient, Range rows) const;

 private:
  float m_rate;
  int64_t m_stride;
  AlignedBuffer m_factors;  // 0, or one over the share that is kept
};

}  // namespace cairn::engine
