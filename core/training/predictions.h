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

/// Turns a batch's logits into what predict() gives, one row at a time into one Prediction that is
/// kept, so that a row costs no allocation. Formula: spec/estimator.md 9.
/// Thread: Not locked; one thread at a time.
class PredictionMaker {
 public:
  explicit PredictionMaker(const HeadSpec& head);
  /// A batch: logits [rows, head.logits].
  void read(std::span<const float> logits);
  /// Of a row of that batch. Returns: valid until the next call.
  const Prediction& row(std::size_t index);
  /// Of a batch of one row.
  const Prediction& of(std::span<const float> logits) {
    read(logits);
    return row(0);
  }

 private:
  struct Part {
    HeadSpec head;
    std::vector<std::string> classNames;
    std::size_t first = 0;  // entry of the prediction
    // Of the batch, row after row.
    std::vector<float> logits;
    std::vector<float> values;  // predictions, or what the logistic function makes of the logits
    std::vector<float> probabilities;
  };
  void addPart(const HeadSpec& head, const std::string& prefix);
  static void compute(Part& part);
  void fill(const Part& part, std::size_t row);
  void fillClasses(const Part& part, std::size_t row);
  /// Row `row` of rows as wide as the entry.
  void copyTo(std::size_t entry, const std::vector<float>& rows, std::size_t row);
  std::vector<float>& floats(std::size_t entry) {
    return std::get<std::vector<float>>(m_prediction[entry].second);
  }
  std::vector<Part> m_parts;  // the one head, or a MultiHead's
  std::size_t m_width = 0;    // logits of a row
  Prediction m_prediction;
};

}  // namespace cairn::training
