#pragma once

#include "core/base/file_ops.h"
#include "core/formats/proto/graph.pb.h"
#include "core/training/graph_value.h"

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cairn::training {

/// A hash table of a graph: the place of each key's value. Integer keys stand as decimal text.
struct GraphTable {
  std::unordered_map<std::string, std::size_t> places;
  GraphValue values;
};

/// What the nodes of a graph share: its variables' values, its tables, and where its files are.
struct GraphResources {
  FileOps* files = nullptr;
  std::map<std::string, GraphValue> variables;  // by node
  std::map<std::string, GraphTable> tables;     // by node
};

/// One node about to be computed.
/// Owner: borrows all of it.
class KernelCall {
 public:
  KernelCall(const pb::NodeDef& node, std::vector<const GraphValue*> inputs,
             GraphResources& resources)
      : m_node(node), m_inputs(std::move(inputs)), m_resources(resources) {}

  const pb::NodeDef& node() const { return m_node; }
  GraphResources& resources() const { return m_resources; }
  std::size_t size() const { return m_inputs.size(); }

  // Errors: Corrupt when the node has no such input, or one of another type.
  Result<const GraphValue*> input(std::size_t index) const;
  Result<const std::vector<float>*> floats(std::size_t index) const;
  Result<const std::vector<std::int64_t>*> ints(std::size_t index) const;
  Result<const std::vector<std::string>*> strings(std::size_t index) const;
  Result<std::int64_t> intScalar(std::size_t index) const;
  /// The name that a resource has.
  Result<std::string> resource(std::size_t index) const;

  std::int64_t intAttr(const char* name, std::int64_t fallback = 0) const;
  float floatAttr(const char* name, float fallback) const;
  bool boolAttr(const char* name) const { return flag(name); }
  std::string stringAttr(const char* name) const;
  formats::DType typeAttr(const char* name, formats::DType fallback) const;
  const pb::AttrValue* attr(const char* name) const;

  Error wrong(std::string message) const;        // Corrupt
  Error unsupported(std::string message) const;  // what is asked for is not computed here

 private:
  template <class T>
  Result<const std::vector<T>*> held(std::size_t index, const char* what) const;
  bool flag(const char* name) const;

  const pb::NodeDef& m_node;
  std::vector<const GraphValue*> m_inputs;
  GraphResources& m_resources;
};

/// The outputs of a node that has one.
Result<GraphValues> oneOutput(GraphValue value);

/// Computes a node's outputs as TensorFlow's operation of that name does on a CPU.
using Kernel = Result<GraphValues> (*)(const KernelCall& call);
using Kernels = std::map<std::string_view, Kernel>;

const Kernels& mathKernels();    // element by element, products, reductions
const Kernels& shapeKernels();   // moving elements about
const Kernels& sparseKernels();  // SparseTensors and their sums
const Kernels& lookupKernels();  // variables, tables, hashes
const Kernels& parseKernels();   // tf.Examples

/// One feature of parsed tf.Examples: a list of each row, or as many values as its shape has.
struct ParsedFeature {
  std::string key;
  formats::DType dtype = formats::DType::Float;
  bool isList = false;
  formats::Shape shape;
  const GraphValue* standIn = nullptr;  // of a fixed one; empty: it must be there
};
/// What a ParseExample or ParseExampleV2 reads; its input 0, the examples, is not looked at.
Result<std::vector<ParsedFeature>> parsedFeatures(const KernelCall& call);

/// Null when the operation is not known.
Kernel findKernel(std::string_view operation);

}  // namespace cairn::training
