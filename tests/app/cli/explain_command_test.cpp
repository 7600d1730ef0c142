#include "tests/app/cli/cli_run.h"

#include <QJsonArray>
#include <QJsonObject>

// The guide's own failure: [10, 10] trained for 200 steps, then [20, 20] asked for.
class ExplainCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theGuidesFailureHasOneCause_data();
  void theGuidesFailureHasOneCause();
  void theGuidesOwnConfigRestores();
  void aPrefixIsTakenToo();
  void theConfigThatTrainedHasChangedNothing();
  void aMissingDirectoryIsFour();
  void aWrongConfigIsTwo();
  void aTracebackIsExplained_data();
  void aTracebackIsExplained();
  void aTracebackFromAPipeNeedsNoDirectory();
  void aTextThatIsNoTracebackIsThree();
  void withoutATracebackBothAreAsked();

 private:
  static void writeConfig(const FixtureCopy& fixture, const QByteArray& units);
};

void ExplainCommandTest::writeConfig(const FixtureCopy& fixture, const QByteArray& units) {
  QByteArray config = readAll(QString(CAIRN_IRIS) + "/iris.json");
  QVERIFY(config.contains("[10, 10]"));
  writeFile(fixture.path() + "/asked.json", config.replace("[10, 10]", units));
}

void ExplainCommandTest::theGuidesFailureHasOneCause_data() {
  QTest::addColumn<bool>("recorded");
  QTest::newRow("with cairn.json") << true;
  QTest::newRow("from the checkpoint alone") << false;
}

void ExplainCommandTest::theGuidesFailureHasOneCause() {
  QFETCH(bool, recorded);
  const FixtureCopy fixture("iris/guide_v1");
  writeConfig(fixture, "[20, 20]");
  if (recorded) {
    const QByteArray made = readAll(QString(CAIRN_IRIS) + "/iris.json");
    writeFile(fixture.path() + "/models/iris/cairn.json",
              R"({"cairn": 1, "config": )" + made +
                  R"(, "history": [{"from_step": 0, "to_step": 200, "config": )" + made + "}]}");
  }
  const Outcome outcome =
      runCli({"explain", "asked.json", "models/iris", "--json"}, fixture.path());
  QVERIFY2(outcome.code == 1, outcome.err + outcome.out);
  const QJsonObject report = documentOf(outcome);
  QCOMPARE(report["restores"].toBool(true), false);
  QCOMPARE(report["step"].toInt(), 200);
  QCOMPARE(report["verdict"].toString(),
           QString("hidden_units was [10, 10] when step 200 was saved; the config now asks for "
                   "[20, 20]."));
  QCOMPARE(report["causes"].toArray().size(), 1);
  const QJsonObject cause = report["causes"][0].toObject();
  QCOMPARE(cause["key"].toString(), QString("args.hidden_units"));
  QCOMPARE(cause["was"].toArray(), (QJsonArray{10, 10}));
  QCOMPARE(cause["now"].toArray(), (QJsonArray{20, 20}));
  QCOMPARE(cause["source"].toString(), QString(recorded ? "cairn.json" : "shapes"));
  QCOMPARE(cause["tensors"].toArray().size(), 10);
  QCOMPARE(report["tensors"].toArray().size(), 13);
  QCOMPARE(report["tensorflow"]["exception"].toString(), QString("InvalidArgumentError"));
  QVERIFY(report["tensorflow"]["message"].toString().contains(
      "tensor_name = dnn/hiddenlayer_0/bias; shape in shape_and_slice spec [20] does not match the "
      "shape stored in checkpoint: [10]"));
}

void ExplainCommandTest::theGuidesOwnConfigRestores() {
  const FixtureCopy fixture("iris/guide_v1");
  const Outcome outcome =
      runCli({"explain", QString(CAIRN_IRIS) + "/iris.json", "models/iris"}, fixture.path());
  QVERIFY2(outcome.code == 0, outcome.err);
  QVERIFY2(outcome.out.startsWith("Restores: Restores step 200: 13 of 13 tensors.\n"), outcome.out);
  QVERIFY(fixture.isUnchanged());
}

void ExplainCommandTest::aPrefixIsTakenToo() {
  const FixtureCopy fixture("iris/guide_v1");
  const auto report = documentOf(
      runCli({"explain", QString(CAIRN_IRIS) + "/iris.json", "models/iris/model.ckpt-0", "--json"},
             fixture.path()));
  QCOMPARE(report["restores"].toBool(), true);
  QCOMPARE(report["step"].toInt(-1), 0);
}

