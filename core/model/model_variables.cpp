#include "core/model/model_variables.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>

namespace cairn::model {

namespace {

using data::ColumnType;
using data::FeatureColumn;
using Kind = Initializer::Kind;

constexpr auto kTooMany = std::numeric_limits<std::int64_t>::max();

// The parameter whose value is the number of a categorical column's ids.
std::string_view countParameter(const FeatureColumn& column) {
  switch (column.type) {
    case ColumnType::Bucketized:
      return "boundaries";
    case ColumnType::VocabularyList:
      return "vocabulary_list";
    case ColumnType::VocabularyFile:
      return "vocabulary_file";
    case ColumnType::Identity:
      return "num_buckets";
    case ColumnType::HashBucket:
    case ColumnType::Crossed:
      return "hash_bucket_size";
    case ColumnType::Weighted:
      return column.parts.empty() ? "" : countParameter(column.parts.front());
    default:
      return "";
  }
}

std::string inLinear(std::string name) {
  for (char& c : name) {
    const bool kept = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '.' || c == '\\' || c == '-';
    if (!kept) c = '_';
  }
  return name;
}

class ModelBuilder {
 public:
  using Columns = std::vector<ColumnVariables>;

  explicit ModelBuilder(const Config& config)
      : m_config(config),
        m_v1(config.api == Api::V1),
        m_combined(config.family() == Family::Combined) {}

  Result<std::vector<ModelVariable>> build() {
    const Args& args = m_config.args;
    switch (m_config.family()) {
      case Family::Dnn:
        addNetwork(args.featureColumns, "args.feature_columns");
        break;
      case Family::Linear:
        addLinear(args.featureColumns, "args.feature_columns");
        break;
      case Family::Combined:
        if (!args.dnnFeatureColumns.empty())
          addNetwork(args.dnnFeatureColumns, "args.dnn_feature_columns");
        if (!args.linearFeatureColumns.empty())
          addLinear(args.linearFeatureColumns, "args.linear_feature_columns");
        break;
      case Family::Baseline: {
        Variable& bias = add("baseline/bias", {logits()}, {}, "estimator");
        if (m_v1) bias.graphName = bias.name;
        bias.shapeChecked = false;
        break;
      }
    }
    if (m_error) return *m_error;
    return std::move(m_out);
  }

  const Columns& columns(TrainedBy side) const {
    return side == TrainedBy::Linear ? m_linearColumns : m_networkColumns;
  }

 private:
  Dimension logits() const {
    const char* key = m_config.task() == Task::Classifier  ? "args.n_classes"
                      : m_config.task() == Task::Regressor ? "args.label_dimension"
                                                           : "args.head";
    return {m_config.logitsDimension(), key};
  }

  Variable& add(std::string name, std::vector<Dimension> dimensions, Initializer initializer,
                std::string key, TrainedBy trainedBy = TrainedBy::Network) {
    ModelVariable made;
    Variable& variable = made.variable;
    variable.name = std::move(name);
    variable.graphName = m_v1 ? variable.name + "/part_0" : variable.name;
    variable.dimensions = std::move(dimensions);
    variable.initializer = initializer;
    variable.key = std::move(key);
    variable.shapeChecked = m_v1;
    made.trainedBy = trainedBy;
    m_out.push_back(std::move(made));
    check(variableAt(m_out.size() - 1));
    return variableAt(m_out.size() - 1);
  }
  Variable& variableAt(std::size_t index) { return m_out[index].variable; }

  void check(const Variable& variable) {
    for (const Dimension& dimension : variable.dimensions)
      if (dimension.size <= 0)
        fail(dimension.key, fmt::format("the size of `{}` is not known", variable.name));
    if (!formats::elementCount(variable.shape()))
      fail(variable.key, fmt::format("`{}` has more than 2^63 elements", variable.name));
  }
  void fail(const std::string& key, std::string message) {
    if (!m_error) m_error = Error{ErrorCode::InvalidArgument, std::move(message), key};
  }

