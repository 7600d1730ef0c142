#include "core/model/serving_graph.h"

#include "core/formats/saved_model.h"
#include "core/model/serving_columns.h"
#include "core/model/serving_head.h"

#include <bit>
#include <cctype>
#include <filesystem>
#include <fmt/format.h>

namespace cairn::model {
namespace {

using data::FeatureColumn;
using formats::DType;
using formats::typeAttr;

constexpr double kBatchNormEpsilon = 0.001;

class ServingBuilder {
 public:
  ServingBuilder(const Config& config, Receiver receiver)
      : m_config(config), m_receiver(receiver), m_ops(m_graph) {}

  void addVariables(const std::vector<Variable>& variables) {
    for (const Variable& variable : variables) {
      formats::GraphVariable one;
      one.node = variable.graphName;
      one.key = variable.name;
      one.dtype = variable.dtype;
      one.shape = variable.shape();
      one.initialValue = m_ops.filled(one.node + "/Initializer/zeros", one.shape, 0, one.dtype);
      one.trainable = variable.trainable && variable.role == VariableRole::Weight;
      one.partitioned = variable.graphName != variable.name && variable.shapeChecked;
      m_list.push_back(formats::addVariable(m_graph, std::move(one)));
      m_variables[variable.name] = m_list.back();
    }
  }

  Result<void> addModel() {
    std::vector<FeatureColumn> columns = m_config.args.featureColumns;
    for (const auto* more : {&m_config.args.dnnFeatureColumns, &m_config.args.linearFeatureColumns})
      columns.insert(columns.end(), more->begin(), more->end());
    CAIRN_ASSIGN(const std::vector<ServingFeature> features, servingFeatures(columns));
    CAIRN_TRY(m_receiver == Receiver::Parsing ? addParser(features) : addPlaceholders(features));
    for (const ServingFeature& feature : features) m_fed.types[feature.key] = feature.dtype;
    m_fed.denseKeys = trainedFromRows();
    m_columns.emplace(m_ops, m_variables, m_fed);
    CAIRN_ASSIGN(const std::string logits, addLogits());
    addHeads(logits);
    return {};
  }

  ServingGraph take() {
    formats::NodeCollections collections;
    std::vector<std::string> tables;
    for (const std::string& node : m_columns->initializers()) tables.push_back("^" + node);
    if (!tables.empty())
      collections.push_back(
          {"saved_model_main_op", {m_ops.addPlain("init_tables", "NoOp", tables)}});
    ServingGraph out;
    out.graph = formats::makeMetaGraph(std::move(m_graph), m_list, collections);
    // Nothing is to be initialised here: the values come from the variables' file.
    out.graph.mutable_collection_def()->erase("init_op");
    std::vector<std::pair<std::string, std::string>> names;
    std::map<std::string, std::string> paths;  // by the name that each has in `assets/`
    for (const auto& [node, path] : m_columns->assets()) {
      const std::string base = std::filesystem::path(path).filename().string();
      std::string name = base;
      // Two files of one name from two folders; one file may be used twice.
      for (int n = 1; paths.contains(name) && paths[name] != path; ++n)
        name = fmt::format("{}_{}", base, n);
      paths[name] = path;
      names.emplace_back(node, name);
    }
    out.assets.assign(paths.begin(), paths.end());
    formats::addAssets(out.graph, names);
    const auto signatures = m_receiver == Receiver::Parsing ? parsingSignatures(m_heads, m_examples)
                                                            : rawSignatures(m_heads, m_inputs);
    for (const auto& [key, signature] : signatures)
      (*out.graph.mutable_signature_def())[key] = signature;
    return out;
  }

 private:
  /// Where the config tells of no data, what it is fed decides.
  bool trainedFromRows() const {
    const auto train = m_config.data.find("train");
    if (train != m_config.data.end()) return train->second.format == "csv";
    return m_receiver == Receiver::Raw;
  }

