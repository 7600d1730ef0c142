#pragma once

#include "core/model/graph_ops.h"

#include <functional>
#include <optional>
#include <string_view>

namespace cairn::model {

/// Adds the nodes that lead from a gradient at an output to the one at its input; returns the
/// latter's name.
using Backward = std::function<std::string(const std::string& gradient)>;

struct Activated {
  std::string output;
  Backward backward;
};

bool isGraphActivation(std::string_view name);

/// The activation of one layer, as Keras writes it into a graph: node names and operations are its
/// own under `scope` (`dnn/hiddenlayer_0`). The gradient's nodes go under `gradients`.
/// Formula: spec/estimator.md 6. `name` is one that isGraphActivation knows.
Activated addActivation(GraphOps& ops, std::string_view name, const std::string& scope,
                        const std::string& x, const std::string& gradients);

}  // namespace cairn::model
