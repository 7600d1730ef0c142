#include "core/training/network.h"

#include <algorithm>

namespace cairn::training {

Result<Network> Network::create(const model::Config& config, const HeadSpec& head,
                                VariableStore& store, const Options& options) {
  Network network(head);
  network.m_workers = options.workers;
  if (options.training) CAIRN_TRY(network.addOptimizers(config, store));
  CAIRN_TRY(network.addTowers(config, store, options));
  return network;
}

Result<void> Network::addOptimizers(const model::Config& config, VariableStore& store) {
  const auto add = [&](const model::Optimizer& optimizer, const std::string& key) -> Result<void> {
    CAIRN_ASSIGN(TowerOptimizer made, TowerOptimizer::create(optimizer, config.api, key, store));
    m_optimizers.push_back(std::make_unique<TowerOptimizer>(std::move(made)));
    return {};
  };
  if (config.family() != model::Family::Combined)
    return add(config.args.optimizer, "args.optimizer");
  if (!config.args.dnnFeatureColumns.empty())
    CAIRN_TRY(add(config.args.dnnOptimizer, "args.dnn_optimizer"));
  if (!config.args.linearFeatureColumns.empty())
    CAIRN_TRY(add(config.args.linearOptimizer, "args.linear_optimizer"));
  return {};
}

TowerOptimizer* Network::optimizer(std::size_t side) {
  return m_optimizers.empty() ? nullptr
                              : m_optimizers[std::min(side, m_optimizers.size() - 1)].get();
}

Result<void> Network::addTowers(const model::Config& config, VariableStore& store,
                                const Options& options) {
  const FeaturePlan plan = featurePlan(config);
  const model::Family family = config.family();
  m_isCombined = family == model::Family::Combined;
  if (family == model::Family::Baseline) {
    CAIRN_ASSIGN(BaselineBias made, BaselineBias::create(store, optimizer(0)));
    m_baseline = std::make_unique<BaselineBias>(std::move(made));
  }
  if (family == model::Family::Dnn || (m_isCombined && !config.args.dnnFeatureColumns.empty())) {
    CAIRN_ASSIGN(DnnTower made, DnnTower::create(config, m_head,
                                                 {&plan, &store, &m_tables, optimizer(0),
                                                  options.weightWidth, options.workers}));
    m_dnn = std::make_unique<DnnTower>(std::move(made));
  }
  if (family == model::Family::Linear ||
      (m_isCombined && !config.args.linearFeatureColumns.empty())) {
    CAIRN_ASSIGN(LinearModel made,
                 LinearModel::create(config, {&plan, &store, &m_tables, optimizer(1)}));
    m_linear = std::make_unique<LinearModel>(std::move(made));
  }
  return {};
}

Result<void> Network::forwardTowers(const Batch& batch, bool training, Step step, float* logits) {
  if (m_baseline) m_baseline->forward(batch, logits);
  if (m_dnn) CAIRN_TRY(m_dnn->forward(batch, training, step, logits));
  if (!m_linear) return {};
  const auto count = static_cast<std::size_t>(batch.rows * m_head.logits);
  m_linearLogits.resize(count);
  CAIRN_TRY(m_linear->forward(batch, m_linearLogits.data()));
  for (std::size_t i = 0; i < count; ++i)
    logits[i] = m_dnn ? logits[i] + m_linearLogits[i] : m_linearLogits[i];
  return {};
}

Result<float> Network::stepOfTowers(const Batch& batch, Step step) {
  m_logits.resize(static_cast<std::size_t>(batch.rows * m_head.logits));
  m_gradient.resize(m_logits.size());
  CAIRN_TRY(forwardTowers(batch, true, step, m_logits.data()));
  const float loss = m_loss.of(m_logits.data(), batch.labels, batch.weights, batch.weightWidth,
                               batch.rows, m_gradient.data());
  if (m_baseline) m_baseline->backward(batch, m_gradient.data());
  if (m_dnn) m_dnn->backward(batch, m_gradient.data());
  if (m_linear) m_linear->backward(batch, m_gradient.data());
  m_tables.update(m_workers);
  for (const auto& optimizer : m_optimizers) optimizer->advance();
  return loss;
}

Result<float> Network::trainStep(const Batch& batch, Step step, bool isShown) {
  if (isShown && m_linear) m_linear->noteWeights();
  if (m_dnn) CAIRN_TRY(m_dnn->reserve(batch.rows));
  for (const auto& optimizer : m_optimizers) optimizer->begin(step);
  // The engine makes the whole step of a DNN alone, which saves two passes over the logits.
  const bool whole = m_dnn && !m_linear && m_dnn->readsRowsAlone() && !m_head.isMulti();
  const Result<float> loss =
      whole ? Result<float>(m_dnn->trainStep(batch, step)) : stepOfTowers(batch, step);
  for (const auto& optimizer : m_optimizers) optimizer->finish();
  return loss;
}

void Network::endOfInput(Step step) {
  m_tables.endOfInput();
  for (const auto& optimizer : m_optimizers) optimizer->endOfInput(step);
}

Result<void> Network::forward(const Batch& batch, std::vector<float>& logits) {
  if (m_dnn) CAIRN_TRY(m_dnn->reserve(batch.rows));
  logits.resize(static_cast<std::size_t>(batch.rows * m_head.logits));
  return forwardTowers(batch, false, Step(0), logits.data());
}

}  // namespace cairn::training
