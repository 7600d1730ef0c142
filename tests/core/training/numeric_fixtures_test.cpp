#include "core/formats/event_file.h"
#include "core/formats/latest_checkpoint.h"
#include "core/training/estimator.h"
#include "tests/core/training/recorded_case.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::tests;
using training::Estimator;

namespace {

// float32 sums in another order than TensorFlow's.
constexpr double kLoss = 1e-5;
constexpr double kLossCancelling = 1e-4;  // where case.json says that large terms cancel
constexpr double kVariable = 1e-4;        // relative, after the steps of a case
constexpr double kVariableAbsolute = 1e-6;
constexpr double kMetric = 1e-5;
constexpr double kMetricAbsolute = 1e-6;  // for sums that nearly cancel, such as a mean near 0

fs::path numericRoot() { return fixturesRoot() / "numeric"; }

/// A run's directory that may be written to.
class Copy {
 public:
  explicit Copy(const fs::path& from) { fs::copy(from, path(), fs::copy_options::recursive); }
  fs::path path() const { return fs::path(m_directory.path().toStdString()) / "model"; }

 private:
  QTemporaryDir m_directory;
};

struct Worst {
  double value = 0;
  std::string where;
  void note(double deviation, const std::string& at) {
    if (deviation <= value) return;
    value = deviation;
    where = at;
  }
};

struct Summary {
  std::int64_t step = 0;
  std::string tag;
  std::string kind;
  double value = 0;
};

std::vector<Summary> summariesOf(const fs::path& directory) {
  std::vector<Summary> found;
  const auto entries = posixFileOps().list(directory);
  for (const auto& entry : entries ? *entries : std::vector<DirectoryEntry>()) {
    if (!formats::isEventFileName(entry.name)) continue;
    const auto bytes = readFile(posixFileOps(), directory / entry.name);
    if (!bytes) continue;
    for (const auto& record : formats::readEvents(*bytes, entry.name).records)
      for (const auto& value : record.event.summary().value())
        found.push_back({record.event.step(), value.tag(),
                         value.has_histo()    ? "histo"
                         : value.has_tensor() ? "tensor"
                                              : "simple_value",
                         static_cast<double>(value.simple_value())});
  }
  return found;
}

std::optional<double> metricOf(const training::Metrics& metrics, const std::string& key) {
  const auto found = metrics.find(key);
  if (found == metrics.end()) return std::nullopt;
  if (const float* number = std::get_if<float>(&found->second)) return static_cast<double>(*number);
  return static_cast<double>(std::get<std::int64_t>(found->second));
}

}  // namespace

/// Every recorded numeric case in today's scope: losses, variables, metrics, predictions,
/// summaries.
class NumericFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void training_data() { cases("train", trainNotYet); }
  void training();
  void evaluation_data() { cases("evaluate", inferNotYet); }
  void evaluation();
  void prediction_data() { cases("predict", inferNotYet); }
  void prediction();

 private:
  /// `what`: of the cases that can be compared in that.
  static void cases(const std::string& what, bool (*notYet)(const nlohmann::json&));
  void evaluate(const char* directory, const char* key);
};

