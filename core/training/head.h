#pragma once

#include "core/data/labels.h"
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
  model::WeightColumn weightColumn;

  bool isClassifier() const { return classes > 0; }
  /// `classes` of a prediction: the word, or the id as decimal text.
  std::string className(std::int64_t id) const {
    const auto index = static_cast<std::size_t>(id);
    return index < vocabulary.size() ? vocabulary[index] : std::to_string(id);
  }
  /// What the data room checks labels against.
  data::LabelSpec labelSpec() const;
  /// Floats that the engine takes as the label of one example.
  std::int64_t labelWidth() const { return loss == CAIRN_REGRESSION ? logits : 1; }
  bool operator==(const HeadSpec&) const = default;
};

/// Errors: Unsupported or InvalidArgument with the config's key.
Result<HeadSpec> headOf(const model::Config& config);

}  // namespace cairn::training
