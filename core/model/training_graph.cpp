#include "core/model/training_graph.h"

#include "core/model/graph_head.h"
#include "core/model/graph_keras_train_op.h"
#include "core/model/graph_network.h"
#include "core/model/graph_train_op.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cairn::model {
namespace {

using formats::DType;
using formats::GraphVariable;

Error unsupported(const std::string& what, std::string key) {
  return Error{ErrorCode::Unsupported, "the graph of " + what, std::move(key)};
}

/// Why there is no network in the graph; nothing when there is.
std::optional<Error> networkLimit(const Config& config) {
  if (config.family() != Family::Dnn) return unsupported(config.estimator, "estimator");
  if (config.task() == Task::Head) return unsupported("a head", "args.head");
  for (const auto& column : config.args.featureColumns)
    if (column.type != data::ColumnType::Numeric)
      return unsupported(std::string(columnTypeName(column.type)),
                         "args.feature_columns." + columnLabel(config.args.featureColumns, column));
  if (!isGraphActivation(config.args.activationFn))
    return unsupported("activation " + config.args.activationFn, "args.activation_fn");
  return {};
}

Result<void> trainOpCheck(const Config& config) {
  const Optimizer& optimizer = config.args.optimizer;
  return config.api == Api::V1 ? checkTrainOp(optimizer, "args.optimizer")
                               : checkKerasTrainOp(optimizer, "args.optimizer");
}

/// U(-a, a), a = sqrt(6 / (rows + columns)).
std::string addGlorot(GraphOps& ops, const std::string& scope, const formats::Shape& shape,
                      const formats::NodeAttributes& seeds) {
  const std::string name = scope + "random_uniform";
  const double limit = std::sqrt(6.0 / static_cast<double>(shape.front() + shape.back()));
  std::vector<std::int32_t> sizes;
  for (const std::int64_t size : shape) sizes.push_back(static_cast<std::int32_t>(size));
  const auto dimensions = ops.integers(name + "/shape", sizes);
  const auto low = ops.scalar(name + "/min", -limit);
  const auto high = ops.scalar(name + "/max", limit);
  const auto random =
      ops.add(name + "/RandomUniform", "RandomUniform", {dimensions}, seeds, DType::Int32);
  const auto width = ops.add(name + "/sub", "Sub", {high, low});
  return ops.add(name, "AddV2", {ops.add(name + "/mul", "Mul", {random, width}), low});
}

std::string addTruncatedNormal(GraphOps& ops, const std::string& scope, const formats::Shape& shape,
                               double deviation, const formats::NodeAttributes& seeds) {
  const std::string name = scope + "truncated_normal";
  std::vector<std::int32_t> sizes;
  for (const std::int64_t size : shape) sizes.push_back(static_cast<std::int32_t>(size));
  const auto random = ops.add(name + "/TruncatedNormal", "TruncatedNormal",
                              {ops.integers(name + "/shape", sizes)}, seeds, DType::Int32);
  const auto scaled =
      ops.add(name + "/mul", "Mul", {random, ops.scalar(name + "/stddev", deviation)});
  return ops.add(name, "AddV2", {scaled, ops.scalar(name + "/mean", 0)});
}

std::string constantName(double value) {
  return value == 0 ? "zeros" : value == 1 ? "ones" : "Const";
}

class GraphAssembler {
 public:
  explicit GraphAssembler(const Config& config) : m_config(config), m_ops(m_graph) {}

  void addVariables(std::vector<Variable> variables) {
    // TensorFlow's order: the step, the model, the optimizer's own.
    std::stable_sort(variables.begin(), variables.end(), [](const auto& a, const auto& b) {
      return static_cast<int>(a.role) < static_cast<int>(b.role);
    });
    for (const Variable& variable : variables)
      if (variable.role == VariableRole::Weight) m_slices[variable.name] = &variable.slices;
    for (const Variable& variable : variables) {
      if (variable.slices.empty()) addPart(variable, variable.graphName, nullptr);
      for (const RowRange& rows : variable.slices)
        addPart(variable, partName(variable, rows), &rows);
    }
    m_slices.clear();
  }

  Result<void> addTraining() {
    const std::string head = m_config.api == Api::V1 ? "dnn/head" : "head";
    GraphNetwork network(m_ops, m_config, m_variables, head + "/gradients/");
    CAIRN_ASSIGN(const std::string logits, network.addForward());
    const GraphHead nodes = addHead(m_ops, m_config, head, logits);
    m_collections.push_back({"losses", {nodes.loss + ":0"}});
    const Optimizer& optimizer = m_config.args.optimizer;
    if (!trainOpCheck(m_config)) return {};
    network.addBackward(nodes.atLogits);
    const auto& gradients = network.gradients();
    CAIRN_ASSIGN(
        const std::string train,
        m_config.api == Api::V1
            ? addTrainOp(m_ops, optimizer, head, m_variables, gradients, network.updates())
            : addKerasTrainOp(m_ops, optimizer, m_variables, gradients, network.updates()));
    m_collections.push_back({"train_op", {train}});
    return {};
  }

