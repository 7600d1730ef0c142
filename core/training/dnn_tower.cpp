#include "core/training/dnn_tower.h"

#include "core/model/model_variables.h"
#include "core/training/engine_workers.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

// Floats of a batch's rows below which handing out lookups costs more than it saves.
constexpr std::int64_t kWorthSharing = 16'384;

struct ActivationName {
  std::string_view name;
  CairnActivation activation;
};
constexpr ActivationName kActivations[] = {
    {"relu", CAIRN_RELU},
    {"relu6", CAIRN_RELU6},
    {"leaky_relu", CAIRN_LEAKY_RELU},
    {"tanh", CAIRN_TANH},
    {"sigmoid", CAIRN_SIGMOID},
    {"elu", CAIRN_ELU},
    {"selu", CAIRN_SELU},
    {"softplus", CAIRN_SOFTPLUS},
    {"softsign", CAIRN_SOFTSIGN},
    {"swish", CAIRN_SWISH},
    {"silu", CAIRN_SWISH},
    {"gelu", CAIRN_GELU},
    {"mish", CAIRN_MISH},
    {"hard_sigmoid", CAIRN_HARD_SIGMOID},
    {"exponential", CAIRN_EXPONENTIAL},
    {"softmax", CAIRN_SOFTMAX},
    {"crelu", CAIRN_CRELU},
    {"linear", CAIRN_LINEAR},
    {"None", CAIRN_LINEAR},
    {"", CAIRN_LINEAR},
};

/// Kernel and bias of one layer, with their slots.
Result<CairnLayer> engineLayer(VariableStore& store, const std::string& scope,
                               CairnActivation activation) {
  CAIRN_ASSIGN(const TrainedArray kernel, trainedArray(store, scope + "/kernel"));
  CAIRN_ASSIGN(const TrainedArray bias, trainedArray(store, scope + "/bias"));
  CairnLayer layer{};
  layer.inputs = kernel.rows;
  layer.units = kernel.width;
  layer.activation = activation;
  layer.kernel = kernel.values;
  layer.bias = bias.values;
  std::copy(kernel.slots.begin(), kernel.slots.end(), layer.kernel_slots);
  std::copy(bias.slots.begin(), bias.slots.end(), layer.bias_slots);
  return layer;
}

Result<void> addBatchNorm(VariableStore& store, const std::string& scope, CairnLayer& layer) {
  CAIRN_ASSIGN(const TrainedArray gamma, trainedArray(store, scope + "/gamma"));
  CAIRN_ASSIGN(const TrainedArray beta, trainedArray(store, scope + "/beta"));
  CAIRN_ASSIGN(const TrainedArray mean, trainedArray(store, scope + "/moving_mean"));
  CAIRN_ASSIGN(const TrainedArray variance, trainedArray(store, scope + "/moving_variance"));
  layer.gamma = gamma.values;
  layer.beta = beta.values;
  layer.moving_mean = mean.values;
  layer.moving_variance = variance.values;
  std::copy(gamma.slots.begin(), gamma.slots.end(), layer.gamma_slots);
  std::copy(beta.slots.begin(), beta.slots.end(), layer.beta_slots);
  return {};
}

}  // namespace

Result<CairnActivation> activationOf(const std::string& name) {
  for (const ActivationName& known : kActivations)
    if (known.name == name) return known.activation;
  return Error{ErrorCode::Unsupported, fmt::format("activation {} can't be trained yet", name),
               "args.activation_fn"};
}

Result<DnnTower> DnnTower::create(const model::Config& config, const HeadSpec& head,
                                  const Parts& parts) {
  DnnTower tower;
  CAIRN_TRY(tower.addColumns(config, parts));
  CAIRN_TRY(tower.addLayers(config, parts));
  tower.m_optimizer = parts.optimizer;
  // A MultiHead's loss is computed elsewhere; one that suits any width is named to the engine.
  tower.m_spec.loss = head.isMulti() ? CAIRN_REGRESSION : head.loss;
  tower.m_spec.reduction = head.reduction;
  tower.m_spec.weight_width = head.isMulti() ? 1 : parts.weightWidth;
  tower.m_spec.dropout_seed = static_cast<std::uint64_t>(config.runConfig.tfRandomSeed.value_or(0));
  tower.m_spec.workers = engineWorkers(parts.workers);
  tower.m_workers = parts.workers;
  if (parts.optimizer != nullptr) {
    tower.m_spec.optimizer = parts.optimizer->spec();
    tower.m_spec.adam_powers = parts.optimizer->powers();
  }
  const auto isTrained = [](const Embedding& one) { return one.lookup.isTrained(); };
  tower.m_spec.input_gradient =
      std::any_of(tower.m_embeddings.begin(), tower.m_embeddings.end(), isTrained) ? 1 : 0;
  return tower;
}

Result<void> DnnTower::addColumns(const model::Config& config, const Parts& parts) {
  std::int64_t from = 0;
  for (const model::ColumnVariables& one :
       model::columnVariables(config, model::TrainedBy::Network)) {
    const std::int64_t width = rowWidth(one.column);
    if (isEmbedding(one.column)) {
      const std::string name = data::columnName(one.column);
      CAIRN_ASSIGN(LookupTable * table,
                   parts.tables->get(*parts.store, one.table, parts.optimizer));
      CAIRN_ASSIGN(const Combiner combiner, combinerOf(one.column.combiner, name));
      Lookup::Options options{parts.plan->find(embeddingIds(one.column)), combiner, {}, name};
      if (one.column.maxNorm) options.maxNorm = static_cast<float>(*one.column.maxNorm);
      for (const Embedding& other : m_embeddings)
        m_sharesTables = m_sharesTables || other.lookup.isOf(*table);
      m_embeddings.push_back({Lookup(*table, std::move(options)), m_inputs});
    } else {
      const bool joins =
          !m_segments.empty() && m_segments.back().to + m_segments.back().width == m_inputs;
      if (joins)
        m_segments.back().width += width;
      else
        m_segments.push_back({from, m_inputs, width});
      from += width;
    }
    m_inputs += width;
  }
  return {};
}