  Result<void> addPlaceholders(const std::vector<ServingFeature>& features) {
    if (features.empty())
      return Error{ErrorCode::Unsupported, "a model without feature columns has no raw inputs",
                   "args.feature_columns"};
    for (const ServingFeature& feature : features) {
      formats::Shape shape = {-1};
      shape.insert(shape.end(), feature.shape.begin(), feature.shape.end());
      const auto node = m_ops.placeholder(freeName(feature.key), feature.dtype, shape);
      m_fed.features[feature.key] = node;
      m_inputs[feature.key] = formats::tensorInfo(node, feature.dtype, shape);
    }
    return {};
  }

  /// The feature's own name where a graph allows it, and where it is not taken.
  std::string freeName(const std::string& key) {
    std::string name = nodeNamePart(key);
    const bool starts = !name.empty() && std::isalnum(static_cast<unsigned char>(name.front()));
    if (!starts) name = "feature" + name;
    const std::string base = name;
    for (int n = 1; !m_names.insert(name).second; ++n) name = fmt::format("{}_{}", base, n);
    return name;
  }

  /// One ParseExample: lists first, then values of fixed shape, as the operation wants them.
  Result<void> addParser(const std::vector<ServingFeature>& features) {
    const std::string scope = "ParseExample/";
    m_examples = m_ops.placeholder("input_example_tensor", DType::String, {-1});
    m_batch = m_ops.rows("batch", m_examples, DType::String);
    std::vector<std::string> inputs = {m_examples, m_ops.strings(scope + "names", {})};
    std::vector<const ServingFeature*> lists, fixed;
    for (const ServingFeature& feature : features)
      (feature.isList() ? lists : fixed).push_back(&feature);
    std::vector<DType> listTypes, fixedTypes;
    std::vector<formats::Shape> shapes;
    std::vector<std::string> defaults;
    std::size_t number = 0;
    for (const ServingFeature* feature : lists) {
      inputs.push_back(m_ops.word(fmt::format("{}key_{}", scope, number++), feature->key));
      listTypes.push_back(feature->dtype);
    }
    for (const ServingFeature* feature : fixed) {
      inputs.push_back(m_ops.word(fmt::format("{}key_{}", scope, number), feature->key));
      defaults.push_back(defaultOf(fmt::format("{}Const_{}", scope, number++), *feature));
      const bool wide = feature->dtype == DType::Int32 || feature->dtype == DType::Double;
      if (wide)
        return Error{ErrorCode::Unsupported, "tf.Examples hold float32 and int64 numbers only",
                     feature->key};
      fixedTypes.push_back(feature->dtype);
      shapes.push_back(feature->shape);
    }
    inputs.insert(inputs.end(), defaults.begin(), defaults.end());
    const auto parsed =
        m_ops.addPlain(scope + "ParseExample", "ParseExample", inputs,
                       {{"Nsparse", formats::intAttr(static_cast<std::int64_t>(lists.size()))},
                        {"Ndense", formats::intAttr(static_cast<std::int64_t>(fixed.size()))},
                        {"sparse_types", formats::typeListAttr(listTypes)},
                        {"Tdense", formats::typeListAttr(fixedTypes)},
                        {"dense_shapes", formats::shapeListAttr(shapes)}});
    const auto output = [&](std::size_t index) { return fmt::format("{}:{}", parsed, index); };
    for (std::size_t i = 0; i < lists.size(); ++i) {
      m_fed.lists[lists[i]->key] = {output(i), output(lists.size() + i),
                                    output(2 * lists.size() + i), lists[i]->dtype};
      m_fed.features[lists[i]->key] =
          filledUp(scope + fmt::format("dense_{}", i), *lists[i], output(i),
                   output(lists.size() + i), output(2 * lists.size() + i));
    }
    for (std::size_t i = 0; i < fixed.size(); ++i)
      m_fed.features[fixed[i]->key] = output(3 * lists.size() + i);
    return {};
  }

