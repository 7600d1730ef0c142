#pragma once

#include "core/engine/aligned_buffer.h"
#include "core/engine/batch_norm.h"
#include "core/engine/dropout.h"
#include "core/engine/optimizers.h"

#include <optional>

namespace cairn::engine {

/// What an update reads besides the gradients.
struct UpdateRule {
  const CairnOptimizerSpec* optimizer = nullptr;
  const float* scalars = nullptr;
  float rate = 0;
};

/// One dense layer (product, activation, dropout, batch normalisation) over the caller's kernel,
/// bias and slots, with room for a batch. A step is pack, forward, backward and learn, each in
/// parts that may be made at once but for batch normalisation, whose rows belong together; the next
/// of the four begins when the one before is whole.
/// Cost: allocates when made, then never.
class DenseLayer {
 public:
  /// `passesGradient`: whether backward is asked for the gradient of its input.
  DenseLayer(const CairnLayer& spec, int64_t maxBatch, bool passesGradient);

  int64_t inputs() const { return m_spec.inputs; }
  int64_t units() const { return m_spec.units; }
  int64_t outputs() const { return m_outputs; }
  /// Floats from row to row of output and gradient: the outputs, rounded up to whole panels.
  int64_t stride() const { return m_stride; }
  bool hasBatchNorm() const { return m_batchNorm.has_value(); }
  /// What the next layer reads: [batch, outputs] of the newest forward.
  const float* output() const { return m_output.data(); }
  /// d loss / d output [batch, units], to be filled before backward.
  float* gradient() { return m_gradient.data(); }

  /// A share of the kernel into panels.
  void pack(int32_t part, int32_t parts);
  /// The same of the transposed kernel, which backward reads.
  void packTransposed(int32_t part, int32_t parts);
  /// Some rows of a batch. `stream`: which random numbers a training drops by.
  void forward(const float* x, int64_t xStride, Range rows, bool training, std::uint64_t stream);
  /// Some rows, from gradient() to that of the units and, unless null, of the input, whose rows are
  /// paddedColumns(inputs) apart.
  void backward(Range rows, int64_t batch, float* inputGradient);
  /// A share of kernel and bias by their gradients.
  void learn(const float* x, int64_t xStride, int64_t batch, const UpdateRule& rule, int32_t part,
             int32_t parts);
  /// After learn: what a share alone can't decide.
  void finishStep(const UpdateRule& rule);

 private:
  void activateRows(Range rows);
  float* differentiateRows(Range rows);
  void updateKernel(const UpdateRule& rule, Range inputs);
  void updateBias(const UpdateRule& rule);
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
  AlignedBuffer m_unitGradient;    // of CRELU: d loss / d what it was given
  AlignedBuffer m_gradientPanels;  // d loss / d units, for the kernel's gradient
  AlignedBuffer m_kernelGradient;
  AlignedBuffer m_biasGradient;
  std::optional<Dropout> m_dropout;
  std::optional<BatchNorm> m_batchNorm;
};

}  // namespace cairn::engine
