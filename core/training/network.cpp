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

// Classes of tf.compat.v1.train.
struct OptimizerName {
  std::string_view className;
  CairnOptimizer kind;
};
constexpr OptimizerName kOptimizers[] = {
    {"GradientDescentOptimizer", CAIRN_SGD}, {"AdagradOptimizer", CAIRN_ADAGRAD},
    {"AdamOptimizer", CAIRN_ADAM},           {"RMSPropOptimizer", CAIRN_RMSPROP},
    {"FtrlOptimizer", CAIRN_FTRL},           {"MomentumOptimizer", CAIRN_MOMENTUM},
};

float hyper(const model::Optimizer& optimizer, const char* name, double fallback) {
  const auto found = optimizer.hyper.find(name);
  return static_cast<float>(found == optimizer.hyper.end() ? fallback : found->second);
}

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

float* scalarNamed(VariableStore& store, std::string_view slot) {
  for (const model::Variable& variable : store.variables())
    if (variable.role == model::VariableRole::OptimizerScalar && variable.slot == slot)
      return store.find(variable.name);
  return nullptr;
}

}  // namespace

Result<CairnActivation> activationOf(const std::string& name) {
  for (const ActivationName& known : kActivations)
    if (known.name == name) return known.activation;
  return Error{ErrorCode::Unsupported, fmt::format("activation {} can't be trained yet", name),
               "args.activation_fn"};
}

Result<CairnOptimizerSpec> optimizerSpec(const model::Optimizer& optimizer, model::Api api,
                                         const std::string& key) {
  CairnOptimizerSpec spec{};
  const OptimizerName* known = nullptr;
  for (const OptimizerName& one : kOptimizers)
    if (one.className == optimizer.className) known = &one;
  if (known == nullptr || api != model::Api::V1)
    return Error{ErrorCode::Unsupported,
                 fmt::format("optimizer {} can't be trained yet", optimizer.className), key};
  spec.kind = known->kind;
  spec.beta1 = hyper(optimizer, "beta1", 0.9);
  spec.beta2 = hyper(optimizer, "beta2", 0.999);
  spec.epsilon = hyper(optimizer, "epsilon", spec.kind == CAIRN_RMSPROP ? 1e-10 : 1e-8);
  spec.decay = hyper(optimizer, "decay", 0.9);
  spec.momentum = hyper(optimizer, "momentum", 0);
  spec.centered = hyper(optimizer, "centered", 0) != 0 ? 1 : 0;
  spec.nesterov = hyper(optimizer, "use_nesterov", 0) != 0 ? 1 : 0;
  spec.learning_rate_power = hyper(optimizer, "learning_rate_power", -0.5);
  spec.l1 = hyper(optimizer, "l1_regularization_strength", 0);
  spec.l2 = hyper(optimizer, "l2_regularization_strength", 0);
  spec.l2_shrinkage = hyper(optimizer, "l2_shrinkage_regularization_strength", 0);
  spec.beta = hyper(optimizer, "beta", 0);
  return spec;
}

Result<Network> Network::create(const model::Config& config, const HeadSpec& head,
                                VariableStore& store, bool training, std::int64_t weightWidth) {
  Network network;
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

  network.m_spec.loss = head.loss;
  network.m_spec.reduction = head.reduction;
  network.m_spec.weight_width = weightWidth;
  if (training) {
    CAIRN_ASSIGN(network.m_spec.optimizer,
                 optimizerSpec(config.args.optimizer, config.api, "args.optimizer"));
  }
  if (training && network.m_spec.optimizer.kind == CAIRN_ADAM) {
    network.m_beta1Power = scalarNamed(store, "beta1_power");
    network.m_beta2Power = scalarNamed(store, "beta2_power");
    if (network.m_beta1Power == nullptr || network.m_beta2Power == nullptr)
      return missing("beta1_power");
    network.m_adamPowers.resize(2);
  }
  return network;
}

/// Makes the engine's buffers large enough; the variables are not theirs and stay.
Result<void> Network::reserve(std::int64_t rows) {
  if (m_network && rows <= m_spec.max_batch) return {};
  m_spec.layers = m_engineLayers.data();
  m_spec.layer_count = static_cast<std::int64_t>(m_engineLayers.size());
  m_spec.max_batch = std::max<std::int64_t>(rows, 1);
  m_spec.adam_powers = m_adamPowers.empty() ? nullptr : m_adamPowers.data();
  m_network.reset(cairn_network_create(&m_spec));
  if (m_network) return {};
  return Error{ErrorCode::InvalidArgument,
               fmt::format("no memory for batches of {} rows in this network", rows),
               "args.hidden_units"};
}

Result<float> Network::trainStep(const Batch& batch, float learningRate) {
  if (batch.rows > m_spec.max_batch || !m_network) CAIRN_TRY(reserve(batch.rows));
  if (m_beta1Power != nullptr) {
    m_adamPowers[0] = *m_beta1Power;
    m_adamPowers[1] = *m_beta2Power;
  }
  m_rows = batch.rows;
  const float loss = cairn_network_train_step(m_network.get(), batch.x, batch.xStride, batch.labels,
                                              batch.weights, batch.rows, learningRate);
  if (m_beta1Power != nullptr) {
    *m_beta1Power = m_adamPowers[0];
    *m_beta2Power = m_adamPowers[1];
  }
  return loss;
}

Result<void> Network::forward(const Batch& batch, std::vector<float>& logits) {
  CAIRN_TRY(reserve(batch.rows));
  m_rows = batch.rows;
  logits.resize(static_cast<std::size_t>(batch.rows * m_layers.back().units));
  cairn_network_forward(m_network.get(), batch.x, batch.xStride, batch.rows, logits.data());
  return {};
}

std::span<const float> Network::activation(std::size_t layer) const {
  const std::int64_t count = m_rows * m_layers[layer].units;
  return {cairn_network_activation(m_network.get(), static_cast<std::int64_t>(layer)),
          static_cast<std::size_t>(count)};
}

}  // namespace cairn::training
