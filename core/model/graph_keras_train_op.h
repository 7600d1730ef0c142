#pragma once

#include "core/model/config.h"
#include "core/model/graph_gradients.h"
#include "core/model/graph_network.h"
#include "core/model/graph_ops.h"

#include <map>
#include <string>
#include <vector>

namespace cairn::model {

/// Whether addKerasTrainOp can write this optimizer of tf.keras.optimizers.legacy.
/// Errors: Unsupported, with the key below `key` (`args.optimizer`).
Result<void> checkKerasTrainOp(const Optimizer& optimizer, const std::string& key);

/// The same for rows of variables that are looked up.
Result<void> checkKerasRows(const Optimizer& optimizer, const std::string& key);

/// Where an optimizer stands in a graph.
struct KerasPlace {
  std::string suffix = {};  // `_1` of the second of one name
  bool whole = true;        // whether it is the whole of training; else a caller groups it
};

/// Adds what one step of training does, as a v2 estimator does it: saved hyper-parameters are read
/// from the checkpoint's variables, then every variable is updated, then global_step (or the
/// optimizer's own `iter`) + 1.
/// Formula: spec/estimator.md 4 and 5. `waitFor` are nodes that belong to the step too. Returns:
/// the train op, `training/group_deps`, or what counts the step. Errors: InvalidArgument when a
/// slot is not among `variables`. `optimizer` has passed checkKerasTrainOp and checkKerasRows.
Result<std::string> addKerasTrainOp(GraphOps& ops, const Optimizer& optimizer,
                                    const KerasPlace& place, const GraphVariables& variables,
                                    const GraphGradients& gradients,
                                    const std::vector<std::string>& waitFor);

}  // namespace cairn::model
