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
/// In TensorFlow's order; the key of a MultiHead's value is `head/key`.
using Prediction = std::vector<std::pair<std::string, PredictionValue>>;

/// Turns logits into what predict() gives, one row at a time into one Prediction that is kept, so
/// that a row costs no allocation. Formula: spec/estimator.md 9.
/// Thread: Not locked; one thread at a time.
class PredictionMaker {
 public:
  explicit PredictionMaker(const HeadSpec& head);
  /// Shapes: logits [head.logits]. Returns: valid until the next call.
  const Prediction& of(std::span<const float> logits);

 private:
  struct Part {
    HeadSpec head;
    std::vector<std::string> classNames;
    std::size_t first = 0;  // entry of the prediction
  };
  void addPart(const HeadSpec& head, const std::string& prefix);
  void fillClasses(const Part& part, std::span<const float> logits);
  void fill(const Part& part, std::span<const float> logits);
  std::vector<float>& floats(std::size_t entry) {
    return std::get<std::vector<float>>(m_prediction[entry].second);
  }
  std::vector<Part> m_parts;  // the one head, or a MultiHead's
  Prediction m_prediction;
};

}  // namespace cairn::training