  /// An empty constant makes a feature one that every example must have.
  std::string defaultOf(const std::string& name, const ServingFeature& feature) {
    formats::Tensor tensor;
    tensor.dtype = feature.dtype;
    tensor.shape = {0};
    if (!feature.defaultValue.empty()) {
      tensor.shape = feature.shape;
      const auto elements = formats::elementCount(feature.shape);
      const auto count = static_cast<std::size_t>(elements ? *elements : 0);
      for (std::size_t i = 0; i < count; ++i) {
        const double value = feature.defaultValue[feature.defaultValue.size() == 1 ? 0 : i];
        if (feature.dtype == DType::Int64)
          appendLittleEndian(tensor.bytes, static_cast<std::uint64_t>(value), 8);
        else
          appendLittleEndian(tensor.bytes, std::bit_cast<std::uint32_t>(static_cast<float>(value)),
                             4);
      }
    }
    return m_ops.constant(name, tensor);
  }

  /// A list of each row as a dense matrix, '' or -1 where a row has fewer.
  std::string filledUp(const std::string& scope, const ServingFeature& feature,
                       const std::string& indices, const std::string& values,
                       const std::string& shape) {
    // A weight of 0 counts nowhere.
    const double none = feature.dtype == DType::Float ? 0 : -1;
    const auto missing = feature.dtype == DType::String
                             ? m_ops.word(scope + "/default_value", "")
                             : m_ops.filled(scope + "/default_value", {}, none, feature.dtype);
    return m_ops.add(scope, "SparseToDense", {indices, shape, values, missing},
                     {{"Tindices", typeAttr(DType::Int64)}}, feature.dtype);
  }

  Result<std::string> addLogits() {
    const Args& args = m_config.args;
    switch (m_config.family()) {
      case Family::Dnn:
        return network(args.featureColumns);
      case Family::Linear:
        return m_columns->linearModel(args.featureColumns, args.sparseCombiner);
      case Family::Combined: {
        if (args.dnnFeatureColumns.empty())
          return m_columns->linearModel(args.linearFeatureColumns, args.sparseCombiner);
        CAIRN_ASSIGN(const std::string deep, network(args.dnnFeatureColumns));
        if (args.linearFeatureColumns.empty()) return deep;
        CAIRN_ASSIGN(const std::string wide,
                     m_columns->linearModel(args.linearFeatureColumns, args.sparseCombiner));
        return m_ops.add("add", "AddV2", {deep, wide});
      }
      case Family::Baseline:
        break;
    }
    // The bias alone, once for every row.
    CAIRN_ASSIGN(const std::string bias, m_columns->weight("baseline/bias"));
    const auto sizes =
        m_ops.add("baseline/shape", "Pack", {m_batch, m_ops.integer("baseline/shape/1", 1)},
                  {{"N", formats::intAttr(2)}}, DType::Int32);
    const auto ones =
        m_ops.addPlain("baseline/ones", "Fill", {sizes, m_ops.scalar("baseline/ones/value", 1)},
                       {{"T", typeAttr(DType::Float)}});
    return m_ops.add("baseline/Mul", "Mul", {ones, bias});
  }

  Result<std::string> network(const std::vector<FeatureColumn>& columns) {
    CAIRN_ASSIGN(std::string net, m_columns->inputLayer(columns));
    const Args& args = m_config.args;
    if (!isGraphActivation(args.activationFn))
      return Error{ErrorCode::Unsupported,
                   fmt::format("activation {} can't be served yet", args.activationFn),
                   "args.activation_fn"};
    for (std::size_t i = 0; i < args.hiddenUnits.size(); ++i) {
      const std::string scope = fmt::format("dnn/hiddenlayer_{}", i);
      CAIRN_ASSIGN(net, dense(scope, net));
      net = addActivation(m_ops, args.activationFn, scope, net, scope).output;
      if (args.batchNorm) {
        CAIRN_ASSIGN(net, batchNorm(fmt::format("{}/batchnorm_{}", scope, i), net));
      }
    }
    return dense("dnn/logits", net);
  }

