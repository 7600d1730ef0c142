#pragma once

#include "core/formats/meta_graph.h"
#include "core/model/config.h"
#include "core/model/variable_map.h"

#include <optional>
#include <vector>

namespace cairn::model {

/// The graph of training a config, for `graph.pbtxt` and the event file (its `graph_def`) and for
/// `<prefix>.meta` (the whole): TensorFlow imports it, restores the checkpoint beside it and trains
/// on, by the stored train op or by an optimizer of the caller's.
/// A Classifier or Regressor is whole: placeholders `features/<key>`, `labels` and `weights`,
/// network, predictions, loss, gradients and train op, under TensorFlow's names. Of a config with a
/// head, trainingGraphLimit says where the graph ends; it then holds the variables with their
/// saver, which TensorFlow restores all the same. Format: core/model/doc/training_graph.md.
/// `variables` is the config's variableMap. Errors: InvalidArgument when `variables` lacks one that
/// the network needs.
Result<pb::MetaGraphDef> trainingMetaGraph(const Config& config,
                                           const std::vector<Variable>& variables);

/// Why the config's graph is not the whole of training; nothing when it is.
/// The error is Unsupported and names the config key.
std::optional<Error> trainingGraphLimit(const Config& config);

}  // namespace cairn::model
