#pragma once

#include "core/model/config.h"
#include "core/model/graph_ops.h"

#include <string>

namespace cairn::model {

/// Nodes of a head: what a caller of the graph fetches, and where its gradient starts.
struct GraphHead {
  std::string labels;  // placeholder
  std::string loss;    // scalar
  std::string averageLoss;
  std::string atLogits;  // d loss / d logits
};

/// Adds the head of a DNNClassifier or DNNRegressor on `logits`: predictions, labels, loss.
/// Shapes:  labels [B, 1] as ids (int64; float32 for two classes, where 0.8 is a label too), or
///          float32[B, D]; a weight column is float32[B, 1], in regression
///          float32[B, D] too.
/// Formula: spec/estimator.md 7 and 9. `scope` is TensorFlow's, `dnn/head` (v1) or `head` (v2).
/// With a label vocabulary the labels are ids all the same: words become ids before the graph.
GraphHead addHead(GraphOps& ops, const Config& config, const std::string& scope,
                  const std::string& logits);

}  // namespace cairn::model
