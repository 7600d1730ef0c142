#include "core/model/training_graph.h"

#include "core/model/graph_head.h"
#include "core/model/graph_keras_train_op.h"
#include "core/model/graph_network.h"
#include "core/model/graph_train_op.h"
#include "core/model/serving_columns.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace cairn::model {
namespace {

using formats::DType;
using formats::GraphVariable;

Error unsupported(const std::string& what, std::string key) {
  return Error{ErrorCode::Unsupported, "the graph of " + what, std::move(key)};
}

bool isNumericDnn(const Config& config) {
  const auto& columns = config.args.featureColumns;
  return config.family() == Family::Dnn &&
         std::all_of(columns.begin(), columns.end(), [](const data::FeatureColumn& column) {
           return column.type == data::ColumnType::Numeric;
         });
}

bool hasNetwork(const Config& config) {
  return config.family() == Family::Dnn ||
         (config.family() == Family::Combined && !config.args.dnnFeatureColumns.empty());
}

bool hasLinear(const Config& config) {
  return config.family() == Family::Linear ||
         (config.family() == Family::Combined && !config.args.linearFeatureColumns.empty());
}

std::vector<data::FeatureColumn> allColumns(const Config& config) {
  std::vector<data::FeatureColumn> all = config.args.featureColumns;
  for (const auto* more : {&config.args.dnnFeatureColumns, &config.args.linearFeatureColumns})
    all.insert(all.end(), more->begin(), more->end());
  return all;
}

/// Whether a column looks rows up: in a network a table's, in a linear model its own weights.
bool looksUp(const std::vector<data::FeatureColumn>& columns, bool linear) {
  return std::any_of(columns.begin(), columns.end(), [&](const data::FeatureColumn& column) {
    const bool table = column.type == data::ColumnType::Embedding ||
                       column.type == data::ColumnType::SharedEmbedding;
    return table || (linear && data::isCategorical(column));
  });
}

/// Why there is no network in the graph; nothing when there is.
std::optional<Error> networkLimit(const Config& config) {
  if (config.task() == Task::Head) return unsupported("a head", "args.head");
  if (hasNetwork(config) && !isGraphActivation(config.args.activationFn))
    return unsupported("activation " + config.args.activationFn, "args.activation_fn");
  if (config.args.partitions > 1 && !isNumericDnn(config))
    return unsupported("partitioned variables", config.family() == Family::Linear
                                                    ? "args.partitioner"
                                                    : "args.input_layer_partitioner");
  if (const auto features = servingFeatures(allColumns(config)); !features) return features.error();
  return {};
}

/// One of a config's optimizers, and what it trains.
struct Side {
  const Optimizer* optimizer;
  const char* key;
  bool rows;  // whether it updates rows that were looked up
};

std::vector<Side> sidesOf(const Config& config) {
  const Args& args = config.args;
  switch (config.family()) {
    case Family::Dnn:
      return {{&args.optimizer, "args.optimizer", looksUp(args.featureColumns, false)}};
    case Family::Linear:
      return {{&args.optimizer, "args.optimizer", looksUp(args.featureColumns, true)}};
    case Family::Baseline:
      return {{&args.optimizer, "args.optimizer", false}};
    case Family::Combined:
      break;
  }
  std::vector<Side> sides;
  if (hasNetwork(config))
    sides.push_back(
        {&args.dnnOptimizer, "args.dnn_optimizer", looksUp(args.dnnFeatureColumns, false)});
  if (hasLinear(config))
    sides.push_back(
        {&args.linearOptimizer, "args.linear_optimizer", looksUp(args.linearFeatureColumns, true)});
  return sides;
}

Result<void> trainOpCheck(const Config& config) {
  for (const Side& side : sidesOf(config)) {
    if (config.api == Api::V1) {
      CAIRN_TRY(checkTrainOp(*side.optimizer, side.key));
    } else {
      CAIRN_TRY(checkKerasTrainOp(*side.optimizer, side.key));
      if (side.rows) CAIRN_TRY(checkKerasRows(*side.optimizer, side.key));
    }
  }
  return {};
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
    const std::string head = headScope();
    CAIRN_TRY(addColumns());
    GraphNetwork network(m_ops, m_config, m_variables, head + "/gradients/");
    CAIRN_ASSIGN(const std::string logits, addLogits(network));
    const GraphHead nodes = addHead(m_ops, m_config, head, logits);
    m_collections.push_back({"losses", {nodes.loss + ":0"}});
    if (!trainOpCheck(m_config)) return {};
    std::vector<GraphGradients> gradients = addGradients(network, nodes.atLogits);
    CAIRN_ASSIGN(const std::string train, addTrainOps(gradients, network.updates()));
    m_collections.push_back({"train_op", {train}});
    return {};
  }

  pb::MetaGraphDef take() {
    if (m_columns && !m_columns->initializers().empty())
      m_collections.push_back({"table_initializer", m_columns->initializers()});
    return formats::makeMetaGraph(std::move(m_graph), m_list, m_collections);
  }

 private:
  std::string headScope() const {
    const bool v1 = m_config.api == Api::V1;
    if (v1 && m_config.family() == Family::Dnn) return "dnn/head";
    return v1 && m_config.family() == Family::Linear ? "linear/head" : "head";
  }

