#pragma once

#include "core/base/ids.h"
#include "core/training/head_loss.h"
#include "core/training/threshold_counts.h"

#include <map>
#include <span>
#include <string>
#include <variant>

namespace cairn::training {

using MetricValue = std::variant<float, std::int64_t>;
/// evaluate's dictionary under TensorFlow's keys, `global_step` included.
using Metrics = std::map<std::string, MetricValue>;

/// A mean of weighted values; 0 without any weight.
class WeightedMean {
 public:
  void add(double value, double weight) {
    m_sum += weight * value;
    m_weights += weight;
  }
  double value() const { return m_weights == 0 ? 0 : m_sum / m_weights; }
  bool isEmpty() const { return m_weights == 0; }

 private:
  double m_sum = 0;
  double m_weights = 0;
};

/// Accuracy, precision and recall of predictions above one threshold.
struct ThresholdMetrics {
  double threshold = 0.5;
  WeightedMean correct;
  double truePositive = 0;
  double falsePositive = 0;
  double falseNegative = 0;
  void add(bool predicted, bool positive, double weight);
  double precision() const;
  double recall() const;
};

/// The metrics of one head that is not a MultiHead, but for `loss`; sums in double.
/// Formula: spec/estimator.md 8. Thread: Not locked; one thread at a time.
class HeadMetrics {
 public:
  explicit HeadMetrics(HeadSpec head);
  /// One batch: logits [rows, head.logits]; labels [rows, head.labelWidth()]; weights empty,
  /// [rows] or [rows, head.lossWidth()].
  void add(std::span<const float> logits, std::span<const float> labels,
           std::span<const float> weights);
  void addTo(Metrics& metrics) const;
  /// Of the newest batch, unreduced.
  const std::vector<float>& losses() const { return m_losses; }

 private:
  struct ClassMetrics {
    WeightedMean probability;
    ThresholdCounts curve;
  };
  void addBinary(std::span<const float> logits, std::span<const float> labels,
                 std::span<const float> weights);
  void addMultiClass(std::span<const float> logits, std::span<const float> labels,
                     std::span<const float> weights);
  void addMultiLabel(std::span<const float> logits, std::span<const float> labels,
                     std::span<const float> weights);
  void addRegression(std::span<const float> logits, std::span<const float> labels,
                     std::span<const float> weights);
  void addAreas(Metrics& metrics) const;
  HeadSpec m_head;
  std::vector<float> m_losses;       // of the batch in hand
  std::vector<float> m_predictions;  // likewise
  WeightedMean m_averageLoss;
  WeightedMean m_correct;
  WeightedMean m_labelMean;
  WeightedMean m_predictionMean;
  ThresholdMetrics m_half;  // by class, so a probability of 1/2 is negative
  std::vector<ThresholdMetrics> m_thresholds;
  std::vector<ClassMetrics> m_classes;
  ThresholdCounts m_curve;
  bool m_empty = true;
};

/// The metrics of an evaluation, batch by batch.
/// Thread: Not locked; one thread at a time.
class StreamingMetrics {
 public:
  explicit StreamingMetrics(const HeadSpec& head);
  /// One batch, as HeadLoss takes it.
  void add(std::span<const float> logits, std::span<const float> labels,
           std::span<const float> weights);
  /// The keys of the head in TensorFlow's names, with `global_step`.
  Metrics result(Step step) const;

 private:
  void addHeads(std::span<const float> logits, std::span<const float> labels,
                std::span<const float> weights);
  HeadSpec m_head;
  HeadLoss m_loss;
  std::vector<HeadMetrics> m_heads;  // the one head, or a MultiHead's
  std::vector<WeightedMean> m_headLosses;
  WeightedMean m_batchLosses;
  std::vector<float> m_logits;  // of one of the heads
  std::vector<float> m_labels;
  std::vector<float> m_weights;
};

}  // namespace cairn::training
