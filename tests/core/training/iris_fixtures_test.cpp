#include "core/formats/checkpoint_state.h"
#include "tests/core/training/recorded_case.h"

#include <QTemporaryDir>
#include <QTest>
#include <map>

using namespace cairn;
using namespace cairn::tests;
using training::Estimator;

namespace {

constexpr double kLoss = 1e-5;  // float32 sums of 100 rows, in another order than TensorFlow's
constexpr double kMetric = 1e-5;
constexpr double kMetricAbsolute = 1e-6;
// With a rate of 1e12 the second loss is about 1e37: an ulp of the first gradient is all over it.
constexpr double kDivergingLoss = 1e-4;

fs::path irisRoot() { return fixturesRoot() / "iris"; }
const std::vector<std::string> kFeatures = {"SepalLength", "SepalWidth", "PetalLength",
                                            "PetalWidth"};

/// The case's config; its columns are named only.
std::optional<model::Config> irisConfig(nlohmann::json caseJson, std::string& problem) {
  nlohmann::json columns = nlohmann::json::array();
  for (const nlohmann::json& key : caseJson["args"]["feature_columns"])
    columns.push_back({{"type", "numeric_column"}, {"key", key}});
  caseJson["args"]["feature_columns"] = columns;
  return configOf(caseJson, problem);
}

model::DataSource guideSource(const std::string& file) {
  model::DataSource source;
  source.files = {file};
  source.label = "Species";
  source.batchSize = 100;
  return source;
}

data::Table chosenRows(const data::Table& table, const nlohmann::json& rows) {
  data::Table chosen;
  chosen.rows = static_cast<std::int64_t>(rows.size());
  for (const data::Column& column : table.columns) {
    data::Column taken = column;
    std::visit(
        [&](auto& values) {
          auto picked = values;
          picked.clear();
          for (const nlohmann::json& row : rows) picked.push_back(values[row.get<std::size_t>()]);
          values = std::move(picked);
        },
        taken.values);
    chosen.columns.push_back(std::move(taken));
  }
  return chosen;
}

/// The recorded steps that follow `step` without a gap, of the newest course.
std::vector<nlohmann::json> stepsAfter(const std::vector<nlohmann::json>& all, std::int64_t step) {
  std::vector<nlohmann::json> found;
  std::int64_t wanted = step + 1;
  std::size_t from = all.size();
  for (std::size_t i = 0; i < all.size(); ++i)
    if (all[i]["step"] == wanted) from = i;
  for (; from < all.size() && all[from]["step"] == wanted; ++from, ++wanted)
    found.push_back(all[from]);
  return found;
}

/// A model_dir that holds one of the recorded checkpoints.
class OneCheckpoint {
 public:
  explicit OneCheckpoint(const fs::path& prefix) {
    fs::create_directories(path());
    const std::string base = prefix.filename().string();
    for (const char* part : {".index", ".data-00000-of-00001"})
      fs::copy_file(prefix.string() + part, path() / (base + part));
    formats::CheckpointState state;
    state.modelCheckpointPath = base;
    state.allModelCheckpointPaths = {base};
    std::ofstream(path() / "checkpoint") << formats::formatCheckpointState(state);
  }
  fs::path path() const { return fs::path(m_directory.path().toStdString()) / "model"; }

 private:
  QTemporaryDir m_directory;
};

std::vector<std::int64_t> checkpointsIn(const fs::path& modelDir) {
  std::vector<std::int64_t> steps;
  for (const auto& entry : fs::directory_iterator(modelDir)) {
    if (entry.path().extension() != ".index") continue;
    const auto step = formats::stepOfPrefix(entry.path().stem().string());
    if (step) steps.push_back(*step);
  }
  return steps;
}

}  // namespace

/// Cairn goes on from every checkpoint of TensorFlow's Iris directories, on the recorded batches.
class IrisFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void goingOnGivesTensorFlowsLosses_data();
  void goingOnGivesTensorFlowsLosses();
  void evaluationOfTheTestFile_data() { cases(); }
  void evaluationOfTheTestFile();
  void divergenceIsToldAsTensorFlowTellsIt();

 private:
  static void cases();
};

void IrisFixturesTest::cases() {
  QTest::addColumn<QString>("name");
  for (const fs::path& directory : sortedDirectories(irisRoot())) {
    const nlohmann::json caseJson = readJson(directory / "case.json");
    if (trainNotYet(caseJson)) continue;
    const std::string name = directory.filename().string();
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
  }
}

void IrisFixturesTest::goingOnGivesTensorFlowsLosses_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<int>("step");
  for (const fs::path& directory : sortedDirectories(irisRoot())) {
    const std::string name = directory.filename().string();
    if (trainNotYet(readJson(directory / "case.json"))) {
      qInfo("%s is outside of today's scope", name.c_str());
      continue;
    }
    // Its rate is told in words only; it has a test of its own.
    if (readJson(directory / "trace.json").contains("exception")) continue;
    const auto steps = readJsonLines(directory / "steps.jsonl");
    for (const std::int64_t step : checkpointsIn(directory / "models" / "iris"))
      if (!stepsAfter(steps, step).empty())
        QTest::addRow("%s from %lld", name.c_str(), static_cast<long long>(step))
            << QString::fromStdString(name) << static_cast<int>(step);
  }
}

