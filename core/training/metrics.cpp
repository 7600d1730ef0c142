#include "core/training/metrics.h"

#include <algorithm>
#include <cmath>

namespace cairn::training {
namespace {

double divideOrZero(double numerator, double denominator) {
  return denominator == 0 ? 0 : numerator / denominator;
}

double weightAt(std::span<const float> weights, std::size_t index) {
  return weights.empty() ? 1.0 : static_cast<double>(weights[index]);
}

/// -1e-7, i / 199, 1 + 1e-7, rounded to float32 as TensorFlow does.
std::array<float, 200> makeThresholds() {
  std::array<float, 200> thresholds{};
  for (std::size_t i = 1; i < 199; ++i)
    thresholds[i] = static_cast<float>(static_cast<double>(i) / 199.0);
  thresholds.front() = static_cast<float>(-1e-7);
  thresholds.back() = static_cast<float>(1.0 + 1e-7);
  return thresholds;
}

}  // namespace

struct ThresholdCounts::Curve {
  std::array<double, kThresholds> truePositive{};
  std::array<double, kThresholds> falsePositive{};
  double positives = 0;
  double negatives = 0;
  double falseNegative(std::size_t i) const { return positives - truePositive[i]; }
  double trueNegative(std::size_t i) const { return negatives - falsePositive[i]; }
};

void ThresholdCounts::add(float prediction, bool positive, double weight) {
  static const std::array<float, kThresholds> thresholds = makeThresholds();
  const auto above = std::lower_bound(thresholds.begin(), thresholds.end(), prediction);
  const auto index = static_cast<std::size_t>(above - thresholds.begin());
  (positive ? m_positive : m_negative)[index] += weight;
}

ThresholdCounts::Curve ThresholdCounts::curve() const {
  Curve curve;
  for (std::size_t i = kThresholds; i-- > 0;) {
    curve.positives += m_positive[i + 1];
    curve.negatives += m_negative[i + 1];
    curve.truePositive[i] = curve.positives;
    curve.falsePositive[i] = curve.negatives;
  }
  curve.positives += m_positive[0];
  curve.negatives += m_negative[0];
  return curve;
}

double ThresholdCounts::areaRoc(model::Api api) const {
  const Curve c = curve();
  const double e = api == model::Api::V1 ? 1e-6 : 0;
  const auto recall = [&](std::size_t i) {
    return divideOrZero(c.truePositive[i] + e, c.positives + e);
  };
  // v1 adds epsilon to the denominator only.
  const auto fallout = [&](std::size_t i) {
    return divideOrZero(c.falsePositive[i], c.negatives + e);
  };
  double area = 0;
  for (std::size_t i = 0; i + 1 < kThresholds; ++i)
    area += (fallout(i) - fallout(i + 1)) * (recall(i) + recall(i + 1)) / 2;
  return area;
}

double ThresholdCounts::areaPrecisionRecall(model::Api api) const {
  const Curve c = curve();
  double area = 0;
  if (api == model::Api::V1) {
    constexpr double e = 1e-6;
    const auto recall = [&](std::size_t i) { return (c.truePositive[i] + e) / (c.positives + e); };
    const auto precision = [&](std::size_t i) {
      return (c.truePositive[i] + e) / (c.truePositive[i] + c.falsePositive[i] + e);
    };
    for (std::size_t i = 0; i + 1 < kThresholds; ++i)
      area += (recall(i) - recall(i + 1)) * (precision(i) + precision(i + 1)) / 2;
    return area;
  }
  for (std::size_t i = 0; i + 1 < kThresholds; ++i) {
    const double q = c.truePositive[i] + c.falsePositive[i];
    const double nextQ = c.truePositive[i + 1] + c.falsePositive[i + 1];
    const double change = c.truePositive[i] - c.truePositive[i + 1];
    const double slope = divideOrZero(change, std::max(q - nextQ, 0.0));
    const double intercept = c.truePositive[i + 1] - slope * nextQ;
    const double ratio = q > 0 && nextQ > 0 ? q / nextQ : 1;
    area +=
        divideOrZero(slope * (change + intercept * std::log(ratio)), std::max(c.positives, 0.0));
  }
  return area;
}

StreamingMetrics::StreamingMetrics(HeadSpec head) : m_head(std::move(head)) {}

void StreamingMetrics::add(std::span<const float> logits, std::span<const float> labels,
                           std::span<const float> weights) {
  const auto rows = static_cast<std::int64_t>(logits.size()) / m_head.logits;
  const std::int64_t perRow = m_head.loss == CAIRN_MULTI_CLASS ? 1 : m_head.logits;
  m_losses.resize(static_cast<std::size_t>(rows * perRow));
  cairn_element_losses(m_head.loss, logits.data(), labels.data(), rows, m_head.logits,
                       m_losses.data());
  const std::int64_t weightWidth = rows == 0 ? 1 : static_cast<std::int64_t>(weights.size()) / rows;
  const float loss = cairn_loss_gradient(m_head.loss, m_head.reduction, logits.data(),
                                         labels.data(), weights.empty() ? nullptr : weights.data(),
                                         weightWidth, rows, m_head.logits, nullptr);
  m_batchLosses += static_cast<double>(loss);
  m_batches += 1;
  switch (m_head.loss) {
    case CAIRN_BINARY:
      return addBinary(logits, labels, weights);
    case CAIRN_MULTI_CLASS:
      return addMultiClass(logits, labels, weights);
    case CAIRN_REGRESSION:
      return addRegression(logits, labels, weights);
  }
}

void StreamingMetrics::addBinary(std::span<const float> logits, std::span<const float> labels,
                                 std::span<const float> weights) {
  m_probabilities.resize(logits.size());
  cairn_sigmoid(logits.data(), static_cast<std::int64_t>(logits.size()), m_probabilities.data());
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double weight = weightAt(weights, i);
    const float predicted = logits[i] > 0 ? 1.0F : 0.0F;
    const bool positive = labels[i] != 0;
    m_weights += weight;
    m_weightedLosses += weight * static_cast<double>(m_losses[i]);
    m_labels += weight * static_cast<double>(labels[i]);
    m_predictions += weight * static_cast<double>(m_probabilities[i]);
    if (predicted == labels[i]) m_correct += weight;
    if (predicted != 0) (positive ? m_truePositive : m_falsePositive) += weight;
    if (predicted == 0 && positive) m_falseNegative += weight;
    m_curve.add(m_probabilities[i], positive, weight);
  }
}

