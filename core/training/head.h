#pragma once

#include "core/data/labels.h"
#include "core/engine/engine.h"
#include "core/model/config.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace cairn::training {

/// What a head is for: the labels it takes, its metrics and its predictions.
enum class HeadKind { Binary, MultiClass, MultiLabel, Regression, Poisson, Logistic, Multi };

/// What a config's head computes: the loss, what labels mean, and what a prediction is called.
/// A row's labels are those of a MultiHead's heads one after the other, weights likewise.
/// Thread: Immutable; share freely.
struct HeadSpec {
  HeadKind kind = HeadKind::Binary;
  model::Api api = model::Api::V1;  // v2 for every head that a config names, also in v1 estimators
  std::string name;                 // ends the keys of its metrics; empty: none
  CairnLoss loss = CAIRN_BINARY;    // not of a MultiHead
  CairnReduction reduction = CAIRN_SUM;
  std::int64_t logits = 1;              // width of the logits
  std::int64_t classes = 0;             // 0: regression
  std::vector<std::string> vocabulary;  // words of the classes; empty: decimal ids
  model::WeightColumn weightColumn;
  std::vector<double> thresholds;           // of metrics besides 1/2
  std::vector<std::int64_t> metricClasses;  // of a MultiLabelHead: those with metrics of their own
  std::vector<HeadSpec> heads;              // of a MultiHead
  std::vector<double> headWeights;          // of their losses; empty: 1 each

  bool isMulti() const { return kind == HeadKind::Multi; }
  bool isClassifier() const { return classes > 0; }
  /// `classes` of a prediction: the word, or the id as decimal text.
  std::string className(std::int64_t id) const {
    const auto index = static_cast<std::size_t>(id);
    return index < vocabulary.size() ? vocabulary[index] : std::to_string(id);
  }
  /// A key of metrics or summaries: `key`, with the head's name behind it.
  std::string keyed(const std::string& key) const { return name.empty() ? key : key + "/" + name; }
  /// What the data room checks labels against. Not of a MultiHead.
  data::LabelSpec labelSpec() const;
  /// Whether a column of weights is read.
  bool hasWeights() const;
  /// Floats that the engine takes as the label of one example.
  std::int64_t labelWidth() const;
  /// Losses of one example, each of which may have its own weight.
  std::int64_t lossWidth() const;
  bool operator==(const HeadSpec&) const = default;
};

/// Errors: Unsupported or InvalidArgument with the config's key.
Result<HeadSpec> headOf(const model::Config& config);

/// `predictions` of a regression, or of one with a link: the rate, the probability.
/// Shapes: logits and values of equal size.
void predictValues(const HeadSpec& head, std::span<const float> logits, std::span<float> values);

}  // namespace cairn::training
