#pragma once

#include "core/training/head.h"

#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace cairn::training {

/// One value of a prediction under TensorFlow's key.
using PredictionValue =
    std::variant<std::vector<float>, std::vector<std::int64_t>, std::vector<std::string>>;
using Prediction = std::vector<std::pair<std::string, PredictionValue>>;  // in TensorFlow's order

/// Turns logits into what predict() gives, one row at a time into one Prediction that is kept, so
/// that a row costs no allocation. Formula: spec/estimator.md 9.
/// Thread: Not locked; one thread at a time.
class PredictionMaker {
 public:
  explicit PredictionMaker(HeadSpec head);
  /// Shapes: logits [head.logits]. Returns: valid until the next call.
  const Prediction& of(std::span<const float> logits);

 private:
  std::vector<float>& floats(std::size_t entry) {
    return std::get<std::vector<float>>(m_prediction[entry].second);
  }
  HeadSpec m_head;
  std::vector<std::string> m_classNames;
  Prediction m_prediction;
  std::size_t m_probabilities = 0;  // entry of `probabilities`; the class follows it
};

}  // namespace cairn::training
