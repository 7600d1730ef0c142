#include "tests/app/cli/cli_run.h"

class ExportCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theDirectoryIsTold();
  void itMayLieElsewhere();
  void aDirectoryWithoutCheckpointHasNothingToExport();
};

namespace {
const QString kIris = QString(CAIRN_IRIS) + "/iris.json";
}

void ExportCommandTest::theDirectoryIsTold() {
  const FixtureCopy fixture("iris/guide_v1");
  const Outcome outcome = runCli({"export", "models/iris", "--config", kIris}, fixture.path());
  QCOMPARE(outcome.code, 0);
  QVERIFY(outcome.out.startsWith("models/iris/export/cairn/"));
  QVERIFY(QFile::exists(fixture.path() + "/" + QString(outcome.out.trimmed()) + "/saved_model.pb"));
}

void ExportCommandTest::itMayLieElsewhere() {
  const FixtureCopy fixture("iris/guide_v1");
  const auto told = documentOf(runCli(
      {"export", "models/iris", "--config", kIris, "--to", "out", "--receiver", "raw", "--json"},
      fixture.path()));
  QVERIFY(told["saved_model"].toString().startsWith("out/"));
}

void ExportCommandTest::aDirectoryWithoutCheckpointHasNothingToExport() {
  const QTemporaryDir folder;
  const Outcome outcome = runCli({"export", ".", "--config", kIris}, folder.path());
  QCOMPARE(outcome.code, 4);
  QVERIFY(outcome.err.contains("Couldn't find trained model at"));
}

QTEST_APPLESS_MAIN(ExportCommandTest)
#include "export_command_test.moc"
