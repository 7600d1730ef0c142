#include "core/model/config.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace cairn;

namespace {

// The example of the config file's specification.
const char* kIris = R"({
  "cairn": 1,
  "estimator": "DNNClassifier",
  "api": "v1",
  "args": {
    "feature_columns": [{"type": "numeric_column", "key": "SepalLength"},
                        {"type": "numeric_column", "key": "SepalWidth"},
                        {"type": "numeric_column", "key": "PetalLength"},
                        {"type": "numeric_column", "key": "PetalWidth"}],
    "hidden_units": [10, 10],
    "n_classes": 3,
    "optimizer": {"class": "AdagradOptimizer", "learning_rate": 0.05}
  },
  "run_config": {"save_checkpoints_secs": 600, "keep_checkpoint_max": 5},
  "data": {
    "train": {"files": ["iris_training.csv"], "format": "csv", "label": "Species",
              "batch_size": 100, "shuffle": 1000, "repeat": null},
    "eval": {"files": ["iris_test.csv"], "format": "csv", "label": "Species", "batch_size": 100}
  },
  "train": {"steps": 200}
})";

nlohmann::json iris() { return nlohmann::json::parse(kIris); }

// `path: message -> hint` of each problem.
QStringList problemsOf(const model::ParsedConfig& parsed) {
  QStringList lines;
  for (const Error& problem : parsed.problems)
    lines << QString::fromStdString(problem.where + ": " + problem.message + " -> " + problem.hint);
  return lines;
}

}  // namespace

class ConfigTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theExampleIsRead();
  void theExampleIsWrittenToBeRead();
  void aFaultNamesItsKey_data();
  void aFaultNamesItsKey();
  void everyFaultIsGivenAtOnce();
  void aNewerLayoutIsRefused();
  void textThatIsNoJsonSaysWhere();
  void deepNestingIsRefused();
  void oneCheckpointIntervalClearsTheOther();
  void aProgramStandsInPlaceOfAnEstimator();
  void aDefaultRateHangsOnEstimatorAndApi_data();
  void aDefaultRateHangsOnEstimatorAndApi();
  void everySectionSurvivesItsText();
};

void ConfigTest::theExampleIsRead() {
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(kIris));
  QVERIFY2(parsed.config, qPrintable(problemsOf(parsed).join("; ")));
  const model::Config& config = *parsed.config;
  QCOMPARE(config.family(), model::Family::Dnn);
  QCOMPARE(config.task(), model::Task::Classifier);
  QCOMPARE(config.logitsDimension(), std::int64_t{3});
  QCOMPARE(config.args.featureColumns.size(), std::size_t{4});
  QCOMPARE(config.args.optimizer.learningRate.value, 0.05);
  QCOMPARE(config.args.optimizer.value("initial_accumulator_value"), 0.1);
  QCOMPARE(config.args.lossReduction, std::string("SUM"));
  QCOMPARE(config.data.at("train").shuffle, std::int64_t{1000});
  QVERIFY(!config.data.at("train").repeat);
  QCOMPARE(config.train.steps, std::optional<std::int64_t>(200));
}

void ConfigTest::theExampleIsWrittenToBeRead() {
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(kIris));
  QVERIFY(parsed.config);
  const std::string wanted = R"({
  "cairn": 1,
  "estimator": "DNNClassifier",
  "api": "v1",
  "args": {
    "feature_columns": [
      {"type": "numeric_column", "key": "SepalLength"},
      {"type": "numeric_column", "key": "SepalWidth"},
      {"type": "numeric_column", "key": "PetalLength"},
      {"type": "numeric_column", "key": "PetalWidth"}
    ],
    "hidden_units": [10, 10],
    "optimizer": {"class": "AdagradOptimizer", "learning_rate": 0.05},
    "n_classes": 3
  },
  "data": {
    "train": {
      "files": ["iris_training.csv"],
      "format": "csv",
      "label": "Species",
      "batch_size": 100,
      "shuffle": 1000,
      "repeat": null
    },
    "eval": {"files": ["iris_test.csv"], "format": "csv", "label": "Species", "batch_size": 100}
  },
  "train": {"steps": 200}
}
)";
  QCOMPARE(model::configText(*parsed.config), wanted);
}

