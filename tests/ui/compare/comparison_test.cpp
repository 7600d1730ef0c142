#include "ui/compare/comparison.h"

#include "tests/ui/iris_run.h"
#include "ui/compare/compare_model.h"
#include "ui/compare/comparison_text.h"

#include <QAbstractItemModelTester>
#include <QTest>
#include <nlohmann/json.hpp>

using namespace cairn;
using namespace cairn::ui;

namespace {

std::shared_ptr<const series::RunSeries> results(float loss, float accuracy) {
  auto all = std::make_shared<series::RunSeries>();
  for (const auto& [tag, value] : {std::pair{"average_loss", loss}, {"accuracy", accuracy}}) {
    auto one = std::make_shared<series::Series>();
    one->subset = "eval";
    one->tag = tag;
    one->steps = {100, 200};
    one->wallTimes = {1, 2};
    one->values = {value * 2, value};
    one->attempts = {0, 0};
    one->abandoned = {false, false};
    all->series[{"eval", tag}] = one;
  }
  return all;
}

ComparedRun run(const char* name, const model::Config& config, float loss, float accuracy) {
  ComparedRun one;
  one.run.name = QString::fromLatin1(name);
  one.run.id = one.run.name;
  one.record = model::RunRecord{};
  one.record->config = config;
  one.series = results(loss, accuracy);
  return one;
}

}  // namespace

class ComparisonTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void onlyDifferingKeysDiffer();
  void keysThatChangeVariablesStandApart();
  void theBestIsMarkedAndTiesShareIt();
  void aRunWithoutAConfigStandsAtTheEnd();
  void theModelHasSections();
  void differencesAreWalkedThrough();
  void aDirectionCanBeTurned();
  void textsHoldTheSameFacts_data();
  void textsHoldTheSameFacts();
  void valuesAreWrittenAsInPython_data();
  void valuesAreWrittenAsInPython();

 private:
  IrisFolder m_folder;
  std::shared_ptr<const Comparison> m_comparison;
};

void ComparisonTest::init() {
  const model::Config base = m_folder.config();
  const auto wide = *model::withValue(base, "args.hidden_units", "[20, 20]");
  const auto seeded = *model::withValue(base, "train.seed", "77");
  m_comparison = std::make_shared<const Comparison>(
      compareRuns({run("base", base, 0.25F, 0.5F), run("wide", wide, 0.125F, 1),
                   run("seeded", seeded, 0.5F, 1)}));
}

void ComparisonTest::onlyDifferingKeysDiffer() {
  QCOMPARE(m_comparison->differing, std::size_t{2});
  QVERIFY(m_comparison->keys > 5);
  int differing = 0;
  for (const ComparisonRow& row : m_comparison->rows) {
    if (!row.differs()) continue;
    ++differing;
    if (row.key == "hidden_units") QVERIFY(row.differs(1) && !row.differs(2));
    if (row.key == "train.seed") QVERIFY(!row.differs(1) && row.differs(2));
  }
  QCOMPARE(differing, 2);
}

void ComparisonTest::keysThatChangeVariablesStandApart() {
  for (const ComparisonRow& row : m_comparison->rows) {
    if (row.key == "hidden_units") QVERIFY(row.section == RowSection::Variables);
    if (row.key == "train.seed") QVERIFY(row.section == RowSection::Training);
  }
}

void ComparisonTest::theBestIsMarkedAndTiesShareIt() {
  for (const ComparisonRow& row : m_comparison->rows) {
    if (row.key == "average_loss") {
      QCOMPARE(row.best(ResultKind::Last), (std::vector<bool>{false, true, false}));
      QCOMPARE(row.results[0]->highest, 0.5);
    }
    if (row.key == "accuracy")
      QCOMPARE(row.best(ResultKind::Last), (std::vector<bool>{false, true, true}));
    if (row.key == "parameters") {
      QCOMPARE(row.results[0]->last, 193.0);
      QCOMPARE(row.results[1]->last, 583.0);
      QCOMPARE(row.best(ResultKind::Last), (std::vector<bool>(3, false)));
    }
  }
  QCOMPARE(betterOf("accuracy_baseline"), Better::Unknown);
}

