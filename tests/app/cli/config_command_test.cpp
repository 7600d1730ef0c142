#include "tests/app/cli/cli_run.h"

class ConfigCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void networkListsTheVariables();
  void showFillsInTheDefaults();
  void aValidConfigIsZero();
  void everyFaultIsNamedByKey();
  void pythonIsAProgram();
  void aMissingFileIsFour();
};

namespace {
const QString kIris = QString(CAIRN_IRIS) + "/iris.json";
}

void ConfigCommandTest::networkListsTheVariables() {
  COMPARE_OUTCOME(runCli({"config", "network", kIris}), 0,
                  "variable                              type     shape    comes from\n"
                  "dnn/hiddenlayer_0/bias                float32  [10]     hidden_units\n"
                  "dnn/hiddenlayer_0/bias/t_0/Adagrad    float32  [10]     optimizer\n"
                  "dnn/hiddenlayer_0/kernel              float32  [4,10]   hidden_units\n"
                  "dnn/hiddenlayer_0/kernel/t_0/Adagrad  float32  [4,10]   optimizer\n"
                  "dnn/hiddenlayer_1/bias                float32  [10]     hidden_units\n"
                  "dnn/hiddenlayer_1/bias/t_0/Adagrad    float32  [10]     optimizer\n"
                  "dnn/hiddenlayer_1/kernel              float32  [10,10]  hidden_units\n"
                  "dnn/hiddenlayer_1/kernel/t_0/Adagrad  float32  [10,10]  optimizer\n"
                  "dnn/logits/bias                       float32  [3]      estimator\n"
                  "dnn/logits/bias/t_0/Adagrad           float32  [3]      optimizer\n"
                  "dnn/logits/kernel                     float32  [10,3]   estimator\n"
                  "dnn/logits/kernel/t_0/Adagrad         float32  [10,3]   optimizer\n"
                  "global_step                           int64    []       estimator\n"
                  "13 variables, 193 trainable parameters\n",
                  "");
}

void ConfigCommandTest::showFillsInTheDefaults() {
  const auto document = documentOf(runCli({"config", "show", kIris}));
  QCOMPARE(document["args"]["activation_fn"].toString(), QString("relu"));
  QCOMPARE(document["run_config"]["keep_checkpoint_max"].toInt(), 5);
}

void ConfigCommandTest::aValidConfigIsZero() {
  COMPARE_OUTCOME(runCli({"config", "validate", kIris}), 0, "valid\n", "");
}

void ConfigCommandTest::everyFaultIsNamedByKey() {
  const QTemporaryDir folder;
  writeFile(folder.filePath("c.json"),
            readAll(kIris).replace("hidden_units", "hiden_units").replace("0.05", "\"fast\""));
  const Outcome text = runCli({"config", "validate", "c.json"}, folder.path());
  QCOMPARE(text.code, 2);
  const auto document =
      documentOf(runCli({"config", "validate", "c.json", "--json"}, folder.path()));
  QCOMPARE(document["valid"].toBool(true), false);
  QStringList keys;
  for (const QJsonValue problem : document["problems"].toArray())
    keys += problem["path"].toString();
  QVERIFY(keys.contains("args.hiden_units"));
  QVERIFY(keys.contains("args.optimizer.learning_rate"));
  QCOMPARE(text.out.count('\n'), keys.size());
}

void ConfigCommandTest::pythonIsAProgram() {
  const Outcome outcome = runCli({"config", "python", kIris, "--model-dir", "runs/a"});
  QCOMPARE(outcome.code, 0);
  QVERIFY(outcome.out.contains("DNNClassifier("));
  QVERIFY(outcome.out.contains("runs/a"));
}

void ConfigCommandTest::aMissingFileIsFour() {
  QCOMPARE(runCli({"config", "show", "/gone.json"}).code, 4);
}

QTEST_GUILESS_MAIN(ConfigCommandTest)
#include "config_command_test.moc"
