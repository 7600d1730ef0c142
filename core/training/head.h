#pragma once

#include "core/data/table.h"
#include "core/engine/engine.h"
#include "core/model/config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cairn::training {

/// What a config's head computes: the loss, what labels mean, and what a prediction is called.
/// Thread: Immutable; share freely.
struct HeadSpec {
  model::Api api = model::Api::V1;
  CairnLoss loss = CAIRN_BINARY;
  CairnReduction reduction = CAIRN_SUM;
  std::int64_t logits = 1;              // width of the logits
  std::int64_t classes = 0;             // 0: regression
  std::vector<std::string> vocabulary;  // words of the classes; empty: decimal ids
  std::string weightColumn;             // empty: none

  bool isClassifier() const { return classes > 0; }
  /// `classes` of a prediction: the word, or the id as decimal text.
  std::string className(std::int64_t id) const {
    const auto index = static_cast<std::size_t>(id);
    return index < vocabulary.size() ? vocabulary[index] : std::to_string(id);
  }
  /// Floats that the engine takes as the label of one example.
  std::int64_t labelWidth() const { return loss == CAIRN_REGRESSION ? logits : 1; }
  bool operator==(const HeadSpec&) const = default;
};

/// Errors: Unsupported or InvalidArgument with the config's key.
Result<HeadSpec> headOf(const model::Config& config);

/// Labels as the engine takes them: class ids, values in [0, 1], or values.
/// Shapes:  float32[rows, head.labelWidth()], row-major.
/// Errors:  InvalidArgument in TensorFlow's words, with the column's name and the row in the hint.
Result<std::vector<float>> encodeLabels(const HeadSpec& head, const data::Column& column,
                                        std::int64_t rows);

/// Weights of the examples.
/// Shapes:  float32[rows], or float32[rows, logits] for a regression with a weight for each.
/// Errors:  InvalidArgument for strings and for another width.
Result<std::vector<float>> encodeWeights(const HeadSpec& head, const data::Column& column);

}  // namespace cairn::training
