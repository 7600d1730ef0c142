#include "core/engine/dense_layer.h"

#include "core/engine/activations.h"
#include "core/engine/matmul.h"

#include <algorithm>

namespace cairn::engine {
namespace {

std::size_t area(int64_t rows, int64_t columns) {
  return static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns);
}

}  // namespace

DenseLayer::DenseLayer(const CairnLayer& spec, int64_t maxBatch, bool passesGradient)
    : m_spec(spec),
      m_outputs(outputsOf(spec.activation, spec.units)),
      m_stride(paddedColumns(m_outputs)),
      m_unitStride(paddedColumns(spec.units)),
      m_panels(area(spec.inputs, m_unitStride)),
      m_bias(area(1, m_unitStride)),
      m_output(area(maxBatch, m_stride)),
      m_gradient(area(maxBatch, m_stride)),
      m_panel(area(maxBatch, 16)),
      m_kernelGradient(area(spec.inputs, spec.units)),
      m_biasGradient(area(1, m_unitStride)) {
  const bool crelu = spec.activation == CAIRN_CRELU;
  if (passesGradient) m_transposed = AlignedBuffer(area(paddedColumns(spec.inputs), spec.units));
  if (derivativeNeedsInput(spec.activation) || crelu)
    m_input = AlignedBuffer(area(maxBatch, m_unitStride));
  if (crelu) m_unitGradient = AlignedBuffer(area(maxBatch, m_unitStride));
  if (spec.dropout > 0) m_dropout.emplace(spec.dropout, maxBatch, m_stride);
  if (spec.gamma) m_batchNorm.emplace(spec, m_outputs, maxBatch, m_stride);
  if (m_dropout || m_batchNorm) m_activated = AlignedBuffer(area(maxBatch, m_stride));
}

/// `activated` = activation of `before`, which may be the same.
void DenseLayer::activateRows(float* before, float* activated, int64_t batch) {
  switch (m_spec.activation) {
    case CAIRN_RELU:  // the product's epilogue
      return;
    case CAIRN_SOFTMAX:
      return softmaxForward(activated, batch, m_spec.units, m_stride);
    case CAIRN_CRELU:
      return creluForward(before, m_unitStride, activated, m_stride, batch, m_spec.units);
    default:
      return activate(m_spec.activation, before, activated, batch * m_stride);
  }
}

void DenseLayer::forward(const float* x, int64_t xStride, int64_t batch, bool training,
                         std::uint64_t stream) {
  packPanels(m_spec.kernel, m_spec.inputs, m_spec.units, m_panels.data());
  std::copy_n(m_spec.bias, m_spec.units, m_bias.data());
  const bool relu = m_spec.activation == CAIRN_RELU;
  float* activated = m_activated.data() ? m_activated.data() : m_output.data();
  float* before = m_input.data() ? m_input.data() : activated;
  multiplyPanels(x, xStride, batch, m_spec.inputs, m_panels.data(), m_spec.units, m_bias.data(),
                 relu ? Epilogue::Relu : Epilogue::None, before);
  activateRows(before, activated, batch);
  if (!m_activated.data()) return;
  if (m_dropout && training)
    m_dropout->forward(activated, m_output.data(), batch, stream);
  else
    std::copy_n(activated, batch * m_stride, m_output.data());
  if (m_batchNorm) m_batchNorm->forward(m_output.data(), batch, training);
}

/// From gradient() to d loss / d what the activation was given, rows m_unitStride apart.
float* DenseLayer::differentiateRows(int64_t batch) {
  float* gradient = m_gradient.data();
  const float* activated = m_activated.data() ? m_activated.data() : m_output.data();
  switch (m_spec.activation) {
    case CAIRN_SOFTMAX:
      softmaxBackward(activated, gradient, batch, m_spec.units, m_stride);
      return gradient;
    case CAIRN_CRELU:
      creluBackward(activated, gradient, m_stride, m_unitGradient.data(), m_unitStride, batch,
                    m_spec.units);
      return m_unitGradient.data();
    default:
      differentiate(m_spec.activation, m_input.data(), activated, gradient, batch * m_stride);
      return gradient;
  }
}

void DenseLayer::backward(const float* x, int64_t xStride, int64_t batch, float* inputGradient) {
  if (m_batchNorm) m_batchNorm->backward(m_gradient.data(), batch);
  if (m_dropout) m_dropout->backward(m_gradient.data(), batch);
  const float* gradient = differentiateRows(batch);
  sumRows(gradient, batch, m_spec.units, m_biasGradient.data());
  multiplyTransposed(x, xStride, m_spec.inputs, gradient, m_spec.units, batch, m_panel.data(),
                     m_kernelGradient.data());
  if (!inputGradient) return;
  packTransposed(m_spec.kernel, m_spec.inputs, m_spec.units, m_transposed.data());
  multiplyPanels(gradient, m_unitStride, batch, m_spec.units, m_transposed.data(), m_spec.inputs,
                 nullptr, Epilogue::None, inputGradient);
}

void DenseLayer::update(const CairnOptimizerSpec& optimizer, const float* powers, float rate) {
  clipGradient(optimizer, m_kernelGradient.data(), m_spec.inputs * m_spec.units);
  clipGradient(optimizer, m_biasGradient.data(), m_spec.units);
  applyOptimizer(optimizer, powers,
                 {m_spec.inputs * m_spec.units, m_kernelGradient.data(), m_spec.kernel,
                  m_spec.kernel_slots, rate});
  applyOptimizer(optimizer, powers,
                 {m_spec.units, m_biasGradient.data(), m_spec.bias, m_spec.bias_slots, rate});
  if (m_batchNorm) m_batchNorm->update(optimizer, powers, rate);
}

}  // namespace cairn::engine
