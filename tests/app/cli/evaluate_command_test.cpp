#include "tests/app/cli/cli_run.h"

#include <cmath>

class EvaluateCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void metricsAreTensorFlows();
  void metricsAreLines();
  void anOlderCheckpointIsEvaluated();
  void aRunOfCairnNeedsNoConfig();
  void aDirectoryWithoutRecordAsksForTheConfig();
  void theConfigMayLieElsewhere();
};

namespace {
const QString kIris = QString(CAIRN_IRIS) + "/iris.json";
}

void EvaluateCommandTest::metricsAreTensorFlows() {
  const FixtureCopy fixture("iris/guide_v1");
  const auto had =
      documentOf(runCli({"evaluate", "models/iris", "--config", kIris, "--json"}, fixture.path()));
  const auto want =
      QJsonDocument::fromJson(readAll(fixture.path("trace.json")))["evaluate"].toObject();
  QCOMPARE(had.keys(), want.keys());
  for (const QString& key : want.keys())  // float32, sums of 30 rows: 1e-5 relative
    QVERIFY(std::abs(had[key].toDouble() - want[key].toDouble()) <=
            1e-5 * std::abs(want[key].toDouble()));
}

void EvaluateCommandTest::metricsAreLines() {
  const FixtureCopy fixture("iris/guide_v1");
  const Outcome outcome = runCli({"evaluate", "models/iris", "--config", kIris}, fixture.path());
  QCOMPARE(outcome.code, 0);
  QVERIFY(outcome.out.startsWith("accuracy = 0.96666664\naverage_loss = 0.1353"));
  QVERIFY(outcome.out.contains("\nglobal_step = 200\n"));
}

void EvaluateCommandTest::anOlderCheckpointIsEvaluated() {
  const FixtureCopy fixture("iris/guide_v1");
  const auto had = documentOf(runCli({"evaluate", "models/iris", "--config", kIris, "--checkpoint",
                                      "models/iris/model.ckpt-0", "--json"},
                                     fixture.path()));
  QCOMPARE(had["global_step"].toInt(-1), 0);
}

void EvaluateCommandTest::aRunOfCairnNeedsNoConfig() {
  const QTemporaryDir folder;
  QCOMPARE(runCli({"train", kIris, "--model-dir", "run", "--steps", "5"}, folder.path()).code, 0);
  QCOMPARE(runCli({"evaluate", "run"}, folder.path()).code, 0);
  const auto test = QString(CAIRN_IRIS) + "/iris_test.csv";
  QCOMPARE(runCli({"evaluate", "run", "--data", test, "--json"}, folder.path()).out,
           runCli({"evaluate", "run", "--json"}, folder.path()).out);
}

void EvaluateCommandTest::aDirectoryWithoutRecordAsksForTheConfig() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"evaluate", "models/iris"}, fixture.path()), 4, "",
                  "cairn-cli evaluate: models/iris: no cairn.json tells this directory's config "
                  "(give it with --config FILE)\n");
  QVERIFY(fixture.isUnchanged());
}

void EvaluateCommandTest::theConfigMayLieElsewhere() {
  const FixtureCopy fixture("iris/guide_v1");
  QCOMPARE(runCli({"evaluate", "iris", "--config", kIris}, fixture.path("models")).code, 0);
}

QTEST_GUILESS_MAIN(EvaluateCommandTest)
#include "evaluate_command_test.moc"
