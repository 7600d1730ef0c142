#pragma once

#include "core/formats/graph_def.h"
#include "core/formats/proto/meta_graph.pb.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::formats {

/// One variable of a graph that is saved in checkpoints.
struct GraphVariable {
  std::string node;  // name of the VarHandleOp
  std::string key;   // name in the checkpoint
  DType dtype = DType::Float;
  Shape shape;
  std::string initializer;   // node of the AssignVariableOp
  std::string snapshot;      // node of the ReadVariableOp
  std::string initialValue;  // node of the initial value
  bool trainable = true;
  bool partitioned = false;  // TensorFlow names it `x/part_0` and checks its shape at restore
  // Of one part among several: where it lies in the whole tensor that has the key.
  Shape fullShape;  // empty: this is the whole
  Shape offset;
  // For several replicas; only told to TensorFlow.
  pb::VariableSynchronization synchronization = pb::VARIABLE_SYNCHRONIZATION_AUTO;
  pb::VariableAggregation aggregation = pb::VARIABLE_AGGREGATION_NONE;
};

/// Adds handle, initial value, assignment and read of one resource variable.
/// Format: spec of `.meta`: doc/meta_graph.md.
GraphVariable addVariable(GraphBuilder& graph, const std::string& node, const std::string& key,
                          const Tensor& initialValue, bool trainable, bool partitioned);
/// The same for a variable whose `initialValue` names a node that is there already.
/// Returns: `variable` with `initializer` and `snapshot` filled in.
GraphVariable addVariable(GraphBuilder& graph, GraphVariable variable);

/// Node names under a collection's name.
using NodeCollections = std::vector<std::pair<std::string, std::vector<std::string>>>;

/// Adds save, restore and `init` of `variables` and wraps the graph as `import_meta_graph` wants
/// it, with the collections `variables`, `trainable_variables`, `global_step` and those given
/// besides. Every saved tensor has its full shape as specification, so that TensorFlow refuses
/// another one.
pb::MetaGraphDef makeMetaGraph(GraphBuilder graph, const std::vector<GraphVariable>& variables,
                               const NodeCollections& collections = {});

/// Wire form, equal graphs to equal bytes.
Bytes encodeMetaGraph(const pb::MetaGraphDef& metaGraph);
/// Errors: Corrupt when the bytes are no MetaGraphDef.
Result<pb::MetaGraphDef> parseMetaGraph(ByteView bytes, const std::string& file);

/// What TensorFlow's Saver writes for a part of a tensor, or for the whole: `4 10 0,4:0,10`; empty
/// for a scalar.
std::string sliceSpec(const Shape& fullShape, const Shape& offset, const Shape& shape);

}  // namespace cairn::formats
