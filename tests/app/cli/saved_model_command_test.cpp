#include "tests/app/cli/cli_run.h"
#include "tests/core/fixture_scope.h"

#include <nlohmann/json.hpp>

class SavedModelCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() {
    m_folder = std::make_unique<QTemporaryDir>();
    QFile file(m_folder->filePath("rows.csv"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x,color,words\n-0.41,black,bee\n-0.814,blue,hen\n");
  }
  void signaturesAndFeaturesAreShown();
  void rowsOfACsvFileAreComputed();
  void anUnknownSignatureIsTwo();
  void aFolderWithoutModelIsFour();

 private:
  static QString model(const char* name) {
    return QString::fromStdString(
        (cairn::tests::fixturesRoot() / "saved_models" / name / "export").string());
  }
  Outcome run(const QStringList& words) const { return runCli(words, m_folder->path()); }
  std::unique_ptr<QTemporaryDir> m_folder;
};

void SavedModelCommandTest::signaturesAndFeaturesAreShown() {
  const Outcome shown = run({"saved-model", "show", model("combined2_parsing"), "--json"});
  QCOMPARE(shown.code, 0);
  const auto json = nlohmann::json::parse(shown.out.toStdString(), nullptr, false);
  QCOMPARE(json["signatures"].size(), std::size_t{4});
  const auto& predict = json["signatures"]["predict"];
  QCOMPARE(predict["method"].get<std::string>(), std::string("tensorflow/serving/predict"));
  QCOMPARE(predict["features"]["x"]["dtype"].get<std::string>(), std::string("float32"));
  QCOMPARE(predict["features"]["color"]["shape"].dump(), std::string("[1]"));
  const Outcome text = run({"saved-model", "show", model("dnn2_raw")});
  QCOMPARE(text.code, 0);
  QVERIFY(text.out.contains("predict  tensorflow/serving/predict"));
}

void SavedModelCommandTest::rowsOfACsvFileAreComputed() {
  const QStringList words = {"saved-model", "run",         model("linear3_parsing"), "--data",
                             "rows.csv",    "--signature", "classification"};
  const Outcome rows = run(words);
  QCOMPARE(rows.err, QByteArray());
  QCOMPARE(rows.code, 0);
  const QList<QByteArray> lines = rows.out.trimmed().split('\n');
  QCOMPARE(lines.size(), 2);
  const auto first = nlohmann::json::parse(lines.front().toStdString(), nullptr, false);
  QCOMPARE(first["classes"].dump(), std::string(R"(["0","1","2"])"));
  QCOMPARE(first["scores"].size(), std::size_t{3});
  QCOMPARE(run(words + QStringList{"--csv", "out.csv"}).out,
           QByteArray("Wrote 2 rows to out.csv\n"));
}

void SavedModelCommandTest::anUnknownSignatureIsTwo() {
  const Outcome rows =
      run({"saved-model", "run", model("dnn2_raw"), "--data", "rows.csv", "--signature", "nope"});
  QCOMPARE(rows.code, 2);
  QVERIFY(rows.err.contains("predict"));
}

void SavedModelCommandTest::aFolderWithoutModelIsFour() {
  QCOMPARE(run({"saved-model", "show", m_folder->path()}).code, 4);
}

QTEST_APPLESS_MAIN(SavedModelCommandTest)
#include "saved_model_command_test.moc"