  // fixed_size_partitioner: as many slices as there are rows at most, the first ones longer.
  void partition(Variable& variable) const {
    const std::int64_t rows = variable.dimensions.front().size;
    const std::int64_t shards = std::min(m_config.args.partitions, rows);
    if (!m_v1 || shards < 2) return;
    std::int64_t start = 0;
    for (std::int64_t i = 0; i < shards; ++i) {
      const std::int64_t length = rows / shards + (i < rows % shards ? 1 : 0);
      variable.slices.push_back({start, length});
      start += length;
    }
  }

  void addTable(std::string name, const FeatureColumn& column, const std::string& key,
                TrainedBy trainedBy) {
    const std::int64_t rows = column.parts.empty() ? 0 : data::bucketCount(column.parts.front());
    const std::string_view counted =
        column.parts.empty() ? std::string_view{} : countParameter(column.parts.front());
    Variable& table =
        add(std::move(name),
            {{rows, fmt::format("{}.{}", key, counted)}, {column.dimension, key + ".dimension"}},
            {Kind::TruncatedNormal, 1 / std::sqrt(static_cast<double>(column.dimension))}, key,
            trainedBy);
    table.trainable = column.trainable && !(column.sharedV2 && !m_v1);
    partition(table);
  }

  // The table that several columns share; the first to ask makes it. Returns its name.
  std::string addSharedTable(const FeatureColumn& column, const std::string& key,
                             TrainedBy trainedBy) {
    const bool linear = trainedBy == TrainedBy::Linear;
    const std::string& set = column.sharedName;
    std::string name = set;
    if (column.sharedV2 && m_v1)
      name = (linear ? "linear/" : "dnn/input_from_feature_columns/") + set;
    if (!column.sharedV2)
      name = (linear ? "linear/linear_model/" : "dnn/input_from_feature_columns/input_layer/") +
             set + "/embedding_weights";
    // Both sides of Combined share one table, the network's.
    const auto [entry, isNew] = m_shared.emplace(set, name);
    if (isNew) addTable(name, column, key, trainedBy);
    return entry->second;
  }

  void addInputTables(const std::vector<FeatureColumn>& columns, const std::string& key) {
    for (const FeatureColumn& column : data::sortedByName(columns)) {
      const std::string columnKey = key + "." + columnLabel(columns, column);
      ColumnVariables made{column, {}, {}};
      if (column.type == ColumnType::SharedEmbedding)
        made.table = addSharedTable(column, columnKey, TrainedBy::Network);
      if (column.type == ColumnType::Embedding) {
        made.table = fmt::format("dnn/input_from_feature_columns/input_layer/{}/embedding_weights",
                                 data::columnName(column));
        addTable(made.table, column, columnKey, TrainedBy::Network);
      }
      m_networkColumns.push_back(std::move(made));
    }
  }

  void addNetwork(const std::vector<FeatureColumn>& columns, const std::string& key) {
    addInputTables(columns, key);
    const std::string unitsKey = m_combined ? "args.dnn_hidden_units" : "args.hidden_units";
    Dimension input = {0, key};
    for (const FeatureColumn& column : columns)
      if (__builtin_add_overflow(input.size, data::denseWidth(column), &input.size))
        input.size = kTooMany;
    const bool doubles = m_config.args.activationFn == "crelu";
    const std::vector<std::int64_t>& units = m_config.args.hiddenUnits;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const Dimension width = {units[i], unitsKey};
      const std::string layer = fmt::format("dnn/hiddenlayer_{}", i);
      addDense(layer, input, width, unitsKey, static_cast<std::int64_t>(i));
      // crelu gives relu(x) and relu(-x) side by side.
      input = {doubles ? 2 * width.size : width.size, unitsKey};
      if (m_config.args.batchNorm)
        addBatchNorm(fmt::format("{}/batchnorm_{}", layer, i), input, static_cast<std::int64_t>(i));
    }
    addDense("dnn/logits", input, logits(), "estimator", -1);
  }

