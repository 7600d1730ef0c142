#include "core/model/config.h"

#include <QTest>
#include <nlohmann/json.hpp>

using namespace cairn;
using nlohmann::json;

namespace {

const char* kWide = R"({
  "estimator": "DNNClassifier",
  "args": {
    "feature_columns": [
      {"type": "bucketized_column", "source_column": {"type": "numeric_column", "key": "age"},
       "boundaries": [18, 65]},
      {"type": "embedding_column", "dimension": 3,
       "categorical_column": {"type": "categorical_column_with_vocabulary_list", "key": "color",
                              "vocabulary_list": ["red", "green"]}},
      {"type": "indicator_column",
       "categorical_column": {"type": "crossed_column", "hash_bucket_size": 9,
         "keys": ["town", {"type": "categorical_column_with_identity", "key": "n",
                           "num_buckets": 4}]}},
      {"type": "numeric_column", "key": "x"}
    ],
    "hidden_units": [10, 10]
  }
})";

model::Config parse(const json& value) {
  model::ParsedConfig parsed = model::parseConfig(value);
  if (!parsed.config) qFatal("%s", describe(parsed.problems.front()).c_str());
  return *parsed.config;
}

model::Config wide() { return parse(json::parse(kWide)); }

QString textOf(const std::vector<model::ConfigDifference>& differences) {
  QStringList lines;
  for (const model::ConfigDifference& one : differences)
    lines << QString::fromStdString(one.key + ": " + (one.was.empty() ? "-" : one.was) + " -> " +
                                    (one.now.empty() ? "-" : one.now));
  return lines.join("\n");
}

}  // namespace

class ConfigDiffTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aDifferenceNamesItsKey_data();
  void aDifferenceNamesItsKey();
  void equalConfigsHaveNoDifference();
  void theOrderOfColumnsIsNoDifference();
  void whatFollowsFromTheApiIsNotNamed();
  void whatFollowsFromTheEstimatorIsNotNamed();
  void aValueIsSetByItsKey_data();
  void aValueIsSetByItsKey();
  void aWrongValueNamesItsKey_data();
  void aWrongValueNamesItsKey();
};

void ConfigDiffTest::aDifferenceNamesItsKey_data() {
  QTest::addColumn<QString>("pointer");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("difference");
  const auto row = [](const char* title, const char* pointer, const char* value,
                      const char* difference) {
    QTest::newRow(title) << QString(pointer) << QString(value) << QString(difference);
  };
  row("units", "/args/hidden_units", "[20, 20]", "args.hidden_units: [10, 10] -> [20, 20]");
  row("boundaries", "/args/feature_columns/0/boundaries", "[18, 70]",
      "args.feature_columns.age.boundaries: [18, 65] -> [18, 70]");
  row("the source of a bucketized column", "/args/feature_columns/0/source_column/normalizer_fn",
      R"({"divide": 2})",
      "args.feature_columns.age.normalizer_fn: null -> {\"subtract\": 0, \"divide\": 2}");
  row("dimension", "/args/feature_columns/1/dimension", "4",
      "args.feature_columns.color.dimension: 3 -> 4");
  row("vocabulary in an embedding", "/args/feature_columns/1/categorical_column/vocabulary_list",
      R"(["green", "red"])",
      "args.feature_columns.color.vocabulary_list: [\"red\", \"green\"] -> [\"green\", \"red\"]");
  row("another kind inside", "/args/feature_columns/1/categorical_column",
      R"({"type": "categorical_column_with_hash_bucket", "key": "color", "hash_bucket_size": 5})",
      "args.feature_columns.color.categorical_column: {\"type\": "
      "\"categorical_column_with_vocabulary_list\", \"key\": \"color\", \"vocabulary_list\": "
      "[\"red\", \"green\"]} -> {\"type\": \"categorical_column_with_hash_bucket\", \"key\": "
      "\"color\", \"hash_bucket_size\": 5}");
  row("cross", "/args/feature_columns/2/categorical_column/hash_bucket_size", "8",
      "args.feature_columns.n_X_town_indicator.hash_bucket_size: 9 -> 8");
  row("part of a cross", "/args/feature_columns/2/categorical_column/keys/1/num_buckets", "5",
      "args.feature_columns.n_X_town_indicator.n.num_buckets: 4 -> 5");
  row("renamed", "/args/feature_columns/3/key", "\"y\"",
      "args.feature_columns.x: {\"type\": \"numeric_column\", \"key\": \"x\"} -> -\n"
      "args.feature_columns.y: - -> {\"type\": \"numeric_column\", \"key\": \"y\"}");
  row("rate of a named optimizer", "/args/optimizer",
      R"({"class": "AdagradOptimizer", "learning_rate": 0.1})",
      "args.optimizer.learning_rate: 0.05 -> 0.1");
  row("the same optimizer spelled out", "/args/optimizer",
      R"({"class": "AdagradOptimizer", "learning_rate": 0.05})", "");
  row("another optimizer", "/args/optimizer", "\"Adam\"",
      "args.optimizer: \"Adagrad\" -> \"Adam\"");
  row("dropout", "/args/dropout", "0.5", "args.dropout: null -> 0.5");
  row("a section", "/run_config/keep_checkpoint_max", "10",
      "run_config.keep_checkpoint_max: 5 -> 10");
  row("a source", "/data/train", R"({"files": ["a.csv"]})",
      "data.train: - -> {\"files\": [\"a.csv\"], \"format\": \"csv\", \"compression\": null, "
      "\"header\": null, \"columns\": [], \"types\": {}, \"bad_rows\": \"stop\", \"missing\": {}, "
      "\"label\": null, \"weights\": null, \"batch_size\": 128, \"shuffle\": 0, \"repeat\": 1, "
      "\"seed\": null}");
}

