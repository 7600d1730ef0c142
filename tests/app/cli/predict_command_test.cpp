#include "tests/app/cli/cli_run.h"

#include <cmath>

class PredictCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void predictionsAreTensorFlows();
  void everyRowIsALine();
  void aCsvFileIsWritten();
  void rowsWithoutHeaderAreNamedByTheConfig();
  void aBadRowIsThree();
  void aHeaderAloneHasNoRows();
  void anEmptyFileIsThree();
};

namespace {

const QString kIris = QString(CAIRN_IRIS) + "/iris.json";
const QByteArray kNames = "SepalLength,SepalWidth,PetalLength,PetalWidth\n";
const QByteArray kRows = "5.1,3.3,1.7,0.5\n5.9,3.0,4.2,1.5\n6.9,3.1,5.4,2.1\n";

/// The guide's run and its three flowers.
class Guide : public FixtureCopy {
 public:
  Guide() : FixtureCopy("iris/guide_v1") {}
  Outcome predict(const QByteArray& data, const QStringList& more = {}) const {
    writeFile(m_folder.filePath("p.csv"), data);
    return runCli(QStringList{"predict", "models/iris", "--config", kIris, "--data",
                              m_folder.filePath("p.csv")} +
                      more,
                  path());
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace

void PredictCommandTest::predictionsAreTensorFlows() {
  const Guide guide;
  const auto had = documentOf(guide.predict(kNames + kRows, {"--json"}))["predictions"].toArray();
  const auto want =
      QJsonDocument::fromJson(readAll(guide.path("trace.json")))["predict"]["predictions"]
          .toArray();
  QCOMPARE(had.size(), want.size());
  for (int i = 0; i < want.size(); ++i) {
    const auto row = want[i].toObject();
    QCOMPARE(had[i].toObject().keys(), row.keys());
    for (const QString& key : row.keys()) {
      const auto values = row[key].toArray();
      for (int k = 0; k < values.size(); ++k) {
        if (values[k].isString())
          QCOMPARE(had[i][key][k], values[k]);
        else  // float32 through three layers: 1e-5 relative above 1
          QVERIFY(std::abs(had[i][key][k].toDouble() - values[k].toDouble()) <=
                  1e-5 * std::max(1.0, std::abs(values[k].toDouble())));
      }
    }
  }
  QVERIFY(guide.isUnchanged());
}

void PredictCommandTest::everyRowIsALine() {
  const Guide guide;
  const Outcome outcome = guide.predict(kNames + kRows);
  QCOMPARE(outcome.code, 0);
  QCOMPARE(outcome.out.count('\n'), 3);
  QVERIFY(outcome.out.startsWith("{\"logits\": [4.39"));
}

void PredictCommandTest::aCsvFileIsWritten() {
  const Guide guide;
  const QTemporaryDir out;
  const QString file = out.filePath("out.csv");
  COMPARE_OUTCOME(guide.predict(kNames + kRows, {"--csv", file}), 0,
                  "Wrote 3 rows to " + file.toUtf8() + "\n", "");
  const auto lines = readAll(file).trimmed().split('\n');
  QCOMPARE(lines.size(), 4);
  QVERIFY(lines[0].startsWith("logits_0,logits_1,logits_2,probabilities_0,"));
  QVERIFY(lines[1].startsWith("4.39"));
}

void PredictCommandTest::rowsWithoutHeaderAreNamedByTheConfig() {
  const Guide guide;
  QCOMPARE(guide.predict(kRows).out, guide.predict(kNames + kRows).out);
  QByteArray withLabel = kRows;
  QCOMPARE(guide.predict(withLabel.replace("\n", ",0\n")).out, guide.predict(kRows).out);
}

void PredictCommandTest::aBadRowIsThree() {
  const Guide guide;
  const Outcome outcome = guide.predict("5.1,x,1.7,0.5\n", {"--json"});
  QCOMPARE(outcome.code, 3);
  QVERIFY(outcome.err.contains("p.csv:1: column \"SepalWidth\": \"x\" is not a number"));
  QCOMPARE(documentOf(outcome)["error"].toObject()["code"].toString(), QString("invalid_argument"));
}

void PredictCommandTest::aHeaderAloneHasNoRows() {
  const Outcome outcome = Guide().predict(kNames);
  QVERIFY2(outcome.code == 0, outcome.err);
  QCOMPARE(outcome.out, QByteArray());
}

void PredictCommandTest::anEmptyFileIsThree() {
  const Outcome outcome = Guide().predict({});
  QCOMPARE(outcome.code, 3);
  QVERIFY2(outcome.err.contains("p.csv: the file is empty"), outcome.err);
}

QTEST_GUILESS_MAIN(PredictCommandTest)
#include "predict_command_test.moc"
