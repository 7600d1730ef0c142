#include "core/training/metrics.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

double divideOrZero(double numerator, double denominator) {
  return denominator == 0 ? 0 : numerator / denominator;
}

double weightAt(std::span<const float> weights, std::size_t index) {
  return weights.empty() ? 1.0 : static_cast<double>(weights[index]);
}

void set(Metrics& metrics, const std::string& key, double value) {
  metrics[key] = static_cast<float>(value);
}

/// A key such as `recall/positive_threshold_0.25`, as Python's %g writes the number.
std::string thresholdKey(const char* metric, double threshold) {
  return fmt::format("{}/positive_threshold_{:g}", metric, threshold);
}

/// Columns [first, first + width) of rows that are `stride` wide, dense in `out`.
std::span<const float> columnsOf(std::span<const float> rows, std::int64_t stride,
                                 std::int64_t first, std::int64_t width, std::vector<float>& out) {
  const auto wide = static_cast<std::size_t>(width);
  out.resize(rows.size() / static_cast<std::size_t>(stride) * wide);
  std::size_t from = static_cast<std::size_t>(first);
  for (std::size_t to = 0; to < out.size(); to += wide, from += static_cast<std::size_t>(stride))
    std::copy_n(rows.begin() + static_cast<std::ptrdiff_t>(from), wide,
                out.begin() + static_cast<std::ptrdiff_t>(to));
  return out;
}

}  // namespace

void ThresholdMetrics::add(bool predicted, bool positive, double weight) {
  if (predicted) (positive ? truePositive : falsePositive) += weight;
  if (!predicted && positive) falseNegative += weight;
}

double ThresholdMetrics::precision() const {
  return divideOrZero(truePositive, truePositive + falsePositive);
}

double ThresholdMetrics::recall() const {
  return divideOrZero(truePositive, truePositive + falseNegative);
}

HeadMetrics::HeadMetrics(HeadSpec head) : m_head(std::move(head)), m_curve(m_head.api) {
  for (const double threshold : m_head.thresholds)
    m_thresholds.emplace_back().threshold = threshold;
  m_classes.assign(m_head.metricClasses.size(), {{}, ThresholdCounts(m_head.api)});
}

void HeadMetrics::add(std::span<const float> logits, std::span<const float> labels,
                      std::span<const float> weights) {
  const auto rows = static_cast<std::int64_t>(logits.size()) / m_head.logits;
  if (rows == 0) return;
  m_empty = false;
  m_losses.resize(static_cast<std::size_t>(rows * m_head.lossWidth()));
  cairn_element_losses(m_head.loss, logits.data(), labels.data(), rows, m_head.logits,
                       m_losses.data());
  const std::size_t share = weights.empty() ? 1 : m_losses.size() / weights.size();
  for (std::size_t i = 0; i < m_losses.size(); ++i)
    m_averageLoss.add(static_cast<double>(m_losses[i]), weightAt(weights, i / share));
  switch (m_head.kind) {
    case HeadKind::Binary:
      return addBinary(logits, labels, weights);
    case HeadKind::MultiClass:
      return addMultiClass(logits, labels, weights);
    case HeadKind::MultiLabel:
      return addMultiLabel(logits, labels, weights);
    case HeadKind::Regression:
    case HeadKind::Poisson:
    case HeadKind::Logistic:
    case HeadKind::Multi:
      return addRegression(logits, labels, weights);
  }
}

void HeadMetrics::addBinary(std::span<const float> logits, std::span<const float> labels,
                            std::span<const float> weights) {
  m_predictions.resize(logits.size());
  cairn_sigmoid(logits.data(), static_cast<std::int64_t>(logits.size()), m_predictions.data());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double weight = weightAt(weights, i);
    const float predicted = logits[i] > 0 ? 1.0F : 0.0F;
    const bool positive = labels[i] != 0;
    m_labelMean.add(static_cast<double>(labels[i]), weight);
    m_predictionMean.add(static_cast<double>(m_predictions[i]), weight);
    m_correct.add(predicted == labels[i] ? 1 : 0, weight);
    m_half.add(predicted != 0, positive, weight);
    m_curve.add(m_predictions[i], positive, weight);
    for (ThresholdMetrics& one : m_thresholds) {
      const bool above = m_predictions[i] > static_cast<float>(one.threshold);
      one.add(above, positive, weight);
      one.correct.add((above ? 1.0F : 0.0F) == labels[i] ? 1 : 0, weight);
    }
  }
}