void ConfigTest::aFaultNamesItsKey_data() {
  QTest::addColumn<QString>("pointer");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("problem");
  const auto row = [](const char* title, const char* pointer, const char* value,
                      const char* problem) {
    QTest::newRow(title) << QString(pointer) << QString(value) << QString(problem);
  };
  row("misspelt argument", "/args/hiden_units", "[1]",
      "args.hiden_units: unknown key -> did you mean `hidden_units`?");
  row("misspelt section", "/runconfig", "{}",
      "runconfig: unknown key -> did you mean `run_config`?");
  row("misspelt estimator", "/estimator", "\"DNNClasifier\"",
      "estimator: found \"DNNClasifier\" -> did you mean `DNNClassifier`?");
  row("fractional units", "/args/hidden_units/1", "2.5",
      "args.hidden_units[1]: found 2.5 -> an integer from 1 to 2147483647");
  row("one class", "/args/n_classes", "1",
      "args.n_classes: found 1 -> an integer from 2 to 2147483647");
  row("rate as text", "/args/optimizer/learning_rate", "\"0.1\"",
      "args.optimizer.learning_rate: found \"0.1\" -> a number, or a schedule {…}");
  row("unknown schedule", "/args/optimizer/learning_rate", R"({"schedule": "ExponentialDecay"})",
      "args.optimizer.learning_rate.schedule: found \"ExponentialDecay\" -> one of "
      "exponential_decay, natural_exp_decay, inverse_time_decay, polynomial_decay, "
      "piecewise_constant, piecewise_constant_decay, cosine_decay, cosine_decay_restarts, "
      "linear_cosine_decay");
  row("optimizer of another case", "/args/optimizer", "\"adam\"",
      "args.optimizer: found \"adam\" -> one of SGD, Adagrad, Adam, RMSProp, Ftrl, or {\"class\": "
      "…}");
  row("hyper-parameter of another class", "/args/optimizer/beta1", "0.9",
      "args.optimizer.beta1: unknown key -> one of class, learning_rate, "
      "initial_accumulator_value, use_locking, name");
  row("column of no kind", "/args/feature_columns/0/type", "\"numeric_colum\"",
      "args.feature_columns[0].type: found \"numeric_colum\" -> did you mean `numeric_column`?");
  row("categorical column in a network", "/args/feature_columns/0",
      R"({"type": "categorical_column_with_identity", "key": "a", "num_buckets": 3})",
      "args.feature_columns[0]: found \"categorical_column_with_identity\" -> a dense column: put "
      "it into an embedding_column or an indicator_column");
  row("two columns of a name", "/args/feature_columns/0/key", "\"SepalWidth\"",
      "args.feature_columns: found two columns named `SepalWidth` -> columns whose names differ");
  row("name that is no scope", "/args/feature_columns/0/key", "\"sepal length\"",
      "args.feature_columns[0]: found \"sepal length\" -> a name of letters, digits and "
      "`_.\\/>-`: TensorFlow refuses others here");
  row("no column", "/args/feature_columns", "[]",
      "args.feature_columns: found [] -> a list of at least one column");
  row("activation", "/args/activation_fn", "\"reluu\"",
      "args.activation_fn: found \"reluu\" -> one of crelu, elu, exponential, gelu, hard_sigmoid, "
      "leaky_relu, linear, mish, relu, relu6, selu, sigmoid, silu, softmax, softplus, softsign, "
      "swish, tanh");
  row("dropout of all", "/args/dropout", "1",
      "args.dropout: found 1 -> a number from 0 to below 1, or null");
  row("reduction of the other api", "/args/loss_reduction", "\"AUTO\"",
      "args.loss_reduction: found \"AUTO\" -> one of SUM, MEAN, SUM_OVER_BATCH_SIZE, "
      "SUM_BY_NONZERO_WEIGHTS");
  row("steps and max_steps", "/train/max_steps", "300",
      "train.max_steps: found 300 -> only one of steps and max_steps");
  row("both intervals", "/run_config/save_checkpoints_steps", "10",
      "run_config.save_checkpoints_secs: found 600 -> only one of save_checkpoints_steps and "
      "save_checkpoints_secs");
  row("what a config can't say", "/run_config/session_config", "{}",
      "run_config.session_config: found {} -> null: a config can't write this parameter down");
  row("batch of none", "/data/train/batch_size", "0",
      "data.train.batch_size: found 0 -> an integer from 1 to 2147483647");
  row("header", "/data/train/header", "\"first\"",
      "data.train.header: found \"first\" -> one of names, guide, none");
}

