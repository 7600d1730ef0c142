// Holds the ingest against what TensorFlow's own reader gave of recorded event files.
#include "core/series/ingest.h"
#include "tests/core/fixture_scope.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <map>
#include <set>

using namespace cairn;
using nlohmann::json;
using series::SeriesKey;

namespace {

struct Points {
  std::vector<std::int64_t> steps;
  std::vector<float> values;
  bool isPrefix = false;  // TensorFlow's reader stopped before the end
};

float number(const json& value) {
  if (!value.is_string()) return value.get<float>();
  if (value == "NaN") return std::numeric_limits<float>::quiet_NaN();
  return value == "Infinity" ? HUGE_VALF : -HUGE_VALF;
}

bool same(float a, float b) { return std::isnan(a) ? std::isnan(b) : a == b; }

/// Scalars of the recorded files of one folder, in the order of their first events.
std::map<std::string, Points> scalarsOf(std::vector<json> files) {
  std::erase_if(files, [](const json& file) { return file["records"].empty(); });
  std::stable_sort(files.begin(), files.end(), [](const json& a, const json& b) {
    return a["records"][0]["wall_time"] < b["records"][0]["wall_time"];
  });
  std::map<std::string, Points> tags;
  std::map<std::string, std::string> plugins;
  for (const json& file : files) {
    for (const json& record : file["records"]) {
      if (record["what"] != "summary") continue;
      for (const json& value : record["values"]) {
        const std::string tag = value["tag"];
        if (value.contains("plugin")) plugins.try_emplace(tag, value["plugin"]);
        const bool isTensor = value["kind"] == "tensor" && plugins[tag] == "scalars";
        if (value["kind"] != "simple_value" && !isTensor) continue;
        tags[tag].steps.push_back(record["step"]);
        tags[tag].values.push_back(number(isTensor ? value["values"] : value["value"]));
      }
    }
    for (auto& [tag, points] : tags)
      points.isPrefix = points.isPrefix || !file["reading_ended_with"].is_null();
  }
  return tags;
}

bool isBeginning(const Points& wanted, const series::Series& found) {
  if (found.size() < wanted.steps.size() ||
      (found.size() > wanted.steps.size() && !wanted.isPrefix))
    return false;
  for (std::size_t i = 0; i < wanted.steps.size(); ++i)
    if (found.steps[i] != wanted.steps[i] || !same(found.values[i], wanted.values[i])) return false;
  return true;
}

/// The summaries of a trace.json as points by tag.
std::map<std::string, Points> scalarsOfTrace(const json& summaries) {
  std::map<std::string, Points> tags;
  for (const json& summary : summaries) {
    if (summary["kind"] != "simple_value") continue;
    tags[summary["tag"]].steps.push_back(summary["step"]);
    // Speeds were recorded without their value.
    tags[summary["tag"]].values.push_back(summary.contains("value")
                                              ? number(summary["value"])
                                              : std::numeric_limits<float>::infinity());
  }
  return tags;
}

}  // namespace

class IngestFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyRecordedScalarIsRead_data();
  void everyRecordedScalarIsRead();
  void longFilesKeepEveryPoint();
  void restartsAreSeen_data();
  void restartsAreSeen();
  void tracesAreRead_data();
  void tracesAreRead();

 private:
  static std::shared_ptr<const series::RunSeries> read(const fs::path& directory) {
    series::RunReader reader(posixFileOps(), directory);
    const auto run = reader.poll();
    return run ? *run : nullptr;
  }
};

void IngestFixturesTest::everyRecordedScalarIsRead_data() {
  QTest::addColumn<QString>("folder");
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "events"))
    QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
}

void IngestFixturesTest::everyRecordedScalarIsRead() {
  QFETCH(QString, folder);
  const fs::path path = folder.toStdString();
  const json expected = json::parse(std::ifstream(path / "expected.json"));
  std::map<fs::path, std::vector<json>> folders;
  for (const json& file : expected["files"])
    folders[fs::path(file["file"].get<std::string>()).parent_path()].push_back(file);
  std::size_t points = 0;
  for (const auto& [directory, files] : folders) {
    const auto run = read(path / directory);
    QVERIFY(run);
    bool isWhole = true;
    for (const json& file : files) isWhole = isWhole && file["records"].size() == file["events"];
    if (!isWhole) continue;  // longFilesKeepEveryPoint
    const auto wanted = scalarsOf(files);
    std::set<std::string> seen;
    for (const auto& [key, series] : run->series)
      if (key.subset.empty()) seen.insert(key.tag);
    for (const auto& [tag, tagPoints] : wanted) {
      QVERIFY2(seen.contains(tag), tag.c_str());
      QVERIFY2(isBeginning(tagPoints, *run->series.at({"", tag})), tag.c_str());
      points += tagPoints.steps.size();
    }
    const bool isDamaged = std::any_of(files.begin(), files.end(), [](const json& file) {
      return !file["reading_ended_with"].is_null();
    });
    if (!isDamaged) QCOMPARE(seen.size(), wanted.size());
  }
  qInfo("%s: %zu points equal", path.filename().c_str(), points);
}

