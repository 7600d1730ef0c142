#pragma once

#include "core/base/file_ops.h"
#include "core/data/csv.h"
#include "core/data/feature_column.h"

#include <cstdint>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace cairn::model {

/// tf.compat.v1.estimator (and TensorFlow 1.x), or tf.estimator of TensorFlow 2.
enum class Api { V1, V2 };
enum class Family { Dnn, Linear, Combined, Baseline };
enum class Task { Classifier, Regressor, Head };

/// A learning rate: a number, or a schedule with its parameters under TensorFlow's names.
struct LearningRate {
  double value = 0;
  std::string schedule;  // `exponential_decay`, `ExponentialDecay`, …; empty: constant
  std::map<std::string, std::variant<double, bool, std::vector<double>>> parameters;
  bool operator==(const LearningRate&) const = default;
};

/// An optimizer as the config states it.
struct Optimizer {
  std::string className;  // `AdagradOptimizer` (v1), `Adagrad` (v2)
  bool byName = false;    // stated as TensorFlow's string: `name`, default rate
  std::string name;       // the string, e.g. `Adagrad`
  LearningRate learningRate;
  std::map<std::string, double> hyper;  // the other hyper-parameters, defaults filled in; bools 0/1
  bool operator==(const Optimizer&) const = default;
};

/// A head given to DNNEstimator and its like.
struct Head {
  std::string type;  // `BinaryClassHead`, `MultiHead`, …; empty: none
  std::string name;
  std::map<std::string, double> numbers;  // n_classes, label_dimension, …
  std::vector<double> thresholds;
  std::vector<Head> heads;  // of a MultiHead
  std::vector<double> headWeights;
  std::string lossReduction;
  bool operator==(const Head&) const = default;
};

/// The constructor's arguments under TensorFlow's names; those of other estimators stay default.
struct Args {
  std::vector<data::FeatureColumn> featureColumns;        // DNN, Linear
  std::vector<data::FeatureColumn> linearFeatureColumns;  // Combined
  std::vector<data::FeatureColumn> dnnFeatureColumns;     // Combined
  std::vector<std::int64_t> hiddenUnits;                  // hidden_units, dnn_hidden_units
  std::int64_t nClasses = 2;
  std::int64_t labelDimension = 1;
  std::string weightColumn;  // key; empty: None
  std::optional<std::vector<std::string>> labelVocabulary;
  Optimizer optimizer;                // DNN, Linear, Baseline
  Optimizer dnnOptimizer;             // Combined
  Optimizer linearOptimizer;          // Combined
  std::string activationFn = "relu";  // activation_fn, dnn_activation_fn
  double dropout = 0;                 // 0: None
  bool batchNorm = false;
  std::string lossReduction;  // TensorFlow's name, by api
  std::string sparseCombiner = "sum";
  std::int64_t partitions = 1;  // input_layer_partitioner
  Head head;
  bool operator==(const Args&) const = default;
};

struct RunConfig {
  std::optional<std::int64_t> tfRandomSeed;
  std::int64_t saveSummarySteps = 100;  // 0: no summaries
  std::optional<std::int64_t> saveCheckpointsSteps;
  std::optional<double> saveCheckpointsSecs = 600;
  std::int64_t keepCheckpointMax = 5;  // 0: all
  double keepCheckpointEveryNHours = 10'000;
  std::int64_t logStepCountSteps = 100;  // 0: None
  bool checkpointSaveGraphDef = true;
  bool operator==(const RunConfig&) const = default;
};

/// One of `data.train`, `data.eval`, `data.predict`.
struct DataSource {
  std::vector<std::string> files;  // relative to the config's folder; globs
  std::string format = "csv";
  std::string compression;
  data::CsvFormat csv;
  bool headerGiven = false;  // else it is guessed from the first line
  std::string label;
  std::string weights;
  std::int64_t batchSize = 128;
  std::int64_t shuffle = 0;
  std::optional<std::int64_t> repeat = 1;  // nothing: for ever
  std::optional<std::uint64_t> seed;
  bool operator==(const DataSource&) const = default;
};

struct TrainSection {
  std::optional<std::int64_t> steps;
  std::optional<std::int64_t> maxSteps;
  std::optional<std::uint64_t> seed;
  std::int64_t threads = 1;
  bool operator==(const TrainSection&) const = default;
};

struct EvalSection {
  std::optional<std::int64_t> steps;
  std::string name;
  double throttleSecs = 600;
  double startDelaySecs = 120;
  bool operator==(const EvalSection&) const = default;
};

/// What was asked for: the config file, with TensorFlow's defaults filled in.
/// Format: spec of the file: core/model/doc/config.md.   Thread: Immutable; share freely.
struct Config {
  std::string estimator = "DNNClassifier";
  Api api = Api::V1;
  Args args;
  RunConfig runConfig;
  std::map<std::string, DataSource> data;  // `train`, `eval`, `predict`
  TrainSection train;
  EvalSection eval;
  std::string warmStartFrom;  // prefix or directory; empty: none
  bool operator==(const Config&) const = default;

  Family family() const;
  Task task() const;
  /// Width of the logits.
  std::int64_t logitsDimension() const;
};

/// What is wrong with a config, or a Config. All faults are given, each with its key's path in
/// `where`, what was found in `message` and what would do in `hint`.
struct ParsedConfig {
  std::optional<Config> config;
  std::vector<Error> problems;
};

/// Errors per key: unknown keys name the nearest known one; a newer layout is Unsupported.
ParsedConfig parseConfig(std::string_view text);
ParsedConfig parseConfig(const nlohmann::json& json);
/// The first problem as the error. `path` is named in it.
Result<Config> loadConfig(FileOps& files, const fs::path& path);

/// `full`: every key with its default; else what differs from TensorFlow's defaults.
nlohmann::json configToJson(const Config& config, bool full = false);
/// Two spaces of indent, short lists on one line, a newline at the end.
std::string configText(const Config& config, bool full = false);
/// The TensorFlow program that does the same.
std::string configPython(const Config& config, const std::string& modelDir);

/// One key whose value differs, as deep as the difference goes.
struct ConfigDifference {
  std::string key;  // `args.hidden_units`, `args.feature_columns.age.boundaries`
  std::string was;  // JSON text; empty: absent
  std::string now;
  bool operator==(const ConfigDifference&) const = default;
};
std::vector<ConfigDifference> diffConfigs(const Config& was, const Config& now);

/// Sets one value by its key's path; `value` is JSON, or taken as a string when it is not.
/// Errors: InvalidArgument with the key.
Result<Config> withValue(const Config& config, std::string_view key, std::string_view value);

/// A path without `args.`, as people read it.
std::string shownKey(std::string_view key);

}  // namespace cairn::model
