#include "core/training/warm_start.h"

#include "tests/core/training/recorded_case.h"

#include <QTemporaryDir>
#include <QTest>

// Against what TensorFlow took over: warm_start/cases.json, made by warm_start/record.py.

using namespace cairn;
using nlohmann::json;
using training::VariableStore;

namespace {

fs::path folder() { return CAIRN_WARM_START_CASES; }

/// The config that record.py built in Python.
std::optional<model::Config> configOf(const json& recorded, std::string& problem) {
  const bool v1 = recorded["api"] == "v1";
  const json words = {{"type", "categorical_column_with_vocabulary_file"},
                      {"key", "word"},
                      {"vocabulary_file", recorded["words"]},
                      {"vocabulary_size", 3},
                      {"num_oov_buckets", recorded["num_oov_buckets"]}};
  const json embedding = {
      {"type", "embedding_column"}, {"categorical_column", words}, {"dimension", 2}};
  const json number = {{"type", "numeric_column"}, {"key", "x"}};
  const json config = {
      {"cairn", 1},
      {"estimator", "DNNClassifier"},
      {"api", recorded["api"]},
      {"args",
       {{"hidden_units", recorded["hidden_units"]},
        {"n_classes", recorded["n_classes"]},
        {"feature_columns", json::array({number, embedding})},
        {"optimizer", {{"class", v1 ? "AdamOptimizer" : "Adam"}, {"learning_rate", 0.1}}}}},
      {"warm_start_from", recorded["warm_start_from"]}};
  const model::ParsedConfig parsed = model::parseConfig(config);
  if (!parsed.problems.empty()) problem = describe(parsed.problems.front());
  return parsed.config;
}

/// What TensorFlow gave without a warm start.
void fill(VariableStore& store, const json& fresh) {
  for (std::size_t i = 0; i < store.variables().size(); ++i) {
    const std::string& name = store.variables()[i].name;
    for (std::size_t j = 0; j < store.values(i).size(); ++j)
      store.values(i)[j] = fresh[name][j].get<float>();
    // Recorded with another rate, so that one taken over is seen.
    if (name == "training/Adam/learning_rate") store.values(i) = {0.1F};
  }
}

/// The first variable that is not as recorded; empty: none.
std::string different(const VariableStore& store, const json& warm) {
  if (store.step.value() != warm["global_step"][0].get<std::int64_t>()) return "global_step";
  for (std::size_t i = 0; i < store.variables().size(); ++i) {
    const std::string& name = store.variables()[i].name;
    for (std::size_t j = 0; j < store.values(i).size(); ++j)
      if (store.values(i)[j] != warm[name][j].get<float>()) return name;
  }
  return {};
}

/// Without the list of the checkpoint's tensors, whose order is that of a hash table.
std::string comparable(const std::string& message) {
  return message.substr(0, message.find(" checkpoint {"));
}

}  // namespace

class WarmStartTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void takesWhatTensorFlowTakes_data();
  void takesWhatTensorFlowTakes();
  void patternThatIsNoneIsNamed();
  void withoutTheSettingNothingIsDone();

 private:
  json m_cases;
};

void WarmStartTest::initTestCase() {
  m_cases = tests::readJson(folder() / "cases.json")["cases"];
  QVERIFY(m_cases.is_object());
}

void WarmStartTest::takesWhatTensorFlowTakes_data() {
  QTest::addColumn<QString>("name");
  for (const auto& [name, recorded] : m_cases.items())
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void WarmStartTest::takesWhatTensorFlowTakes() {
  QFETCH(QString, name);
  const json& recorded = m_cases[name.toStdString()];
  std::string problem;
  auto config = configOf(recorded, problem);
  QVERIFY2(config, problem.c_str());
  auto variables = model::variableMap(*config);
  QVERIFY(variables);
  VariableStore store(std::move(*variables));
  if (recorded.contains("fresh")) fill(store, recorded["fresh"]);
  const QTemporaryDir empty;
  if (config->warmStartFrom.checkpoint == "empty")
    config->warmStartFrom.checkpoint = empty.path().toStdString();
  const auto done = training::warmStart(posixFileOps(), *config, folder(), store, {});
  if (recorded.contains("message")) {
    QVERIFY(!done);
    QCOMPARE(comparable(done.error().message), comparable(recorded["message"]));
    QVERIFY(done.error().where.starts_with("warm_start_from"));
    return;
  }
  QVERIFY2(done, done ? "" : describe(done.error()).c_str());
  QCOMPARE(different(store, recorded["warm"]), std::string());
}

void WarmStartTest::patternThatIsNoneIsNamed() {
  std::string problem;
  auto config = configOf(m_cases["a path takes all trainable"], problem);
  QVERIFY(config);
  config->warmStartFrom.variables = {"dnn/("};
  auto variables = model::variableMap(*config);
  QVERIFY(variables);
  VariableStore store(std::move(*variables));
  const auto done = training::warmStart(posixFileOps(), *config, folder(), store, {});
  QVERIFY(!done);
  QCOMPARE(done.error().where, std::string("warm_start_from.vars_to_warm_start"));
}

void WarmStartTest::withoutTheSettingNothingIsDone() {
  VariableStore store({});
  QVERIFY(training::warmStart(posixFileOps(), model::Config(), folder(), store, {}));
}

QTEST_APPLESS_MAIN(WarmStartTest)
#include "warm_start_test.moc"
