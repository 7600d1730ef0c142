#include "core/training/graph_runner.h"

#include <charconv>
#include <fmt/format.h>

namespace cairn::training {
namespace {

/// `node:1` or `node`, which is its first output.
struct Output {
  std::string node;
  std::size_t index = 0;
};

Output outputOf(const std::string& tensor) {
  const auto colon = tensor.rfind(':');
  if (colon == std::string::npos) return {tensor, 0};
  Output output{tensor.substr(0, colon), 0};
  std::from_chars(tensor.data() + colon + 1, tensor.data() + tensor.size(), output.index);
  return output;
}

bool isControl(const std::string& input) { return input.starts_with('^'); }

Error cancelled() { return {ErrorCode::Cancelled, "stopped before its end"}; }

}  // namespace

/// The values of one run.
struct GraphRunner::Pass {
  const GraphFeeds& feeds;
  std::stop_token stop;
  bool waits = false;  // whether nodes are also run that others only wait for
  std::unordered_map<std::string, GraphValues> done = {};
};

GraphRunner::GraphRunner(const pb::GraphDef& graph, GraphResources resources)
    : m_resources(std::move(resources)) {
  for (const pb::NodeDef& node : graph.node()) m_nodes.emplace(node.name(), &node);
}

Result<void> GraphRunner::prepare(const std::vector<std::string>& nodes, const GraphFeeds& feeds,
                                  std::stop_token stop) {
  Pass pass{feeds, std::move(stop), true};
  for (const std::string& node : nodes) CAIRN_TRY(compute(outputOf(node).node, pass));
  return {};
}

Result<GraphValues> GraphRunner::run(const std::vector<std::string>& wanted,
                                     const GraphFeeds& feeds, std::stop_token stop) {
  Pass pass{feeds, std::move(stop)};
  GraphValues out;
  for (const std::string& tensor : wanted) {
    const Output output = outputOf(tensor);
    CAIRN_TRY(compute(output.node, pass));
    const GraphValues& values = pass.done[output.node];
    if (output.index >= values.size())
      return Error{ErrorCode::Corrupt, "the node has no such output", tensor};
    out.push_back(values[output.index]);
  }
  return out;
}

/// Depth first with a list of our own: graphs are deeper than a stack, and may bite their tails.
Result<void> GraphRunner::compute(const std::string& root, Pass& pass) {
  struct Open {
    std::string name;
    int next = 0;
  };
  std::vector<Open> open = {{root}};
  std::unordered_map<std::string, bool> entered;  // true while open
  while (!open.empty()) {
    if (pass.stop.stop_requested()) return cancelled();
    Open& top = open.back();
    const auto found = m_nodes.find(top.name);
    if (found == m_nodes.end())
      return Error{ErrorCode::Corrupt, "the graph has no such node", top.name};
    const pb::NodeDef& node = *found->second;
    entered[top.name] = true;
    const bool fed = pass.feeds.contains(top.name + ":0") || pass.done.contains(top.name);
    if (!fed && top.next < node.input_size()) {
      const std::string& input = node.input(top.next++);
      if (isControl(input) && !pass.waits) continue;
      const std::string needed = isControl(input) ? input.substr(1) : outputOf(input).node;
      if (pass.done.contains(needed)) continue;
      if (entered[needed])
        return Error{ErrorCode::Corrupt, "the graph goes round in a circle", needed};
      open.push_back({needed});
      continue;
    }
    if (!pass.done.contains(top.name)) CAIRN_TRY(computeNode(node, pass));
    entered[top.name] = false;
    open.pop_back();
  }
  return {};
}

Result<void> GraphRunner::computeNode(const pb::NodeDef& node, Pass& pass) {
  if (const auto fed = pass.feeds.find(node.name() + ":0"); fed != pass.feeds.end()) {
    pass.done[node.name()] = {fed->second};
    return {};
  }
  const Kernel kernel = findKernel(node.op());
  if (kernel == nullptr)
    return Error{ErrorCode::Unsupported,
                 fmt::format("the operation {} can't be computed", node.op()), node.name()};
  std::vector<const GraphValue*> inputs;
  for (const std::string& input : node.input()) {
    if (isControl(input)) continue;
    const Output output = outputOf(input);
    const GraphValues& values = pass.done[output.node];
    if (output.index >= values.size())
      return Error{ErrorCode::Corrupt, fmt::format("its input {} is not there", input),
                   node.name()};
    inputs.push_back(&values[output.index]);
  }
  CAIRN_ASSIGN(GraphValues values, kernel(KernelCall(node, std::move(inputs), m_resources)));
  pass.done[node.name()] = std::move(values);
  return {};
}

}  // namespace cairn::training
