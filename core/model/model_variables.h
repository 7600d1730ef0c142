#pragma once

#include "core/model/variable_map.h"

#include <vector>

namespace cairn::model {

/// Which of a config's optimizers trains a weight.
enum class TrainedBy { Network, Linear };

/// A model variable before its slots are made.
struct ModelVariable {
  Variable variable;
  TrainedBy trainedBy = TrainedBy::Network;
};

/// The model's own variables, without global_step, in the order in which TensorFlow makes them.
/// Formula: spec/estimator.md 2.
/// Errors: InvalidArgument, with the key, for a width that is not known or does not fit.
Result<std::vector<ModelVariable>> modelVariables(const Config& config);

/// What one feature column has on one side of an estimator.
struct ColumnVariables {
  data::FeatureColumn column;
  std::string table;    // the rows of an embedding; else empty
  std::string weights;  // in a linear model; else empty
};

/// In the order in which the columns are read, sorted by name.
std::vector<ColumnVariables> columnVariables(const Config& config, TrainedBy side);

}  // namespace cairn::model