void HeadMetrics::addMultiClass(std::span<const float> logits, std::span<const float> labels,
                                std::span<const float> weights) {
  const auto classes = static_cast<std::size_t>(m_head.logits);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::span<const float> row = logits.subspan(i * classes, classes);
    const auto predicted = std::max_element(row.begin(), row.end()) - row.begin();
    m_correct.add(static_cast<float>(predicted) == labels[i] ? 1 : 0, weightAt(weights, i));
  }
}

void HeadMetrics::addMultiLabel(std::span<const float> logits, std::span<const float> labels,
                                std::span<const float> weights) {
  m_predictions.resize(logits.size());
  cairn_sigmoid(logits.data(), static_cast<std::int64_t>(logits.size()), m_predictions.data());
  const auto classes = static_cast<std::size_t>(m_head.logits);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double weight = weightAt(weights, i / classes);
    const bool positive = labels[i] != 0;
    m_curve.add(m_predictions[i], positive, weight);
    for (ThresholdMetrics& one : m_thresholds) {
      const bool above = m_predictions[i] > static_cast<float>(one.threshold);
      one.add(above, positive, weight);
      one.correct.add(above == positive ? 1 : 0, weight);
    }
  }
  const std::size_t rows = labels.size() / classes;
  for (std::size_t which = 0; which < m_classes.size(); ++which)
    for (std::size_t row = 0; row < rows; ++row) {
      const std::size_t at = row * classes + static_cast<std::size_t>(m_head.metricClasses[which]);
      const double weight = weightAt(weights, row);
      m_classes[which].probability.add(static_cast<double>(m_predictions[at]), weight);
      m_classes[which].curve.add(m_predictions[at], labels[at] != 0, weight);
    }
}

void HeadMetrics::addRegression(std::span<const float> logits, std::span<const float> labels,
                                std::span<const float> weights) {
  m_predictions.resize(logits.size());
  predictValues(m_head, logits, m_predictions);
  const std::size_t share = weights.empty() ? 1 : labels.size() / weights.size();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double weight = weightAt(weights, i / share);
    m_labelMean.add(static_cast<double>(labels[i]), weight);
    m_predictionMean.add(static_cast<double>(m_predictions[i]), weight);
  }
}

void HeadMetrics::addTo(Metrics& metrics) const {
  const auto key = [&](const std::string& name) { return m_head.keyed(name); };
  set(metrics, key("average_loss"), m_averageLoss.value());
  if (m_head.kind == HeadKind::Binary || m_head.kind == HeadKind::MultiClass)
    set(metrics, key("accuracy"), m_correct.value());
  if (m_head.kind != HeadKind::MultiClass && m_head.kind != HeadKind::MultiLabel) {
    set(metrics, key("label/mean"), m_labelMean.value());
    set(metrics, key("prediction/mean"), m_predictionMean.value());
  }
  if (m_head.kind == HeadKind::Binary) {
    // TensorFlow 2 divides 0 by 0 here when there was no example.
    const bool none = m_labelMean.isEmpty() && m_head.api == model::Api::V2;
    const double labels = m_labelMean.value();
    set(metrics, key("accuracy_baseline"), none ? 0 : std::max(labels, 1 - labels));
    set(metrics, key("precision"), m_half.precision());
    set(metrics, key("recall"), m_half.recall());
  }
  if (m_head.kind == HeadKind::Binary || m_head.kind == HeadKind::MultiLabel) addAreas(metrics);
}