void IngestFixturesTest::longFilesKeepEveryPoint() {
  const fs::path directory = tests::fixturesRoot() / "events" / "many_points" / "log";
  if (!fs::exists(directory)) QSKIP("this root holds no long file");
  const auto run = read(directory);
  QVERIFY(run);
  for (const char* tag : {"loss", "accuracy"})
    QCOMPARE(run->series.at({"", tag})->size(), std::size_t{20'000});
}

void IngestFixturesTest::restartsAreSeen_data() {
  QTest::addColumn<QString>("directory");
  QTest::addColumn<QString>("tag");
  QTest::addColumn<QVector<qint64>>("restarts");  // of the cases that are there
  const auto row = [](const char* name, const char* directory, QVector<qint64> steps) {
    if (fs::exists(tests::fixturesRoot() / directory))
      QTest::newRow(name) << directory << "loss" << std::move(steps);
  };
  row("START in one file", "events/steps_restart/log", {10});
  row("two files without START", "events/restart_two_files/log", {20});
  row("steps back without START", "events/steps_backwards/log", {});
  row("resumed", "iris/resumed/models/iris", {101});
  row("rewound", "iris/rewind/models/iris", {101});
}

void IngestFixturesTest::restartsAreSeen() {
  QFETCH(QString, directory);
  QFETCH(QString, tag);
  QFETCH(QVector<qint64>, restarts);
  const auto run = read(tests::fixturesRoot() / directory.toStdString());
  QVERIFY(run);
  QVector<qint64> found;
  for (const Step step : run->restarts) found.push_back(step.value());
  QCOMPARE(found, restarts);
  if (restarts.isEmpty()) return;
  // What is not left behind goes up.
  const series::Series& series = *run->series.at({"", tag.toStdString()});
  std::int64_t last = -1;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series.abandoned[i]) continue;
    QVERIFY(series.steps[i] > last);
    last = series.steps[i];
  }
}

void IngestFixturesTest::tracesAreRead_data() {
  QTest::addColumn<QString>("folder");
  QTest::addColumn<QString>("modelDir");
  for (const auto& [group, modelDir] : {std::pair("iris", "models/iris"), {"numeric", "end"}})
    for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / group))
      QTest::newRow((std::string(group) + "/" + folder.filename().string()).c_str())
          << QString::fromStdString(folder.string()) << modelDir;
}

void IngestFixturesTest::tracesAreRead() {
  QFETCH(QString, folder);
  QFETCH(QString, modelDir);
  const fs::path path = folder.toStdString();
  const json trace = json::parse(std::ifstream(path / "trace.json"));
  const auto run = read(path / modelDir.toStdString());
  QVERIFY(run);
  QVERIFY(run->problems.empty());
  std::size_t points = 0;
  for (const auto& [tag, wanted] : scalarsOfTrace(trace.value("train_summaries", json::array()))) {
    const auto found = run->series.find({"", tag});
    QVERIFY2(found != run->series.end(), tag.c_str());
    const series::Series& series = *found->second;
    QCOMPARE(series.steps, wanted.steps);
    for (std::size_t i = 0; i < series.size(); ++i)
      QVERIFY2(same(series.values[i], wanted.values[i]) || std::isinf(wanted.values[i]),
               tag.c_str());
    points += series.size();
  }
  // Which evaluation folder a value came from was not recorded: one has it.
  for (const auto& [tag, wanted] : scalarsOfTrace(trace.value("eval_summaries", json::array()))) {
    bool isFound = false;
    for (const auto& [key, series] : run->series)
      isFound = isFound || (!key.subset.empty() && key.tag == tag && isBeginning(wanted, *series));
    QVERIFY2(isFound, tag.c_str());
    points += wanted.steps.size();
  }
  qInfo("%s: %zu points equal", path.filename().c_str(), points);
}

QTEST_APPLESS_MAIN(IngestFixturesTest)
#include "ingest_fixtures_test.moc"
