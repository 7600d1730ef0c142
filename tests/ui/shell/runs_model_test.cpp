#include "ui/shell/runs_model.h"

#include "tests/ui/watchdog.h"
#include "ui/bridge/convert.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class RunsModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void rowsAreByName();
  void aRescanKeepsRowsByIdentity();
  void theFilterTakesAllWords();
  void coloursStayWithTheirRun();
  void eyesAreApartFromRows();
  void showOnlyAndBack();
  void draftsGoWhenTheirDirectoryAppears();
  void livePillsCoverTheState();
  void tenThousandRunsAreFiltered();
  void aWrongFilterLeavesTheLastGoodOne();
  void sortingKeepsRowsByIdentity();
  void groupsHeadTheirRunsAndFold();
  void theBaselineStandsAboveAll();
  void aRunThatIsGoneStaysUntilItIsForgotten();
  void newRunsWaitWhileThePointerIsOverTheRows();
  void namesAndColoursAreKept();

 private:
  static runs::Run run(const std::string& name,
                       const std::string& summary = "DNNClassifier [10, 10]") {
    runs::Run made;
    made.name = name;
    made.modelDir = fs::path("/w") / name;
    made.summary = summary;
    made.state = runs::RunState::Finished;
    made.step = Step(8400);
    return made;
  }
  QStringList names() const {
    QStringList all;
    for (int i = 0; i < m_model->rowCount(); ++i) all << m_model->index(i, 0).data().toString();
    return all;
  }
  std::unique_ptr<RunsModel> m_model;
  std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void RunsModelTest::init() {
  m_tester.reset();
  m_model = std::make_unique<RunsModel>();
  m_tester = std::make_unique<QAbstractItemModelTester>(
      m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
  m_model->setRuns({run("b"), run("a", "LinearClassifier"), run("c")}, "/w");
}

void RunsModelTest::rowsAreByName() {
  QCOMPARE(names(), (QStringList{"a", "b", "c"}));
  QCOMPARE(
      m_model->index(1, 0).data(RunsModel::LineTwoRole).toString(),
      QStringLiteral("DNNClassifier [10, 10] · step 8") + QChar(0x202F) + QStringLiteral("400"));
}

void RunsModelTest::aRescanKeepsRowsByIdentity() {
  const QPersistentModelIndex b(m_model->indexOf("/w/b"));
  m_model->setRuns({run("a"), run("aa"), run("b"), run("c"), run("d")}, "/w");
  QCOMPARE(names(), (QStringList{"a", "aa", "b", "c", "d"}));
  QVERIFY(b.isValid());
  QCOMPARE(b.data().toString(), QStringLiteral("b"));
}

void RunsModelTest::theFilterTakesAllWords() {
  m_model->setFilter("dnn B");
  QCOMPARE(names(), QStringList{"b"});
  m_model->setFilter("nothing");
  QCOMPARE(m_model->rowCount(), 0);
  m_model->setFilter("");
  QCOMPARE(m_model->rowCount(), 3);
}

void RunsModelTest::coloursStayWithTheirRun() {
  const QColor c = m_model->refOf("/w/c").color;
  m_model->setRuns({run("a"), run("b"), run("c"), run("z"), run("0")}, "/w");
  QCOMPARE(m_model->refOf("/w/c").color, c);
  QVERIFY(m_model->refOf("/w/z").color != c);
}

void RunsModelTest::eyesAreApartFromRows() {
  QSignalSpy shown(m_model.get(), &RunsModel::shownChanged);
  QVERIFY(m_model->setData(m_model->index(1, 0), false, RunsModel::ShownRole));
  QCOMPARE(shown.count(), 1);
  QCOMPARE(m_model->shown().size(), std::size_t{2});
  m_model->setFilter("a");
  QCOMPARE(m_model->shown().size(), std::size_t{2});
  m_model->setRuns({run("c"), run("b"), run("a")}, "/w");
  m_model->setFilter("");
  QVERIFY(!m_model->index(m_model->indexOf("/w/b").row(), 0).data(RunsModel::ShownRole).toBool());
}

void RunsModelTest::showOnlyAndBack() {
  m_model->showOnly("/w/b");
  QCOMPARE(m_model->shown().size(), std::size_t{1});
  QCOMPARE(m_model->shown()[0].name, QStringLiteral("b"));
  m_model->showOnly("/w/b");
  QCOMPARE(m_model->shown().size(), std::size_t{3});
}

void RunsModelTest::draftsGoWhenTheirDirectoryAppears() {
  m_model->addDraft("/w/b-2", "b-2");
  QCOMPARE(names(), (QStringList{"a", "b", "b-2", "c"}));
  QVERIFY(m_model->index(2, 0).data(RunsModel::DirtyRole).toBool());
  m_model->setRuns({run("a"), run("b"), run("c")}, "/w");
  QCOMPARE(names(), (QStringList{"a", "b", "b-2", "c"}));
  m_model->setRuns({run("a"), run("b"), run("b-2"), run("c")}, "/w");
  QCOMPARE(names(), (QStringList{"a", "b", "b-2", "c"}));
  QVERIFY(!m_model->index(2, 0).data(RunsModel::DirtyRole).toBool());
}

void RunsModelTest::livePillsCoverTheState() {
  LiveRun live;
  live.state = LiveRun::State::Running;
  live.step = 100;
  live.percent = 84;
  m_model->setLive("/w/a", live);
  QCOMPARE(m_model->index(0, 0).data(RunsModel::PillRole).value<PillLook>().text,
           QStringLiteral("84 %"));
  m_model->setLive("/w/a", std::nullopt);
  QCOMPARE(m_model->index(0, 0).data(RunsModel::PillRole).value<PillLook>().text,
           QStringLiteral("finished"));
}

void RunsModelTest::tenThousandRunsAreFiltered() {
  m_tester.reset();
  Watchdog watchdog;
  std::vector<runs::Run> many;
  for (int i = 0; i < 10'000; ++i) many.push_back(run("r" + std::to_string(i)));
  m_model->setRuns(std::move(many), "/w");
  QTRY_COMPARE(m_model->passing(), 10'003);
  QCOMPARE(m_model->setFilter("r99"), QString());
  QTRY_COMPARE(m_model->rowCount(), 111);
  m_model->setFilter("");
  m_model->setSort({{"name", true}});
  QTRY_COMPARE(m_model->rowCount(), 10'003);
  QTRY_COMPARE(m_model->index(0, 0).data().toString(), QStringLiteral("r9999"));
  // Runs beyond the first 500 start with the eye closed.
  QVERIFY(m_model->shown().size() <= 500);
  QVERIFY2(watchdog.longestBusy() <= Watchdog::kLimitMs,
           qPrintable(QStringLiteral("%1 ms").arg(watchdog.longestBusy())));
}

void RunsModelTest::aWrongFilterLeavesTheLastGoodOne() {
  m_model->setFilter("b");
  QVERIFY(m_model->setFilter("b \"c").contains(QStringLiteral("not closed")));
  QCOMPARE(names(), QStringList{"b"});
}

void RunsModelTest::sortingKeepsRowsByIdentity() {
  const QPersistentModelIndex b(m_model->indexOf("/w/b"));
  m_model->setSort({{"name", true}});
  QCOMPARE(names(), (QStringList{"c", "b", "a"}));
  QCOMPARE(b.data().toString(), QStringLiteral("b"));
  m_model->setSort({});
  QCOMPARE(names(), (QStringList{"a", "b", "c"}));
  QCOMPARE(b.row(), 1);
}

void RunsModelTest::groupsHeadTheirRunsAndFold() {
  m_model->setGroupBy("state");
  QCOMPARE(names(), (QStringList{"finished", "a", "b", "c"}));
  const QModelIndex head = m_model->index(0, 0);
  QVERIFY(head.data(RunsModel::GroupRole).toBool());
  QVERIFY(m_model->refAt(head).isNull());
  QCOMPARE(m_model->membersOf(head.data(RunsModel::IdRole).toString()).size(), std::size_t{3});
  QVERIFY(m_model->setData(head, false, RunsModel::ShownRole));
  QVERIFY(m_model->shown().empty());
  m_model->setFolded(head.data(RunsModel::IdRole).toString(), true);
  QCOMPARE(names(), QStringList{"finished"});
  m_model->setGroupBy({});
  QCOMPARE(names(), (QStringList{"a", "b", "c"}));
}

void RunsModelTest::theBaselineStandsAboveAll() {
  runs::RunNotes notes;
  notes.isBaseline = true;
  m_model->editNotes("/w/c", notes);
  QCOMPARE(names(), (QStringList{"c", "a", "b"}));
  QVERIFY(m_model->index(0, 0).data(RunsModel::BaselineRole).toBool());
  m_model->editNotes("/w/b", notes);
  QCOMPARE(names(), (QStringList{"b", "a", "c"}));
  QVERIFY(!m_model->run("/w/c")->notes.isBaseline);
}

void RunsModelTest::aRunThatIsGoneStaysUntilItIsForgotten() {
  m_model->setRuns({run("a"), run("c")}, "/w");
  QCOMPARE(names(), (QStringList{"a", "b", "c"}));
  QVERIFY(m_model->isGone("/w/b"));
  QVERIFY(m_model->index(1, 0).data(RunsModel::LineTwoRole).toString().startsWith("deleted"));
  QCOMPARE(m_model->shown().size(), std::size_t{2});
  m_model->forget("/w/b");
  QCOMPARE(names(), (QStringList{"a", "c"}));
  m_model->setRuns({run("a"), run("b"), run("c")}, "/w");
  QVERIFY(!m_model->isGone("/w/b"));
}

void RunsModelTest::newRunsWaitWhileThePointerIsOverTheRows() {
  m_model->setHeld(true);
  m_model->setRuns({run("a"), run("aa"), run("b"), run("c")}, "/w");
  QCOMPARE(names(), (QStringList{"a", "b", "c"}));
  QCOMPARE(m_model->waiting(), 1);
  m_model->setHeld(false);
  QCOMPARE(names(), (QStringList{"a", "aa", "b", "c"}));
  QCOMPARE(m_model->waiting(), 0);
}

void RunsModelTest::namesAndColoursAreKept() {
  QVERIFY(m_model->setData(m_model->index(1, 0), "Best", Qt::EditRole));
  QCOMPARE(m_model->run("/w/b")->notes.name, std::string("Best"));
  QCOMPARE(m_model->refOf("/w/b").name, QStringLiteral("Best"));
  runs::RunNotes notes = m_model->run("/w/b")->notes;
  notes.color = "#112233";
  m_model->editNotes("/w/b", notes);
  QCOMPARE(m_model->refOf("/w/b").color, QColor("#112233"));
}

QTEST_MAIN(RunsModelTest)
#include "runs_model_test.moc"