void ComparisonTest::aRunWithoutAConfigStandsAtTheEnd() {
  ComparedRun bare;
  bare.run.name = QStringLiteral("bare");
  bare.series = results(0.1F, 0.9F);
  const Comparison comparison = compareRuns({bare, run("known", m_folder.config(), 0.2F, 0.8F)});
  QCOMPARE(comparison.runs.front().name, QStringLiteral("known"));
  QCOMPARE(comparison.withoutConfig, std::vector<QString>{QStringLiteral("bare")});
  for (const ComparisonRow& row : comparison.rows) {
    if (row.key == "accuracy") QVERIFY(row.results[1].has_value());
    QVERIFY(!row.differs());  // what is not known does not differ
  }
}

void ComparisonTest::theModelHasSections() {
  CompareModel model;
  const QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::Fatal);
  model.setComparison(m_comparison);
  QStringList sections;
  for (int row = 0; row < model.rowCount(); ++row)
    if (model.index(row, 0).data(CompareModel::SectionRole).toBool())
      sections << model.index(row, 0).data().toString();
  QCOMPARE(sections, (QStringList{"Changes variables", "Training only", "Results"}));
  const int few = model.rowCount();
  model.setOnlyDifferences(false);
  QVERIFY(model.rowCount() > few);
  model.setSearch(QStringLiteral("seed"));
  QCOMPARE(model.rowAt(1)->key, std::string("train.seed"));
}

void ComparisonTest::differencesAreWalkedThrough() {
  CompareModel model;
  model.setComparison(m_comparison);
  const QModelIndex first = model.nextDifference({}, 1);
  QCOMPARE(model.rowAt(first.row())->key, std::string("hidden_units"));
  QCOMPARE(first.column(), 2);
  const QModelIndex second = model.nextDifference(first, 1);
  QCOMPARE(model.rowAt(second.row())->key, std::string("train.seed"));
  QVERIFY(!model.nextDifference(second, 1).isValid());
  QCOMPARE(model.nextDifference(second, -1), first);
}

void ComparisonTest::aDirectionCanBeTurned() {
  CompareModel model;
  model.setComparison(m_comparison);
  for (int row = 0; row < model.rowCount(); ++row) {
    if (!model.rowAt(row) || model.rowAt(row)->key != "average_loss") continue;
    QVERIFY(model.index(row, 2).data(CompareModel::BestRole).toBool());
    model.turnDirection(row);
    QVERIFY(model.index(row, 3).data(CompareModel::BestRole).toBool());
    QVERIFY(model.index(row, 0).data().toString().endsWith(QStringLiteral("↑")));
    return;
  }
  QFAIL("no row of average_loss");
}

void ComparisonTest::textsHoldTheSameFacts_data() {
  QTest::addColumn<int>("format");
  QTest::addColumn<QString>("line");
  QTest::newRow("csv") << static_cast<int>(TableFormat::Csv)
                       << "hidden_units,\"[10, 10]\",\"[20, 20]\",\"[10, 10]\"\n";
  QTest::newRow("markdown") << static_cast<int>(TableFormat::Markdown)
                            << "| hidden_units | [10, 10] | [20, 20] | [10, 10] |\n";
  QTest::newRow("latex") << static_cast<int>(TableFormat::Latex)
                         << "hidden\\_units & [10, 10] & [20, 20] & [10, 10] \\\\\n";
  QTest::newRow("json") << static_cast<int>(TableFormat::Json) << "\"average_loss\": 0.125";
}

void ComparisonTest::textsHoldTheSameFacts() {
  QFETCH(int, format);
  QFETCH(QString, line);
  const QString text =
      comparisonText(*m_comparison, static_cast<TableFormat>(format), true, ResultKind::Last);
  QVERIFY2(text.contains(line), qPrintable(text));
  if (static_cast<TableFormat>(format) == TableFormat::Json)
    QVERIFY(!nlohmann::json::parse(text.toStdString(), nullptr, false).is_discarded());
}

void ComparisonTest::valuesAreWrittenAsInPython_data() {
  QTest::addColumn<QString>("json");
  QTest::addColumn<QString>("shown");
  QTest::newRow("text") << "\"Adam\""
                        << "Adam";
  QTest::newRow("list") << "[10,10]"
                        << "[10, 10]";
  QTest::newRow("truth") << "true"
                         << "True";
  QTest::newRow("none") << "null"
                        << "None";
  QTest::newRow("absent") << ""
                          << "–";
  QTest::newRow("number") << "0.05"
                          << "0.05";
}

void ComparisonTest::valuesAreWrittenAsInPython() {
  QFETCH(QString, json);
  QFETCH(QString, shown);
  QCOMPARE(shownValue(json.toStdString()), shown);
}

QTEST_GUILESS_MAIN(ComparisonTest)
#include "comparison_test.moc"
