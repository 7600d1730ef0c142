#include "ui/compare/compare_page.h"

#include "tests/ui/iris_run.h"
#include "tests/ui/watchdog.h"
#include "ui/bridge/convert.h"
#include "ui/compare/parallel_view.h"
#include "ui/theme/theme.h"
#include "ui/widgets/card.h"
#include "ui/widgets/empty_state.h"

#include <QApplication>
#include <QCheckBox>
#include <QFile>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class ComparePageTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { new Theme(*qApp); }
  void init();
  void cleanup() { m_window.reset(); }
  void oneRunIsTooFew();
  void differencesAreShownAndWalked();
  void anotherRunCanBeTheBase();
  void equalConfigsAreSaid();
  void theTableIsSaved();
  void manyRunsDoNotBlockTheWindow();

 private:
  RunRef make(const char* name, const char* key = nullptr, const char* value = nullptr);
  void compare(const std::vector<RunRef>& runs);
  template <class T>
  T* find(const char* name) const {
    return m_page->findChild<T*>(QString::fromLatin1(name));
  }
  std::unique_ptr<IrisFolder> m_folder;
  std::unique_ptr<QWidget> m_window;
  ComparePage* m_page = nullptr;
};

void ComparePageTest::init() {
  m_folder = std::make_unique<IrisFolder>();
  m_window = std::make_unique<QWidget>();
  m_window->resize(1100, 800);
  m_page = new ComparePage(Services{}, m_window.get());
  m_page->resize(1100, 800);
  m_window->show();
  m_page->setActive(true);
}

RunRef ComparePageTest::make(const char* name, const char* key, const char* value) {
  RunRef run;
  run.modelDir = m_folder->models() / name;
  run.id = pathText(run.modelDir);
  run.name = QString::fromLatin1(name);
  run.color = tokens().runs[0];
  fs::create_directories(run.modelDir);
  model::RunRecord record;
  record.config = key ? *model::withValue(m_folder->config(), key, value) : m_folder->config();
  if (!model::saveRunRecord(posixFileOps(), run.modelDir, record)) qFatal("can't save");
  return run;
}

void ComparePageTest::compare(const std::vector<RunRef>& runs) {
  QSignalSpy compared(m_page, &ComparePage::compared);
  m_page->setSelection(runs);
  QVERIFY(compared.wait());
}

void ComparePageTest::oneRunIsTooFew() {
  m_page->setSelection({make("a")});
  QVERIFY(find<EmptyState>("compare.empty")->isVisible());
}

void ComparePageTest::differencesAreShownAndWalked() {
  compare({make("a"), make("b", "args.hidden_units", "[20, 20]"), make("c", "train.seed", "5")});
  QCOMPARE(m_page->comparison()->differing, std::size_t{2});
  auto* frozen = find<QTableView>("compare.frozen");
  m_page->activateWindow();
  frozen->setFocus();
  QTest::keyClick(frozen, Qt::Key_F7);
  QCOMPARE(frozen->currentIndex().column(), 2);
  QTest::keyClick(frozen, Qt::Key_F7);
  QCOMPARE(frozen->currentIndex().column(), 3);
  QTest::keyClick(frozen, Qt::Key_F7, Qt::ShiftModifier);
  QCOMPARE(frozen->currentIndex().column(), 2);
  const int few = frozen->model()->rowCount();
  find<QCheckBox>("compare.only")->click();
  QVERIFY(frozen->model()->rowCount() > few);
  QVERIFY(find<QTableView>("compare.configs")->isColumnHidden(1));
}

void ComparePageTest::anotherRunCanBeTheBase() {
  const RunRef a = make("a"), b = make("b", "args.hidden_units", "[20, 20]");
  compare({a, b});
  QCOMPARE(m_page->comparison()->runs.front().id, a.id);
  QSignalSpy compared(m_page, &ComparePage::compared);
  m_page->setBase(b.id);
  QVERIFY(compared.wait());
  QCOMPARE(m_page->comparison()->runs.front().id, b.id);
}

void ComparePageTest::equalConfigsAreSaid() {
  compare({make("a"), make("b")});
  QCOMPARE(m_page->comparison()->differing, std::size_t{0});
  QVERIFY(find<QWidget>("compare.card")->isVisible());
}

void ComparePageTest::theTableIsSaved() {
  compare({make("a"), make("b", "args.hidden_units", "[20, 20]")});
  const fs::path file = m_folder->root() / "table.md";
  QSignalSpy saved(m_page, &ComparePage::saved);
  m_page->saveTable(TableFormat::Markdown, file);
  QVERIFY(saved.wait());
  QFile written(pathText(file));
  QVERIFY(written.open(QIODevice::ReadOnly));
  QVERIFY(written.readAll().contains("| hidden_units | [10, 10] | [20, 20] |"));
}

void ComparePageTest::manyRunsDoNotBlockTheWindow() {
  std::vector<RunRef> runs;
  for (int i = 0; i < 60; ++i)
    runs.push_back(make(qPrintable(QStringLiteral("r%1").arg(i)), "train.seed",
                        qPrintable(QString::number(i))));
  Watchdog watchdog;
  compare(runs);
  QTest::qWait(50);
  QVERIFY2(watchdog.longestBusy() < Watchdog::kLimitMs,
           qPrintable(QString::number(watchdog.longestBusy())));
  QCOMPARE(find<ParallelView>("compare.parallel")->passing().size(), std::size_t{60});
}

QTEST_MAIN(ComparePageTest)
#include "compare_page_test.moc"
