#include "core/model/graph_network.h"

#include <fmt/format.h>

namespace cairn::model {
namespace {

using formats::DType;

constexpr double kBatchNormEpsilon = 0.001;
constexpr double kBatchNormDecay = 0.001;  // 1 - momentum 0.999

}  // namespace

GraphNetwork::GraphNetwork(GraphOps& ops, const Config& config, const GraphVariables& variables,
                           std::string gradients)
    : m_ops(ops), m_config(config), m_variables(variables), m_scope(std::move(gradients)) {}

Result<std::string> GraphNetwork::addForward(const std::string& input, bool inputGradient) {
  std::string net = input;
  const auto& units = m_config.args.hiddenUnits;
  for (std::size_t i = 0; i < units.size(); ++i) {
    const std::string scope = fmt::format("dnn/hiddenlayer_{}", i);
    CAIRN_ASSIGN(net, dense(scope, net, i == 0 && !inputGradient));
    Activated activated = addActivation(m_ops, m_config.args.activationFn, scope, net, m_scope);
    net = activated.output;
    m_backward.push_back(std::move(activated.backward));
    if (m_config.args.dropout > 0) net = dropout(i, net);
    if (m_config.args.batchNorm) {
      CAIRN_ASSIGN(net, batchNorm(fmt::format("{}/batchnorm_{}", scope, i), net));
    }
  }
  return dense("dnn/logits", net, units.empty() && !inputGradient);
}

std::string GraphNetwork::addBackward(const std::string& atLogits) {
  std::string gradient = atLogits;
  for (auto step = m_backward.rbegin(); step != m_backward.rend(); ++step)
    gradient = (*step)(gradient);
  return gradient;
}

Result<std::string> GraphNetwork::handle(const std::string& key) const {
  const auto found = m_variables.find(key);
  if (found == m_variables.end())
    return Error{ErrorCode::InvalidArgument, "the config's variable is not in the list", key};
  return found->second.node;
}

/// The value of a weight. v1 reads it into a node of the variable's own name.
Result<std::string> GraphNetwork::weight(const std::string& key, const std::string& user) {
  CAIRN_ASSIGN(const std::string node, handle(key));
  if (node == key) return m_ops.read(user + "/ReadVariableOp", node);
  return m_ops.add(key, "Identity", {m_ops.read(key + "/ReadVariableOp", node)});
}

std::string GraphNetwork::inputLayer() {
  const std::string scope = "dnn/input_from_feature_columns/input_layer";
  std::vector<std::string> parts;
  for (const auto& column : data::sortedByName(m_config.args.featureColumns))
    parts.push_back(numericColumn(scope + "/", column));
  // TensorFlow's concat of one tensor is the tensor; the operation takes two at least.
  if (parts.size() == 1) return m_ops.add(scope + "/concat", "Identity", parts);
  return m_ops.concat(scope + "/concat", std::move(parts), -1);
}

std::string GraphNetwork::numericColumn(const std::string& layer,
                                        const data::FeatureColumn& column) {
  // `a b` and `a_b` are two features, and one name in a graph.
  std::string name = nodeNamePart(column.key);
  for (int n = 1; !m_columnNames.insert(name).second; ++n)
    name = fmt::format("{}_{}", nodeNamePart(column.key), n);
  const std::string scope = layer + name;
  formats::Shape shape = {-1};
  shape.insert(shape.end(), column.shape.begin(), column.shape.end());
  std::string x = m_ops.placeholder("features/" + name, DType::Float, shape);
  m_features[column.key] = x;
  if (column.normalizer) {
    const auto subtract = m_ops.scalar(scope + "/sub/y", column.normalizer->subtract);
    x = m_ops.add(scope + "/sub", "Sub", {x, subtract});
    const auto divide = m_ops.scalar(scope + "/truediv/y", column.normalizer->divide);
    x = m_ops.add(scope + "/truediv", "RealDiv", {x, divide});
  }
  const auto width = static_cast<std::int32_t>(data::denseWidth(column));
  const auto rows = m_ops.rows(scope, x);
  const auto sizes = m_ops.add(scope + "/Reshape/shape", "Pack",
                               {rows, m_ops.integer(scope + "/Reshape/shape/1", width)},
                               {{"N", formats::intAttr(2)}}, DType::Int32);
  return m_ops.add(scope + "/Reshape", "Reshape", {x, sizes});
}

Result<std::string> GraphNetwork::dense(const std::string& scope, const std::string& x,
                                        bool first) {
  CAIRN_ASSIGN(const std::string kernel, weight(scope + "/kernel", scope + "/MatMul"));
  const auto product = m_ops.add(scope + "/MatMul", "MatMul", {x, kernel});
  CAIRN_ASSIGN(const std::string bias, weight(scope + "/bias", scope + "/BiasAdd"));
  const auto y = m_ops.add(scope + "/BiasAdd", "BiasAdd", {product, bias});
  m_backward.push_back([=, this](const std::string& gradient) {
    const std::string g = m_scope + scope;
    m_gradients[scope + "/bias"] =
        m_ops.add(g + "/BiasAdd_grad/BiasAddGrad", "BiasAddGrad", {gradient});
    m_gradients[scope + "/kernel"] = m_ops.add(g + "/MatMul_grad/MatMul_1", "MatMul", {x, gradient},
                                               {{"transpose_a", formats::boolAttr(true)}});
    if (first) return gradient;  // nothing to learn before the first layer
    return m_ops.add(g + "/MatMul_grad/MatMul", "MatMul", {gradient, kernel},
                     {{"transpose_b", formats::boolAttr(true)}});
  });
  return y;
}

std::string GraphNetwork::dropout(std::size_t layer, const std::string& x) {
  const double rate = m_config.args.dropout;
  const std::string layerScope = layer == 0 ? "dnn/dropout" : fmt::format("dnn/dropout_{}", layer);
  const std::string scope = layerScope + "/dropout";
  const auto scale = m_ops.scalar(scope + "/Const", 1 / (1 - rate));
  const auto scaled = m_ops.add(scope + "/Mul", "Mul", {x, scale});
  const auto random = m_ops.add(scope + "/random_uniform/RandomUniform", "RandomUniform",
                                {m_ops.add(scope + "/Shape", "Shape", {x})},
                                {{"dtype", formats::typeAttr(DType::Float)}}, DType::Int32);
  const auto kept = m_ops.add(scope + "/GreaterEqual", "GreaterEqual",
                              {random, m_ops.scalar(scope + "/GreaterEqual/y", rate)});
  const auto zero = m_ops.scalar(scope + "/Const_1", 0);
  const auto y = m_ops.add(scope + "/SelectV2", "SelectV2", {kept, scaled, zero});
  m_backward.push_back([=, this](const std::string& gradient) {
    const std::string g = m_scope + scope;
    const auto through = m_ops.add(g + "/Mul_grad/Mul", "Mul", {gradient, scale});
    return m_ops.add(g + "/SelectV2_grad/SelectV2", "SelectV2", {kept, through, zero});
  });
  return y;
}

/// moving -= (moving - batch) 0.001
Result<void> GraphNetwork::movingAverage(const std::string& scope, const std::string& key,
                                         const std::string& batch) {
  CAIRN_ASSIGN(const std::string moving, handle(key));
  const auto old = m_ops.read(scope + "/ReadVariableOp", moving);
  const auto difference = m_ops.add(scope + "/sub", "Sub", {old, batch});
  const auto step = m_ops.add(scope + "/mul", "Mul",
                              {difference, m_ops.scalar(scope + "/decay", kBatchNormDecay)});
  m_updates.push_back(m_ops.addPlain(scope + "/AssignSubVariableOp", "AssignSubVariableOp",
                                     {moving, step}, {{"dtype", formats::typeAttr(DType::Float)}}));
  return {};
}

Result<std::string> GraphNetwork::batchNorm(const std::string& scope, const std::string& x) {
  GraphOps& ops = m_ops;
  const std::string moments = scope + "/moments";
  const auto mean = ops.reduce(moments + "/mean", "Mean", x, {0}, true);
  const auto fixedMean = ops.add(moments + "/StopGradient", "StopGradient", {mean});
  const auto squares = ops.add(moments + "/SquaredDifference", "SquaredDifference", {x, fixedMean});
  const auto variance = ops.reduce(moments + "/variance", "Mean", squares, {0}, true);
  const auto flat = [&](const std::string& name, const std::string& value) {
    pb::AttrValue axes;
    axes.mutable_list()->add_i(0);
    return ops.add(moments + "/" + name, "Squeeze", {value}, {{"squeeze_dims", axes}});
  };
  const auto flatMean = flat("Squeeze", mean);
  const auto flatVariance = flat("Squeeze_1", variance);
  CAIRN_TRY(movingAverage(scope + "/AssignMovingAvg", scope + "/moving_mean", flatMean));
  CAIRN_TRY(movingAverage(scope + "/AssignMovingAvg_1", scope + "/moving_variance", flatVariance));

  const std::string norm = scope + "/batchnorm";
  CAIRN_ASSIGN(const std::string beta, weight(scope + "/beta", norm + "/beta"));
  CAIRN_ASSIGN(const std::string gamma, weight(scope + "/gamma", norm + "/gamma"));
  const auto inverse =
      ops.add(norm + "/Rsqrt", "Rsqrt",
              {ops.add(norm + "/add", "AddV2",
                       {flatVariance, ops.scalar(norm + "/add/y", kBatchNormEpsilon)})});
  const auto scale = ops.add(norm + "/mul", "Mul", {inverse, gamma});
  const auto scaled = ops.add(norm + "/mul_1", "Mul", {x, scale});
  const auto shift =
      ops.add(norm + "/sub", "Sub", {beta, ops.add(norm + "/mul_2", "Mul", {flatMean, scale})});
  const auto y = ops.add(norm + "/add_1", "AddV2", {scaled, shift});
  m_backward.push_back([=, this](const std::string& gradient) {
    return batchNormBackward(scope, x, flatMean, inverse, scale, gradient);
  });
  return y;
}

/// dx = gamma / s (g - mean(g) - xh mean(g xh)), xh = (x - mean) / s; dbeta = sum g,
/// dgamma = sum g xh.
std::string GraphNetwork::batchNormBackward(const std::string& scope, const std::string& x,
                                            const std::string& mean, const std::string& inverse,
                                            const std::string& scale, const std::string& gradient) {
  GraphOps& ops = m_ops;
  const std::string g = m_scope + scope + "/batchnorm_grad";
  const auto centred = ops.add(g + "/sub", "Sub", {x, mean});
  const auto normal = ops.add(g + "/mul", "Mul", {centred, inverse});
  const auto product = ops.add(g + "/mul_1", "Mul", {gradient, normal});
  m_gradients[scope + "/beta"] = ops.reduce(g + "/Sum", "Sum", gradient, {0});
  m_gradients[scope + "/gamma"] = ops.reduce(g + "/Sum_1", "Sum", product, {0});
  const auto average = ops.reduce(g + "/Mean", "Mean", gradient, {0});
  const auto slope = ops.reduce(g + "/Mean_1", "Mean", product, {0});
  const auto less = ops.add(g + "/sub_1", "Sub", {gradient, average});
  const auto sloped = ops.add(g + "/mul_2", "Mul", {normal, slope});
  return ops.add(g + "/mul_3", "Mul", {scale, ops.add(g + "/sub_2", "Sub", {less, sloped})});
}

}  // namespace cairn::model
