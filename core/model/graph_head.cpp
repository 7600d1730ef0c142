#include "core/model/graph_head.h"

namespace cairn::model {
namespace {

using formats::DType;
using formats::intAttr;
using formats::typeAttr;

/// Per-example loss, and its gradient at the logits for a gradient of 1 at every element.
struct ExampleLoss {
  std::string loss;
  std::string slope;
};

class HeadBuilder {
 public:
  HeadBuilder(GraphOps& ops, const Config& config, std::string scope, std::string logits)
      : m_ops(ops),
        m_config(config),
        m_scope(std::move(scope) + "/"),
        m_logits(std::move(logits)),
        m_width(config.logitsDimension()) {}

  GraphHead build() {
    const bool classifier = m_config.task() == Task::Classifier;
    const ExampleLoss example = !classifier ? squares() : m_width == 1 ? logistic() : softmax();
    const std::string weights = addWeights();
    const std::string scope = m_scope + "weighted_loss/";
    const auto weighted = m_ops.add(scope + "Mul", "Mul", {example.loss, weights});
    const auto sum = sumOf(scope + "Sum", weighted);
    const auto ones = m_ops.add(m_scope + "ones_like", "OnesLike", {example.loss});
    const auto allWeights = m_ops.add(m_scope + "mul", "Mul", {weights, ones});
    const auto weightSum = sumOf(m_scope + "Sum", allWeights);

    const std::string count = denominator(scope, example.loss, weights, weightSum);
    m_head.averageLoss = m_ops.add(m_scope + "truediv", "RealDiv", {sum, weightSum});
    std::string scale = weights;
    m_head.loss = sum;
    if (!count.empty()) {
      m_head.loss = m_ops.add(scope + "value", "DivNoNan", {sum, count});
      scale = m_ops.add(m_scope + "gradients/weighted_loss_grad/div_no_nan", "DivNoNan",
                        {weights, count});
    }
    m_head.atLogits =
        m_ops.add(m_scope + "gradients/weighted_loss_grad/Mul", "Mul", {example.slope, scale});
    return m_head;
  }

 private:
  std::string sumOf(const std::string& name, const std::string& x) {
    return m_ops.reduce(name, "Sum", x, {0, 1});
  }

  /// log(1 + e^x) - x y, in the form that no x overflows.
  ExampleLoss logistic() {
    addTwoClassPredictions();
    m_head.labels = m_ops.placeholder("labels", DType::Float, {-1, 1});
    const std::string scope = m_scope + "logistic_loss";
    const std::string& x = m_logits;
    const auto zeros = m_ops.add(scope + "/zeros_like", "ZerosLike", {x});
    const auto positive = m_ops.add(scope + "/GreaterEqual", "GreaterEqual", {x, zeros});
    const auto relu = m_ops.add(scope + "/Select", "Select", {positive, x, zeros});
    const auto negated = m_ops.add(scope + "/Neg", "Neg", {x});
    const auto minusAbs = m_ops.add(scope + "/Select_1", "Select", {positive, negated, x});
    const auto product = m_ops.add(scope + "/mul", "Mul", {x, m_head.labels});
    const auto difference = m_ops.add(scope + "/sub", "Sub", {relu, product});
    const auto tail =
        m_ops.add(scope + "/Log1p", "Log1p", {m_ops.add(scope + "/Exp", "Exp", {minusAbs})});
    const auto loss = m_ops.add(scope, "AddV2", {difference, tail});
    const auto slope = m_ops.add(m_scope + "gradients/logistic_loss_grad/sub", "Sub",
                                 {m_scope + "predictions/logistic", m_head.labels});
    return {loss, slope};
  }

  ExampleLoss softmax() {
    const std::string scope = m_scope + "predictions/";
    m_ops.add(scope + "probabilities", "Softmax", {m_logits});
    addClasses(m_logits);
    m_head.labels = m_ops.placeholder("labels", DType::Int64, {-1, 1});
    const std::string loss = m_scope + "sparse_softmax_cross_entropy_loss/";
    pb::AttrValue axes;
    axes.mutable_list()->add_i(-1);
    const auto ids = m_ops.add(loss + "remove_squeezable_dimensions/Squeeze", "Squeeze",
                               {m_head.labels}, {{"squeeze_dims", axes}}, DType::Int64);
    const auto entropy =
        m_ops.add(loss + "xentropy/xentropy", "SparseSoftmaxCrossEntropyWithLogits",
                  {m_logits, ids}, {{"Tlabels", typeAttr(DType::Int64)}});
    return {m_ops.expandDims(m_scope + "ExpandDims", entropy, -1), entropy + ":1"};
  }

