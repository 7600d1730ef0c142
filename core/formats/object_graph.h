#pragma once

#include "core/formats/tensor_bundle.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

/// The tree of Python objects that a `tf.train.Checkpoint` saved.
struct ObjectGraph {
  struct Attribute {
    std::string name;           // `VARIABLE_VALUE`
    std::string fullName;       // the variable's own name
    std::string checkpointKey;  // its entry in the bundle
    bool operator==(const Attribute&) const = default;
  };
  struct Child {
    std::int32_t node = 0;
    std::string localName;
    bool operator==(const Child&) const = default;
  };
  struct SlotVariable {
    std::int32_t original = 0;
    std::string slotName;
    std::int32_t slot = 0;
    bool operator==(const SlotVariable&) const = default;
  };
  struct Node {
    std::vector<Child> children;
    std::vector<Attribute> attributes;
    std::vector<SlotVariable> slots;
    bool operator==(const Node&) const = default;
  };
  std::vector<Node> nodes;  // the first is the root

  bool operator==(const ObjectGraph&) const = default;
};

inline constexpr std::string_view kObjectGraphKey = "_CHECKPOINTABLE_OBJECT_GRAPH";

/// Nothing when the checkpoint is name-based. Node numbers are checked.
Result<std::optional<ObjectGraph>> readObjectGraph(const TensorBundle& bundle);

/// Turns variables by their paths (`layer/kernel`: the attribute `kernel` of the root's `layer`)
/// into the items of an object-based checkpoint: each under its object's key, with the graph of
/// objects beside them, and `save_counter` 1 unless it is given. Sorted, ready for `encodeBundle`.
/// Errors: InvalidArgument, with the path, for an empty part.
Result<std::vector<BundleItem>> objectItems(std::vector<BundleItem> variables);

}  // namespace cairn::formats
