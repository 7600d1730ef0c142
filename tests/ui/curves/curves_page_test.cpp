#include "ui/curves/curves_page.h"

#include "tests/ui/watchdog.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/curves/at_step_table.h"
#include "ui/curves/card_group.h"
#include "ui/curves/chart_saver.h"
#include "ui/curves/data_table.h"
#include "ui/curves/settings_pane.h"
#include "ui/plot/chart_plot.h"
#include "ui/theme/theme.h"
#include "ui/widgets/segmented_control.h"

#include <QApplication>
#include <QCheckBox>
#include <QClipboard>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

namespace {

fs::path fixtures() {
  const char* given = std::getenv("CAIRN_FIXTURES");
  return given ? given : CAIRN_FIXTURES_DEFAULT;
}

}  // namespace

class CurvesPageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup() { m_window.reset(); }
  void trainAndEvalShareACard();
  void aPinnedCardStandsOnTopAndStays();
  void aHiddenCardComesBack();
  void theFilterTakesARegex();
  void oneCrosshairForAllCards();
  void deletedCheckpointsAreHollow();
  void keysActInACard();
  void aCardMayHaveItsOwnAxis();
  void aViewIsTakenBackAsAWhole();
  void aStretchOfStepsHasFigures();
  void theExpandedChartHasItsTable();
  void abandonedBranchesCanBeHidden();
  void aChartSaysItsValues();
  void manyTagsMakeFewCards();
  void aChartIsSaved_data();
  void aChartIsSaved();

 private:
  void show(const std::vector<const char*>& names);
  ChartCard* card(const QString& tag) const {
    return m_page->findChild<ChartCard*>(QStringLiteral("curves.card.") + tag);
  }
  std::unique_ptr<QWidget> m_window;
  QTemporaryDir m_folder;
  CurvesPage* m_page = nullptr;
};

void CurvesPageTest::initTestCase() {
  QApplication::setApplicationName(QStringLiteral("curves_page_test"));
  QSettings::setDefaultFormat(QSettings::IniFormat);
  QSettings::setPath(QSettings::IniFormat, QSettings::UserScope, m_folder.path());
  new Theme(*qApp);
}

void CurvesPageTest::init() {
  QSettings().clear();
  m_window = std::make_unique<QWidget>();
  m_window->resize(1120, 800);
  m_page = new CurvesPage(Services{}, m_window.get());
  m_page->resize(1120, 800);
  m_window->show();
  m_page->setActive(true);
}

void CurvesPageTest::show(const std::vector<const char*>& names) {
  std::vector<RunRef> runs;
  for (const char* name : names) {
    RunRef run;
    run.modelDir = fixtures() / "iris" / name / "models" / "iris";
    run.workspace = fixtures() / "iris";
    run.id = pathText(run.modelDir);
    run.name = QString::fromLatin1(name);
    run.color = tokens().runs[runs.size()];
    runs.push_back(run);
  }
  m_page->setRun(runs.front());
  m_page->setShown(runs);
  QTRY_VERIFY(card(QStringLiteral("loss")) && card(QStringLiteral("loss"))->curveCount() > 0);
}

void CurvesPageTest::trainAndEvalShareACard() {
  show({"guide_v1"});
  QTRY_COMPARE(card(QStringLiteral("loss"))->curveCount(), std::size_t{2});
  const auto& series = card(QStringLiteral("loss"))->series();
  QVERIFY(series[0].dashed != series[1].dashed);
}

void CurvesPageTest::aPinnedCardStandsOnTopAndStays() {
  show({"guide_v1"});
  const QString tag = QStringLiteral("global_step/sec");
  QVERIFY(!m_page->pins().contains(tag));
  m_page->togglePin(tag);
  QVERIFY(m_page->pins().contains(tag));
  QTRY_VERIFY(card(tag) && card(tag)->parentWidget());
  // Another window on the same workspace knows it.
  CurvesPage other{Services{}};
  other.setActive(true);
  RunRef run;
  run.modelDir = fixtures() / "iris" / "guide_v1" / "models" / "iris";
  run.workspace = fixtures() / "iris";
  run.id = pathText(run.modelDir);
  other.setShown({run});
  QTRY_VERIFY(other.pins().contains(tag));
}

void CurvesPageTest::aHiddenCardComesBack() {
  show({"guide_v1"});
  m_page->setHidden(QStringLiteral("loss"), true);
  QTRY_VERIFY(!card(QStringLiteral("loss")));
  auto* back = m_page->findChild<QPushButton*>(QStringLiteral("curves.showHidden"));
  QVERIFY(!back->isHidden());
  back->click();
  QTRY_VERIFY(card(QStringLiteral("loss")));
}

