#include "tests/app/cli/cli_run.h"

class TensorsCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void tensorsAreListed();
  void aFilterChoosesAndStatisticsCount();
  void aWrongExpressionIsTwo();
  void aMissingPlaceIsFour();
  void damageIsFoldedAndTheRestListed();
  void everyBundleOpens_data();
  void everyBundleOpens();
};

void TensorsCommandTest::tensorsAreListed() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"tensors", "models/iris"}, fixture.path()), 0,
                  "name                                  type     shape    bytes\n"
                  "dnn/hiddenlayer_0/bias                float32  [10]        40\n"
                  "dnn/hiddenlayer_0/bias/t_0/Adagrad    float32  [10]        40\n"
                  "dnn/hiddenlayer_0/kernel              float32  [4,10]     160\n"
                  "dnn/hiddenlayer_0/kernel/t_0/Adagrad  float32  [4,10]     160\n"
                  "dnn/hiddenlayer_1/bias                float32  [10]        40\n"
                  "dnn/hiddenlayer_1/bias/t_0/Adagrad    float32  [10]        40\n"
                  "dnn/hiddenlayer_1/kernel              float32  [10,10]    400\n"
                  "dnn/hiddenlayer_1/kernel/t_0/Adagrad  float32  [10,10]    400\n"
                  "dnn/logits/bias                       float32  [3]         12\n"
                  "dnn/logits/bias/t_0/Adagrad           float32  [3]         12\n"
                  "dnn/logits/kernel                     float32  [10,3]     120\n"
                  "dnn/logits/kernel/t_0/Adagrad         float32  [10,3]     120\n"
                  "global_step                           int64    []           8\n"
                  "13 tensors, 1,552 bytes\n",
                  "");
  QVERIFY(fixture.isUnchanged());
}

void TensorsCommandTest::aFilterChoosesAndStatisticsCount() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"tensors", "models/iris/model.ckpt-200", "--filter", "logits/bias$",
                          "--stats", "--json"},
                         fixture.path()),
                  0, R"({
  "checkpoint": "models/iris/model.ckpt-200",
  "tensors": [
    {
      "name": "dnn/logits/bias",
      "dtype": "float32",
      "shape": [3],
      "bytes": 12,
      "stats": {
        "min": -0.4586458206176758,
        "max": 0.5418442487716675,
        "mean": 0.029575496912002563,
        "std": 0.40880215594674846,
        "l2": 0.709916712138054,
        "zeros": 0,
        "nan": 0,
        "inf": 0
      }
    }
  ]
}
)",
                  "");
}

void TensorsCommandTest::aWrongExpressionIsTwo() {
  const FixtureCopy fixture("iris/guide_v1");
  const Outcome outcome = runCli({"tensors", "models/iris", "--filter", "("}, fixture.path());
  QCOMPARE(outcome.code, 2);
  QVERIFY(outcome.err.startsWith("cairn-cli tensors: --filter: "));
}

void TensorsCommandTest::aMissingPlaceIsFour() {
  const QTemporaryDir folder;
  const Outcome outcome = runCli({"tensors", "gone"}, folder.path());
  QCOMPARE(outcome.code, 4);
  QCOMPARE(outcome.out, QByteArray());
  QVERIFY(outcome.err.startsWith("cairn-cli tensors: gone"));
  QCOMPARE(outcome.err.count('\n'), 1);
}

void TensorsCommandTest::damageIsFoldedAndTheRestListed() {
  const FixtureCopy fixture("bad_restore/files_data_cut");
  const Outcome outcome = runCli({"tensors", "model_dir", "--stats", "--json"}, fixture.path());
  QCOMPARE(outcome.code, 3);
  QCOMPARE(documentOf(outcome)["tensors"].toArray().size(), 13);
  QCOMPARE(outcome.err,
           QByteArray("cairn-cli tensors: model_dir/model.ckpt-6.data-00000-of-00001 @ 0xe0: "
                      "dnn/hiddenlayer_1/kernel: Read less bytes than requested: 96 bytes at 224 "
                      "of a file of 272\n"
                      "cairn-cli tensors: model_dir/model.ckpt-6.data-00000-of-00001: 6 more like "
                      "this\n"));
  QVERIFY(fixture.isUnchanged());
}

void TensorsCommandTest::everyBundleOpens_data() {
  QTest::addColumn<QString>("name");
  for (const QString& name :
       QDir(fixtureRoot() + "/bundles").entryList(QDir::Dirs | QDir::NoDotAndDotDot))
    QTest::newRow(qPrintable(name)) << name;
}

void TensorsCommandTest::everyBundleOpens() {
  QFETCH(QString, name);
  const FixtureCopy fixture("bundles/" + name);
  const auto about = QJsonDocument::fromJson(readAll(fixture.path("case.json"))).object();
  const auto document =
      documentOf(runCli({"tensors", about["prefix"].toString(), "--json"}, fixture.path()));
  QStringList had, want;
  for (const QJsonValue tensor : document["tensors"].toArray()) had += tensor["name"].toString();
  for (const QByteArray& line : readAll(fixture.path("values.jsonl")).trimmed().split('\n'))
    want += QJsonDocument::fromJson(line)["name"].toString();
  QCOMPARE(had, want);
  QVERIFY(fixture.isUnchanged());
}

QTEST_GUILESS_MAIN(TensorsCommandTest)
#include "tensors_command_test.moc"
