#include "core/model/run_record.h"
#include "core/restore/report.h"
#include "tests/core/fixture_scope.h"

#include <QTemporaryDir>
#include <QTest>
#include <array>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

using namespace cairn;
using nlohmann::json;
using restore::Mode;
using restore::Report;

namespace {

constexpr std::array kModes = {std::pair{Mode::Train, "train"},
                               std::pair{Mode::Evaluate, "evaluate"},
                               std::pair{Mode::Predict, "predict"}};

json readJson(const fs::path& path) {
  std::ifstream file(path);
  return json::parse(file, nullptr, false);
}

model::Config configOf(const fs::path& path) {
  const json all = readJson(path);
  json only;
  for (const char* key : {"estimator", "api", "args", "run_config"})
    if (all.contains(key)) only[key] = all[key];
  const model::ParsedConfig parsed = model::parseConfig(only);
  if (!parsed.config) qFatal("%s: %s", path.c_str(), describe(parsed.problems.front()).c_str());
  return *parsed.config;
}

/// The part of a key path that a recorded cause names.
bool isAtOrBelow(const std::string& key, const std::string& cause) {
  return key == cause || key.starts_with(cause + ".") || key.starts_with(cause + "[");
}

/// What depends on the place and the data of a test: the directory's name, and the rows of a batch.
std::string comparable(std::string message, const fs::path& directory) {
  for (std::size_t at = 0; (at = message.find(directory.string())) != std::string::npos;)
    message.replace(at, directory.string().size(), "model");
  message = std::regex_replace(message, std::regex(R"(In\[0\]: \[\w+,)"), "In[0]: [batch,");
  message = std::regex_replace(message, std::regex(R"(vs\. \[\w+,)"), "vs. [batch,");
  message =
      std::regex_replace(message, std::regex(R"(indices\[\d+\] (==?) \d+)"), "indices[i] $1 id");
  message = std::regex_replace(
      message, std::regex(R"(with \S+ values, but the requested shape has \S+)"), "with … values");
  return std::regex_replace(message, std::regex("Label values: .*"), "Label values:");
}

struct Case {
  fs::path path;
  model::Config before, after;
  json tensorflow, expected;
};

Case loadCase(const fs::path& path) {
  return {path, configOf(path / "before.json"), configOf(path / "after.json"),
          readJson(path / "tensorflow.json"), readJson(path / "expected_cause.json")};
}

}  // namespace

/// Every recorded restore that failed or changed its meaning, explained with and without
/// cairn.json.
class ExplainTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void saysWhatTensorFlowSays_data() { addCases(); }
  void saysWhatTensorFlowSays();
  void namesTheCauseFromTheRecord_data() { addCases(); }
  void namesTheCauseFromTheRecord();
  void namesTheCauseWithoutARecord_data() { addCases(); }
  void namesTheCauseWithoutARecord();

 private:
  void addCases();
  /// A copy of the case's directory, with its config on record when `recorded`.
  fs::path copyOf(const Case& one, bool recorded);
  QTemporaryDir m_temporary;
};

void ExplainTest::addCases() {
  QTest::addColumn<QString>("path");
  const fs::path root = tests::fixturesRoot() / "bad_restore";
  QVERIFY2(fs::is_directory(root), root.c_str());
  for (const fs::path& path : tests::sortedDirectories(root)) {
    if (tests::explainNotYet(readJson(path / "before.json"), readJson(path / "after.json"))) {
      qInfo("not yet: %s", path.filename().c_str());
      continue;
    }
    QTest::newRow(path.filename().c_str()) << QString::fromStdString(path.string());
  }
}

fs::path ExplainTest::copyOf(const Case& one, bool recorded) {
  const fs::path copy =
      fs::path(m_temporary.path().toStdString()) / (recorded ? "recorded" : "bare");
  fs::remove_all(copy);
  fs::copy(one.path / "model_dir", copy, fs::copy_options::recursive);
  if (recorded) {
    model::RunRecord record;
    record.config = one.before;
    model::HistoryEntry entry;
    entry.toStep = Step(6);
    entry.config = one.before;
    record.history.push_back(std::move(entry));
    if (const auto saved = model::saveRunRecord(posixFileOps(), copy, record); !saved)
      qFatal("%s", describe(saved.error()).c_str());
  }
  return copy;
}

