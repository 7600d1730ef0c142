#include "core/data/example_table.h"
#include "core/model/config.h"
#include "tests/core/data/data_files.h"
#include "tests/core/fixtures.h"
#include "tests/core/model/fixture_configs.h"

#include <QTest>

using namespace cairn;
using namespace cairn::data;
using nlohmann::json;

// The tf.Examples that TensorFlow serialized are parsed into the rows that it made them of.

namespace {

Result<Table> parsed(const fs::path& folder, const std::vector<FeatureColumn>& columns) {
  CAIRN_ASSIGN(const json texts, tests::readJson(folder / "examples_base64.json"));
  Bytes content;
  for (const json& text : texts) {
    const QByteArray row = QByteArray::fromBase64(text.get<std::string>().c_str());
    append(content, test::record(row.toStdString()));
  }
  const tests::DataFolder data;
  ExampleFormat format;
  CAIRN_ASSIGN(format.features, exampleSpecs(columns));
  return readExamples(posixFileOps(), {data.write("rows", asText(content))}, format);
}

}  // namespace

class ExampleFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void examplesAreTheRowsTheyWereMadeOf_data();
  void examplesAreTheRowsTheyWereMadeOf();
};

void ExampleFixturesTest::examplesAreTheRowsTheyWereMadeOf_data() {
  QTest::addColumn<QString>("folder");
  for (const auto& folder : tests::sortedDirectories(tests::fixturesRoot() / "saved_models"))
    QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
}

void ExampleFixturesTest::examplesAreTheRowsTheyWereMadeOf() {
  QFETCH(QString, folder);
  const fs::path path = folder.toStdString();
  const json recorded = tests::readJsonFile(path / "case.json");
  const model::ParsedConfig config = model::parseConfig(tests::configOfCase(recorded));
  QVERIFY2(config.config, qPrintable(tests::problemText(config.problems)));
  std::vector<FeatureColumn> columns = config.config->args.featureColumns;
  for (const auto* more :
       {&config.config->args.dnnFeatureColumns, &config.config->args.linearFeatureColumns})
    columns.insert(columns.end(), more->begin(), more->end());
  const auto found = parsed(path, columns);
  QVERIFY2(found, found ? "" : describe(found.error()).c_str());
  const auto lines = tests::readJsonLines(path / "inputs.jsonl");
  QVERIFY(lines && lines->size() == 1);
  const auto wanted = tests::batchTable(recorded, lines->front());
  QVERIFY2(wanted, wanted ? "" : describe(wanted.error()).c_str());
  for (const Column& column : found->columns) {
    const Column* same = wanted->find(column.name);
    QVERIFY2(same, column.name.c_str());
    QVERIFY2(column.values == same->values, column.name.c_str());
    for (std::int64_t row = 0; row <= wanted->rows; ++row)
      QCOMPARE(column.begin(row), same->begin(row));
  }
}

QTEST_APPLESS_MAIN(ExampleFixturesTest)
#include "example_fixtures_test.moc"