  ExampleLoss squares() {
    m_head.labels = m_ops.placeholder("labels", DType::Float, {-1, m_width});
    const std::string scope = m_scope + "mean_squared_error/";
    const auto loss =
        m_ops.add(scope + "SquaredDifference", "SquaredDifference", {m_logits, m_head.labels});
    const std::string g = m_scope + "gradients/mean_squared_error_grad/";
    const auto difference = m_ops.add(g + "sub", "Sub", {m_logits, m_head.labels});
    return {loss, m_ops.add(g + "Mul", "Mul", {m_ops.scalar(g + "Const", 2), difference})};
  }

  void addTwoClassPredictions() {
    const std::string scope = m_scope + "predictions/";
    m_ops.add(scope + "logistic", "Sigmoid", {m_logits});
    const auto zeros = m_ops.add(scope + "zeros_like", "ZerosLike", {m_logits});
    const auto both = m_ops.concat(scope + "two_class_logits", {zeros, m_logits}, -1);
    m_ops.add(scope + "probabilities", "Softmax", {both});
    addClasses(both);
  }

  /// class_ids int64[B, 1] and their words: the vocabulary's, or the ids as text.
  void addClasses(const std::string& logits) {
    const std::string scope = m_scope + "predictions/";
    const auto dimension = m_ops.integer(scope + "class_ids/dimension", -1);
    const auto best = m_ops.add(scope + "class_ids", "ArgMax", {logits, dimension});
    const auto ids = m_ops.expandDims(scope + "ExpandDims", best, -1, DType::Int64);
    if (!m_config.args.labelVocabulary) {
      m_ops.add(scope + "str_classes", "AsString", {ids}, {}, DType::Int64);
      return;
    }
    const auto words = m_ops.strings(scope + "classes/words", *m_config.args.labelVocabulary);
    m_ops.addPlain(scope + "classes", "GatherV2",
                   {words, ids, m_ops.integer(scope + "classes/axis", 0)},
                   {{"Tparams", typeAttr(DType::String)},
                    {"Tindices", typeAttr(DType::Int64)},
                    {"Taxis", typeAttr(DType::Int32)}});
  }

  std::string addWeights() {
    const auto& column = m_config.args.weightColumn;
    if (column.key.empty()) return m_ops.scalar(m_scope + "weighted_loss/Cast/x", 1);
    const bool several = m_width > 1 && m_config.task() == Task::Regressor;
    auto weights = m_ops.placeholder("weights", DType::Float, {-1, several ? -1 : 1});
    if (!column.normalizer) return weights;
    const std::string scope = m_scope + "weights/";
    weights = m_ops.add(scope + "sub", "Sub",
                        {weights, m_ops.scalar(scope + "sub/y", column.normalizer->subtract)});
    return m_ops.add(scope + "truediv", "RealDiv",
                     {weights, m_ops.scalar(scope + "truediv/y", column.normalizer->divide)});
  }

  /// What the sum is divided by; empty for the sum itself.
  std::string denominator(const std::string& scope, const std::string& loss,
                          const std::string& weights, const std::string& weightSum) {
    const std::string& reduction = m_config.args.lossReduction;
    if (reduction == "MEAN") return weightSum;
    if (reduction == "SUM_OVER_BATCH_SIZE") {
      const auto size = m_ops.add(scope + "num_elements", "Size", {loss});
      return m_ops.addPlain(scope + "num_elements/Cast", "Cast", {size},
                            {{"SrcT", typeAttr(DType::Int32)}, {"DstT", typeAttr(DType::Float)}});
    }
    if (reduction != "SUM_BY_NONZERO_WEIGHTS" && reduction != "SUM_OVER_NONZERO_WEIGHTS") return {};
    const std::string present = scope + "num_present";
    const auto zero = m_ops.scalar(present + "/zero", 0);
    const auto one = m_ops.scalar(present + "/one", 1);
    const auto absent = m_ops.add(present + "/Equal", "Equal", {weights, zero});
    const auto counted = m_ops.add(present + "/SelectV2", "SelectV2", {absent, zero, one});
    const auto ones = m_ops.add(present + "/ones_like", "OnesLike", {loss});
    return sumOf(present, m_ops.add(present + "/broadcast_weights", "Mul", {counted, ones}));
  }

  GraphOps& m_ops;
  const Config& m_config;
  const std::string m_scope;  // ends with `/`
  const std::string m_logits;
  const std::int64_t m_width;
  GraphHead m_head;
};

}  // namespace

GraphHead addHead(GraphOps& ops, const Config& config, const std::string& scope,
                  const std::string& logits) {
  return HeadBuilder(ops, config, scope, logits).build();
}

}  // namespace cairn::model
