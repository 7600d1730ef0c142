#pragma once

#include "core/model/config.h"
#include "core/model/graph_gradients.h"
#include "core/model/graph_network.h"
#include "core/model/graph_ops.h"

#include <map>
#include <string>
#include <vector>

namespace cairn::model {

/// Whether addTrainOp can write this optimizer of v1.
/// Errors: Unsupported, with the key below `key` (`args.optimizer`).
Result<void> checkTrainOp(const Optimizer& optimizer, const std::string& key);

/// Where an optimizer stands in a graph.
struct TrainOpPlace {
  std::string head = "dnn/head";  // TensorFlow's scope of the head
  std::string infix = "/t_0/";    // between a variable's key and its slot (spec/estimator.md 3)
  std::string suffix = {};        // `_1` of the second of one name: of the node, and of its scalars
  bool countsStep = true;         // whether it moves global_step on; else a caller does
};

/// Adds what one step of training does, as a v1 optimizer writes it: an update of every variable
/// that has a gradient, the optimizer's own scalars, then global_step + 1.
/// Formula: spec/estimator.md 5. `waitFor` are nodes that belong to the step too. Returns: the
/// train op, `dnn/head/Adagrad`. Errors: InvalidArgument when a slot is not among `variables`.
/// `optimizer` has passed checkTrainOp.
Result<std::string> addTrainOp(GraphOps& ops, const Optimizer& optimizer, const TrainOpPlace& place,
                               const GraphVariables& variables, const GraphGradients& gradients,
                               const std::vector<std::string>& waitFor);

}  // namespace cairn::model