void ExplainTest::saysWhatTensorFlowSays() {
  QFETCH(QString, path);
  const Case one = loadCase(path.toStdString());
  const fs::path directory = copyOf(one, false);
  for (const auto& [mode, name] : kModes) {
    const auto report = restore::explain(posixFileOps(), one.after, directory, mode);
    QVERIFY2(report, report ? "" : describe(report.error()).c_str());
    const json& recorded = one.tensorflow[name];
    QVERIFY2(report->tensorflow.fails != recorded["ok"].get<bool>(), name);
    if (!report->tensorflow.fails) continue;
    const std::string exception = recorded["exception"];
    QCOMPARE(report->tensorflow.exception, exception.substr(exception.rfind('.') + 1));
    QCOMPARE(QString::fromStdString(comparable(report->tensorflow.message, directory)),
             QString::fromStdString(comparable(recorded["message"], directory)));
  }
}

namespace {

bool found(const std::string& cause, const Report& report, bool onlySilent) {
  const auto matches = [&](const auto& one) { return isAtOrBelow(one.key, cause); };
  const bool silent = std::any_of(report.silent.begin(), report.silent.end(), matches);
  return silent ||
         (!onlySilent && std::any_of(report.causes.begin(), report.causes.end(), matches));
}

void checkNoWrongCause(const Report& report, const json& expected, const char* mode) {
  for (const restore::Cause& cause : report.causes) {
    const bool known = std::any_of(
        expected["causes"].begin(), expected["causes"].end(),
        [&](const json& one) { return isAtOrBelow(cause.key, one.get<std::string>()); });
    QVERIFY2(known, qPrintable(QString("%1: %2 is no cause").arg(mode, cause.key.c_str())));
  }
}

void checkRowsExplained(const Report& report) {
  for (const restore::TensorRow& row : report.tensors) {
    const bool needs =
        row.status != restore::TensorStatus::Fits && row.status != restore::TensorStatus::Unused;
    QVERIFY2(!needs || !row.because.empty(), row.name.c_str());
  }
}

}  // namespace

void ExplainTest::namesTheCauseFromTheRecord() {
  QFETCH(QString, path);
  const Case one = loadCase(path.toStdString());
  const fs::path directory = copyOf(one, true);
  for (const auto& [mode, name] : kModes) {
    const auto report = restore::explain(posixFileOps(), one.after, directory, mode);
    QVERIFY2(report, report ? "" : describe(report.error()).c_str());
    checkNoWrongCause(*report, one.expected, name);
    checkRowsExplained(*report);
    QVERIFY(!report->verdict.empty());
    if (mode != Mode::Train) continue;
    qInfo("%s", report->verdict.c_str());
    const bool works = one.expected["tensorflow"][name] == "works";
    const bool trap = works && one.expected["meaning_changed"].get<bool>();
    for (const json& cause : one.expected["causes"])
      QVERIFY2(found(cause, *report, trap),
               qPrintable(QString("%1 is not named").arg(cause.get<std::string>().c_str())));
  }
}

void ExplainTest::namesTheCauseWithoutARecord() {
  QFETCH(QString, path);
  const Case one = loadCase(path.toStdString());
  const fs::path directory = copyOf(one, false);
  const auto report = restore::explain(posixFileOps(), one.after, directory, Mode::Train);
  QVERIFY2(report, report ? "" : describe(report.error()).c_str());
  qInfo("%s", report->verdict.c_str());
  checkNoWrongCause(*report, one.expected, "train");
  checkRowsExplained(*report);
  // What leaves no trace in a checkpoint can't be told from it.
  if (one.expected["tensorflow"]["train"] == "works") return;
  for (const json& cause : one.expected["causes"])
    QVERIFY2(found(cause, *report, false),
             qPrintable(QString("%1 is not named").arg(cause.get<std::string>().c_str())));
}

QTEST_APPLESS_MAIN(ExplainTest)
#include "explain_test.moc"
