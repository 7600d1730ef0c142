#include "core/model/args_json.h"

#include "core/model/feature_column_json.h"
#include "core/model/head_json.h"
#include "core/model/json_text.h"
#include "core/model/optimizer_json.h"

#include <algorithm>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <set>

namespace cairn::model {

namespace {

using nlohmann::json;
using nlohmann::ordered_json;

constexpr std::int64_t kMostUnits = (std::int64_t{1} << 31) - 1;
constexpr std::size_t kMostLayers = 10'000;
constexpr std::int64_t kMostShards = 1024;

void checkColumns(ObjectReader& reader, const std::string& key,
                  const std::vector<data::FeatureColumn>& columns, const Config& config) {
  if (columns.empty() && config.family() != Family::Combined) {
    const json* found = reader.find(key);
    if (found == nullptr || found->is_null() || (found->is_array() && found->empty()))
      reader.fault(key, "a list of at least one column");
  }
  for (const data::FeatureColumn& column : columns)
    if (column.type == data::ColumnType::SharedEmbedding && !column.sharedV2 &&
        config.api == Api::V2)
      addProblem(reader.problems(), reader.path(key), "shared_embedding_columns",
                 "shared_embeddings: TensorFlow 2 takes no columns of TensorFlow 1");
}

void readNetwork(ObjectReader& reader, const ArgNames& names, Config& config) {
  Args& args = config.args;
  auto& columns = names.combined ? args.dnnFeatureColumns : args.featureColumns;
  columns = readFeatureColumns(reader, names.dnnColumns, ColumnUse::Dense);
  checkColumns(reader, names.dnnColumns, columns, config);

  const json* units = names.combined ? reader.find(names.hiddenUnits)
                                     : reader.require(names.hiddenUnits, "a list of integers");
  if (units != nullptr && !units->is_null())
    reader.integers(names.hiddenUnits, args.hiddenUnits, {1, kMostUnits});
  if (args.hiddenUnits.size() > kMostLayers)
    reader.fault(names.hiddenUnits, fmt::format("at most {} layers", kMostLayers));
  if (names.combined && !columns.empty() && args.hiddenUnits.empty())
    reader.fault(names.hiddenUnits, "a list of integers, because there are dnn_feature_columns");

  if (const json* activation = reader.find(names.activation); activation != nullptr) {
    if (activation->is_null())
      args.activationFn = "linear";
    else
      reader.choice(names.activation, args.activationFn, activationNames());
  }
  if (const json* dropout = reader.find(names.dropout); dropout != nullptr && !dropout->is_null()) {
    reader.number(names.dropout, args.dropout, {0, 1});
    if (args.dropout == 1) reader.fault(names.dropout, "a number from 0 to below 1, or null");
  }
  reader.boolean("batch_norm", args.batchNorm);
  Optimizer& optimizer = names.combined ? args.dnnOptimizer : args.optimizer;
  optimizer = readOptimizer(reader, names.dnnOptimizer, config.api,
                            names.combined ? OptimizerSide::CombinedDnn : OptimizerSide::Dnn, 0);
}

void readLinear(ObjectReader& reader, const ArgNames& names, Config& config) {
  Args& args = config.args;
  auto& columns = names.combined ? args.linearFeatureColumns : args.featureColumns;
  columns = readFeatureColumns(reader, names.linearColumns, ColumnUse::Linear);
  checkColumns(reader, names.linearColumns, columns, config);
  Optimizer& optimizer = names.combined ? args.linearOptimizer : args.optimizer;
  optimizer = readOptimizer(reader, names.linearOptimizer, config.api,
                            names.combined ? OptimizerSide::CombinedLinear : OptimizerSide::Linear,
                            data::sortedByName(columns).size());
  reader.choice(names.sparseCombiner, args.sparseCombiner, {"sum", "mean", "sqrtn"});
}

// The summary of Linear stacks the bias' slices, so they have to be equally long.
bool biasSlicesDiffer(const Config& config) {
  const bool linear =
      config.family() == Family::Linear || !config.args.linearFeatureColumns.empty();
  const std::int64_t rows = std::max<std::int64_t>(config.logitsDimension(), 1);
  return linear && rows % std::min(config.args.partitions, rows) != 0;
}

void readPartitioner(ObjectReader& reader, const std::string& key, Config& config) {
  if (key.empty()) return;
  const json* found = reader.find(key);
  if (found == nullptr || found->is_null()) return;
  ObjectReader inner(*found, reader.path(key), reader.problems());
  if (inner.require("fixed_size_partitioner", "the number of shards") != nullptr)
    inner.integer("fixed_size_partitioner", config.args.partitions, {1, kMostShards});
  if (biasSlicesDiffer(config))
    inner.fault("fixed_size_partitioner",
                fmt::format("a number that divides the {} logits: TensorFlow fails with others",
                            config.logitsDimension()));
  inner.finish();
}

void readLabels(ObjectReader& reader, Config& config) {
  Args& args = config.args;
  if (config.task() == Task::Classifier) {
    reader.integer("n_classes", args.nClasses, {2, kMostUnits});
    args.labelVocabulary = readLabelVocabulary(reader, "label_vocabulary");
    if (config.api == Api::V2 && args.labelVocabulary &&
        args.labelVocabulary->size() != static_cast<std::size_t>(args.nClasses))
      reader.fault("label_vocabulary", fmt::format("{} words, one a class", args.nClasses));
  } else {
    reader.integer("label_dimension", args.labelDimension, {1, kMostUnits});
  }
  args.weightColumn = readWeightColumn(reader, "weight_column");
  args.lossReduction = readLossReduction(reader, config.api);
}

}  // namespace

std::vector<std::string> estimatorNames() {
  std::vector<std::string> names;
  for (const char* family : {"DNN", "Linear", "DNNLinearCombined", "Baseline"})
    for (const char* task : {"Classifier", "Regressor", "Estimator"})
      names.push_back(std::string(family) + task);
  return names;
}

const std::vector<std::string>& activationNames() {
  static const std::vector<std::string> names = {
      "crelu",  "elu",     "exponential", "gelu",     "hard_sigmoid", "leaky_relu",
      "linear", "mish",    "relu",        "relu6",    "selu",         "sigmoid",
      "silu",   "softmax", "softplus",    "softsign", "swish",        "tanh"};
  return names;
}

ArgNames argNames(const Config& config) {
  ArgNames names;
  const Family family = config.family();
  names.combined = family == Family::Combined;
  names.dnn = family == Family::Dnn || names.combined;
  names.linear = family == Family::Linear || names.combined;
  const std::string dnn = names.combined ? "dnn_" : "";
  const std::string linear = names.combined ? "linear_" : "";
  names.dnnColumns = dnn + "feature_columns";
  names.linearColumns = linear + "feature_columns";
  names.hiddenUnits = dnn + "hidden_units";
  names.activation = dnn + "activation_fn";
  names.dropout = dnn + "dropout";
  names.dnnOptimizer = dnn + "optimizer";
  names.linearOptimizer = linear + "optimizer";
  names.sparseCombiner = linear + "sparse_combiner";
  if (config.api == Api::V1 && family != Family::Baseline)
    names.partitioner = names.dnn ? "input_layer_partitioner" : "partitioner";
  return names;
}

void readArgs(const json& value, Config& config, Problems& problems) {
  ObjectReader reader(value, "args", problems);
  const ArgNames names = argNames(config);
  Args& args = config.args;
  if (config.task() == Task::Head && config.api == Api::V1 && config.family() != Family::Combined &&
      config.family() != Family::Baseline)
    addProblem(problems, "api", "v1",
               fmt::format("v2: TensorFlow's heads take no v1 optimizer in {}", config.estimator));
  if (config.task() == Task::Head) {
    const json* head = reader.require("head", "a head {\"type\": …}");
    if (head != nullptr) args.head = readHead(*head, reader.path("head"), problems);
  } else {
    readLabels(reader, config);
  }
  if (names.dnn) readNetwork(reader, names, config);
  if (names.linear) readLinear(reader, names, config);
  if (config.family() == Family::Baseline)
    args.optimizer = readOptimizer(reader, "optimizer", config.api, OptimizerSide::Baseline, 0);
  if (names.combined && args.dnnFeatureColumns.empty() && args.linearFeatureColumns.empty())
    reader.fault("linear_feature_columns",
                 "at least one column in linear_feature_columns or dnn_feature_columns");
  readPartitioner(reader, names.partitioner, config);
  reader.onlyNull("model_dir");
  reader.onlyNull("config");
  reader.finish();
}

namespace {

// Adds arguments in TensorFlow's order; one that has its default only where `full`.
struct ArgWriter {
  const Config& config;
  bool full;
  ordered_json out = ordered_json::object();