void HeadMetrics::addAreas(Metrics& metrics) const {
  const auto key = [&](const std::string& name) { return m_head.keyed(name); };
  set(metrics, key("auc"), m_empty ? 0 : m_curve.areaRoc());
  set(metrics, key("auc_precision_recall"), m_empty ? 0 : m_curve.areaPrecisionRecall());
  for (const ThresholdMetrics& one : m_thresholds) {
    set(metrics, key(thresholdKey("accuracy", one.threshold)), one.correct.value());
    set(metrics, key(thresholdKey("precision", one.threshold)), one.precision());
    set(metrics, key(thresholdKey("recall", one.threshold)), one.recall());
  }
  for (std::size_t i = 0; i < m_classes.size(); ++i) {
    const std::int64_t id = m_head.metricClasses[i];
    const std::string name =
        m_head.vocabulary.empty() ? fmt::format("class{}", id) : m_head.className(id);
    set(metrics, key("probability_mean/" + name), m_classes[i].probability.value());
    set(metrics, key("auc/" + name), m_empty ? 0 : m_classes[i].curve.areaRoc());
    set(metrics, key("auc_precision_recall/" + name),
        m_empty ? 0 : m_classes[i].curve.areaPrecisionRecall());
  }
}

StreamingMetrics::StreamingMetrics(const HeadSpec& head)
    : m_head(head), m_loss(head), m_headLosses(head.heads.size()) {
  if (!head.isMulti()) m_heads.emplace_back(head);
  for (const HeadSpec& one : head.heads) m_heads.emplace_back(one);
}

void StreamingMetrics::add(std::span<const float> logits, std::span<const float> labels,
                           std::span<const float> weights) {
  const auto rows = static_cast<std::int64_t>(logits.size()) / m_head.logits;
  const std::int64_t weightWidth = rows == 0 ? 1 : static_cast<std::int64_t>(weights.size()) / rows;
  const float* weightsOrNull = weights.empty() ? nullptr : weights.data();
  if (!m_head.isMulti()) {
    m_heads.front().add(logits, labels, weights);
    const float loss =
        cairn_reduce_losses(m_head.loss, m_head.reduction, m_heads.front().losses().data(),
                            weightsOrNull, weightWidth, rows, m_head.logits);
    return m_batchLosses.add(static_cast<double>(loss), 1);
  }
  const float loss =
      m_loss.of(logits.data(), labels.data(), weightsOrNull, weightWidth, rows, nullptr);
  m_batchLosses.add(static_cast<double>(loss), 1);
  for (std::size_t i = 0; i < m_headLosses.size(); ++i)
    m_headLosses[i].add(static_cast<double>(m_loss.ofHeads()[i]), 1);
  addHeads(logits, labels, weights);
}

void StreamingMetrics::addHeads(std::span<const float> logits, std::span<const float> labels,
                                std::span<const float> weights) {
  std::int64_t logit = 0;
  std::int64_t label = 0;
  std::int64_t weight = 0;
  for (std::size_t i = 0; i < m_heads.size(); ++i) {
    const HeadSpec& head = m_head.heads[i];
    std::span<const float> ownWeights;
    if (!weights.empty())
      ownWeights = columnsOf(weights, m_head.lossWidth(), weight, head.lossWidth(), m_weights);
    m_heads[i].add(columnsOf(logits, m_head.logits, logit, head.logits, m_logits),
                   columnsOf(labels, m_head.labelWidth(), label, head.labelWidth(), m_labels),
                   ownWeights);
    logit += head.logits;
    label += head.labelWidth();
    weight += head.lossWidth();
  }
}

Metrics StreamingMetrics::result(Step step) const {
  Metrics metrics;
  metrics["global_step"] = step.value();
  set(metrics, "loss", m_batchLosses.value());
  for (std::size_t i = 0; i < m_headLosses.size(); ++i)
    set(metrics, m_head.heads[i].keyed("loss"), m_headLosses[i].value());
  for (const HeadMetrics& head : m_heads) head.addTo(metrics);
  return metrics;
}

}  // namespace cairn::training
