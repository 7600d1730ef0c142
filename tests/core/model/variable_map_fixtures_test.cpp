#include "core/model/variable_map.h"
#include "tests/core/model/fixture_configs.h"

#include <QTest>

using namespace cairn;
using nlohmann::json;

namespace {

using Tensors = std::map<std::string, std::string>;  // name -> `float32 [4,10]`

Tensors recordedTensors(const json& variables) {
  Tensors tensors;
  for (const json& variable : variables) {
    const auto shape = variable.at("shape").get<formats::Shape>();
    tensors[variable.at("name")] =
        variable.at("dtype").get<std::string>() + " " + formats::shapeText(shape);
  }
  return tensors;
}

Tensors mappedTensors(const std::vector<model::Variable>& variables) {
  Tensors tensors;
  for (const model::Variable& variable : variables)
    tensors[variable.name] =
        formats::dtypeName(variable.dtype) + " " + formats::shapeText(variable.shape());
  return tensors;
}

// What one has and the other has not.
QString difference(const Tensors& mapped, const Tensors& recorded) {
  QStringList lines;
  for (const auto& [name, what] : recorded) {
    const auto found = mapped.find(name);
    if (found == mapped.end())
      lines << QString("missing %1").arg(name.c_str());
    else if (found->second != what)
      lines
          << QString("%1: %2, recorded %3").arg(name.c_str(), found->second.c_str(), what.c_str());
  }
  for (const auto& [name, what] : mapped)
    if (!recorded.contains(name)) lines << QString("too much: %1").arg(name.c_str());
  return lines.join("; ");
}

struct Case {
  std::filesystem::path folder;
  json config;
  json variables;          // as recorded
  bool untouched = false;  // they have their initial values
};

Result<std::vector<model::Variable>> mapOf(const Case& one) {
  const model::ParsedConfig parsed = model::parseConfig(one.config);
  if (!parsed.config)
    return Error{ErrorCode::InvalidArgument, tests::problemText(parsed.problems).toStdString()};
  CAIRN_ASSIGN(const model::Config config,
               model::resolveVocabularies(posixFileOps(), *parsed.config, one.folder));
  return model::variableMap(config);
}

// The optimizers that the stories in iris/ used, told in words only.
void applyStory(const std::string& name, json& config) {
  if (name == "diverged")
    config["args"]["optimizer"] = {{"class", "GradientDescentOptimizer"}, {"learning_rate", 1e12}};
  if (name == "early_stopping")
    config["train"]["early_stopping"] = {{"type", "stop_if_lower_hook"},
                                         {"metric_name", "average_loss"},
                                         {"threshold", 0.4},
                                         {"run_every_steps", 1}};
}

// Files were changed after before.json made them: such a directory tells nothing.
bool isDamaged(const json& expected) {
  const json causes = expected.value("causes", json::array());
  return std::any_of(causes.begin(), causes.end(), [](const json& cause) {
    const std::string key = cause;
    return key.starts_with("files.") || key == "dtype" || key == "tensorflow version";
  });
}

std::vector<Case> recordedCases() {
  std::vector<Case> cases;
  const std::filesystem::path root = tests::fixturesRoot();
  for (const auto& folder : tests::sortedDirectories(root / "numeric")) {
    const json recorded = tests::readJsonFile(folder / "case.json");
    const json trace = tests::readJsonFile(folder / "trace.json");
    cases.push_back({folder, tests::configOfCase(recorded), trace.value("variables_start", json()),
                     recorded.value("start_step", 1) == 0});
  }
  for (const auto& folder : tests::sortedDirectories(root / "iris")) {
    json config = tests::configOfCase(tests::readJsonFile(folder / "case.json"));
    applyStory(folder.filename().string(), config);
    const json trace = tests::readJsonFile(folder / "trace.json");
    cases.push_back({folder, config, trace.value("variables", json())});
  }
  for (const auto& folder : tests::sortedDirectories(root / "bad_restore")) {
    if (isDamaged(tests::readJsonFile(folder / "expected_cause.json"))) continue;
    const json answer = tests::readJsonFile(folder / "tensorflow.json");
    cases.push_back({folder, tests::configOfCase(tests::readJsonFile(folder / "before.json")),
                     answer.value("checkpoint_before", json())});
  }
  return cases;
}

}  // namespace

class VariableMapFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theMapHasTheTensorsOfTheCheckpoint_data() { addRows(false); }
  void theMapHasTheTensorsOfTheCheckpoint();
  void aConstantStartsAsRecorded_data() { addRows(true); }
  void aConstantStartsAsRecorded();

 private:
  void addRows(bool untouchedOnly);
  const std::vector<Case> m_cases = recordedCases();
};

void VariableMapFixturesTest::addRows(bool untouchedOnly) {
  QTest::addColumn<int>("index");
  for (std::size_t i = 0; i < m_cases.size(); ++i) {
    const std::filesystem::path& folder = m_cases[i].folder;
    if (untouchedOnly && !m_cases[i].untouched) continue;
    QTest::newRow((folder.parent_path().filename() / folder.filename()).c_str())
        << static_cast<int>(i);
  }
}

void VariableMapFixturesTest::theMapHasTheTensorsOfTheCheckpoint() {
  QFETCH(int, index);
  const Case& one = m_cases[static_cast<std::size_t>(index)];
  const auto variables = mapOf(one);
  QVERIFY2(variables, variables ? "" : describe(variables.error()).c_str());
  QVERIFY2(one.variables.is_array() && !one.variables.empty(), "nothing recorded");
  QCOMPARE(difference(mappedTensors(*variables), recordedTensors(one.variables)), QString());
}

void VariableMapFixturesTest::aConstantStartsAsRecorded() {
  QFETCH(int, index);
  const Case& one = m_cases[static_cast<std::size_t>(index)];
  const auto variables = mapOf(one);
  QVERIFY2(variables, variables ? "" : describe(variables.error()).c_str());
  std::map<std::string, json> recorded;
  for (const json& variable : one.variables) recorded[variable.at("name")] = variable;
  for (const model::Variable& variable : *variables) {
    if (variable.initializer.kind != model::Initializer::Kind::Constant) continue;
    const json& values = recorded.at(variable.name);
    // float32, as stored; compared as the shortest decimal reads.
    const auto wanted = static_cast<float>(variable.initializer.value);
    for (const char* extreme : {"min", "max"}) {
      const auto found = static_cast<float>(values.at(extreme).get<double>());
      QVERIFY2(
          found == wanted,
          qPrintable(
              QString("%1: %2, recorded %3").arg(variable.name.c_str()).arg(wanted).arg(found)));
    }
  }
}

QTEST_APPLESS_MAIN(VariableMapFixturesTest)
#include "variable_map_fixtures_test.moc"