  void unless(bool isDefault, const std::string& key, ordered_json value) {
    if (full || !isDefault) out[key] = std::move(value);
  }
  void columns(const std::string& key, const std::vector<data::FeatureColumn>& list) {
    ordered_json items = ordered_json::array();
    for (const auto& column : list) items.push_back(featureColumnToJson(column, full));
    unless(list.empty() && config.family() == Family::Combined, key, std::move(items));
  }
  void optimizer(const std::string& key, const Optimizer& optimizer, OptimizerSide side,
                 std::size_t columns) {
    const char* fallback =
        side == OptimizerSide::Dnn || side == OptimizerSide::CombinedDnn ? "Adagrad" : "Ftrl";
    unless(optimizer == optimizerByName(config.api, fallback, side, columns), key,
           optimizerToJson(optimizer, config.api, full));
  }
};

void writeLabels(ArgWriter& writer) {
  const Args& args = writer.config.args;
  if (writer.config.task() == Task::Head) {
    writer.out["head"] = headToJson(args.head, writer.full);
    return;
  }
  if (writer.config.task() == Task::Classifier) {
    writer.unless(args.nClasses == 2, "n_classes", args.nClasses);
    writer.unless(!args.labelVocabulary, "label_vocabulary",
                  args.labelVocabulary ? ordered_json(*args.labelVocabulary) : ordered_json());
  } else {
    writer.unless(args.labelDimension == 1, "label_dimension", args.labelDimension);
  }
  writer.unless(args.weightColumn.key.empty(), "weight_column",
                weightColumnToJson(args.weightColumn));
  writer.unless(args.lossReduction == defaultLossReduction(writer.config.api), "loss_reduction",
                args.lossReduction);
}

void writeNetwork(ArgWriter& writer, const ArgNames& names) {
  const Args& args = writer.config.args;
  writer.columns(names.dnnColumns, names.combined ? args.dnnFeatureColumns : args.featureColumns);
  writer.unless(names.combined && args.hiddenUnits.empty(), names.hiddenUnits, args.hiddenUnits);
  if (names.combined)
    writer.optimizer(names.dnnOptimizer, args.dnnOptimizer, OptimizerSide::CombinedDnn, 0);
  else
    writer.optimizer(names.dnnOptimizer, args.optimizer, OptimizerSide::Dnn, 0);
  writer.unless(args.activationFn == "relu", names.activation, args.activationFn);
  writer.unless(args.dropout == 0, names.dropout,
                args.dropout == 0 ? ordered_json() : ordered_json(args.dropout));
  writer.unless(!args.batchNorm, "batch_norm", args.batchNorm);
}

void writeLinear(ArgWriter& writer, const ArgNames& names) {
  const Args& args = writer.config.args;
  const auto& columns = names.combined ? args.linearFeatureColumns : args.featureColumns;
  const std::size_t count = data::sortedByName(columns).size();
  writer.columns(names.linearColumns, columns);
  if (names.combined)
    writer.optimizer(names.linearOptimizer, args.linearOptimizer, OptimizerSide::CombinedLinear,
                     count);
  else
    writer.optimizer(names.linearOptimizer, args.optimizer, OptimizerSide::Linear, count);
  writer.unless(args.sparseCombiner == "sum", names.sparseCombiner, args.sparseCombiner);
}

}  // namespace

ordered_json argsToJson(const Config& config, bool full) {
  const ArgNames names = argNames(config);
  ArgWriter writer{config, full};
  if (names.linear) writeLinear(writer, names);
  if (names.dnn) writeNetwork(writer, names);
  writeLabels(writer);
  if (config.family() == Family::Baseline)
    writer.optimizer("optimizer", config.args.optimizer, OptimizerSide::Baseline, 0);
  if (!names.partitioner.empty()) {
    const std::int64_t shards = config.args.partitions;
    writer.unless(shards == 1, names.partitioner,
                  shards == 1 ? ordered_json() : ordered_json{{"fixed_size_partitioner", shards}});
  }
  return std::move(writer.out);
}

}  // namespace cairn::model
