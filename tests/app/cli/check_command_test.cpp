#include "tests/app/cli/cli_run.h"

class CheckCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aWholeDirectoryIsZero();
  void damageIsOneAndNamed();
  void theAnswerIsJson();
  void everyGuideDirectoryIsWhole_data();
  void everyGuideDirectoryIsWhole();
};

void CheckCommandTest::aWholeDirectoryIsZero() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"check", "models/iris"}, fixture.path()), 0,
                  "2 checkpoints with 26 tensors, 2 event files with 16 events: whole\n", "");
  QVERIFY(fixture.isUnchanged());
}

void CheckCommandTest::damageIsOneAndNamed() {
  const FixtureCopy fixture("bad_restore/files_data_flip");
  COMPARE_OUTCOME(runCli({"check", "model_dir"}, fixture.path()), 1,
                  "DAMAGE: model_dir/model.ckpt-6.data-00000-of-00001 @ 0xe0: "
                  "dnn/hiddenlayer_1/kernel: TensorBundle at model_dir/model.ckpt-6 shard 0 (96 "
                  "bytes): Checksum does not match: stored 2009858730 vs. calculated on the "
                  "restored bytes 1678639997\n"
                  "2 checkpoints with 26 tensors, 1 event files with 5 events: NOT whole\n",
                  "");
  QVERIFY(fixture.isUnchanged());
}

void CheckCommandTest::theAnswerIsJson() {
  const FixtureCopy fixture("bad_restore/files_data_flip");
  const auto document = documentOf(runCli({"check", "model_dir", "--json"}, fixture.path()));
  QCOMPARE(document["whole"].toBool(true), false);
  const auto finding = document["findings"][0].toObject();
  QCOMPARE(finding["severity"].toString(), QString("damage"));
  QCOMPARE(finding["code"].toString(), QString("corrupt"));
  QCOMPARE(finding["offset"].toInt(), 0xe0);
}

void CheckCommandTest::everyGuideDirectoryIsWhole_data() {
  QTest::addColumn<QString>("name");
  for (const QString& name :
       QDir(fixtureRoot() + "/iris").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    QTest::newRow(qPrintable(name)) << name;
}

void CheckCommandTest::everyGuideDirectoryIsWhole() {
  QFETCH(QString, name);
  const FixtureCopy fixture("iris/" + name);
  const Outcome outcome = runCli({"check", "models/iris"}, fixture.path());
  QVERIFY2(outcome.code == 0, outcome.out);
  QVERIFY(fixture.isUnchanged());
}

QTEST_GUILESS_MAIN(CheckCommandTest)
#include "check_command_test.moc"