  void addDense(const std::string& name, const Dimension& input, const Dimension& width,
                const std::string& key, std::int64_t layer) {
    add(name + "/kernel", {input, width}, {Kind::GlorotUniform, 0}, key).layer = layer;
    add(name + "/bias", {width}, {}, key).layer = layer;
  }

  void addBatchNorm(const std::string& name, const Dimension& width, std::int64_t layer) {
    constexpr std::string_view kKey = "args.batch_norm";
    const auto make = [&](const char* part, double initial) -> Variable& {
      Variable& variable = add(fmt::format("{}/{}", name, part), {width}, {Kind::Constant, initial},
                               std::string(kKey));
      variable.layer = layer;
      return variable;
    };
    make("gamma", 1);
    make("beta", 0);
    for (const auto& [part, initial] : {std::pair("moving_mean", 0.0), {"moving_variance", 1.0}}) {
      Variable& moving = make(part, initial);
      moving.role = VariableRole::MovingStatistic;
      moving.trainable = false;
      // TensorFlow switches the partitioner off for these two.
      moving.graphName = moving.name;
      moving.shapeChecked = false;
    }
  }

  void addLinear(const std::vector<FeatureColumn>& columns, const std::string& key) {
    std::map<std::string, int> uses;  // of a collection's name: set, set_1, …
    for (const FeatureColumn& column : data::sortedByName(columns)) {
      const std::string columnKey = key + "." + columnLabel(columns, column);
      std::string name = "linear/linear_model/" + inLinear(data::columnName(column));
      ColumnVariables made{column, {}, {}};
      if (column.type == ColumnType::Embedding) {
        made.table = name + "/embedding_weights";
        addTable(made.table, column, columnKey, TrainedBy::Linear);
      }
      if (column.type == ColumnType::SharedEmbedding) {
        made.table = addSharedTable(column, columnKey, TrainedBy::Linear);
        if (!column.sharedV2) {
          const int use = uses[column.sharedName]++;
          name = "linear/linear_model/" + column.sharedName;
          if (use > 0) name += fmt::format("_{}", use);
        }
      }
      made.weights = name + "/weights";
      m_linearColumns.push_back(made);
      partition(add(made.weights, {linearInput(column, columnKey), logits()}, {}, columnKey,
                    TrainedBy::Linear));
    }
    partition(
        add("linear/linear_model/bias_weights", {logits()}, {}, "estimator", TrainedBy::Linear));
  }

  // Rows of a column's weights: its ids, or the elements of what it gives.
  static Dimension linearInput(const FeatureColumn& column, const std::string& key) {
    if (data::isCategorical(column))
      return {data::bucketCount(column), fmt::format("{}.{}", key, countParameter(column))};
    const bool indicator = column.type == ColumnType::Indicator && !column.parts.empty();
    const std::string_view parameter = indicator ? countParameter(column.parts.front())
                                       : column.type == ColumnType::Numeric ? "shape"
                                                                            : "dimension";
    return {data::denseWidth(column), fmt::format("{}.{}", key, parameter)};
  }

  const Config& m_config;
  bool m_v1;
  bool m_combined;
  std::vector<ModelVariable> m_out;
  Columns m_networkColumns;
  Columns m_linearColumns;
  std::map<std::string, std::string> m_shared;  // tables by their collection
  std::optional<Error> m_error;
};

}  // namespace

Result<std::vector<ModelVariable>> modelVariables(const Config& config) {
  return ModelBuilder(config).build();
}

std::vector<ColumnVariables> columnVariables(const Config& config, TrainedBy side) {
  ModelBuilder builder(config);
  // What is wrong with a width does not change a name.
  (void)builder.build();
  return builder.columns(side);
}

}  // namespace cairn::model
