#include "core/model/run_record.h"

#include "tests/core/base/faulty_file_ops.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace cairn;

namespace {

model::Config configWithUnits(std::int64_t units) {
  model::ParsedConfig parsed = model::parseConfig(
      nlohmann::json{{"estimator", "DNNRegressor"},
                     {"args",
                      {{"hidden_units", {units}},
                       {"feature_columns", {{{"type", "numeric_column"}, {"key", "x"}}}}}}});
  if (!parsed.config) qFatal("%s", describe(parsed.problems.front()).c_str());
  return *parsed.config;
}

model::RunRecord sample() {
  model::RunRecord record;
  record.config = configWithUnits(3);
  model::HistoryEntry first;
  first.toStep = Step(100);
  first.config = configWithUnits(2);
  first.code = model::CodeVersion{"repo", "main", "abc", true, "diff --git"};
  first.started = "2026-11-22T10:00:00Z";
  first.seconds = 1.5;
  first.ended = "stopped";
  first.input = "4:17:2";
  first.isa = "x86-64-v3";
  model::HistoryEntry second;
  second.fromStep = Step(50);
  second.toStep = Step(80);
  second.config = configWithUnits(3);
  record.history = {first, second};
  record.notes = "naïve\n猫";
  record.tags = {"a", "b"};
  record.color = "#3b6fd4";
  record.parent = model::Parent{"other", "model.ckpt-100"};
  return record;
}

class RunRecordTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_dir = std::make_unique<QTemporaryDir>(); }
  void nothingThereIsNoError();
  void aRecordComesBack();
  void unknownKeysAreKept();
  void damageNamesFileAndKey_data();
  void damageNamesFileAndKey();
  void aNewerLayoutIsUnsupported();
  void aFailedWriteLeavesTheOldRecord();
  void theConfigOfAStepIsTheLatestThatTrainedIt_data();
  void theConfigOfAStepIsTheLatestThatTrainedIt();

 private:
  fs::path path() const { return m_dir->path().toStdString(); }
  void write(const std::string& text) const { std::ofstream(model::runRecordPath(path())) << text; }
  std::string read() const {
    std::ifstream in(model::runRecordPath(path()));
    return {std::istreambuf_iterator<char>(in), {}};
  }
  std::unique_ptr<QTemporaryDir> m_dir;
};

void RunRecordTest::nothingThereIsNoError() {
  const auto loaded = model::loadRunRecord(posixFileOps(), path());
  QVERIFY(loaded && !*loaded);
}

void RunRecordTest::aRecordComesBack() {
  QVERIFY(model::saveRunRecord(posixFileOps(), path(), sample()));
  const auto loaded = model::loadRunRecord(posixFileOps(), path());
  QVERIFY2(loaded, loaded ? "" : describe(loaded.error()).c_str());
  QVERIFY(*loaded && **loaded == sample());
}

void RunRecordTest::unknownKeysAreKept() {
  QVERIFY(model::saveRunRecord(posixFileOps(), path(), sample()));
  nlohmann::json json = nlohmann::json::parse(read());
  json["mine"] = {{"deep", {1, 2}}};
  json["history"][0]["host"] = "far";
  json["history"][0]["input"] = {{"epoch", 3}};
  write(json.dump());
  const auto loaded = model::loadRunRecord(posixFileOps(), path());
  QVERIFY(loaded && *loaded);
  QVERIFY(model::saveRunRecord(posixFileOps(), path(), **loaded));
  const nlohmann::json again = nlohmann::json::parse(read());
  QCOMPARE(again["mine"].dump(), json["mine"].dump());
  QCOMPARE(again["history"][0]["host"].dump(), std::string("\"far\""));
  QCOMPARE(again["history"][0]["input"].dump(), std::string("{\"epoch\":3}"));
}

void RunRecordTest::damageNamesFileAndKey_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("key");
  QTest::newRow("empty") << ""
                         << "";
  QTest::newRow("cut") << R"({"cairn": 1, "conf)"
                       << "";
  QTest::newRow("no object") << "[]"
                             << "";
  QTest::newRow("no config") << R"({"cairn": 1})"
                             << ": config";
  QTest::newRow("wrong config") << R"({"config": {"estimator": "X"}})"
                                << ": config.estimator";
  QTest::newRow("step before the first")
      << R"({"config": {"estimator": "BaselineRegressor"}, "history": [{"from_step": -1}]})"
      << ": history[0].from_step";
}

void RunRecordTest::damageNamesFileAndKey() {
  QFETCH(QString, text);
  QFETCH(QString, key);
  write(text.toStdString());
  const auto loaded = model::loadRunRecord(posixFileOps(), path());
  QVERIFY(!loaded);
  QCOMPARE(loaded.error().code, ErrorCode::Corrupt);
  QCOMPARE(QString::fromStdString(loaded.error().where),
           QString::fromStdString(model::runRecordPath(path()).string()) + key);
}

void RunRecordTest::aNewerLayoutIsUnsupported() {
  write(R"({"cairn": 2, "config": {}})");
  const auto loaded = model::loadRunRecord(posixFileOps(), path());
  QVERIFY(!loaded);
  QCOMPARE(loaded.error().code, ErrorCode::Unsupported);
}

void RunRecordTest::aFailedWriteLeavesTheOldRecord() {
  QVERIFY(model::saveRunRecord(posixFileOps(), path(), sample()));
  const std::string before = read();
  model::RunRecord changed = sample();
  changed.notes = "other";
  for (std::size_t call = 1; call < 5; ++call) {
    test::FaultyFileOps files(posixFileOps());
    files.failAt(call);
    QVERIFY(!model::saveRunRecord(files, path(), changed));
    QCOMPARE(read(), before);
  }
}

void RunRecordTest::theConfigOfAStepIsTheLatestThatTrainedIt_data() {
  QTest::addColumn<int>("step");
  QTest::addColumn<int>("units");
  QTest::newRow("untrained") << 0 << 2;
  QTest::newRow("by the first") << 50 << 2;
  QTest::newRow("trained anew") << 60 << 3;
  QTest::newRow("after the second went back") << 90 << 2;
  QTest::newRow("further than written down") << 200 << 3;
}

void RunRecordTest::theConfigOfAStepIsTheLatestThatTrainedIt() {
  QFETCH(int, step);
  QFETCH(int, units);
  const model::RunRecord record = sample();
  const model::Config* config = record.configAt(Step(step));
  QVERIFY(config != nullptr);
  QCOMPARE(config->args.hiddenUnits, std::vector<std::int64_t>{units});
}

}  // namespace

QTEST_APPLESS_MAIN(RunRecordTest)
#include "run_record_test.moc"
