#pragma once

#include "core/data/categorical_input.h"
#include "core/model/config.h"

#include <string>
#include <vector>

namespace cairn::training {

/// What of a table's rows a config's columns read, and where it stands in a Batch: the dense
/// columns of the DNN and then those of the linear model side by side, sorted by name; and the ids
/// of every categorical column, once for each way of reading it.
/// Thread: Immutable; share freely.
struct FeaturePlan {
  struct Ids {
    data::FeatureColumn column;
    data::IdUse use = data::IdUse::Embedding;
    std::string combiner;
    bool operator==(const Ids&) const = default;
  };
  std::vector<data::FeatureColumn> network;
  std::vector<data::FeatureColumn> linear;
  std::vector<Ids> categorical;

  /// Floats of a row that belong to the DNN; the linear model's follow them.
  std::int64_t networkWidth() const;
  /// Index of what the lookups of `column` read; the plan's size when it does not hold it.
  std::size_t find(const Ids& ids) const;
};

FeaturePlan featurePlan(const model::Config& config);

/// Elements of a column in a dense row. REQUIRES: the column is dense.
std::int64_t rowWidth(const data::FeatureColumn& column);
/// What an embedding's lookups read.
FeaturePlan::Ids embeddingIds(const data::FeatureColumn& embedding);
/// What a linear model's weights of a categorical column are looked up by.
FeaturePlan::Ids linearIds(const data::FeatureColumn& column, const model::Config& config);
/// An embedding, or one of a shared embedding's.
bool isEmbedding(const data::FeatureColumn& column);
/// Every column of a config, on both sides.
std::vector<data::FeatureColumn> allColumns(const model::Config& config);

}  // namespace cairn::training
