#pragma once

#include "core/formats/proto/graph.pb.h"
#include "core/training/graph_kernels.h"

#include <map>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

namespace cairn::training {

/// Values under the names of tensors: `input_example_tensor:0`.
using GraphFeeds = std::map<std::string, GraphValue>;

/// Runs a graph on a CPU, node by node: what was asked for and all that it needs, each once.
/// Owner: borrows the graph.   Thread: Not locked; one thread at a time.
class GraphRunner {
 public:
  GraphRunner(const pb::GraphDef& graph, GraphResources resources);

  /// Runs nodes for what they do, with those that they wait for: tables are filled so.
  Result<void> prepare(const std::vector<std::string>& nodes, const GraphFeeds& feeds,
                       std::stop_token stop);
  /// The tensors `wanted`, in that order.
  /// Errors: Unsupported for an operation that is not known, Corrupt for a graph that is damaged,
  ///         both with the node; Cancelled; those of the operations.
  Result<GraphValues> run(const std::vector<std::string>& wanted, const GraphFeeds& feeds,
                          std::stop_token stop);

 private:
  struct Pass;
  Result<void> compute(const std::string& node, Pass& pass);
  Result<void> computeNode(const pb::NodeDef& node, Pass& pass);

  std::unordered_map<std::string, const pb::NodeDef*> m_nodes;
  GraphResources m_resources;
};

}  // namespace cairn::training
