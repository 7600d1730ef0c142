#include "core/training/threshold_counts.h"

#include <algorithm>
#include <cmath>

namespace cairn::training {
namespace {

constexpr std::size_t kThresholds = ThresholdCounts::kThresholds;

double divideOrZero(double numerator, double denominator) {
  return denominator == 0 ? 0 : numerator / denominator;
}

/// -1e-7, i / 199, 1 + 1e-7, rounded to float32 as TensorFlow does.
std::array<float, kThresholds> makeThresholds() {
  std::array<float, kThresholds> thresholds{};
  for (std::size_t i = 1; i < kThresholds - 1; ++i)
    thresholds[i] = static_cast<float>(static_cast<double>(i) / 199.0);
  thresholds.front() = static_cast<float>(-1e-7);
  thresholds.back() = static_cast<float>(1.0 + 1e-7);
  return thresholds;
}

/// How many of the thresholds, from the lowest up, a prediction exceeds.
std::size_t exceeded(model::Api api, float prediction) {
  // Keras counts in buckets instead of comparing, and rounds differently next to a threshold.
  if (api == model::Api::V2) {
    const float bucket = std::ceil(std::clamp(prediction, 0.0F, 1.0F) * 199.0F) - 1.0F;
    return bucket > 0 ? static_cast<std::size_t>(bucket) + 1 : 1;
  }
  static const std::array<float, kThresholds> thresholds = makeThresholds();
  const auto above = std::lower_bound(thresholds.begin(), thresholds.end(), prediction);
  return static_cast<std::size_t>(above - thresholds.begin());
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
  (positive ? m_positive : m_negative)[exceeded(m_api, prediction)] += weight;
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

double ThresholdCounts::areaRoc() const {
  const Curve c = curve();
  const double e = m_api == model::Api::V1 ? 1e-6 : 0;
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

double ThresholdCounts::areaPrecisionRecall() const {
  const Curve c = curve();
  double area = 0;
  if (m_api == model::Api::V1) {
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

}  // namespace cairn::training
