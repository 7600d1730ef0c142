#pragma once

#include "core/model/config.h"
#include "core/model/graph_network.h"
#include "core/model/graph_ops.h"

#include <map>
#include <string>
#include <vector>

namespace cairn::model {

/// Whether addTrainOp can write this optimizer of v1.
/// Errors: Unsupported, with the key below `key` (`args.optimizer`).
Result<void> checkTrainOp(const Optimizer& optimizer, const std::string& key);

/// Adds what one step of training does, as a v1 optimizer writes it: an update of every variable
/// that has a gradient, the optimizer's own scalars, then global_step + 1.
/// Formula: spec/estimator.md 5. `scope` is `dnn/head`; `gradients` by variable's key; `waitFor`
/// are nodes that belong to the step too. Returns: the train op, `dnn/head/Adagrad`. Errors:
/// InvalidArgument when a slot is not among `variables`. `optimizer` has passed checkTrainOp.
Result<std::string> addTrainOp(GraphOps& ops, const Optimizer& optimizer, const std::string& scope,
                               const GraphVariables& variables,
                               const std::map<std::string, std::string>& gradients,
                               const std::vector<std::string>& waitFor);

}  // namespace cairn::model
