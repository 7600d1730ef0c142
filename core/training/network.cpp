#include "core/training/network.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

struct ActivationName {
  std::string_view name;
  CairnActivation activation;
};
constexpr ActivationName kActivations[] = {
    {"relu", CAIRN_RELU},     {"relu6", CAIRN_RELU6},       {"leaky_relu", CAIRN_LEAKY_RELU},
    {"tanh", CAIRN_TANH},     {"sigmoid", CAIRN_SIGMOID},   {"elu", CAIRN_ELU},
    {"selu", CAIRN_SELU},     {"softplus", CAIRN_SOFTPLUS}, {"softsign", CAIRN_SOFTSIGN},
    {"swish", CAIRN_SWISH},   {"silu", CAIRN_SWISH},        {"gelu", CAIRN_GELU},
    {"linear", CAIRN_LINEAR}, {"None", CAIRN_LINEAR},       {"", CAIRN_LINEAR},
};

Error missing(const std::string& name) {
  return {ErrorCode::Unsupported, fmt::format("the config has no variable {}", name), name};
}

/// Kernel, bias and, for training, the slots of one layer.
Result<CairnLayer> engineLayer(VariableStore& store, const std::string& scope,
                               CairnActivation activation, bool training) {
  const std::string kernelName = scope + "/kernel";
  const std::string biasName = scope + "/bias";
  const model::Variable* kernel = store.variable(kernelName);
  if (kernel == nullptr || kernel->dimensions.size() != 2) return missing(kernelName);
  CairnLayer layer{};
  layer.inputs = kernel->dimensions[0].size;
  layer.units = kernel->dimensions[1].size;
  layer.activation = activation;
  layer.kernel = store.find(kernelName);
  layer.bias = store.find(biasName);
  if (layer.bias == nullptr) return missing(biasName);
  if (!training) return layer;
  const auto take = [&](const std::string& name, float*(&slots)[3]) {
    const std::vector<float*> arrays = store.slotsOf(name);
    std::copy_n(arrays.begin(), std::min<std::size_t>(arrays.size(), 3), slots);
  };
  take(kernelName, layer.kernel_slots);
  take(biasName, layer.bias_slots);
  return layer;
}

}  // namespace

Result<CairnActivation> activationOf(const std::string& name) {
  for (const ActivationName& known : kActivations)
    if (known.name == name) return known.activation;
  return Error{ErrorCode::Unsupported, fmt::format("activation {} can't be trained yet", name),
               "args.activation_fn"};
}

Result<Network> Network::create(const model::Config& config, const HeadSpec& head,
                                VariableStore& store, bool training, std::int64_t weightWidth) {
  Network network(head);
  CAIRN_ASSIGN(const CairnActivation activation, activationOf(config.args.activationFn));
  for (std::size_t i = 0; i < config.args.hiddenUnits.size(); ++i) {
    const std::string name = fmt::format("hiddenlayer_{}", i);
    CAIRN_ASSIGN(CairnLayer layer, engineLayer(store, "dnn/" + name, activation, training));
    network.m_engineLayers.push_back(layer);
    network.m_layers.push_back({name, layer.units});
  }
  CAIRN_ASSIGN(CairnLayer logits, engineLayer(store, "dnn/logits", CAIRN_LINEAR, training));
  network.m_engineLayers.push_back(logits);
  network.m_layers.push_back({"logits", logits.units});

  // A MultiHead's loss is computed here; one that suits any width is named to the engine.
  network.m_spec.loss = head.isMulti() ? CAIRN_REGRESSION : head.loss;
  network.m_spec.reduction = head.reduction;
  network.m_spec.weight_width = head.isMulti() ? 1 : weightWidth;
  if (training) {
    CAIRN_ASSIGN(TowerOptimizer optimizer, TowerOptimizer::create(config.args.optimizer, config.api,
                                                                  "args.optimizer", store));
    network.m_spec.optimizer = optimizer.spec();
    network.m_optimizer = std::make_unique<TowerOptimizer>(std::move(optimizer));
  }
  return network;
}

/// Makes the engine's buffers large enough; the variables are not theirs and stay.
Result<void> Network::reserve(std::int64_t rows) {
  if (m_network && rows <= m_spec.max_batch) return {};
  m_spec.layers = m_engineLayers.data();
  m_spec.layer_count = static_cast<std::int64_t>(m_engineLayers.size());
  m_spec.max_batch = std::max<std::int64_t>(rows, 1);
  m_spec.adam_powers = m_optimizer ? m_optimizer->powers() : nullptr;
  m_network.reset(cairn_network_create(&m_spec));
  if (m_network) return {};
  return Error{ErrorCode::InvalidArgument,
               fmt::format("no memory for batches of {} rows in this network", rows),
               "args.hidden_units"};
}

float Network::stepOf(const Batch& batch, float learningRate) {
  if (!m_head.isMulti())
    return cairn_network_train_step(m_network.get(), batch.x, batch.xStride, batch.labels,
                                    batch.weights, batch.rows, learningRate);
  m_logits.resize(static_cast<std::size_t>(batch.rows * m_head.logits));
  m_gradient.resize(m_logits.size());
  cairn_network_forward(m_network.get(), batch.x, batch.xStride, batch.rows, 1, m_logits.data());
  const float loss = m_loss.of(m_logits.data(), batch.labels, batch.weights, batch.weightWidth,
                               batch.rows, m_gradient.data());
  cairn_network_backward(m_network.get(), batch.x, batch.xStride, batch.rows, m_gradient.data(),
                         learningRate, nullptr);
  cairn_optimizer_advance(&m_spec.optimizer, m_spec.adam_powers);
  return loss;
}

Result<float> Network::trainStep(const Batch& batch, Step step) {
  if (batch.rows > m_spec.max_batch || !m_network) CAIRN_TRY(reserve(batch.rows));
  m_optimizer->begin(step);
  m_rows = batch.rows;
  const float loss = stepOf(batch, m_optimizer->rate());
  m_optimizer->finish();
  return loss;
}

Result<void> Network::forward(const Batch& batch, std::vector<float>& logits) {
  CAIRN_TRY(reserve(batch.rows));
  m_rows = batch.rows;
  logits.resize(static_cast<std::size_t>(batch.rows * m_layers.back().units));
  cairn_network_forward(m_network.get(), batch.x, batch.xStride, batch.rows, 0, logits.data());
  return {};
}

std::span<const float> Network::activation(std::size_t layer) const {
  const std::int64_t count = m_rows * m_layers[layer].units;
  return {cairn_network_activation(m_network.get(), static_cast<std::int64_t>(layer)),
          static_cast<std::size_t>(count)};
}

}  // namespace cairn::training