void ConfigDiffTest::aDifferenceNamesItsKey() {
  QFETCH(QString, pointer);
  QFETCH(QString, value);
  json now = json::parse(kWide);
  now[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
  QTEST(textOf(model::diffConfigs(wide(), parse(now))), "difference");
}

void ConfigDiffTest::equalConfigsHaveNoDifference() {
  QCOMPARE(textOf(model::diffConfigs(wide(), wide())), QString());
}

void ConfigDiffTest::theOrderOfColumnsIsNoDifference() {
  json now = json::parse(kWide);
  std::swap(now["args"]["feature_columns"][0], now["args"]["feature_columns"][3]);
  QCOMPARE(textOf(model::diffConfigs(wide(), parse(now))), QString());
}

void ConfigDiffTest::whatFollowsFromTheApiIsNotNamed() {
  json now = json::parse(kWide);
  now["api"] = "v2";
  QCOMPARE(textOf(model::diffConfigs(wide(), parse(now))), QString("api: \"v1\" -> \"v2\""));
}

void ConfigDiffTest::whatFollowsFromTheEstimatorIsNotNamed() {
  json now = json::parse(kWide);
  now["estimator"] = "LinearClassifier";
  now["args"].erase("hidden_units");
  QCOMPARE(textOf(model::diffConfigs(wide(), parse(now))),
           QString("estimator: \"DNNClassifier\" -> \"LinearClassifier\"\n"
                   "args.hidden_units: [10, 10] -> -"));
}

void ConfigDiffTest::aValueIsSetByItsKey_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("difference");
  const auto row = [](const char* key, const char* value, const char* difference) {
    QTest::newRow(key) << QString(key) << QString(value) << QString(difference);
  };
  row("args.hidden_units", "[20]", "args.hidden_units: [10, 10] -> [20]");
  row("hidden_units", "[20]", "args.hidden_units: [10, 10] -> [20]");
  row("optimizer.learning_rate", "0.5", "args.optimizer.learning_rate: 0.05 -> 0.5");
  row("optimizer", "Adam", "args.optimizer: \"Adagrad\" -> \"Adam\"");
  row("feature_columns.color.dimension", "7", "args.feature_columns.color.dimension: 3 -> 7");
  row("args.feature_columns.color.vocabulary_list", R"(["a"])",
      "args.feature_columns.color.vocabulary_list: [\"red\", \"green\"] -> [\"a\"]");
  row("feature_columns.age.boundaries", "[1]",
      "args.feature_columns.age.boundaries: [18, 65] -> [1]");
  row("run_config.save_checkpoints_steps", "10",
      "run_config.save_checkpoints_steps: null -> 10\nrun_config.save_checkpoints_secs: 600 -> "
      "null");
  row("train.steps", "1e3", "train.steps: null -> 1000");
}

void ConfigDiffTest::aValueIsSetByItsKey() {
  QFETCH(QString, key);
  QFETCH(QString, value);
  const auto set = model::withValue(wide(), key.toStdString(), value.toStdString());
  QVERIFY2(set, set ? "" : describe(set.error()).c_str());
  QTEST(textOf(model::diffConfigs(wide(), *set)), "difference");
}

void ConfigDiffTest::aWrongValueNamesItsKey_data() {
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("where");
  QTest::newRow("unknown") << "args.hiden_units"
                           << "[1]"
                           << "args.hiden_units";
  QTest::newRow("wrong type") << "train.steps"
                              << "many"
                              << "train.steps";
  QTest::newRow("no such column") << "feature_columns.z.dimension"
                                  << "2"
                                  << "args.feature_columns.z.dimension";
  QTest::newRow("below a number") << "train.steps.more"
                                  << "2"
                                  << "train.steps";
  QTest::newRow("nothing") << ""
                           << "2"
                           << "";
}

void ConfigDiffTest::aWrongValueNamesItsKey() {
  QFETCH(QString, key);
  QFETCH(QString, value);
  const auto set = model::withValue(wide(), key.toStdString(), value.toStdString());
  QVERIFY(!set);
  QCOMPARE(set.error().code, ErrorCode::InvalidArgument);
  QTEST(QString::fromStdString(set.error().where), "where");
}

QTEST_APPLESS_MAIN(ConfigDiffTest)
#include "config_diff_test.moc"