  /// A placeholder of each feature, unless the network makes its own: lists are as long as the
  /// longest row, '' or -1 where a row has fewer.
  Result<void> addColumns() {
    if (isNumericDnn(m_config)) return {};
    CAIRN_ASSIGN(const std::vector<ServingFeature> features, servingFeatures(allColumns(m_config)));
    const auto train = m_config.data.find("train");
    ServingInputs inputs;
    inputs.denseKeys = train == m_config.data.end() || train->second.format == "csv";
    std::set<std::string> names;
    for (const ServingFeature& feature : features) {
      const std::string base = nodeNamePart(feature.key);
      std::string name = base;
      for (int n = 1; !names.insert(name).second; ++n) name = base + "_" + std::to_string(n);
      formats::Shape shape = {-1};
      shape.insert(shape.end(), feature.shape.begin(), feature.shape.end());
      inputs.features[feature.key] = m_ops.placeholder("features/" + name, feature.dtype, shape);
      inputs.types[feature.key] = feature.dtype;
    }
    m_columns.emplace(m_ops, m_variables, std::move(inputs));
    return {};
  }

  Result<std::string> addNetwork(GraphNetwork& network,
                                 const std::vector<data::FeatureColumn>& columns) {
    CAIRN_ASSIGN(const std::string input, m_columns->inputLayer(columns));
    return network.addForward(input, m_columns->inputIsTrained());
  }

  Result<std::string> addLogits(GraphNetwork& network) {
    const Args& args = m_config.args;
    switch (m_config.family()) {
      case Family::Dnn:
        return m_columns ? addNetwork(network, args.featureColumns) : network.addForward();
      case Family::Linear:
        return m_columns->linearModel(args.featureColumns, args.sparseCombiner);
      case Family::Combined: {
        if (!hasNetwork(m_config))
          return m_columns->linearModel(args.linearFeatureColumns, args.sparseCombiner);
        CAIRN_ASSIGN(const std::string deep, addNetwork(network, args.dnnFeatureColumns));
        if (!hasLinear(m_config)) return deep;
        CAIRN_ASSIGN(const std::string wide,
                     m_columns->linearModel(args.linearFeatureColumns, args.sparseCombiner));
        return m_ops.add("add", "AddV2", {deep, wide});
      }
      case Family::Baseline:
        break;
    }
    // The bias, once for each of the labels, which the head is yet to add.
    const bool ids = m_config.task() == Task::Classifier && m_config.logitsDimension() > 1;
    CAIRN_ASSIGN(const std::string bias, m_columns->weight("baseline/bias"));
    const auto rows = m_ops.rows("baseline", "labels", ids ? DType::Int64 : DType::Float);
    const auto sizes = m_ops.add("baseline/sizes", "Pack", {rows, m_ops.integer("baseline/one", 1)},
                                 {{"N", formats::intAttr(2)}}, DType::Int32);
    const auto ones =
        m_ops.addPlain("baseline/ones", "Fill", {sizes, m_ops.scalar("baseline/ones/value", 1)},
                       {{"T", formats::typeAttr(DType::Float)}});
    return m_ops.add("baseline/Mul", "Mul", {ones, bias});
  }

  /// Those of each side, the network's first.
  std::vector<GraphGradients> addGradients(GraphNetwork& network, const std::string& atLogits) {
    const std::string prefix = headScope() + "/gradients/";
    std::vector<GraphGradients> sides;
    if (hasNetwork(m_config)) {
      GraphGradients& own = sides.emplace_back();
      const std::string atInput = network.addBackward(atLogits);
      own.dense = network.gradients();
      if (m_columns && m_columns->inputIsTrained())
        m_columns->addInputGradient(prefix, atInput, own);
    }
    if (hasLinear(m_config)) m_columns->addLinearGradient(prefix, atLogits, sides.emplace_back());
    if (m_config.family() == Family::Baseline)
      sides.emplace_back().dense["baseline/bias"] =
          m_ops.add(prefix + "baseline/BiasAddGrad", "BiasAddGrad", {atLogits});
    return sides;
  }

  Result<std::string> addTrainOps(const std::vector<GraphGradients>& gradients,
                                  const std::vector<std::string>& updates) {
    const std::vector<Side> sides = sidesOf(m_config);
    const bool v1 = m_config.api == Api::V1, several = sides.size() > 1;
    std::vector<std::string> done;
    for (std::size_t i = 0; i < sides.size(); ++i) {
      // What batch normalisation moves belongs to the network, which stands first.
      const std::vector<std::string> waitFor = i == 0 ? updates : std::vector<std::string>();
      const bool second = i > 0 && sides[0].optimizer->className == sides[1].optimizer->className;
      const std::string suffix = second ? "_1" : "";
      if (v1) {
        const std::string infix = m_config.family() == Family::Dnn      ? "/t_0/"
                                  : m_config.family() == Family::Linear ? "/part_0/"
                                                                        : "/";
        CAIRN_ASSIGN(std::string op,
                     addTrainOp(m_ops, *sides[i].optimizer, {headScope(), infix, suffix, !several},
                                m_variables, gradients[i], waitFor));
        done.push_back(std::move(op));
      } else {
        CAIRN_ASSIGN(std::string op, addKerasTrainOp(m_ops, *sides[i].optimizer, {suffix, !several},
                                                     m_variables, gradients[i], waitFor));
        done.push_back(std::move(op));
      }
    }
    if (!several) return done.front();
    for (std::string& op : done) op = "^" + op;
    const auto group = m_ops.addPlain("head/group_deps", "NoOp", done);
    if (!v1) return group;
    const auto one = m_ops.filled("head/Const", {}, 1, DType::Int64, {"^" + group});
    return m_ops.addPlain("head/AssignAdd", "AssignAddVariableOp",
                          {m_variables.at("global_step").node, one},
                          {{"dtype", formats::typeAttr(DType::Int64)}});
  }

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
  std::optional<ServingColumns> m_columns;  // none where the network makes its own input layer
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