void ExplainCommandTest::theConfigThatTrainedHasChangedNothing() {
  const QTemporaryDir folder;
  QVERIFY(QDir(folder.path()).mkpath("configs"));
  for (const char* name : {"iris.json", "iris_training.csv", "iris_test.csv"})
    QVERIFY(QFile::copy(QString("%1/%2").arg(CAIRN_IRIS, name),
                        folder.filePath(QString("configs/") + name)));
  const Outcome trained = runCli(
      {"train", "configs/iris.json", "--model-dir", "models/iris", "--steps", "5"}, folder.path());
  QVERIFY2(trained.code == 0, trained.err);
  const Outcome outcome =
      runCli({"explain", "configs/iris.json", "models/iris", "--json"}, folder.path());
  QVERIFY2(outcome.code == 0, outcome.err);
  QCOMPARE(documentOf(outcome)["silent"].toArray(), QJsonArray());
}

void ExplainCommandTest::aMissingDirectoryIsFour() {
  const FixtureCopy fixture("iris/guide_v1");
  const Outcome outcome =
      runCli({"explain", QString(CAIRN_IRIS) + "/iris.json", "nowhere"}, fixture.path());
  QCOMPARE(outcome.code, 4);
  QVERIFY2(outcome.err.contains("nowhere"), outcome.err);
}

void ExplainCommandTest::aWrongConfigIsTwo() {
  const FixtureCopy fixture("iris/guide_v1");
  writeFile(fixture.path() + "/wrong.json", R"({"cairn": 1, "estimator": "DNNClasifier"})");
  const Outcome outcome = runCli({"explain", "wrong.json", "models/iris"}, fixture.path());
  QCOMPARE(outcome.code, 2);
  QVERIFY2(outcome.err.contains("estimator"), outcome.err);
}

void ExplainCommandTest::aTracebackIsExplained_data() {
  QTest::addColumn<QString>("directory");
  QTest::addColumn<int>("tensors");
  QTest::newRow("by the text alone") << "" << 1;
  QTest::newRow("beside its model_dir") << "model_dir" << 13;
}

void ExplainCommandTest::aTracebackIsExplained() {
  QFETCH(QString, directory);
  QFETCH(int, tensors);
  const FixtureCopy fixture("bad_restore/hidden_units_guide");
  QStringList words{"explain", "--traceback", "traceback_train.txt", "--json"};
  if (!directory.isEmpty()) words << directory;
  const Outcome outcome = runCli(words, fixture.path());
  QVERIFY2(outcome.code == 1, outcome.err + outcome.out);
  const QJsonObject report = documentOf(outcome);
  QCOMPARE(report["compared"].toBool(), !directory.isEmpty());
  QCOMPARE(report["tensors"].toArray().size(), tensors);
  const QJsonObject cause = report["causes"][0].toObject();
  QCOMPARE(cause["key"].toString(), QString("args.hidden_units[0]"));
  QCOMPARE(cause["was"].toInt(), 10);
  QCOMPARE(cause["now"].toInt(), 20);
  QCOMPARE(report["traceback"]["tensor"].toString(), QString("dnn/hiddenlayer_0/bias"));
  QVERIFY(fixture.isUnchanged());
}

void ExplainCommandTest::aTracebackFromAPipeNeedsNoDirectory() {
  const Outcome outcome = runCli({"explain", "--traceback", "-"}, QDir::currentPath(), {},
                                 "NotFoundError: Key dnn/head/beta1_power not found in checkpoint");
  QVERIFY2(outcome.code == 1, outcome.err);
  QVERIFY2(outcome.out.contains("optimizer"), outcome.out);
}

void ExplainCommandTest::aTextThatIsNoTracebackIsThree() {
  const Outcome outcome =
      runCli({"explain", "--traceback", "-"}, QDir::currentPath(), {}, "it does not work");
  QCOMPARE(outcome.code, 3);
  QVERIFY2(outcome.err.contains("no Python exception"), outcome.err);
}

void ExplainCommandTest::withoutATracebackBothAreAsked() {
  QCOMPARE(runCli({"explain"}).code, 2);
  QCOMPARE(runCli({"explain", QString(CAIRN_IRIS) + "/iris.json"}).code, 2);
  QCOMPARE(runCli({"explain", "--traceback", "-", "a", "b"}).code, 2);
}

QTEST_GUILESS_MAIN(ExplainCommandTest)
#include "explain_command_test.moc"
