#include "core/formats/object_graph.h"

#include "core/formats/proto/object_graph.pb.h"
#include "core/formats/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>

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

constexpr const char* kValue = "VARIABLE_VALUE";
constexpr const char* kCounter = "save_counter";

/// A local name inside a key: `.` is `..` and `/` is `.S`.
std::string escaped(std::string_view name) {
  std::string out;
  for (const char c : name) out += c == '.' ? ".." : std::string(1, c);
  return out;
}

/// The objects of a checkpoint in the making; the first is the root.
class GraphWriter {
 public:
  GraphWriter() { m_proto.add_nodes(); }

  /// Makes the objects on the way to a variable. Returns its key.
  Result<std::string> add(const std::string& path) {
    int node = 0;
    std::string key;
    std::string_view rest = path;
    for (;;) {
      const auto slash = rest.find('/');
      const std::string_view part = rest.substr(0, slash);
      if (part.empty())
        return Error{ErrorCode::InvalidArgument, "a part of the path is empty", path};
      node = child(node, std::string(part));
      key += escaped(part) + '/';
      if (slash == std::string_view::npos) break;
      rest.remove_prefix(slash + 1);
    }
    key += fmt::format(".ATTRIBUTES/{}", kValue);
    auto& attribute = *m_proto.mutable_nodes(node)->add_attributes();
    attribute.set_name(kValue);
    attribute.set_full_name(path);
    attribute.set_checkpoint_key(key);
    return key;
  }

  std::string text() const { return m_proto.SerializeAsString(); }

 private:
  int child(int node, const std::string& name) {
    const auto [found, fresh] = m_children.try_emplace({node, name}, m_proto.nodes_size());
    if (fresh) {
      m_proto.add_nodes();
      auto& reference = *m_proto.mutable_nodes(node)->add_children();
      reference.set_node_id(found->second);
      reference.set_local_name(name);
    }
    return found->second;
  }

  pb::TrackableObjectGraph m_proto;
  std::map<std::pair<int, std::string>, int> m_children;
};

}  // namespace

Result<std::vector<BundleItem>> objectItems(std::vector<BundleItem> variables) {
  const auto named = [](const BundleItem& item) { return item.name == kCounter; };
  if (std::none_of(variables.begin(), variables.end(), named))
    variables.push_back({kCounter, makeInt64Tensor({}, std::vector<std::int64_t>{1})});
  GraphWriter graph;
  for (BundleItem& item : variables) {
    CAIRN_ASSIGN(item.name, graph.add(item.name));
  }
  Tensor text;
  text.dtype = DType::String;
  text.strings = {graph.text()};
  variables.push_back({std::string(kObjectGraphKey), std::move(text)});
  std::sort(variables.begin(), variables.end(),
            [](const BundleItem& a, const BundleItem& b) { return a.name < b.name; });
  return variables;
}

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