  pb::MetaGraphDef take() {
    return formats::makeMetaGraph(std::move(m_graph), m_list, m_collections);
  }

 private:
  /// `x/part_2` for the third part of `x/part_0`; a slot's part is that of its weight.
  std::string partName(const Variable& variable, const RowRange& rows) const {
    const auto weight = m_slices.find(variable.slotOf.empty() ? variable.name : variable.slotOf);
    if (weight == m_slices.end()) return variable.graphName;
    const auto& slices = *weight->second;
    const auto part = std::find(slices.begin(), slices.end(), rows) - slices.begin();
    std::string name = variable.graphName;
    const std::string first = "/part_0";
    const auto at = name.rfind(first);
    return at == std::string::npos
               ? name
               : name.replace(at, first.size(), "/part_" + std::to_string(part));
  }

  /// `rows` is the part of a variable in several; null for a whole one.
  void addPart(const Variable& variable, const std::string& node, const RowRange* rows) {
    GraphVariable one;
    one.node = node;
    one.key = variable.name;
    one.dtype = variable.dtype;
    one.shape = variable.shape();
    if (rows != nullptr) {
      one.fullShape = one.shape;
      one.offset = formats::Shape(one.shape.size(), 0);
      one.offset.front() = rows->start;
      one.shape.front() = rows->length;
    }
    one.initialValue = addInitialValue(variable, node, one.shape);
    one.trainable = variable.trainable && variable.role == VariableRole::Weight;
    one.partitioned = variable.graphName != variable.name && variable.shapeChecked;
    if (variable.role == VariableRole::MovingStatistic) {
      one.synchronization = pb::VARIABLE_SYNCHRONIZATION_ON_READ;
      one.aggregation = pb::VARIABLE_AGGREGATION_MEAN;
    }
    if (variable.role == VariableRole::OptimizerScalar && m_config.api == Api::V2)
      one.aggregation = pb::VARIABLE_AGGREGATION_ONLY_FIRST_REPLICA;
    m_list.push_back(formats::addVariable(m_graph, std::move(one)));
    m_variables[variable.name] = m_list.back();
  }

  std::string addInitialValue(const Variable& variable, const std::string& node,
                              const formats::Shape& shape) {
    const std::string scope = node + "/Initializer/";
    const Initializer& initializer = variable.initializer;
    formats::NodeAttributes seeds = {{"dtype", formats::typeAttr(DType::Float)}};
    if (initializer.kind != Initializer::Kind::Constant && m_config.runConfig.tfRandomSeed) {
      seeds.emplace_back("seed", formats::intAttr(*m_config.runConfig.tfRandomSeed));
      seeds.emplace_back("seed2", formats::intAttr(m_randomOps++));
    }
    if (initializer.kind == Initializer::Kind::GlorotUniform && !shape.empty())
      return addGlorot(m_ops, scope, shape, seeds);
    if (initializer.kind == Initializer::Kind::TruncatedNormal)
      return addTruncatedNormal(m_ops, scope, shape, initializer.value, seeds);
    const bool number =
        variable.role == VariableRole::OptimizerScalar && variable.dtype == DType::Float;
    const std::string name = number ? "initial_value" : constantName(initializer.value);
    return m_ops.filled(scope + name, shape, initializer.value, variable.dtype);
  }

  const Config& m_config;
  formats::GraphBuilder m_graph;
  GraphOps m_ops;
  std::vector<GraphVariable> m_list;
  GraphVariables m_variables;
  formats::NodeCollections m_collections;
  std::map<std::string, const std::vector<RowRange>*> m_slices;  // of weights, by key
  std::int64_t m_randomOps = 0;
};

}  // namespace

Result<pb::MetaGraphDef> trainingMetaGraph(const Config& config,
                                           const std::vector<Variable>& variables) {
  GraphAssembler graph(config);
  graph.addVariables(variables);
  if (!networkLimit(config)) CAIRN_TRY(graph.addTraining());
  return graph.take();
}

std::optional<Error> trainingGraphLimit(const Config& config) {
  if (auto limit = networkLimit(config)) return limit;
  const auto trains = trainOpCheck(config);
  if (!trains) return trains.error();
  return {};
}

}  // namespace cairn::model
