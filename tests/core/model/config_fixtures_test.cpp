#include "core/model/config.h"
#include "tests/core/model/fixture_configs.h"

#include <QTest>

using namespace cairn;
using nlohmann::json;

namespace {

struct Recorded {
  std::string name;
  json caseJson;
};

void addCase(const std::filesystem::path& file, std::vector<Recorded>& out) {
  const json caseJson = tests::readJsonFile(file);
  const std::filesystem::path folder = file.parent_path();
  out.push_back(
      {(folder.parent_path().filename() / folder.filename() / file.stem()).string(), caseJson});
}

std::vector<Recorded> recordedCases() {
  std::vector<Recorded> cases;
  const std::filesystem::path root = tests::fixturesRoot();
  for (const char* group : {"numeric", "iris", "saved_models"})
    for (const auto& folder : tests::sortedDirectories(root / group))
      addCase(folder / "case.json", cases);
  for (const auto& folder : tests::sortedDirectories(root / "bad_restore")) {
    addCase(folder / "before.json", cases);
    addCase(folder / "after.json", cases);
  }
  return cases;
}

}  // namespace

class ConfigFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aConfigSurvivesItsText_data() { addRows(); }
  void aConfigSurvivesItsText();
  void leftOutArgumentsHaveTensorFlowsDefaults_data() { addRows(); }
  void leftOutArgumentsHaveTensorFlowsDefaults();

 private:
  void addRows();
  const std::vector<Recorded> m_cases = recordedCases();
};

void ConfigFixturesTest::addRows() {
  QTest::addColumn<int>("index");
  for (std::size_t i = 0; i < m_cases.size(); ++i)
    QTest::newRow(m_cases[i].name.c_str()) << static_cast<int>(i);
}

void ConfigFixturesTest::aConfigSurvivesItsText() {
  QFETCH(int, index);
  const json& caseJson = m_cases[static_cast<std::size_t>(index)].caseJson;
  const model::ParsedConfig first = model::parseConfig(tests::configOfCase(caseJson));
  QVERIFY2(first.config, qPrintable(tests::problemText(first.problems)));
  for (const bool full : {false, true}) {
    const std::string text = model::configText(*first.config, full);
    const model::ParsedConfig second = model::parseConfig(std::string_view(text));
    QVERIFY2(second.config, qPrintable(tests::problemText(second.problems)));
    QVERIFY2(*second.config == *first.config, text.c_str());
    QCOMPARE(model::configText(*second.config, full), text);
  }
}

// `args` are recorded with all defaults, `args_given` names those that were passed.
void ConfigFixturesTest::leftOutArgumentsHaveTensorFlowsDefaults() {
  QFETCH(int, index);
  const json& caseJson = m_cases[static_cast<std::size_t>(index)].caseJson;
  if (!caseJson.contains("args_given")) return;
  json given = tests::configOfCase(caseJson);
  const json named = caseJson["args_given"];
  for (auto argument = given["args"].begin(); argument != given["args"].end();)
    argument = std::find(named.begin(), named.end(), argument.key()) == named.end()
                   ? given["args"].erase(argument)
                   : std::next(argument);
  const model::ParsedConfig all = model::parseConfig(tests::configOfCase(caseJson));
  const model::ParsedConfig some = model::parseConfig(given);
  QVERIFY2(all.config, qPrintable(tests::problemText(all.problems)));
  QVERIFY2(some.config, qPrintable(tests::problemText(some.problems)));
  QCOMPARE(model::configText(*some.config, true), model::configText(*all.config, true));
}

QTEST_APPLESS_MAIN(ConfigFixturesTest)
#include "config_fixtures_test.moc"