void NumericFixturesTest::cases(const std::string& what, bool (*notYet)(const nlohmann::json&)) {
  QTest::addColumn<QString>("name");
  int later = 0;
  for (const fs::path& directory : sortedDirectories(numericRoot())) {
    const std::string name = directory.filename().string();
    const nlohmann::json caseJson = readJson(directory / "case.json");
    const nlohmann::json compared = caseJson.value("compare", nlohmann::json::array());
    if (notYet(caseJson))
      ++later;
    else if (std::find(compared.begin(), compared.end(), what) != compared.end())
      QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
  qInfo("%d cases are outside of today's scope", later);
}

void NumericFixturesTest::training() {
  QFETCH(QString, name);
  const fs::path directory = numericRoot() / name.toStdString();
  const nlohmann::json caseJson = readJson(directory / "case.json");
  const nlohmann::json trace = readJson(directory / "trace.json");
  std::string problem;
  const auto config = configOf(caseJson, problem);
  QVERIFY2(config, problem.c_str());
  const Copy copy(directory / "start");
  auto estimator = Estimator::create(*config, copy.path());
  QVERIFY(estimator);

  const double allowed = caseJson.contains("cancellation") ? kLossCancelling : kLoss;
  Worst loss;
  std::size_t steps = 0;
  training::TrainOptions options;
  options.configFolder = directory;  // and no steps: the recorded training ended with its input
  options.input = tablesOf(directory / "train.jsonl", caseJson);
  options.onStep = [&](Step step, float value) {
    const nlohmann::json& recorded = trace["train"][steps++];
    if (recorded["step"] != step.value()) loss.note(INFINITY, "step");
    loss.note(deviation(static_cast<double>(value), numberOf(recorded["loss"])),
              std::to_string(step.value()));
  };
  const auto result = estimator->train(options);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  QCOMPARE(steps, trace["train"].size());
  QVERIFY2(
      loss.value <= allowed,
      qPrintable(QString("loss off by %1 at step %2").arg(loss.value).arg(loss.where.c_str())));

  const auto latest = formats::findLatest(posixFileOps(), directory / "end");
  QVERIFY(latest && latest->prefix);
  const fs::path wanted = *latest->prefix;
  const double variables =
      compareCheckpoints(copy.path() / wanted.filename(), wanted, kVariableAbsolute, problem);
  QVERIFY2(variables <= kVariable,
           qPrintable(QString("%1 off by %2").arg(problem.c_str()).arg(variables)));

  std::vector<Summary> recorded;
  const auto first = caseJson["start_step"].get<std::int64_t>();
  for (const nlohmann::json& one : trace["train_summaries"])
    if (one["step"].get<std::int64_t>() > first)
      recorded.push_back({one["step"], one["tag"], one["kind"],
                          one.contains("value") ? numberOf(one["value"]) : NAN});
  std::vector<Summary> found = summariesOf(copy.path());
  std::erase_if(found, [&](const Summary& one) { return one.step <= first; });
  QCOMPARE(found.size(), recorded.size());
  Worst summary;
  for (std::size_t i = 0; i < found.size(); ++i) {
    QCOMPARE(found[i].step, recorded[i].step);
    QCOMPARE(found[i].tag, recorded[i].tag);
    QCOMPARE(found[i].kind, recorded[i].kind);
    const bool timed = found[i].tag == "global_step/sec" || std::isnan(recorded[i].value);
    if (!timed) summary.note(deviation(found[i].value, recorded[i].value), found[i].tag);
  }
  QVERIFY2(summary.value <= allowed,
           qPrintable(QString("%1 off by %2").arg(summary.where.c_str()).arg(summary.value)));
  qInfo("loss %.1e, variables %.1e, summaries %.1e", loss.value, variables, summary.value);
}

void NumericFixturesTest::evaluate(const char* directoryName, const char* key) {
  QFETCH(QString, name);
  const fs::path directory = numericRoot() / name.toStdString();
  const nlohmann::json caseJson = readJson(directory / "case.json");
  const nlohmann::json trace = readJson(directory / "trace.json");
  std::string problem;
  const auto config = configOf(caseJson, problem);
  QVERIFY2(config, problem.c_str());
  const Copy copy(directory / directoryName);
  fs::remove_all(copy.path() / "eval");
  auto estimator = Estimator::create(*config, copy.path());
  QVERIFY(estimator);
  training::EvaluateOptions options;
  options.configFolder = directory;
  options.input = tablesOf(directory / "eval.jsonl", caseJson);
  const auto metrics = estimator->evaluate(options);
  QVERIFY2(metrics, metrics ? "" : describe(metrics.error()).c_str());

  Worst worst;
  QCOMPARE(metrics->size(), trace[key].size());
  for (const auto& [metric, value] : trace[key].items()) {
    const auto found = metricOf(*metrics, metric);
    QVERIFY2(found, metric.c_str());
    worst.note(deviation(*found, numberOf(value), kMetricAbsolute), metric);
  }
  QVERIFY2(worst.value <= kMetric,
           qPrintable(QString("%1 off by %2").arg(worst.where.c_str()).arg(worst.value)));

  std::vector<std::string> wanted;
  const std::int64_t step = trace[key]["global_step"];
  for (const nlohmann::json& one : trace["eval_summaries"])
    if (one["step"] == step) wanted.push_back(one["tag"]);
  std::vector<std::string> tags;
  for (const Summary& one : summariesOf(copy.path() / "eval")) tags.push_back(one.tag);
  QCOMPARE(tags, wanted);
  qInfo("%s: metrics %.1e", key, worst.value);
}

void NumericFixturesTest::evaluation() {
  evaluate("start", "evaluate_start");
  evaluate("end", "evaluate_end");
}

void NumericFixturesTest::prediction() {
  QFETCH(QString, name);
  const fs::path directory = numericRoot() / name.toStdString();
  const nlohmann::json caseJson = readJson(directory / "case.json");
  // Parsed with its order, which the predictions must have.
  const auto trace =
      nlohmann::ordered_json::parse(std::ifstream(directory / "trace.json"), nullptr, false);
  std::string problem;
  const auto config = configOf(caseJson, problem);
  QVERIFY2(config, problem.c_str());
  auto estimator = Estimator::create(*config, directory / "end");
  QVERIFY(estimator);
  training::PredictOptions options;
  options.configFolder = directory;
  options.input = tablesOf(directory / "predict.jsonl", caseJson);
  Worst worst;
  std::size_t row = 0;
  const auto& recorded = trace["predict_end"];
  const auto count = estimator->predict(options, [&](const training::Prediction& prediction) {
    if (row >= recorded.size()) return worst.note(INFINITY, "rows");
    const auto& wanted = recorded[row++];
    if (prediction.size() != wanted.size()) worst.note(INFINITY, "keys");
    std::size_t at = 0;
    for (const auto& [key, values] : wanted.items()) {
      const auto& [ours, value] = prediction[std::min(at++, prediction.size() - 1)];
      if (ours != key) worst.note(INFINITY, key);
      if (const auto* words = std::get_if<std::vector<std::string>>(&value)) {
        if (nlohmann::ordered_json(*words) != values) worst.note(INFINITY, key);
      } else if (const auto* ids = std::get_if<std::vector<std::int64_t>>(&value)) {
        if (nlohmann::ordered_json(*ids) != values) worst.note(INFINITY, key);
      } else {
        const auto& numbers = std::get<std::vector<float>>(value);
        if (numbers.size() != values.size()) return worst.note(INFINITY, key);
        for (std::size_t i = 0; i < numbers.size(); ++i)
          worst.note(deviation(static_cast<double>(numbers[i]), values[i].template get<double>(),
                               kMetricAbsolute),
                     key);
      }
    }
  });
  QVERIFY2(count, count ? "" : describe(count.error()).c_str());
  QCOMPARE(row, recorded.size());
  QVERIFY2(worst.value <= kMetric,
           qPrintable(QString("%1 off by %2").arg(worst.where.c_str()).arg(worst.value)));
  qInfo("predictions %.1e", worst.value);
}

QTEST_APPLESS_MAIN(NumericFixturesTest)
#include "numeric_fixtures_test.moc"
