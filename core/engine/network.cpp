#include "core/engine/network.h"

#include "core/engine/activations.h"
#include "core/engine/losses.h"
#include "core/engine/matmul.h"

#include <algorithm>
#include <cassert>

namespace cairn::engine {
namespace {

// Far beyond any machine, and products of two stay within int64.
constexpr int64_t kMaxExtent = int64_t{1} << 31;

// Rows of a batch that stay together; a product works on up to eight at once.
constexpr int64_t kRowGrain = 8;
// Multiplications below which handing out parts costs more than it saves: some 20 us.
constexpr int64_t kWorthSharing = 1'000'000;

int64_t outputsOf(const CairnLayer& layer) {
  return engine::outputsOf(layer.activation, layer.units);
}

bool isExtent(int64_t size, int64_t least) { return size >= least && size <= kMaxExtent; }

/// Whether a buffer of so many floats can be asked for at all.
bool areaFits(int64_t rows, int64_t columns) { return rows * (columns + 16) <= (int64_t{1} << 58); }

void copyRows(const float* from, int64_t fromStride, int64_t rows, int64_t columns, float* to,
              int64_t toStride) {
  for (int64_t row = 0; row < rows; ++row)
    std::copy_n(from + row * fromStride, columns, to + row * toStride);
}

}  // namespace

bool Network::isValid(const CairnNetworkSpec& spec) {
  if (!spec.layers || spec.layer_count <= 0 || !isExtent(spec.max_batch, 1)) return false;
  for (int64_t i = 0; i < spec.layer_count; ++i) {
    const CairnLayer& layer = spec.layers[i];
    if (!isExtent(layer.units, 1) || !isExtent(layer.inputs, 0)) return false;
    if (i > 0 && layer.inputs != outputsOf(spec.layers[i - 1])) return false;
    if (!areaFits(layer.inputs, layer.units) || !areaFits(spec.max_batch, outputsOf(layer)) ||
        !areaFits(spec.max_batch, layer.inputs))
      return false;
    if ((layer.inputs > 0 && !layer.kernel) || !layer.bias) return false;
    if (!(layer.dropout >= 0 && layer.dropout < 1)) return false;
    if (layer.gamma && (!layer.beta || !layer.moving_mean || !layer.moving_variance)) return false;
  }
  const int64_t logits = outputsOf(spec.layers[spec.layer_count - 1]);
  if (spec.loss == CAIRN_BINARY && logits != 1) return false;
  if (readsStepScalars(spec.optimizer.kind) && !spec.adam_powers) return false;
  return spec.weight_width <= 1 || (spec.weight_width == logits && hasElementLosses(spec.loss));
}

Network::Network(const CairnNetworkSpec& spec) : m_spec(spec), m_parts(spec.workers) {
  m_spec.weight_width = std::max<int64_t>(1, spec.weight_width);
  int64_t widest = 0;
  for (int64_t i = 0; i < spec.layer_count; ++i) {
    m_layers.emplace_back(spec.layers[i], spec.max_batch, i > 0 || spec.input_gradient != 0);
    widest = std::max(widest, outputsOf(spec.layers[i]));
    m_weights += spec.layers[i].inputs * spec.layers[i].units;
    m_rowsAreFree = m_rowsAreFree && !m_layers.back().hasBatchNorm();
  }
  m_spec.layers = nullptr;  // the caller's array may be gone after create
  m_dense = AlignedBuffer(static_cast<std::size_t>(spec.max_batch * widest));
  if (spec.input_gradient != 0)
    m_inputGradient = AlignedBuffer(
        static_cast<std::size_t>(spec.max_batch * paddedColumns(m_layers.front().inputs())));
}

/// In how many parts a batch is worth to be worked on, `products` times through all weights.
int32_t Network::partsOf(int64_t batch, int64_t products) const {
  if (!m_rowsAreFree || batch * m_weights * products < kWorthSharing) return 1;
  return m_parts.most();
}

void Network::forwardLayers(const float* x, int64_t xStride, int64_t batch, bool training) {
  assert(batch > 0 && batch <= m_spec.max_batch);
  m_batch = batch;
  const std::uint64_t first = m_spec.dropout_seed ^ (static_cast<std::uint64_t>(m_step) << 20);
  const int32_t parts = partsOf(batch, training ? 3 : 1);
  m_parts.forEach(parts, [&](int32_t part) {
    for (DenseLayer& layer : m_layers) layer.pack(part, parts);
  });
  m_parts.forEach(parts, [&](int32_t part) {
    const Range rows = shareOf(batch, part, parts, kRowGrain);
    const float* in = x;
    int64_t inStride = xStride;
    std::uint64_t stream = first;
    for (DenseLayer& layer : m_layers) {
      layer.forward(in, inStride, rows, training, stream++);
      if (training) layer.packTransposed(part, parts);
      in = layer.output();
      inStride = layer.stride();
    }
  });
}

void Network::backwardLayers(const float* x, int64_t xStride, int64_t batch, float rate,
                             float* inputGradient) {
  // All gradients belong to the weights before the update.
  const int32_t parts = partsOf(batch, 3);
  m_parts.forEach(parts, [&](int32_t part) {
    const Range rows = shareOf(batch, part, parts, kRowGrain);
    for (std::size_t i = m_layers.size(); i-- > 0;) {
      float* below = i > 0 ? m_layers[i - 1].gradient() : nullptr;
      if (i == 0 && inputGradient) below = m_inputGradient.data();
      m_layers[i].backward(rows, batch, below);
    }
  });
  const UpdateRule rule{&m_spec.optimizer, m_spec.adam_powers, rate};
  m_parts.forEach(parts, [&](int32_t part) {
    for (std::size_t i = 0; i < m_layers.size(); ++i)
      m_layers[i].learn(i > 0 ? m_layers[i - 1].output() : x,
                        i > 0 ? m_layers[i - 1].stride() : xStride, batch, rule, part, parts);
  });
  for (DenseLayer& layer : m_layers) layer.finishStep(rule);
  if (!inputGradient) return;
  const int64_t inputs = m_layers.front().inputs();
  copyRows(m_inputGradient.data(), paddedColumns(inputs), batch, inputs, inputGradient, inputs);
}

float Network::trainStep(const float* x, int64_t xStride, const float* labels, const float* weights,
                         int64_t batch, float rate) {
  forwardLayers(x, xStride, batch, true);
  DenseLayer& logits = m_layers.back();
  const LossBatch asked{logits.output(),     logits.stride(), labels,          weights,
                        m_spec.weight_width, batch,           logits.outputs()};
  const float loss = lossGradient(m_spec.loss, m_spec.reduction, asked, logits.gradient());
  backwardLayers(x, xStride, batch, rate, nullptr);
  advanceOptimizer(m_spec.optimizer, m_spec.adam_powers);
  return loss;
}

void Network::forward(const float* x, int64_t xStride, int64_t batch, bool training,
                      float* logits) {
  forwardLayers(x, xStride, batch, training);
  const DenseLayer& last = m_layers.back();
  copyRows(last.output(), last.stride(), batch, last.outputs(), logits, last.outputs());
}

void Network::backward(const float* x, int64_t xStride, int64_t batch, const float* logitsGradient,
                       float rate, float* inputGradient) {
  assert(batch == m_batch);
  DenseLayer& last = m_layers.back();
  copyRows(logitsGradient, last.outputs(), batch, last.outputs(), last.gradient(), last.stride());
  backwardLayers(x, xStride, batch, rate, inputGradient);
}

const float* Network::activation(int64_t layer) const {
  const DenseLayer& asked = m_layers[static_cast<std::size_t>(layer)];
  if (asked.stride() == asked.outputs()) return asked.output();
  copyRows(asked.output(), asked.stride(), m_batch, asked.outputs(), m_dense.data(),
           asked.outputs());
  return m_dense.data();
}

}  // namespace cairn::engine
