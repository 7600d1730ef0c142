#include "core/model/serving_head.h"

#include "core/formats/saved_model.h"

#include <fmt/format.h>

namespace cairn::model {
namespace {

using formats::DType;
using formats::typeAttr;

constexpr const char* kClassify = "tensorflow/serving/classify";
constexpr const char* kPredict = "tensorflow/serving/predict";
constexpr const char* kRegress = "tensorflow/serving/regress";

class HeadNodes {
 public:
  HeadNodes(GraphOps& ops, const Head& head, std::string scope, std::string logits)
      : m_ops(ops),
        m_head(head),
        m_scope(std::move(scope) + "/"),
        m_predictions(m_scope + "predictions/"),
        m_logits(std::move(logits)),
        m_width(head.logitsDimension()) {
    m_out.name = head.name;
  }

  ServingHead build() {
    if (m_head.type == "BinaryClassHead") return binary();
    if (m_head.type == "MultiClassHead") return multiClass();
    if (m_head.type == "MultiLabelHead") return multiLabel();
    return regression();
  }

 private:
  void give(const char* key, std::string node, DType dtype, std::int64_t width) {
    m_out.predictions[key] = {std::move(node), dtype, width};
  }
  std::string node(const char* name, const char* op, const std::vector<std::string>& inputs) {
    return m_ops.add(m_predictions + name, op, inputs);
  }

  ServingHead binary() {
    const auto logistic = node("logistic", "Sigmoid", {m_logits});
    const auto zeros = node("zeros_like", "ZerosLike", {m_logits});
    const auto both = m_ops.concat(m_predictions + "two_class_logits", {zeros, m_logits}, -1);
    const auto probabilities = node("probabilities", "Softmax", {both});
    give("logits", m_logits, DType::Float, 1);
    give("logistic", logistic, DType::Float, 1);
    m_out.regress["outputs"] = {logistic, DType::Float, 1};
    classes(both, probabilities, 2);
    return std::move(m_out);
  }

  ServingHead multiClass() {
    give("logits", m_logits, DType::Float, m_width);
    classes(m_logits, node("probabilities", "Softmax", {m_logits}), m_width);
    return std::move(m_out);
  }

  ServingHead multiLabel() {
    const auto probabilities = node("probabilities", "Sigmoid", {m_logits});
    give("logits", m_logits, DType::Float, m_width);
    give("probabilities", probabilities, DType::Float, m_width);
    give("classes", tiled(m_predictions + "Tile", words(m_predictions + "Tile"), DType::String),
         DType::String, m_width);
    classify(probabilities, m_width);
    return std::move(m_out);
  }

  ServingHead regression() {
    std::string values = m_logits;
    if (m_head.type == "PoissonRegressionHead") values = node("Exp", "Exp", {m_logits});
    if (m_head.type == "LogisticRegressionHead") values = node("Sigmoid", "Sigmoid", {m_logits});
    if (values != m_logits) give("logits", m_logits, DType::Float, m_width);
    give("predictions", values, DType::Float, m_width);
    m_out.regress["outputs"] = {values, DType::Float, m_width};
    return std::move(m_out);
  }

  void classes(const std::string& logits, const std::string& probabilities, std::int64_t count) {
    give("probabilities", probabilities, DType::Float, count);
    const auto dimension = m_ops.integer(m_predictions + "class_ids/dimension", -1);
    const auto best = node("class_ids", "ArgMax", {logits, dimension});
    const auto ids = m_ops.expandDims(m_predictions + "ExpandDims", best, -1, DType::Int64);
    give("class_ids", ids, DType::Int64, 1);
    give("classes", wordOf(ids), DType::String, 1);
    std::vector<std::int32_t> all;
    for (std::int32_t id = 0; id < count; ++id) all.push_back(id);
    const auto row = m_ops.expandDims(
        m_predictions + "all_ids", m_ops.integers(m_predictions + "range", all), 0, DType::Int32);
    give("all_class_ids", tiled(m_predictions + "Tile", row, DType::Int32), DType::Int32, count);
    const auto names = words(m_predictions + "Tile_1");
    give("all_classes", tiled(m_predictions + "Tile_1", names, DType::String), DType::String,
         count);
    classify(probabilities, count);
  }

  void classify(const std::string& scores, std::int64_t count) {
    const auto names = tiled(m_scope + "Tile", words(m_scope + "Tile"), DType::String);
    m_out.classify["classes"] = {names, DType::String, count};
    m_out.classify["scores"] = {scores, DType::Float, count};
    m_out.standard = ServingHead::Default::Classify;
  }

  std::string wordOf(const std::string& ids) {
    if (!m_head.labelVocabulary)
      return m_ops.add(m_predictions + "str_classes", "AsString", {ids}, {}, DType::Int64);
    const auto list = m_ops.strings(m_predictions + "classes/words", *m_head.labelVocabulary);
    return m_ops.addPlain(m_predictions + "classes", "GatherV2",
                          {list, ids, m_ops.integer(m_predictions + "classes/axis", 0)},
                          {{"Tparams", typeAttr(DType::String)},
                           {"Tindices", typeAttr(DType::Int64)},
                           {"Taxis", typeAttr(DType::Int32)}});
  }

