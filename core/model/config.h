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

/// A learning rate: a number, or a schedule with its parameters under TensorFlow's names, defaults
/// filled in; a parameter that is None is absent. The schedule's own rate is the parameter
/// `learning_rate` (v1) or `initial_learning_rate` (v2).
struct LearningRate {
  double value = 0;      // 0 when there is a schedule
  std::string schedule;  // `exponential_decay`, `ExponentialDecay`, …; empty: constant
  std::map<std::string, std::variant<double, bool, std::vector<double>>> parameters;
  bool operator==(const LearningRate&) const = default;
};

/// An optimizer as the config states it.
struct Optimizer {
  std::string className;  // `AdagradOptimizer` (v1), `Adagrad` (v2)
  bool byName = false;    // stated as TensorFlow's string (or null in Linear), with default rate
  std::string name;       // byName: that string, empty for null; else the argument `name`
  LearningRate learningRate;
  std::map<std::string, double> hyper;  // the others, defaults filled in; bools 0/1, None absent
  std::string accumName;                // FtrlOptimizer's accum_name and linear_name; empty: None
  std::string linearName;
  bool operator==(const Optimizer&) const = default;

  /// The value of `hyper`, 0 when it is absent.
  double value(const std::string& parameter) const;
};

/// Where the examples' weights come from.
struct WeightColumn {
  std::string key;  // empty: None
  std::optional<data::Normalizer> normalizer;
  bool operator==(const WeightColumn&) const = default;
};

/// A head given to DNNEstimator and its like; parameters of other types stay default.
struct Head {
  std::string type;           // `BinaryClassHead`, `MultiHead`, …; empty: none
  std::string name;           // empty: None
  std::int64_t nClasses = 2;  // MultiClassHead, MultiLabelHead
  std::int64_t labelDimension = 1;
  WeightColumn weightColumn;
  std::optional<std::vector<std::string>> labelVocabulary;
  std::vector<double> thresholds;
  std::vector<std::string> classesForClassBasedMetrics;  // ids as decimal text
  bool computeFullLoss = true;                           // PoissonRegressionHead
  std::string lossReduction;
  std::vector<Head> heads;  // of a MultiHead
  std::vector<double> headWeights;
  bool operator==(const Head&) const = default;

  /// Width of the logits: 1 for two classes, the sum of its heads' for a MultiHead.
  std::int64_t logitsDimension() const;
};

/// The constructor's arguments under TensorFlow's names; those of other estimators stay default.
struct Args {
  std::vector<data::FeatureColumn> featureColumns;        // DNN, Linear
  std::vector<data::FeatureColumn> linearFeatureColumns;  // Combined
  std::vector<data::FeatureColumn> dnnFeatureColumns;     // Combined
  std::vector<std::int64_t> hiddenUnits;                  // hidden_units, dnn_hidden_units
  std::int64_t nClasses = 2;
  std::int64_t labelDimension = 1;
  WeightColumn weightColumn;
  std::optional<std::vector<std::string>> labelVocabulary;
  Optimizer optimizer;                // DNN, Linear, Baseline
  Optimizer dnnOptimizer;             // Combined
  Optimizer linearOptimizer;          // Combined
  std::string activationFn = "relu";  // activation_fn, dnn_activation_fn; None is `linear`
  double dropout = 0;                 // 0: None
  bool batchNorm = false;
  std::string lossReduction;  // TensorFlow's name in capitals, by api: `SUM`, …
  std::string sparseCombiner = "sum";
  std::int64_t partitions = 1;  // input_layer_partitioner, partitioner: fixed_size_partitioner
  Head head;
  bool operator==(const Args&) const = default;
};

struct RunConfig {
  std::string modelDir;  // empty: None
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
  std::string format = "csv";      // or `tfrecord`
  std::string compression;         // `GZIP`, `ZLIB`; empty: none
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

/// A hook, exporter or stopping rule of TensorFlow by its own name, parameters with their defaults
/// filled in; a parameter that is None is absent.
struct Call {
  std::string type;  // `stop_if_no_decrease_hook`, `BestExporter`, …
  std::map<std::string, std::variant<bool, double, std::string>> parameters;
  bool operator==(const Call&) const = default;