void StreamingMetrics::addMultiClass(std::span<const float> logits, std::span<const float> labels,
                                     std::span<const float> weights) {
  const auto classes = static_cast<std::size_t>(m_head.logits);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double weight = weightAt(weights, i);
    const std::span<const float> row = logits.subspan(i * classes, classes);
    const auto predicted = std::max_element(row.begin(), row.end()) - row.begin();
    m_weights += weight;
    m_weightedLosses += weight * static_cast<double>(m_losses[i]);
    if (static_cast<float>(predicted) == labels[i]) m_correct += weight;
  }
}

void StreamingMetrics::addRegression(std::span<const float> logits, std::span<const float> labels,
                                     std::span<const float> weights) {
  const std::size_t share = weights.empty() ? 1 : labels.size() / weights.size();
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const double weight = weightAt(weights, i / share);
    m_weights += weight;
    m_weightedLosses += weight * static_cast<double>(m_losses[i]);
    m_labels += weight * static_cast<double>(labels[i]);
    m_predictions += weight * static_cast<double>(logits[i]);
  }
}

Metrics StreamingMetrics::result(Step step) const {
  Metrics metrics;
  const auto set = [&](const char* key, double value) { metrics[key] = static_cast<float>(value); };
  metrics["global_step"] = step.value();
  set("loss", divideOrZero(m_batchLosses, m_batches));
  set("average_loss", divideOrZero(m_weightedLosses, m_weights));
  if (m_head.isClassifier()) set("accuracy", divideOrZero(m_correct, m_weights));
  if (m_head.loss == CAIRN_MULTI_CLASS) return metrics;
  const double labelMean = divideOrZero(m_labels, m_weights);
  set("label/mean", labelMean);
  set("prediction/mean", divideOrZero(m_predictions, m_weights));
  if (m_head.loss == CAIRN_REGRESSION) return metrics;
  set("accuracy_baseline", std::max(labelMean, 1 - labelMean));
  set("precision", divideOrZero(m_truePositive, m_truePositive + m_falsePositive));
  set("recall", divideOrZero(m_truePositive, m_truePositive + m_falseNegative));
  set("auc", m_batches == 0 ? 0 : m_curve.areaRoc(m_head.api));
  set("auc_precision_recall", m_batches == 0 ? 0 : m_curve.areaPrecisionRecall(m_head.api));
  return metrics;
}

}  // namespace cairn::training
