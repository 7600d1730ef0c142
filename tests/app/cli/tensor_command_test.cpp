#include "tests/app/cli/cli_run.h"

class TensorCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rowsOfTheLastDimensionAreLines();
  void valuesAreJson();
  void aFileIsWritten();
  void anUnknownNameIsTwo();
  void bothFilesAtOnceAreWrongWords();
  void everyTypeIsPrinted_data();
  void everyTypeIsPrinted();
};

void TensorCommandTest::rowsOfTheLastDimensionAreLines() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"tensor", "models/iris", "dnn/logits/bias"}, fixture.path()), 0,
                  "0.54184425\n0.0055280626\n-0.45864582\n", "");
  const Outcome kernel = runCli({"tensor", "models/iris", "dnn/logits/kernel"}, fixture.path());
  QCOMPARE(kernel.out.count('\n'), 10);
  QVERIFY(kernel.out.startsWith("0.29744005 0.38112584 -0.55821496\n"));
  QVERIFY(fixture.isUnchanged());
}

void TensorCommandTest::valuesAreJson() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"tensor", "models/iris", "global_step", "--json"}, fixture.path()), 0,
                  "{\n  \"name\": \"global_step\",\n  \"dtype\": \"int64\",\n  \"shape\": [],\n"
                  "  \"values\": [200]\n}\n",
                  "");
}

void TensorCommandTest::aFileIsWritten() {
  const FixtureCopy fixture("iris/guide_v1");
  const QTemporaryDir out;
  const QString csv = out.filePath("k.csv"), npy = out.filePath("k.npy");
  const QString model = fixture.path("models/iris");
  COMPARE_OUTCOME(runCli({"tensor", model, "dnn/logits/kernel", "--csv", csv}), 0,
                  "Wrote float32 [10,3] to " + csv.toUtf8() + "\n", "");
  QVERIFY(readAll(csv).startsWith("0.29744005,0.38112584,-0.55821496\n"));
  QCOMPARE(runCli({"tensor", model, "dnn/logits/kernel", "--npy", npy}).code, 0);
  QCOMPARE(readAll(npy).size(), 128 + 120);
  QVERIFY(fixture.isUnchanged());
}

void TensorCommandTest::anUnknownNameIsTwo() {
  const FixtureCopy fixture("iris/guide_v1");
  COMPARE_OUTCOME(runCli({"tensor", "models/iris", "kernel"}, fixture.path()), 2, "",
                  "cairn-cli tensor: models/iris/model.ckpt-200: no tensor is named kernel "
                  "(cairn-cli tensors lists the names)\n");
}

void TensorCommandTest::bothFilesAtOnceAreWrongWords() {
  QCOMPARE(runCli({"tensor", "x", "y", "--csv", "a", "--npy", "b"}).code, 2);
}

void TensorCommandTest::everyTypeIsPrinted_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QString>("prefix");
  for (const QString& folder :
       QDir(fixtureRoot() + "/bundles").entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
    const QString path = fixtureRoot() + "/bundles/" + folder;
    const auto prefix = QJsonDocument::fromJson(readAll(path + "/case.json"))["prefix"].toString();
    // A process each: the thousands of a large bundle that are all alike tell no more than one.
    QSet<QByteArray> kinds;
    for (const QByteArray& line : readAll(path + "/values.jsonl").trimmed().split('\n')) {
      const auto entry = QJsonDocument::fromJson(line).object();
      const QByteArray kind =
          QJsonDocument(QJsonArray{entry["dtype"], entry["shape"]}).toJson(QJsonDocument::Compact);
      if (!entry.contains("values") || kinds.contains(kind)) continue;
      kinds.insert(kind);
      QTest::addRow("%s %s", qPrintable(folder), qPrintable(entry["name"].toString()))
          << folder << prefix;
    }
  }
}

/// Equal, or numbers that round to the same float32: a bfloat16 is printed with as few digits as
/// tell it apart there, and was recorded with as many as a double needs.
static bool sameValues(const QJsonValue& had, const QJsonValue& want) {
  if (had == want) return true;
  if (had.isArray() && want.isArray() && had.toArray().size() == want.toArray().size()) {
    for (int i = 0; i < want.toArray().size(); ++i)
      if (!sameValues(had.toArray()[i], want.toArray()[i])) return false;
    return true;
  }
  return had.isDouble() && want.isDouble() &&
         static_cast<float>(had.toDouble()) == static_cast<float>(want.toDouble());
}

void TensorCommandTest::everyTypeIsPrinted() {
  QFETCH(QString, name);
  QFETCH(QString, prefix);
  const QString tensor = QString(QTest::currentDataTag()).mid(name.size() + 1);
  const QString folder = fixtureRoot() + "/bundles/" + name;
  for (const QByteArray& line : readAll(folder + "/values.jsonl").trimmed().split('\n')) {
    const auto want = QJsonDocument::fromJson(line).object();
    if (want["name"].toString() != tensor) continue;
    const Outcome outcome = runCli({"tensor", prefix, tensor, "--json"}, folder);
    QVERIFY2(outcome.code == 0, outcome.err);
    const auto had = documentOf(outcome);
    QCOMPARE(had["dtype"], want["dtype"]);
    QCOMPARE(had["shape"], want["shape"]);
    QVERIFY2(sameValues(had["values"], want["values"]), outcome.out.left(400));
  }
}

QTEST_GUILESS_MAIN(TensorCommandTest)
#include "tensor_command_test.moc"
