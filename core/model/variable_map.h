#pragma once

#include "core/formats/tensor.h"
#include "core/model/config.h"

#include <string>
#include <vector>

namespace cairn::model {

/// One dimension of a variable and the config key that it comes from.
struct Dimension {
  std::int64_t size = 0;
  std::string key;  // `args.hidden_units`, `args.n_classes`, `args.feature_columns`; empty: fixed
  bool operator==(const Dimension&) const = default;
};

/// Rows of a partitioned variable, along its first dimension.
struct RowRange {
  std::int64_t start = 0;
  std::int64_t length = 0;
  bool operator==(const RowRange&) const = default;
};

enum class VariableRole { GlobalStep, Weight, MovingStatistic, Slot, OptimizerScalar };

/// How TensorFlow fills a variable that no checkpoint gives.
struct Initializer {
  enum class Kind { Constant, GlorotUniform, TruncatedNormal } kind = Kind::Constant;
  double value = 0;  // constant, or the truncated normal's standard deviation
  bool operator==(const Initializer&) const = default;
};

/// One variable that TensorFlow would make for a config.
struct Variable {
  std::string name;       // key in the checkpoint
  std::string graphName;  // name in the graph, `…/part_0` where TensorFlow has it
  formats::DType dtype = formats::DType::Float;
  std::vector<Dimension> dimensions;
  VariableRole role = VariableRole::Weight;
  Initializer initializer;
  bool trainable = true;
  bool shapeChecked = true;      // restore compares shapes (partitioned variables of v1)
  std::vector<RowRange> slices;  // of a partitioned variable, in order; empty: stored whole
  std::string slotOf;            // the variable that a slot belongs to
  std::string slot;              // the slot's name, or the scalar's: `Adagrad`, `beta1_power`
  int slotOrder = 0;             // of a slot among its variable's: as TensorFlow makes them
  std::string key;          // the config key that makes it exist: `args.hidden_units`, `estimator`;
                            // one below a column's where that decides: `args.optimizer.momentum`
  std::int64_t layer = -1;  // hidden layer's number; logits and others -1

  bool operator==(const Variable&) const = default;
  formats::Shape shape() const;
};

/// Every tensor of the checkpoint that training this config writes, sorted by name.
/// Formula: spec of names and slots: doc/variable_map.md.
/// Errors: Unsupported, with the key, for a part of the config whose variables are not known.
Result<std::vector<Variable>> variableMap(const Config& config);

/// What evaluate and predict restore: no slots, no optimizer scalars.
std::vector<Variable> inferenceVariables(const std::vector<Variable>& variables);

/// Number of trainable elements.
std::int64_t parameterCount(const std::vector<Variable>& variables);

}  // namespace cairn::model
