#include "core/engine/dense_layer.h"

#include "core/engine/activations.h"
#include "core/engine/matmul.h"
#include "core/engine/parts.h"

#include <algorithm>

namespace cairn::engine {
namespace {

// Rows of the kernel whose gradient is made and used while it is in the cache.
constexpr int64_t kInputsAtOnce = 48;

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
      m_gradientPanels(area(maxBatch, m_unitStride)),
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

void DenseLayer::pack(int32_t part, int32_t parts) {
  packPanels(m_spec.kernel, m_spec.units, m_spec.inputs, shareOf(m_spec.inputs, part, parts, 1),
             m_spec.units, m_panels.data());
  if (part == 0) std::copy_n(m_spec.bias, m_spec.units, m_bias.data());
}

void DenseLayer::packTransposed(int32_t part, int32_t parts) {
  if (!m_transposed.data()) return;
  const int64_t panels = paddedColumns(m_spec.inputs) / panelWidth(m_spec.inputs);
  engine::packTransposed(m_spec.kernel, m_spec.inputs, m_spec.units,
                         shareOf(panels, part, parts, 1), m_transposed.data());
}

/// From what the product gave to `activated`, which may be the same.
void DenseLayer::activateRows(Range rows) {
  float* activated =
      (m_activated.data() ? m_activated.data() : m_output.data()) + rows.first * m_stride;
  const float* before = m_input.data() ? m_input.data() + rows.first * m_unitStride : activated;
  switch (m_spec.activation) {
    case CAIRN_RELU:  // the product's epilogue
      return;
    case CAIRN_SOFTMAX:
      return softmaxForward(activated, rows.count(), m_spec.units, m_stride);
    case CAIRN_CRELU:
      return creluForward(before, m_unitStride, activated, m_stride, rows.count(), m_spec.units);
    default:
      return activate(m_spec.activation, before, activated, rows.count() * m_stride);
  }
}

void DenseLayer::forward(const float* x, int64_t xStride, Range rows, bool training,
                         std::uint64_t stream) {
  const int64_t at = rows.first * m_stride;
  float* activated = m_activated.data() ? m_activated.data() : m_output.data();
  const bool keepsInput = m_input.data() != nullptr;
  float* before = keepsInput ? m_input.data() + rows.first * m_unitStride : activated + at;
  multiplyPanels(x + rows.first * xStride, xStride, rows.count(), m_spec.inputs, m_panels.data(),
                 m_spec.units, m_bias.data(),
                 m_spec.activation == CAIRN_RELU ? Epilogue::Relu : Epilogue::None, before);
  activateRows(rows);
  if (!m_activated.data()) return;
  if (m_dropout && training)
    m_dropout->forward(activated, m_output.data(), rows, stream);
  else
    std::copy_n(activated + at, rows.count() * m_stride, m_output.data() + at);
  if (m_batchNorm) m_batchNorm->forward(m_output.data(), rows.last, training);
}

/// From gradient() to d loss / d what the activation was given, rows m_unitStride apart; of the
/// first of `rows`.
float* DenseLayer::differentiateRows(Range rows) {
  const int64_t at = rows.first * m_stride;
  float* gradient = m_gradient.data() + at;
  const float* activated = (m_activated.data() ? m_activated.data() : m_output.data()) + at;
  switch (m_spec.activation) {
    case CAIRN_SOFTMAX:
      softmaxBackward(activated, gradient, rows.count(), m_spec.units, m_stride);
      return gradient;
    case CAIRN_CRELU: {
      float* ofUnits = m_unitGradient.data() + rows.first * m_unitStride;
      creluBackward(activated, gradient, m_stride, ofUnits, m_unitStride, rows.count(),
                    m_spec.units);
      return ofUnits;
    }
    default:
      differentiate(m_spec.activation, m_input.data() ? m_input.data() + at : nullptr, activated,
                    gradient, rows.count() * m_stride);
      return gradient;
  }
}

void DenseLayer::backward(Range rows, int64_t batch, float* inputGradient) {
  if (m_batchNorm) m_batchNorm->backward(m_gradient.data(), rows.last);
  if (m_dropout) m_dropout->backward(m_gradient.data(), rows);
  const float* gradient = differentiateRows(rows);
  packPanels(gradient, m_unitStride, batch, {0, rows.count()}, m_spec.units,
             m_gradientPanels.data() + rows.first * panelWidth(m_spec.units));
  if (!inputGradient) return;
  multiplyPanels(gradient, m_unitStride, rows.count(), m_spec.units, m_transposed.data(),
                 m_spec.inputs, nullptr, Epilogue::None,
                 inputGradient + rows.first * paddedColumns(m_spec.inputs));
}

void DenseLayer::learn(const float* x, int64_t xStride, int64_t batch, const UpdateRule& rule,
                       int32_t part, int32_t parts) {
  const bool alone = (rule.optimizer->clips & CAIRN_CLIP_NORM) == 0;
  if (part == 0) {
    sumPanels(m_gradientPanels.data(), batch, m_spec.units, m_biasGradient.data());
    if (alone) updateBias(rule);
  }
  const Range share = shareOf(m_spec.inputs, part, parts, kInputsAtOnce);
  for (int64_t first = share.first; first < share.last; first += kInputsAtOnce) {
    const Range inputs{first, std::min(share.last, first + kInputsAtOnce)};
    multiplyTransposed(x, xStride, inputs, m_gradientPanels.data(), m_spec.units, batch,
                       m_kernelGradient.data());
    if (alone) updateKernel(rule, inputs);
  }
}

void DenseLayer::finishStep(const UpdateRule& rule) {
  if ((rule.optimizer->clips & CAIRN_CLIP_NORM) != 0) {
    updateKernel(rule, {0, m_spec.inputs});
    updateBias(rule);
  }
  if (m_batchNorm) m_batchNorm->update(*rule.optimizer, rule.scalars, rule.rate);
}

void DenseLayer::updateKernel(const UpdateRule& rule, Range inputs) {
  const int64_t at = inputs.first * m_spec.units;
  const int64_t count = inputs.count() * m_spec.units;
  float* slots[3] = {};
  for (int i = 0; i < 3; ++i)
    if (m_spec.kernel_slots[i]) slots[i] = m_spec.kernel_slots[i] + at;
  clipGradient(*rule.optimizer, m_kernelGradient.data() + at, count);
  applyOptimizer(*rule.optimizer, rule.scalars,
                 {count, m_kernelGradient.data() + at, m_spec.kernel + at, slots, rule.rate});
}

void DenseLayer::updateBias(const UpdateRule& rule) {
  clipGradient(*rule.optimizer, m_biasGradient.data(), m_spec.units);
  applyOptimizer(*rule.optimizer, rule.scalars,
                 {m_spec.units, m_biasGradient.data(), m_spec.bias, m_spec.bias_slots, rule.rate});
}

}  // namespace cairn::engine
