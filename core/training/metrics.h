#pragma once

#include "core/base/ids.h"
#include "core/training/head.h"

#include <array>
#include <map>
#include <string>
#include <variant>

namespace cairn::training {

using MetricValue = std::variant<float, std::int64_t>;
/// evaluate's dictionary under TensorFlow's keys, `global_step` included.
using Metrics = std::map<std::string, MetricValue>;

/// The weighted counts behind both areas under a curve, at TensorFlow's 200 thresholds.
/// Formula: spec/estimator.md 8. Thread: Not locked; one thread at a time.
class ThresholdCounts {
 public:
  void add(float prediction, bool positive, double weight);
  double areaRoc(model::Api api) const;
  double areaPrecisionRecall(model::Api api) const;

 private:
  static constexpr std::size_t kThresholds = 200;
  struct Curve;
  Curve curve() const;
  // Weight of the examples whose prediction exceeds exactly the first `index` thresholds.
  std::array<double, kThresholds + 1> m_positive{};
  std::array<double, kThresholds + 1> m_negative{};
};

/// The metrics of an evaluation, batch by batch; sums in double.
/// Formula: spec/estimator.md 8. Thread: Not locked; one thread at a time.
class StreamingMetrics {
 public:
  explicit StreamingMetrics(HeadSpec head);
  /// One batch: logits [rows, head.logits]; labels [rows, head.labelWidth()]; weights empty,
  /// [rows] or [rows, head.logits].
  void add(std::span<const float> logits, std::span<const float> labels,
           std::span<const float> weights);
  /// The keys of the head in TensorFlow's names, with `global_step`.
  Metrics result(Step step) const;

 private:
  void addBinary(std::span<const float> logits, std::span<const float> labels,
                 std::span<const float> weights);
  void addMultiClass(std::span<const float> logits, std::span<const float> labels,
                     std::span<const float> weights);
  void addRegression(std::span<const float> logits, std::span<const float> labels,
                     std::span<const float> weights);
  HeadSpec m_head;
  std::vector<float> m_losses;         // of the batch in hand
  std::vector<float> m_probabilities;  // likewise
  double m_batchLosses = 0;
  double m_batches = 0;
  double m_weights = 0;  // of examples, or of elements for a regression
  double m_weightedLosses = 0;
  double m_correct = 0;
  double m_labels = 0;
  double m_predictions = 0;
  double m_truePositive = 0;
  double m_falsePositive = 0;
  double m_falseNegative = 0;
  ThresholdCounts m_curve;
};

}  // namespace cairn::training
