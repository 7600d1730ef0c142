#include "tests/app/cli/cli_run.h"

class DiffCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aCheckpointIsTheSameAsItself();
  void changedTensorsAreMeasured();
  void theAnswerIsJson();
  void configsDifferByKey();
  void equalConfigsAreTheSame();
};

void DiffCommandTest::aCheckpointIsTheSameAsItself() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"diff", "models/iris", "models/iris/model.ckpt-200"}, fixture.path()), 0,
                  "13 tensors, 13 the same\n", "");
  QVERIFY(fixture.isUnchanged());
}

void DiffCommandTest::changedTensorsAreMeasured() {
  const FixtureCopy fixture("iris/guide_v1");
  const Outcome outcome =
      runCli({"diff", "models/iris/model.ckpt-0", "models/iris"}, fixture.path());
  QCOMPARE(outcome.code, 1);
  QVERIFY(outcome.out.contains(
      "dnn/hiddenlayer_0/kernel              changed  [4,10]      0.308574     0.441089\n"));
  QVERIFY(outcome.out.endsWith("13 tensors, 0 the same\n"));
}

void DiffCommandTest::theAnswerIsJson() {
  const FixtureCopy fixture("bad_restore/hidden_units_guide");
  const auto document =
      documentOf(runCli({"diff", "model_dir/model.ckpt-0", "model_dir", "--json"}, fixture.path()));
  QCOMPARE(document["same"].toBool(true), false);
  QCOMPARE(document["tensors"].toArray().size(), 13);
  const auto step = document["tensors"][12].toObject();
  QCOMPARE(step["name"].toString(), QString("global_step"));
  QCOMPARE(step["change"].toString(), QString("changed"));
  QCOMPARE(step["max_abs"].toDouble(), 6.0);
}

void DiffCommandTest::configsDifferByKey() {
  const QTemporaryDir folder;
  QByteArray config = readAll(QString(CAIRN_IRIS) + "/iris.json");
  writeFile(folder.filePath("a.json"), config);
  writeFile(folder.filePath("b.json"),
            config.replace("[10, 10]", "[20, 20]").replace("0.05", "0.1"));
  COMPARE_OUTCOME(runCli({"diff", "a.json", "b.json"}, folder.path()), 1,
                  "optimizer.learning_rate: 0.05 → 0.1\nhidden_units: [10, 10] → [20, 20]\n", "");
  const auto document = documentOf(runCli({"diff", "a.json", "b.json", "--json"}, folder.path()));
  QCOMPARE(document["keys"][1]["key"].toString(), QString("args.hidden_units"));
  QCOMPARE(document["keys"][1]["now"].toArray(), (QJsonArray{20, 20}));
}

void DiffCommandTest::equalConfigsAreTheSame() {
  const QString iris = QString(CAIRN_IRIS) + "/iris.json";
  COMPARE_OUTCOME(runCli({"diff", iris, iris}), 0, "the same\n", "");
}

QTEST_GUILESS_MAIN(DiffCommandTest)
#include "diff_command_test.moc"