Result<void> DnnTower::addLayers(const model::Config& config, const Parts& parts) {
  CAIRN_ASSIGN(const CairnActivation activation, activationOf(config.args.activationFn));
  for (std::size_t i = 0; i < config.args.hiddenUnits.size(); ++i) {
    const std::string name = fmt::format("hiddenlayer_{}", i);
    CAIRN_ASSIGN(CairnLayer layer, engineLayer(*parts.store, "dnn/" + name, activation));
    layer.dropout = static_cast<float>(config.args.dropout);
    if (config.args.batchNorm)
      CAIRN_TRY(addBatchNorm(*parts.store, fmt::format("dnn/{}/batchnorm_{}", name, i), layer));
    m_engineLayers.push_back(layer);
    m_layers.push_back({name, activation == CAIRN_CRELU ? 2 * layer.units : layer.units});
  }
  CAIRN_ASSIGN(CairnLayer logits, engineLayer(*parts.store, "dnn/logits", CAIRN_LINEAR));
  m_engineLayers.push_back(logits);
  m_layers.push_back({"logits", logits.units});
  if (m_engineLayers.front().inputs == m_inputs) return {};
  return Error{ErrorCode::InvalidArgument,
               fmt::format("the columns give {} inputs, the first layer takes {}", m_inputs,
                           m_engineLayers.front().inputs),
               "args.feature_columns"};
}

Result<void> DnnTower::reserve(std::int64_t rows) {
  if (m_network && rows <= m_spec.max_batch) return {};
  m_spec.layers = m_engineLayers.data();
  m_spec.layer_count = static_cast<std::int64_t>(m_engineLayers.size());
  m_spec.max_batch = std::max<std::int64_t>(rows, 1);
  m_network.reset(cairn_network_create(&m_spec));
  if (m_network) return {};
  return Error{ErrorCode::InvalidArgument,
               fmt::format("no memory for batches of {} rows in this network", rows),
               "args.hidden_units"};
}

float DnnTower::trainStep(const Batch& batch, Step step) {
  m_rows = batch.rows;
  cairn_network_set_step(m_network.get(), step.value());
  return cairn_network_train_step(m_network.get(), batch.x, batch.xStride, batch.labels,
                                  batch.weights, batch.rows, m_optimizer->rate());
}

/// The first layer's rows, when embeddings are among them.
Result<void> DnnTower::readRows(const Batch& batch) {
  m_x.assign(static_cast<std::size_t>(batch.rows * m_inputs), 0.0F);
  for (const Segment& segment : m_segments)
    for (std::int64_t row = 0; row < batch.rows; ++row)
      std::copy_n(batch.x + row * batch.xStride + segment.from, segment.width,
                  m_x.data() + row * m_inputs + segment.to);
  // Each writes columns of its own.
  forEachPart(workersFor(batch), static_cast<int>(m_embeddings.size()), [&](int part) {
    Embedding& embedding = m_embeddings[static_cast<std::size_t>(part)];
    embedding.outcome = embedding.lookup.forward(batch, m_x.data() + embedding.offset, m_inputs);
  });
  for (const Embedding& embedding : m_embeddings) CAIRN_TRY(embedding.outcome);
  return {};
}

/// Null where the lookups of a batch are not worth sharing.
Workers* DnnTower::workersFor(const Batch& batch) const {
  return batch.rows * m_inputs < kWorthSharing ? nullptr : m_workers;
}

Result<void> DnnTower::forward(const Batch& batch, bool training, Step step, float* logits) {
  m_rows = batch.rows;
  if (!readsRowsAlone()) CAIRN_TRY(readRows(batch));
  const bool alone = readsRowsAlone();
  cairn_network_set_step(m_network.get(), step.value());
  cairn_network_forward(m_network.get(), alone ? batch.x : m_x.data(),
                        alone ? batch.xStride : m_inputs, batch.rows, training ? 1 : 0, logits);
  return {};
}

void DnnTower::backward(const Batch& batch, const float* logitsGradient) {
  const bool alone = readsRowsAlone();
  const bool passesOn = m_spec.input_gradient != 0;
  if (passesOn) m_xGradient.resize(m_x.size());
  cairn_network_backward(m_network.get(), alone ? batch.x : m_x.data(),
                         alone ? batch.xStride : m_inputs, batch.rows, logitsGradient,
                         m_optimizer->rate(), passesOn ? m_xGradient.data() : nullptr);
  if (!passesOn) return;
  forEachPart(m_sharesTables ? nullptr : workersFor(batch), static_cast<int>(m_embeddings.size()),
              [&](int part) {
                Embedding& embedding = m_embeddings[static_cast<std::size_t>(part)];
                embedding.lookup.backward(m_xGradient.data() + embedding.offset, m_inputs);
              });
}

std::span<const float> DnnTower::activation(std::size_t layer) const {
  const std::int64_t count = m_rows * m_layers[layer].units;
  return {cairn_network_activation(m_network.get(), static_cast<std::int64_t>(layer)),
          static_cast<std::size_t>(count)};
}

}  // namespace cairn::training
