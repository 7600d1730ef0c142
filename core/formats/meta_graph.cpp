#include "core/formats/meta_graph.h"

#include "core/formats/wire.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

namespace cairn::formats {
namespace {

constexpr int kMaxToKeep = 5;               // tf.train.Saver's own
constexpr float kKeepEveryNHours = 10'000;  // the same

std::string numbered(const std::string& name, std::size_t number) {
  return number == 0 ? name : fmt::format("{}_{}", name, number);
}

Tensor stringTensor(Shape shape, std::vector<std::string> strings) {
  Tensor tensor;
  tensor.dtype = DType::String;
  tensor.shape = std::move(shape);
  tensor.strings = std::move(strings);
  return tensor;
}

Shape fullShape(const GraphVariable& variable) {
  return variable.fullShape.empty() ? variable.shape : variable.fullShape;
}
Shape offset(const GraphVariable& variable) {
  return variable.offset.empty() ? Shape(variable.shape.size(), 0) : variable.offset;
}

/// Names of the saver's nodes that the SaverDef points to.
struct SaverNodes {
  std::string filename;
  std::string save;
  std::string restore;
};

/// The scalar string that Saver.save and restore feed.
std::string addFilename(GraphBuilder& graph) {
  const NodeAttributes attributes = {{"dtype", typeAttr(DType::String)}, {"shape", shapeAttr({})}};
  const auto input = graph.addConst("save/filename/input", stringTensor({}, {"model"}));
  const auto name = graph.add("save/filename", "PlaceholderWithDefault", {input}, attributes);
  return graph.add("save/Const", "PlaceholderWithDefault", {name}, attributes);
}

SaverNodes addSaver(GraphBuilder& graph, std::vector<GraphVariable> variables) {
  std::sort(variables.begin(), variables.end(), [](const auto& a, const auto& b) {
    return std::tie(a.key, a.offset) < std::tie(b.key, b.offset);
  });
  std::vector<std::string> keys, slices;
  std::vector<DType> dtypes;
  for (const GraphVariable& variable : variables) {
    keys.push_back(variable.key);
    slices.push_back(sliceSpec(fullShape(variable), offset(variable), variable.shape));
    dtypes.push_back(variable.dtype);
  }
  const Shape count = {static_cast<std::int64_t>(keys.size())};
  const auto lists = [&](const std::string& op) {
    return std::pair(
        graph.addConst("save/" + op + "/tensor_names", stringTensor(count, keys)),
        graph.addConst("save/" + op + "/shape_and_slices", stringTensor(count, slices)));
  };

  SaverNodes nodes;
  nodes.filename = addFilename(graph);
  const auto [saveNames, saveSlices] = lists("SaveV2");
  std::vector<std::string> inputs = {nodes.filename, saveNames, saveSlices};
  for (const GraphVariable& variable : variables) inputs.push_back(variable.snapshot);
  const auto save = graph.add("save/SaveV2", "SaveV2", inputs, {{"dtypes", typeListAttr(dtypes)}});
  nodes.save = graph.add("save/control_dependency", "Identity", {nodes.filename, "^" + save},
                         {{"T", typeAttr(DType::String)}});

  const auto [restoreNames, restoreSlices] = lists("RestoreV2");
  const auto restore =
      graph.add("save/RestoreV2", "RestoreV2", {nodes.filename, restoreNames, restoreSlices},
                {{"dtypes", typeListAttr(dtypes)}});
  std::vector<std::string> assigned;
  for (std::size_t i = 0; i < variables.size(); ++i) {
    const auto value = graph.add(numbered("save/Identity", i), "Identity",
                                 {i == 0 ? restore : fmt::format("{}:{}", restore, i)},
                                 {{"T", typeAttr(variables[i].dtype)}});
    assigned.push_back("^" + graph.add(numbered("save/AssignVariableOp", i), "AssignVariableOp",
                                       {variables[i].node, value},
                                       {{"dtype", typeAttr(variables[i].dtype)}}));
  }
  nodes.restore = graph.add("save/restore_all", "NoOp", assigned, {});
  return nodes;
}

pb::VariableDef variableDef(const GraphVariable& variable) {
  pb::VariableDef def;
  def.set_variable_name(variable.node + ":0");
  def.set_initializer_name(variable.initializer);
  def.set_snapshot_name(variable.snapshot + ":0");
  def.set_initial_value_name(variable.initialValue + ":0");
  def.set_is_resource(true);
  def.set_trainable(variable.trainable);
  def.set_synchronization(variable.synchronization);
  def.set_aggregation(variable.key == "global_step" ? pb::VARIABLE_AGGREGATION_ONLY_FIRST_REPLICA
                                                    : variable.aggregation);
  if (!variable.partitioned) return def;
  pb::SaveSliceInfoDef& slice = *def.mutable_save_slice_info_def();
  slice.set_full_name(variable.key);
  for (const std::int64_t size : fullShape(variable)) slice.add_full_shape(size);
  for (const std::int64_t start : offset(variable)) slice.add_var_offset(start);
  for (const std::int64_t size : variable.shape) slice.add_var_shape(size);
  return def;
}

template <class Wanted>
void addVariables(pb::MetaGraphDef& meta, const std::string& collection,
                  const std::vector<GraphVariable>& variables, Wanted wanted) {
  for (const GraphVariable& variable : variables)
    if (wanted(variable))
      (*meta.mutable_collection_def())[collection].mutable_bytes_list()->add_value(
          variableDef(variable).SerializeAsString());
}

}  // namespace

std::string sliceSpec(const Shape& fullShape, const Shape& offset, const Shape& shape) {
  if (shape.empty()) return {};
  std::string sizes, slices;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    sizes += fmt::format("{} ", fullShape[i]);
    slices += fmt::format("{}{},{}", i == 0 ? "" : ":", offset[i], shape[i]);
  }
  return sizes + slices;
}