void CurvesPageTest::theFilterTakesARegex() {
  show({"guide_v1"});
  auto* filter = m_page->findChild<QLineEdit*>(QStringLiteral("curves.tags"));
  filter->setText(QStringLiteral("^average"));
  QTRY_COMPARE(m_page->cards().size(), std::size_t{1});
  filter->setText(QStringLiteral("(("));
  QVERIFY(!m_page->findChild<QLabel*>(QStringLiteral("curves.tagsError"))->text().isEmpty());
  QCOMPARE(m_page->cards().size(), std::size_t{1});
}

void CurvesPageTest::oneCrosshairForAllCards() {
  show({"guide_v1", "rotation"});
  ChartCard* loss = card(QStringLiteral("loss"));
  auto* plot = loss->findChild<ChartPlot*>();
  QTest::mouseMove(plot, plot->area().center());
  auto* title = m_page->findChild<QLabel*>(QStringLiteral("curves.atStepTitle"));
  QTRY_VERIFY(!title->isHidden());
  QCOMPARE(m_page->findChild<QLabel*>(QStringLiteral("curves.atStepTag"))->text(),
           QStringLiteral("· loss"));
}

void CurvesPageTest::deletedCheckpointsAreHollow() {
  show({"rotation"});
  ChartCard* loss = card(QStringLiteral("loss"));
  QSignalSpy chosen(loss, &ChartCard::checkpointChosen);
  QTRY_VERIFY(loss->checkpoints().size() > 5);
  const auto& marks = loss->checkpoints();
  QCOMPARE(std::count_if(marks.begin(), marks.end(), [](const auto& m) { return m.onDisk; }), 5);
}

void CurvesPageTest::keysActInACard() {
  show({"rotation"});
  ChartCard* loss = card(QStringLiteral("loss"));
  QTRY_VERIFY(loss->checkpoints().size() > 5 && loss->isSettled());
  auto* plot = loss->findChild<ChartPlot*>();
  plot->setFocus();
  QSignalSpy pointed(loss, &ChartCard::pointed);
  QSignalSpy chosen(loss, &ChartCard::checkpointChosen);
  QTest::keyClick(plot, Qt::Key_End);
  QTest::keyClick(plot, Qt::Key_Left, Qt::ControlModifier);
  QVERIFY(pointed.count() >= 2);
  QTest::keyClick(plot, Qt::Key_C);
  QCOMPARE(chosen.count(), 1);
  const Range before = loss->xRange();
  QTest::keyClick(plot, Qt::Key_Plus);
  QVERIFY(loss->xRange().size() < before.size());
  QTest::keyClick(plot, Qt::Key_F);
  QTRY_VERIFY(!loss->isZoomed() && loss->isSettled());
}

void CurvesPageTest::aCardMayHaveItsOwnAxis() {
  show({"guide_v1"});
  ChartCard* loss = card(QStringLiteral("loss"));
  loss->setOwnAxes({}, true);
  QVERIFY(loss->settings().logY);
  auto* vertical = m_page->findChild<SegmentedControl*>(QStringLiteral("curves.vertical"));
  QCOMPARE(vertical->current(), -1);  // mixed
  loss->setOwnAxes({}, {});
  QCOMPARE(vertical->current(), 0);
}

void CurvesPageTest::aViewIsTakenBackAsAWhole() {
  show({"guide_v1"});
  QSignalSpy changed(m_page, &CurvesPage::viewChanged);
  const CurvesView before = m_page->view();
  m_page->settings()->setSmoothing(0.4);
  m_page->settings()->setLogY(true);
  Q_EMIT card(QStringLiteral("loss"))->zoomed(Range{10, 90});
  card(QStringLiteral("loss"))->setZoom({Range{10, 90}, std::nullopt});
  m_page->togglePin(QStringLiteral("global_step/sec"));
  m_page->setHidden(QStringLiteral("accuracy"), true);
  QVERIFY(changed.size() >= 5);
  const CurvesView after = m_page->view();
  QVERIFY(!(after == before));
  QCOMPARE(after.settings.charts.smoothing, 0.4);
  QVERIFY(after.zooms.contains(QStringLiteral("loss")));
  m_page->setView(before);
  QVERIFY(m_page->view() == before);
  QTRY_VERIFY(card(QStringLiteral("loss")) && !card(QStringLiteral("loss"))->isZoomed());
  m_page->setView(after);
  QVERIFY(m_page->view().settings == after.settings);
  QCOMPARE(m_page->view().pins, after.pins);
}

void CurvesPageTest::aStretchOfStepsHasFigures() {
  show({"guide_v1"});
  ChartCard* loss = card(QStringLiteral("loss"));
  m_page->selectStep(loss, 0, false);
  QVERIFY(m_page->selectedRange().has_value());
  const auto* title = m_page->findChild<QLabel*>(QStringLiteral("curves.atStepTitle"));
  QVERIFY(title->isVisibleTo(m_page) && !title->text().isEmpty());
  m_page->selectStep(loss, 200, true);
  QVERIFY(m_page->selectedRange()->size() > 0);
  const auto* table = m_page->findChild<AtStepTable*>();
  QTRY_VERIFY(!table->rows().empty() && !table->rows().front().more.isEmpty());
  QTest::keyClick(loss, Qt::Key_Escape);
  QVERIFY(!m_page->selectedRange());
  QVERIFY(table->rows().empty());
}

