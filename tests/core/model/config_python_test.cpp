#include "core/model/config.h"
#include "tests/core/model/fixture_configs.h"

#include <QFile>
#include <QTest>

using namespace cairn;
using nlohmann::json;

namespace {

QString pythonOf(const json& config) {
  const model::ParsedConfig parsed = model::parseConfig(config);
  if (!parsed.config) return tests::problemText(parsed.problems);
  return QString::fromStdString(model::configPython(*parsed.config, "models/iris"));
}

json plainConfig() {
  return json::parse(R"({
    "estimator": "DNNClassifier",
    "args": {"hidden_units": [10], "feature_columns": [{"type": "numeric_column", "key": "x"}]}
  })");
}

}  // namespace

class ConfigPythonTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anArgumentIsWrittenInPython_data();
  void anArgumentIsWrittenInPython();
  void textFromTheConfigStaysText();
  void everyRecordedConfigBecomesAProgram();
};

void ConfigPythonTest::anArgumentIsWrittenInPython_data() {
  QTest::addColumn<QString>("pointer");
  QTest::addColumn<QString>("value");
  QTest::addColumn<QString>("python");
  const auto row = [](const char* title, const char* pointer, const char* value,
                      const char* python) {
    QTest::newRow(title) << QString(pointer) << QString(value) << QString(python);
  };
  row("optimizer by name", "/args/optimizer", "\"Adam\"", "optimizer=\"Adam\"");
  row("schedule of v1", "/args/optimizer",
      R"({"class": "GradientDescentOptimizer", "learning_rate": {"schedule": "exponential_decay",
          "learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5, "staircase": true}})",
      "optimizer=lambda: tf.compat.v1.train.GradientDescentOptimizer(");
  row("activation of tf.nn", "/args/activation_fn", "\"tanh\"", "activation_fn=tf.nn.tanh");
  row("activation of Keras only", "/args/activation_fn", "\"mish\"",
      "activation_fn=tf.keras.activations.mish");
  row("no activation", "/args/activation_fn", "null", "activation_fn=None");
  row("reduction", "/args/loss_reduction", "\"MEAN\"",
      "loss_reduction=tf.compat.v1.losses.Reduction.MEAN");
  row("partitioner", "/args/input_layer_partitioner", R"({"fixed_size_partitioner": 3})",
      "input_layer_partitioner=tf.compat.v1.fixed_size_partitioner(3)");
  row("normalizer", "/args/feature_columns/0/normalizer_fn", R"({"subtract": 1.5, "divide": 2})",
      "tf.feature_column.numeric_column(key=\"x\", normalizer_fn=lambda x: (x - 1.5) / 2)");
  row("weights", "/args/weight_column", "\"w\"", "weight_column=\"w\"");
  row("checkpoints never", "/run_config",
      R"({"save_checkpoints_steps": null, "save_checkpoints_secs": null})",
      "save_checkpoints_secs=None,");
  row("warm start", "/warm_start_from", "\"models/old\"", "warm_start_from=\"models/old\"");
}

void ConfigPythonTest::anArgumentIsWrittenInPython() {
  QFETCH(QString, pointer);
  QFETCH(QString, value);
  QFETCH(QString, python);
  json config = plainConfig();
  config[json::json_pointer(pointer.toStdString())] = json::parse(value.toStdString());
  const QString program = pythonOf(config);
  QVERIFY2(program.contains(python), qPrintable(program));
}

// A config from a stranger must not become code of his.
void ConfigPythonTest::textFromTheConfigStaysText() {
  json config = plainConfig();
  config["args"]["label_vocabulary"] = {"\"); import os #", "\n\"\"\"\nos.system('x')"};
  config["args"]["weight_column"] = "w\")\nprint(1)\n(\"";
  config["warm_start_from"] = "a\\";
  const QString program = pythonOf(config);
  QVERIFY(!program.contains("\nprint(1)"));
  QVERIFY(!program.contains("\nos.system"));
  QVERIFY(program.contains("\"\\\"); import os #\""));
  QVERIFY(program.contains("\"a\\\\\""));
}

void ConfigPythonTest::everyRecordedConfigBecomesAProgram() {
  for (const auto& folder : tests::sortedDirectories(tests::fixturesRoot() / "numeric")) {
    json config = tests::configOfCase(tests::readJsonFile(folder / "case.json"));
    config["data"]["train"] = {{"files", {"a.csv"}}, {"label", "y"}};
    const QString program = pythonOf(config);
    const QString estimator = QString::fromStdString(config["estimator"]);
    QVERIFY2(program.contains("." + estimator + "("), folder.c_str());
    QVERIFY2(program.contains("estimator.train(train_input"), folder.c_str());
  }
}

QTEST_APPLESS_MAIN(ConfigPythonTest)
#include "config_python_test.moc"