void ConfigTest::aFaultNamesItsKey() {
  QFETCH(QString, pointer);
  QFETCH(QString, value);
  nlohmann::json json = iris();
  json[nlohmann::json::json_pointer(pointer.toStdString())] =
      nlohmann::json::parse(value.toStdString());
  const model::ParsedConfig parsed = model::parseConfig(json);
  QVERIFY(!parsed.config);
  QTEST(problemsOf(parsed).join("\n"), "problem");
}

void ConfigTest::everyFaultIsGivenAtOnce() {
  nlohmann::json json = iris();
  json["args"]["n_classes"] = "three";
  json["args"]["hidden_units"][0] = 0;
  json["train"]["step"] = 5;
  const model::ParsedConfig parsed = model::parseConfig(json);
  QCOMPARE(problemsOf(parsed).size(), 3);
}

void ConfigTest::aNewerLayoutIsRefused() {
  nlohmann::json json = iris();
  json["cairn"] = 2;
  const model::ParsedConfig parsed = model::parseConfig(json);
  QCOMPARE(parsed.problems.size(), std::size_t{1});
  QCOMPARE(parsed.problems[0].code, ErrorCode::Unsupported);
  QCOMPARE(parsed.problems[0].where, std::string("cairn"));
}

void ConfigTest::textThatIsNoJsonSaysWhere() {
  const model::ParsedConfig parsed = model::parseConfig(std::string_view("{\n  \"a\": tru\n}"));
  QCOMPARE(parsed.problems.size(), std::size_t{1});
  QVERIFY(parsed.problems[0].message.starts_with("no JSON at line 2, column "));
  for (const char* text : {"", "[1", "{\"a\": 1e400}", "\"\xff\"", "{\"a\":\"\0\"}"})
    QVERIFY(!model::parseConfig(std::string_view(text)).config);
}

void ConfigTest::deepNestingIsRefused() {
  const std::string deep(1'000'000, '[');
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(deep));
  QCOMPARE(parsed.problems.size(), std::size_t{1});
  QCOMPARE(parsed.problems[0].message, std::string("JSON nested deeper than 100 levels"));
}

void ConfigTest::oneCheckpointIntervalClearsTheOther() {
  nlohmann::json json = iris();
  json["run_config"] = {{"save_checkpoints_steps", 50}};
  const model::ParsedConfig bySteps = model::parseConfig(json);
  QVERIFY(bySteps.config);
  QVERIFY(!bySteps.config->runConfig.saveCheckpointsSecs);
  json["run_config"] = {{"save_checkpoints_steps", nullptr}, {"save_checkpoints_secs", nullptr}};
  const model::ParsedConfig never = model::parseConfig(json);
  QVERIFY(never.config);
  QVERIFY(!never.config->runConfig.saveCheckpointsSecs);
  QVERIFY(!never.config->runConfig.saveCheckpointsSteps);
  const std::string text = model::configText(*never.config);
  QVERIFY(model::parseConfig(std::string_view(text)).config == never.config);
}

void ConfigTest::aProgramStandsInPlaceOfAnEstimator() {
  const std::string text = R"({"cairn": 1, "program": {"command": ["python", "train.py"],
                               "cwd": "work", "env": {"A": "b"}}, "train": {"steps": 5}})";
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(text));
  QVERIFY2(parsed.config, qPrintable(problemsOf(parsed).join("; ")));
  QCOMPARE(parsed.config->program->command.size(), std::size_t{2});
  QVERIFY(model::parseConfig(model::configToJson(*parsed.config)).config == parsed.config);
}