  double number(const std::string& parameter, double fallback = 0) const;
  std::string text(const std::string& parameter) const;
};

struct TrainSection {
  std::optional<std::int64_t> steps;
  std::optional<std::int64_t> maxSteps;
  std::optional<std::uint64_t> seed;
  std::int64_t threads = 1;
  std::optional<Call> earlyStopping;
  std::vector<Call> hooks;
  bool operator==(const TrainSection&) const = default;
};

struct EvalSection {
  std::optional<std::int64_t> steps;
  std::string name;
  double throttleSecs = 600;
  double startDelaySecs = 120;
  std::vector<Call> exporters;
  bool operator==(const EvalSection&) const = default;
};

/// tf.estimator.VocabInfo.
struct VocabInfo {
  std::string newVocab;
  std::int64_t newVocabSize = 0;
  std::int64_t numOovBuckets = 0;
  std::string oldVocab;
  std::int64_t oldVocabSize = -1;
  std::int64_t axis = 0;
  bool operator==(const VocabInfo&) const = default;
};

/// tf.estimator.WarmStartSettings. A plain path in the config means its defaults.
struct WarmStart {
  enum class Choice { Regex, List, Nothing };
  std::string checkpoint;  // ckpt_to_initialize_from: prefix or directory; empty: no warm start
  Choice choice = Choice::Regex;
  std::vector<std::string> variables = {".*"};      // the regex, or the list's
  std::map<std::string, VocabInfo> vocabularies;    // var_name_to_vocab_info
  std::map<std::string, std::string> previousName;  // var_name_to_prev_var_name
  bool operator==(const WarmStart&) const = default;
};

/// A foreign trainer in place of an estimator.
struct Program {
  std::vector<std::string> command;
  std::string cwd;
  std::map<std::string, std::string> env;
  bool operator==(const Program&) const = default;
};

/// What was asked for: the config file, with TensorFlow's defaults filled in.
/// Format: spec of the file: core/model/doc/config.md.   Thread: Immutable; share freely.
struct Config {
  std::string estimator = "DNNClassifier";  // empty when there is a program
  Api api = Api::V1;
  Args args;
  RunConfig runConfig;
  std::map<std::string, DataSource> data;  // `train`, `eval`, `predict`
  TrainSection train;
  EvalSection eval;
  WarmStart warmStartFrom;
  std::optional<Program> program;
  bool operator==(const Config&) const = default;

  Family family() const;
  Task task() const;
  /// Width of the logits.
  std::int64_t logitsDimension() const;
};

/// A Config, or what is wrong with it. All faults are given, each with its key's path in `where`,
/// what was found in `message` and what would do in `hint`.
struct ParsedConfig {
  std::optional<Config> config;
  std::vector<Error> problems;
};

/// Errors per key: unknown keys name the nearest known one; a newer layout is Unsupported.
ParsedConfig parseConfig(std::string_view text);
ParsedConfig parseConfig(const nlohmann::json& json);
/// The first problem as the error. `path` is named in it.
Result<Config> loadConfig(FileOps& files, const fs::path& path);

/// Counts the lines of every vocabulary file whose size is None, so that the widths of its columns
/// are known. `folder` is the config's own.
/// Errors: those of the files; InvalidArgument, with the key, for a file that TensorFlow refuses.
Result<Config> resolveVocabularies(FileOps& files, const Config& config, const fs::path& folder);

/// `full`: every key with its default; else what differs from TensorFlow's defaults.
nlohmann::ordered_json configToJson(const Config& config, bool full = false);
/// Two spaces of indent, what fits on one line, a newline at the end.
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

/// How a column of `columns` is called in a key's path: the one feature that it reads, or its name
/// where that would be ambiguous.
std::string columnLabel(const std::vector<data::FeatureColumn>& columns,
                        const data::FeatureColumn& column);

/// Sets one value by its key's path; `value` is JSON, or taken as a string when it is not.
/// Errors: InvalidArgument with the key.
Result<Config> withValue(const Config& config, std::string_view key, std::string_view value);

/// A path without `args.`, as people read it.
std::string shownKey(std::string_view key);

}  // namespace cairn::model
