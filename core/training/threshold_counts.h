#pragma once

#include "core/model/config.h"

#include <array>

namespace cairn::training {

/// The weighted counts behind both areas under a curve, at TensorFlow's 200 thresholds.
/// Formula: spec/estimator.md 8. Thread: Not locked; one thread at a time.
class ThresholdCounts {
 public:
  static constexpr std::size_t kThresholds = 200;
  explicit ThresholdCounts(model::Api api) : m_api(api) {}
  void add(float prediction, bool positive, double weight);
  double areaRoc() const;
  double areaPrecisionRecall() const;

 private:
  struct Curve;
  Curve curve() const;
  model::Api m_api;
  // Weight of the examples whose prediction exceeds exactly the first `index` thresholds.
  std::array<double, kThresholds + 1> m_positive{};
  std::array<double, kThresholds + 1> m_negative{};
};

}  // namespace cairn::training
