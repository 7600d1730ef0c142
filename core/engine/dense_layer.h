#pragma once

#include "core/engine/aligned_buffer.h"
#include "core/engine/batch_norm.h"
#include "core/engine/dropout.h"
#include "core/engine/optimizers.h"

#include <optional>

namespace cairn::engine {

/// One dense layer (product, activation, dropout, batch normalisation) over the caller's kernel,
/// bias and slots, with room for a batch. Thread: Not locked; one thread at a time.   Cost:
/// allocates when made, then never.
class DenseLayer {
 public:
  /// `passesGradient`: whether backward is asked for the gradient of its input.
  DenseLayer(const CairnLayer& spec, int64_t maxBatch, bool passesGradient);

  int64_t inputs() const { return m_spec.inputs; }
  int64_t outputs() const { return m_outputs; }
  /// Floats from row to row of output and gradient: the outputs, rounded up to whole panels.
  int64_t stride() const { return m_stride; }
  /// What the next layer reads: [batch, outputs] of the newest forward.
  const float* output() const { return m_output.data(); }
  /// d loss / d output [batch, units], to be filled before backward.
  float* gradient() { return m_gradient.data(); }

  /// `stream`: which random numbers a training drops by.
  void forward(const float* x, int64_t xStride, int64_t batch, bool training, std::uint64_t stream);
  /// From gradient() to those of kernel and bias and, unless null, of the input, whose rows are
  /// paddedColumns(inputs) apart.
  void backward(const float* x, int64_t xStride, int64_t batch, float* inputGradient);
  void update(const CairnOptimizerSpec& optimizer, const float* powers, float rate);

 private:
  void activateRows(float* before, float* activated, int64_t batch);
  float* differentiateRows(int64_t batch);
  CairnLayer m_spec;
  int64_t m_outputs;
  int64_t m_stride;
  int64_t m_unitStride;        // of what has a float for each unit, which CRELU has half as many of
  AlignedBuffer m_panels;      // the kernel
  AlignedBuffer m_transposed;  // the kernel, transposed, when the gradient is passed on
  AlignedBuffer m_bias;        // padded with zeros
  AlignedBuffer m_input;       // before the activation, where that is kept
  AlignedBuffer m_activated;   // after the activation, where m_output is something else
  AlignedBuffer m_output;
  AlignedBuffer m_gradient;
  AlignedBuffer m_unitGradient;  // of CRELU: d loss / d what it was given
  AlignedBuffer m_panel;         // scratch of multiplyTransposed
  AlignedBuffer m_kernelGradient;
  AlignedBuffer m_biasGradient;
  std::optional<Dropout> m_dropout;
  std::optional<BatchNorm> m_batchNorm;
};

}  // namespace cairn::engine