  /// The classes' words or decimal ids, string [1, classes].
  std::string words(const std::string& scope) {
    std::vector<std::string> list;
    if (m_head.labelVocabulary) list = *m_head.labelVocabulary;
    const std::int64_t count = m_head.type == "BinaryClassHead" ? 2 : m_head.nClasses;
    for (auto id = static_cast<std::int64_t>(list.size()); id < count; ++id)
      list.push_back(std::to_string(id));
    return m_ops.expandDims(scope + "/row", m_ops.strings(scope + "/list", std::move(list)), 0,
                            DType::String);
  }

  /// `row` [1, n] for each row of the logits.
  std::string tiled(const std::string& name, const std::string& row, DType dtype) {
    const auto rows = m_ops.rows(name + "/batch", m_logits);
    const auto multiples =
        m_ops.add(name + "/multiples", "Pack", {rows, m_ops.integer(name + "/multiples/1", 1)},
                  {{"N", formats::intAttr(2)}}, DType::Int32);
    return m_ops.add(name, "Tile", {row, multiples}, {}, dtype);
  }

  GraphOps& m_ops;
  const Head& m_head;
  const std::string m_scope;
  const std::string m_predictions;
  const std::string m_logits;
  const std::int64_t m_width;
  ServingHead m_out;
};

pb::SignatureDef signature(const char* method, const std::map<std::string, pb::TensorInfo>& inputs,
                           const ServingOutputs& outputs) {
  pb::SignatureDef out;
  out.set_method_name(method);
  for (const auto& [key, info] : inputs) (*out.mutable_inputs())[key] = info;
  for (const auto& [key, output] : outputs)
    (*out.mutable_outputs())[key] =
        formats::tensorInfo(output.node, output.dtype, {-1, output.width});
  return out;
}

/// Every head's predictions; a MultiHead's as `head/key`.
ServingOutputs allPredictions(const std::vector<ServingHead>& heads) {
  if (heads.size() == 1 && heads.front().name.empty()) return heads.front().predictions;
  ServingOutputs all;
  for (const ServingHead& head : heads)
    for (const auto& [key, output] : head.predictions) all[head.name + "/" + key] = output;
  return all;
}

}  // namespace

std::vector<Head> servedHeads(const Config& config) {
  Head head = config.args.head;
  if (config.task() == Task::Head) {
    if (head.type == "MultiHead") return head.heads;
    head.name.clear();  // only a MultiHead's parts are called by it
    return {head};
  }
  head = Head();
  head.labelDimension = config.args.labelDimension;
  head.nClasses = config.args.nClasses;
  head.labelVocabulary = config.args.labelVocabulary;
  head.type = config.task() == Task::Regressor ? "RegressionHead"
              : head.nClasses == 2             ? "BinaryClassHead"
                                               : "MultiClassHead";
  return {head};
}

ServingHead addServingHead(GraphOps& ops, const Head& head, const std::string& scope,
                           const std::string& logits) {
  return HeadNodes(ops, head, scope, logits).build();
}

std::map<std::string, pb::SignatureDef> parsingSignatures(const std::vector<ServingHead>& heads,
                                                          const std::string& examples) {
  const pb::TensorInfo info = formats::tensorInfo(examples, DType::String, {-1});
  std::map<std::string, pb::SignatureDef> all;
  for (const ServingHead& head : heads) {
    const std::string prefix = head.name.empty() ? "" : head.name + "/";
    if (!head.classify.empty())
      all[prefix + "classification"] = signature(kClassify, {{"inputs", info}}, head.classify);
    if (!head.regress.empty())
      all[prefix + "regression"] = signature(kRegress, {{"inputs", info}}, head.regress);
    all[prefix + "predict"] = signature(kPredict, {{"examples", info}}, head.predictions);
    const bool classifies = head.standard == ServingHead::Default::Classify;
    const pb::SignatureDef standard = all[prefix + (classifies ? "classification" : "regression")];
    if (!head.name.empty()) all[head.name] = standard;
    if (&head == &heads.front()) all["serving_default"] = standard;
  }
  all["predict"] = signature(kPredict, {{"examples", info}}, allPredictions(heads));
  return all;
}

std::map<std::string, pb::SignatureDef> rawSignatures(
    const std::vector<ServingHead>& heads, const std::map<std::string, pb::TensorInfo>& features) {
  std::map<std::string, pb::SignatureDef> all;
  for (const ServingHead& head : heads)
    if (!head.name.empty())
      all[head.name + "/predict"] = signature(kPredict, features, head.predictions);
  all["predict"] = signature(kPredict, features, allPredictions(heads));
  return all;
}

}  // namespace cairn::model