void IrisFixturesTest::goingOnGivesTensorFlowsLosses() {
  QFETCH(QString, name);
  QFETCH(int, step);
  const fs::path directory = irisRoot() / name.toStdString();
  std::string problem;
  auto config = irisConfig(readJson(directory / "case.json"), problem);
  QVERIFY2(config, problem.c_str());
  config->data["train"] = guideSource("iris_training.csv");
  data::CsvFormat format;
  format.header = data::CsvHeader::Guide;
  const auto table = data::readCsv(posixFileOps(), {directory / "iris_training.csv"}, format);
  QVERIFY2(table, table ? "" : describe(table.error()).c_str());

  const auto recorded = stepsAfter(readJsonLines(directory / "steps.jsonl"), step);
  const OneCheckpoint start(directory / "models" / "iris" / ("model.ckpt-" + std::to_string(step)));
  auto estimator = Estimator::create(*config, start.path());
  QVERIFY(estimator);
  std::size_t drawn = 0;
  std::size_t seen = 0;
  double worst = 0;
  training::TrainOptions options;
  options.input = [&](data::Table& rows) {
    if (drawn == recorded.size()) return false;
    rows = chosenRows(*table, recorded[drawn++]["rows"]);
    return true;
  };
  options.onStep = [&](Step, float loss) {
    worst =
        std::max(worst, deviation(static_cast<double>(loss), numberOf(recorded[seen++]["loss"])));
  };
  const auto result = estimator->train(options);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  QCOMPARE(seen, recorded.size());
  QVERIFY2(worst <= kLoss, qPrintable(QString("loss off by %1").arg(worst)));
  qInfo("%zu steps, loss %.1e", seen, worst);
}

void IrisFixturesTest::evaluationOfTheTestFile() {
  QFETCH(QString, name);
  const fs::path directory = irisRoot() / name.toStdString();
  const nlohmann::json trace = readJson(directory / "trace.json");
  if (!trace.contains("evaluate")) return;
  std::string problem;
  const auto config = irisConfig(readJson(directory / "case.json"), problem);
  QVERIFY2(config, problem.c_str());
  auto estimator = Estimator::create(*config, directory / "models" / "iris");
  QVERIFY(estimator);
  training::EvaluateOptions options;
  options.configFolder = directory;
  options.source = guideSource("iris_test.csv");
  options.writeEvents = false;
  const auto metrics = estimator->evaluate(options);
  QVERIFY2(metrics, metrics ? "" : describe(metrics.error()).c_str());
  double worst = 0;
  for (const auto& [key, value] : trace["evaluate"].items()) {
    QVERIFY2(metrics->contains(key), key.c_str());
    const auto& found = metrics->at(key);
    const float* number = std::get_if<float>(&found);
    const double ours = number != nullptr ? static_cast<double>(*number)
                                          : static_cast<double>(std::get<std::int64_t>(found));
    worst = std::max(worst, deviation(ours, numberOf(value), kMetricAbsolute));
  }
  QVERIFY2(worst <= kMetric, qPrintable(QString("metrics off by %1").arg(worst)));
  qInfo("metrics %.1e", worst);
}

void IrisFixturesTest::divergenceIsToldAsTensorFlowTellsIt() {
  const fs::path directory = irisRoot() / "diverged";
  if (!fs::exists(directory)) QSKIP("no diverged case");
  std::string problem;
  nlohmann::json caseJson = readJson(directory / "case.json");
  caseJson["args"]["optimizer"] = {{"class", "GradientDescentOptimizer"}, {"learning_rate", 1e12}};
  auto config = irisConfig(caseJson, problem);
  QVERIFY2(config, problem.c_str());
  config->data["train"] = guideSource("iris_training.csv");
  data::CsvFormat format;
  format.header = data::CsvHeader::Guide;
  const auto table = data::readCsv(posixFileOps(), {directory / "iris_training.csv"}, format);
  QVERIFY(table);
  const auto recorded = readJsonLines(directory / "steps.jsonl");
  const OneCheckpoint start(directory / "models" / "iris" / "model.ckpt-0");
  auto estimator = Estimator::create(*config, start.path());
  QVERIFY(estimator);
  std::size_t drawn = 0;
  std::size_t seen = 0;
  double worst = 0;
  training::TrainOptions options;
  options.input = [&](data::Table& rows) {
    if (drawn == recorded.size()) return false;
    rows = chosenRows(*table, recorded[drawn++]["rows"]);
    return true;
  };
  options.onStep = [&](Step, float loss) {
    worst =
        std::max(worst, deviation(static_cast<double>(loss), numberOf(recorded[seen++]["loss"])));
  };
  const auto result = estimator->train(options);
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::Diverged);
  const nlohmann::json trace = readJson(directory / "trace.json");
  QCOMPARE(result.error().message, trace["exception"]["message"].get<std::string>());
  QVERIFY2(worst <= kDivergingLoss, qPrintable(QString("loss off by %1").arg(worst)));
  const auto text = readTextFile(posixFileOps(), start.path() / "checkpoint", 4096);
  QVERIFY(text && text->starts_with("model_checkpoint_path: \"model.ckpt-2\""));
  qInfo("%zu steps, loss %.1e", seen, worst);
}

QTEST_APPLESS_MAIN(IrisFixturesTest)
#include "iris_fixtures_test.moc"
