#pragma once

#include "core/engine/aligned_buffer.h"
#include "core/engine/optimizers.h"

namespace cairn::engine {

/// Batch normalisation of a layer's output over the caller's gamma, beta and moving statistics.
/// Formula: spec/estimator.md 6. Sums over the batch are taken in double.
/// Thread: Not locked; one thread at a time.   Cost: allocates when made, then never.
class BatchNorm {
 public:
  /// `units` are normalised; `stride`: floats from row to row of everything that is handed over.
  BatchNorm(const CairnLayer& spec, int64_t units, int64_t maxBatch, int64_t stride);

  /// In place: by the batch's own statistics when training, else by the moving ones.
  void forward(float* values, int64_t batch, bool training);
  /// From d loss / d output to d loss / d input, in place, of the newest forward of a training.
  void backward(float* gradient, int64_t batch);
  /// Gamma and beta by their gradients; the moving statistics towards the batch's.
  void update(const CairnOptimizerSpec& optimizer, const float* powers, float rate);

 private:
  void measure(const float* values, int64_t batch);
  CairnLayer m_spec;
  int64_t m_units;
  int64_t m_stride;
  AlignedBuffer m_normalized;  // (x - mean) / sqrt(variance + epsilon) of the newest forward
  AlignedBuffer m_mean;
  AlignedBuffer m_variance;
  AlignedBuffer m_gammaGradient;
  AlignedBuffer m_betaGradient;
};

}  // namespace cairn::engine
