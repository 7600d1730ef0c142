#include "core/formats/object_graph.h"

#include "core/formats/proto/object_graph.pb.h"
#include "core/formats/wire.h"

#include <fmt/format.h>

namespace cairn::formats {
namespace {

using Object = pb::TrackableObjectGraph::TrackableObject;

ObjectGraph::Node toNode(const Object& object) {
  ObjectGraph::Node node;
  for (const auto& child : object.children())
    node.children.push_back({child.node_id(), child.local_name()});
  for (const auto& attribute : object.attributes())
    node.attributes.push_back(
        {attribute.name(), attribute.full_name(), attribute.checkpoint_key()});
  for (const auto& slot : object.slot_variables())
    node.slots.push_back(
        {slot.original_variable_node_id(), slot.slot_name(), slot.slot_variable_node_id()});
  return node;
}

/// The first number in `node` that is none of `count` nodes.
std::optional<std::int32_t> strayNumber(const ObjectGraph::Node& node, std::size_t count) {
  const auto isStray = [count](std::int32_t number) {
    return number < 0 || static_cast<std::size_t>(number) >= count;
  };
  for (const ObjectGraph::Child& child : node.children)
    if (isStray(child.node)) return child.node;
  for (const ObjectGraph::SlotVariable& slot : node.slots) {
    if (isStray(slot.original)) return slot.original;
    if (isStray(slot.slot)) return slot.slot;
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<ObjectGraph>> readObjectGraph(const TensorBundle& bundle) {
  if (bundle.find(kObjectGraphKey) == nullptr) return std::optional<ObjectGraph>{};
  CAIRN_ASSIGN(const Tensor tensor, bundle.read(kObjectGraphKey));
  const auto corrupt = [&bundle](std::string message) {
    return Error{ErrorCode::Corrupt, fmt::format("{}: {}", kObjectGraphKey, message),
                 bundle.prefix().string()};
  };
  if (tensor.strings.size() != 1)
    return corrupt(fmt::format("{} strings, want one", tensor.strings.size()));
  const std::string& text = tensor.strings.front();
  pb::TrackableObjectGraph proto;
  if (!parseMessage(asBytes(text), proto)) return corrupt("Error parsing message");

  ObjectGraph graph;
  graph.nodes.reserve(static_cast<std::size_t>(proto.nodes_size()));
  for (const Object& object : proto.nodes()) graph.nodes.push_back(toNode(object));
  for (std::size_t i = 0; i < graph.nodes.size(); ++i)
    if (const auto stray = strayNumber(graph.nodes[i], graph.nodes.size()))
      return corrupt(fmt::format("node {} points to node {} of {}", i, *stray, graph.nodes.size()));
  return std::optional(std::move(graph));
}

}  // namespace cairn::formats