GraphVariable addVariable(GraphBuilder& graph, const std::string& node, const std::string& key,
                          const Tensor& initialValue, bool trainable, bool partitioned) {
  GraphVariable variable;
  variable.node = node;
  variable.key = key;
  variable.dtype = initialValue.dtype;
  variable.shape = initialValue.shape;
  variable.initialValue = graph.addConst(node + "/Initializer/Const", initialValue);
  variable.trainable = trainable;
  variable.partitioned = partitioned;
  return addVariable(graph, std::move(variable));
}

GraphVariable addVariable(GraphBuilder& graph, GraphVariable variable) {
  const std::string& node = variable.node;
  const std::pair<std::string, pb::AttrValue> dtype = {"dtype", typeAttr(variable.dtype)};
  graph.add(node, "VarHandleOp", {},
            {dtype, {"shape", shapeAttr(variable.shape)}, {"shared_name", stringAttr(node)}});
  graph.add(node + "/IsInitialized/VarIsInitializedOp", "VarIsInitializedOp", {node}, {});
  variable.initializer =
      graph.add(node + "/Assign", "AssignVariableOp", {node, variable.initialValue}, {dtype});
  variable.snapshot = graph.add(node + "/Read/ReadVariableOp", "ReadVariableOp", {node}, {dtype});
  return variable;
}

pb::MetaGraphDef makeMetaGraph(GraphBuilder graph, const std::vector<GraphVariable>& variables,
                               const NodeCollections& collections) {
  std::vector<std::string> assigned;
  for (const GraphVariable& variable : variables) assigned.push_back("^" + variable.initializer);
  const auto init = graph.add("init", "NoOp", assigned, {});
  const SaverNodes saver = addSaver(graph, variables);

  pb::MetaGraphDef meta;
  meta.mutable_meta_info_def()->set_stripped_default_attrs(true);
  *meta.mutable_graph_def() = graph.take();
  pb::SaverDef& saverDef = *meta.mutable_saver_def();
  saverDef.set_filename_tensor_name(saver.filename + ":0");
  saverDef.set_save_tensor_name(saver.save + ":0");
  saverDef.set_restore_op_name(saver.restore);
  saverDef.set_max_to_keep(kMaxToKeep);
  saverDef.set_keep_checkpoint_every_n_hours(kKeepEveryNHours);
  saverDef.set_version(pb::SaverDef::V2);
  addVariables(meta, "variables", variables, [](const GraphVariable&) { return true; });
  addVariables(meta, "trainable_variables", variables,
               [](const GraphVariable& variable) { return variable.trainable; });
  addVariables(meta, "global_step", variables,
               [](const GraphVariable& variable) { return variable.key == "global_step"; });
  auto& all = *meta.mutable_collection_def();
  all["init_op"].mutable_node_list()->add_value(init);
  for (const auto& [name, nodes] : collections)
    for (const std::string& node : nodes) all[name].mutable_node_list()->add_value(node);
  return meta;
}

Bytes encodeMetaGraph(const pb::MetaGraphDef& metaGraph) { return encodeMessage(metaGraph); }

Result<pb::MetaGraphDef> parseMetaGraph(ByteView bytes, const std::string& file) {
  pb::MetaGraphDef meta;
  if (!parseMessage(bytes, meta)) return Error{ErrorCode::Corrupt, "not a MetaGraphDef", file};
  return meta;
}

}  // namespace cairn::formats