  Result<std::string> dense(const std::string& scope, const std::string& x) {
    CAIRN_ASSIGN(const std::string kernel, m_columns->weight(scope + "/kernel"));
    const auto product = m_ops.add(scope + "/MatMul", "MatMul", {x, kernel});
    CAIRN_ASSIGN(const std::string bias, m_columns->weight(scope + "/bias"));
    return m_ops.add(scope + "/BiasAdd", "BiasAdd", {product, bias});
  }

  /// With the moving averages: gamma (x - mean) / sqrt(variance + epsilon) + beta.
  Result<std::string> batchNorm(const std::string& scope, const std::string& x) {
    const std::string norm = scope + "/batchnorm";
    CAIRN_ASSIGN(const std::string mean, m_columns->weight(scope + "/moving_mean"));
    CAIRN_ASSIGN(const std::string variance, m_columns->weight(scope + "/moving_variance"));
    CAIRN_ASSIGN(const std::string beta, m_columns->weight(scope + "/beta"));
    CAIRN_ASSIGN(const std::string gamma, m_columns->weight(scope + "/gamma"));
    const auto padded = m_ops.add(norm + "/add", "AddV2",
                                  {variance, m_ops.scalar(norm + "/add/y", kBatchNormEpsilon)});
    const auto scale =
        m_ops.add(norm + "/mul", "Mul", {m_ops.add(norm + "/Rsqrt", "Rsqrt", {padded}), gamma});
    const auto scaled = m_ops.add(norm + "/mul_1", "Mul", {x, scale});
    const auto moved = m_ops.add(norm + "/mul_2", "Mul", {mean, scale});
    const auto shift = m_ops.add(norm + "/sub", "Sub", {beta, moved});
    return m_ops.add(norm + "/add_1", "AddV2", {scaled, shift});
  }

  void addHeads(const std::string& logits) {
    std::string scope = "head";
    const bool v1 = m_config.api == Api::V1;
    if (v1 && m_config.family() == Family::Dnn) scope = "dnn/head";
    if (v1 && m_config.family() == Family::Linear) scope = "linear/head";
    const std::vector<Head> heads = servedHeads(m_config);
    const bool several = m_config.task() == Task::Head && m_config.args.head.type == "MultiHead";
    std::int32_t first = 0;
    for (const Head& head : heads) {
      const std::string own = several ? scope + "/" + nodeNamePart(head.name) : scope;
      m_heads.push_back(
          addServingHead(m_ops, head, own, several ? sliced(own, logits, first, head) : logits));
      first += static_cast<std::int32_t>(head.logitsDimension());
    }
  }

  std::string sliced(const std::string& scope, const std::string& logits, std::int32_t first,
                     const Head& head) {
    const auto begin = m_ops.integers(scope + "/logits/begin", {0, first});
    const auto size = m_ops.integers(scope + "/logits/size",
                                     {-1, static_cast<std::int32_t>(head.logitsDimension())});
    return m_ops.add(scope + "/logits", "Slice", {logits, begin, size},
                     {{"Index", typeAttr(DType::Int32)}});
  }

  const Config& m_config;
  const Receiver m_receiver;
  formats::GraphBuilder m_graph;
  GraphOps m_ops;
  std::vector<formats::GraphVariable> m_list;
  GraphVariables m_variables;
  std::set<std::string> m_names;
  ServingInputs m_fed;
  std::map<std::string, pb::TensorInfo> m_inputs;  // of a raw receiver
  std::string m_examples;                          // of a parsing one
  std::string m_batch;                             // number of rows, of a parsing one
  std::optional<ServingColumns> m_columns;
  std::vector<ServingHead> m_heads;
};

}  // namespace

Result<ServingGraph> servingGraph(const Config& config, const std::vector<Variable>& variables,
                                  Receiver receiver) {
  ServingBuilder builder(config, receiver);
  builder.addVariables(variables);
  CAIRN_TRY(builder.addModel());
  return builder.take();
}

}  // namespace cairn::model
