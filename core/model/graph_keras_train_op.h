#pragma once

#include "core/model/config.h"
#include "core/model/graph_network.h"
#include "core/model/graph_ops.h"

#include <map>
#include <string>
#include <vector>

namespace cairn::model {

/// Whether addKerasTrainOp can write this optimizer of tf.keras.optimizers.legacy.
/// Errors: Unsupported, with the key below `key` (`args.optimizer`).
Result<void> checkKerasTrainOp(const Optimizer& optimizer, const std::string& key);

/// Adds what one step of training does, as a v2 estimator does it: saved hyper-parameters are read
/// from the checkpoint's variables, then every variable is updated, then global_step + 1.
/// Formula: spec/estimator.md 4 and 5. `gradients` by variable's key; `waitFor` are nodes that
/// belong to the step too. Returns: the train op, `training/group_deps`. Errors: InvalidArgument
/// when a slot is not among `variables`. `optimizer` has passed
///         checkKerasTrainOp.
Result<std::string> addKerasTrainOp(GraphOps& ops, const Optimizer& optimizer,
                                    const GraphVariables& variables,
                                    const std::map<std::string, std::string>& gradients,
                                    const std::vector<std::string>& waitFor);

}  // namespace cairn::model