void ConfigTest::aDefaultRateHangsOnEstimatorAndApi_data() {
  QTest::addColumn<QString>("config");
  QTest::addColumn<double>("rate");
  const auto row = [](const char* title, const char* estimator, const char* api, QString args,
                      double rate) {
    QTest::newRow(title)
        << QString(R"({"estimator": "%1", "api": "%2", "args": %3})").arg(estimator, api, args)
        << rate;
  };
  const QString column = R"({"type": "numeric_column", "key": "x"})";
  const QString dnn =
      QString(R"({"hidden_units": [2], "feature_columns": [%1], "optimizer": "Adam"})").arg(column);
  const QString sgd =
      QString(R"({"hidden_units": [2], "feature_columns": [%1], "optimizer": "SGD"})").arg(column);
  const QString linear = QString(R"({"feature_columns": [%1]})").arg(column);
  QStringList many;
  for (int i = 0; i < 100; ++i)
    many << QString(R"({"type": "numeric_column", "key": "x%1"})").arg(i);
  const QString none =
      QString(R"({"feature_columns": [%1], "optimizer": null})").arg(many.join(","));
  row("DNN, v1", "DNNClassifier", "v1", dnn, 0.05);
  row("DNN, v2", "DNNClassifier", "v2", dnn, 0.001);
  row("DNN, v2, SGD", "DNNClassifier", "v2", sgd, 0.01);
  row("Linear", "LinearClassifier", "v1", linear, 0.2);
  row("Linear without", "LinearClassifier", "v1", none, 0.1);
  row("Baseline", "BaselineRegressor", "v2", "{}", 0.3);
}

void ConfigTest::aDefaultRateHangsOnEstimatorAndApi() {
  QFETCH(QString, config);
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(config.toStdString()));
  QVERIFY2(parsed.config, qPrintable(problemsOf(parsed).join("; ")));
  QTEST(parsed.config->args.optimizer.learningRate.value, "rate");
}

void ConfigTest::everySectionSurvivesItsText() {
  nlohmann::json json = iris();
  json["train"] = nlohmann::json::parse(R"({
    "max_steps": 1000, "seed": 18446744073709551615, "threads": 2,
    "early_stopping": {"type": "stop_if_no_decrease_hook", "metric_name": "loss",
                       "max_steps_without_decrease": 100, "run_every_steps": 10},
    "hooks": [{"type": "StopAtStepHook", "last_step": 7}]})");
  json["eval"] = nlohmann::json::parse(R"({
    "steps": 3, "name": "test", "throttle_secs": 0, "start_delay_secs": 1.5,
    "exporters": [{"type": "BestExporter"}, {"type": "LatestExporter", "name": "last"}]})");
  json["warm_start_from"] = nlohmann::json::parse(R"({
    "ckpt_to_initialize_from": "other", "vars_to_warm_start": ["a", "b"],
    "var_name_to_prev_var_name": {"x": "y"},
    "var_name_to_vocab_info": {"v": {"new_vocab": "n.txt", "new_vocab_size": 3,
                                     "num_oov_buckets": 0, "old_vocab": "o.txt"}}})");
  json["data"]["predict"] = nlohmann::json::parse(R"({
    "files": "a.csv", "header": "guide", "columns": ["a", "b"], "types": {"a": "int64"},
    "weights": "w", "seed": 4, "bad_rows": "skip", "missing": {"a": -1, "b": "?"},
    "compression": "GZIP", "repeat": 2})");
  const model::ParsedConfig parsed = model::parseConfig(json);
  QVERIFY2(parsed.config, qPrintable(problemsOf(parsed).join("; ")));
  QVERIFY(!parsed.config->train.earlyStopping->parameters.contains("run_every_secs"));
  QCOMPARE(parsed.config->data.at("predict").csv.missing.at("a"), std::string("-1"));
  for (const bool full : {false, true}) {
    const std::string text = model::configText(*parsed.config, full);
    const model::ParsedConfig again = model::parseConfig(std::string_view(text));
    QVERIFY2(again.config, qPrintable(problemsOf(again).join("; ")));
    QVERIFY2(again.config == parsed.config, text.c_str());
  }
}

QTEST_APPLESS_MAIN(ConfigTest)
#include "config_test.moc"