void CurvesPageTest::theExpandedChartHasItsTable() {
  show({"guide_v1"});
  ChartCard* loss = card(QStringLiteral("loss"));
  auto* table = m_page->findChild<DataTable*>();
  QVERIFY(!table->isVisible());
  Q_EMIT loss->dataTableAsked();
  QTRY_VERIFY(table->isVisible());
  QTRY_VERIFY(table->points()->rowCount() > 0);
  // A row for each step, and the value that the chart has there.
  const auto& series = *loss->shownSeries().front().series;
  const int row = table->points()->rowAt(static_cast<double>(series.steps.front()));
  QCOMPARE(table->points()->exact(table->points()->index(row, 1)),
           exactText(series.values.front()));
  table->selectRow(row);
  QTest::keyClick(table, Qt::Key_C, Qt::ControlModifier);
  const QString copied = QGuiApplication::clipboard()->text();
  QVERIFY(copied.startsWith(QStringLiteral("Step\t")));
  QVERIFY(copied.contains(exactText(series.values.front())));
  QTest::keyClick(loss, Qt::Key_Escape);
  QTRY_VERIFY(!table->isVisible());
}

void CurvesPageTest::abandonedBranchesCanBeHidden() {
  show({"rewind"});
  ChartCard* loss = card(QStringLiteral("loss"));
  QVERIFY(loss->settings().abandoned);
  m_page->findChild<QCheckBox*>(QStringLiteral("curves.abandoned"))->setChecked(false);
  QVERIFY(!loss->settings().abandoned);
}

void CurvesPageTest::aChartSaysItsValues() {
  show({"guide_v1"});
  ChartCard* loss = card(QStringLiteral("loss"));
  auto* plot = loss->findChild<ChartPlot*>();
  QTRY_VERIFY(plot->accessibleName().startsWith(QStringLiteral("loss")));
  plot->setFocus();
  QTest::keyClick(loss, Qt::Key_Home);
  QTRY_VERIFY(plot->accessibleDescription().contains(QStringLiteral("guide_v1")));
}

void CurvesPageTest::manyTagsMakeFewCards() {
  std::vector<ShownRun> runs(1);
  auto all = std::make_shared<series::RunSeries>();
  for (int i = 0; i < 2000; ++i) {
    auto one = std::make_shared<series::Series>();
    one->tag = "layer/w" + std::to_string(i);
    one->steps = {0, 1};
    one->wallTimes = {0, 1};
    one->values = {1, 2};
    one->attempts = {0, 0};
    one->abandoned = {false, false};
    all->series[{"", one->tag}] = one;
  }
  runs[0].series = all;
  auto plans = planCards(runs, {}, {});
  QCOMPARE(plans.size(), std::size_t{1});
  Watchdog watchdog;
  CardGroup group(plans[0]);
  group.setColumns(2);
  group.setPlan(plans[0]);
  QVERIFY(group.cards().size() < 10);
  group.reveal(3000);
  QVERIFY(group.cards().size() > 10 && group.cards().size() < 60);
  QTest::qWait(30);
  QVERIFY2(watchdog.longestBusy() < Watchdog::kLimitMs,
           qPrintable(QString::number(watchdog.longestBusy())));
}

void CurvesPageTest::aChartIsSaved_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<QByteArray>("begins");
  QTest::newRow("picture") << "a.png" << QByteArray("\x89PNG");
  QTest::newRow("drawing") << "a.svg" << QByteArray("<svg ");
  QTest::newRow("data") << "a.csv" << QByteArray("run,subset,tag,step,");
}

void CurvesPageTest::aChartIsSaved() {
  QFETCH(QString, name);
  QFETCH(QByteArray, begins);
  show({"guide_v1"});
  ChartExport chart;
  chart.title = QStringLiteral("loss");
  chart.series = card(QStringLiteral("loss"))->series();
  chart.x = {0, 200};
  chart.y = {0, 200};
  auto* saver = m_page->findChild<ChartSaver*>();
  QSignalSpy saved(saver, &ChartSaver::saved);
  const fs::path file = toPath(m_folder.filePath(name));
  saver->save(chart, file);
  QVERIFY(saved.wait());
  QFile written(pathText(file));
  QVERIFY(written.open(QIODevice::ReadOnly));
  QVERIFY(written.readAll().startsWith(begins));
}

QTEST_MAIN(CurvesPageTest)
#include "curves_page_test.moc"
