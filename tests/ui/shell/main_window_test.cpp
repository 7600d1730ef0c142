#include "ui/shell/main_window.h"

#include "core/checkpoints/timeline.h"
#include "tests/ui/iris_run.h"
#include "tests/ui/watchdog.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/config/config_page.h"
#include "ui/config/verdict_card.h"
#include "ui/curves/curves_page.h"
#include "ui/restore/restore_page.h"
#include "ui/shell/run_row_delegate.h"
#include "ui/shell/runs_pane.h"
#include "ui/theme/theme.h"
#include "ui/widgets/chip.h"

#include <QApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>
#include <QTreeView>

using namespace cairn;
using namespace cairn::ui;

class MainWindowTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void aFirstStartOffersItsWays();
  void theIrisStory();
  void closingWhileItTrainsAsksAndSaves();
  void closingCanBeCancelled();
  void stopAsksHow();
  void aDragSaysWhatADropWouldDo();
  void aFolderThatIsNotThereSaysSo();
  void eyesDecideWhatIsShown();
  void everyMenuEntryHasItsOwnKey();
  void everyWidgetThatTakesTheFocusHasANameForPeople();

 private:
  template <class T>
  T* find(const char* name) const {
    return m_window->findChild<T*>(QString::fromLatin1(name));
  }
  void click(const char* name) { QTest::mouseClick(find<QWidget>(name), Qt::LeftButton); }
  void trainIris();
  void trainOnWithoutEnd();
  void openRecorded(std::initializer_list<const char*> cases);
  Theme* m_theme = nullptr;
  std::unique_ptr<IrisFolder> m_folder;
  std::unique_ptr<MainWindow> m_window;
};

void MainWindowTest::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName("cairn-test");
  QCoreApplication::setApplicationName("cairn-test");
  useLanguage(*qApp, QLocale(QLocale::English));
  m_theme = new Theme(*qApp);
}

void MainWindowTest::init() {
  m_folder = std::make_unique<IrisFolder>();
  m_window = std::make_unique<MainWindow>(Services{}, m_theme);
  m_window->setHome(m_folder->root());
  m_window->show();
}

void MainWindowTest::cleanup() { m_window.reset(); }

void MainWindowTest::trainIris() {
  QSignalSpy ended(m_window->control(), &RunControl::ended);
  click("start.iris");
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 30000);
}

void MainWindowTest::openRecorded(std::initializer_list<const char*> cases) {
  const fs::path fixtures = CAIRN_FIXTURES_DEFAULT;
  fs::create_directories(m_folder->models());
  for (const char* name : cases)
    fs::copy(fixtures / "iris" / name / "models" / "iris", m_folder->models() / name,
             fs::copy_options::recursive);
  m_window->openFolder(m_folder->models());
  QTRY_COMPARE(m_window->workspace()->model()->rowCount(), static_cast<int>(cases.size()));
}

void MainWindowTest::aFirstStartOffersItsWays() {
  QCOMPARE(m_window->currentTab(), QStringLiteral("start"));
  for (const char* name : {"start.open", "start.iris"})
    QVERIFY2(find<QPushButton>(name) && find<QPushButton>(name)->isVisible(), name);
  QVERIFY(!m_window->control()->trainAction()->isEnabled());
}

// Configured, trained, its curve on the screen, checkpoints there, hidden_units edited, told why
// it won't restore, put back.
void MainWindowTest::theIrisStory() {
  Watchdog watchdog;
  QSignalSpy ended(m_window->control(), &RunControl::ended);
  click("start.iris");
  QTRY_COMPARE_WITH_TIMEOUT(ended.count(), 1, 30000);
  QTRY_COMPARE(m_window->currentTab(), QStringLiteral("curves"));
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->control()->session()->running(), 30000);
  QVERIFY(
      find<QWidget>("job.run")->accessibleName().contains(QStringLiteral("finished at step 200")));

  const auto lossCard = [this] { return find<ChartCard>("curves.card.loss"); };
  QTRY_VERIFY_WITH_TIMEOUT(lossCard() && lossCard()->pointCount() >= 2 && lossCard()->isSettled(),
                           10000);
  const auto timeline = checkpoints::scanCheckpoints(posixFileOps(), m_folder->models() / "iris");
  QVERIFY(timeline && timeline->checkpoints.size() >= 2);
  QCOMPARE(timeline->checkpoints.back().step, Step(200));

  m_window->showTab(QStringLiteral("config"));
  QTRY_VERIFY(m_window->configPage()->config() && m_window->configPage()->draft()->recorded());
  QTRY_VERIFY(m_window->configPage()->verdict()->report() &&
              m_window->configPage()->verdict()->report()->restores &&
              !m_window->configPage()->verdict()->report()->startsAnew);
  QTest::mouseClick(find<ValueChip>("config.hidden_units.layer0"), Qt::LeftButton, {},
                    QPoint(8, 10));
  auto* edit = find<QLineEdit>("config.hidden_units.edit");
  QVERIFY(edit);
  edit->selectAll();
  QTest::keyClicks(edit, "[20, 20]");
  QTest::keyClick(edit, Qt::Key_Return);
  QTRY_VERIFY(!m_window->configPage()->verdict()->report()->restores);
  QVERIFY(find<QLabel>("config.verdict.sentence")->text().contains(QStringLiteral("hidden_units")));
  QVERIFY(m_window->windowTitle().contains(QLatin1Char('*')));

  // Train opens the restore check instead.
  m_window->control()->trainAction()->trigger();
  QCOMPARE(m_window->currentTab(), QStringLiteral("restore"));
  auto* page = m_window->findChild<RestorePage*>();
  QTRY_VERIFY(page->report() && !page->report()->restores);
  QCOMPARE(page->report()->tensors.size(), std::size_t{13});

  m_window->showTab(QStringLiteral("config"));
  m_window->configPage()->draft()->undo();
  QTRY_VERIFY(m_window->configPage()->verdict()->report()->restores);
  m_window->control()->trainAction()->trigger();
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->control()->session()->running(), 30000);
  QVERIFY(
      find<QWidget>("job.run")->accessibleName().contains(QStringLiteral("finished at step 400")));
  QVERIFY2(watchdog.longestBusy() <= Watchdog::kLimitMs,
           qPrintable(QStringLiteral("%1 ms").arg(watchdog.longestBusy())));
  qInfo("longest gap: %.0f ms busy, %.0f ms on the wall", watchdog.longestBusy(),
        watchdog.longestWall());
}

/// Goes on from the trained Iris, as long as nobody stops it.
void MainWindowTest::trainOnWithoutEnd() {
  trainIris();
  m_window->configPage()->draft()->set("train.steps", "1000000000");
  // A check that met a checkpoint half written is asked again by itself.
  QTRY_VERIFY(m_window->configPage()->verdict()->report() &&
              m_window->configPage()->verdict()->report()->restores);
  m_window->control()->trainAction()->trigger();
  QTRY_VERIFY(m_window->control()->session()->running());
}

void MainWindowTest::closingWhileItTrainsAsksAndSaves() {
  trainOnWithoutEnd();
  QTRY_VERIFY(m_window->control()->session()->snapshot() &&
              m_window->control()->session()->snapshot()->step > Step(200));
  int asked = 0;
  m_window->setCloseQuestion([&](const auto& answer) {
    ++asked;
    answer(CloseAnswer::PauseAndClose);
  });
  m_window->close();
  QCOMPARE(asked, 1);
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->isVisible(), 30000);
  const auto timeline = checkpoints::scanCheckpoints(posixFileOps(), m_folder->models() / "iris");
  QVERIFY(timeline && timeline->problems.empty());
  QVERIFY(timeline->checkpoints.back().newest && timeline->checkpoints.back().step > Step(200));
}

void MainWindowTest::closingCanBeCancelled() {
  trainOnWithoutEnd();
  m_window->setCloseQuestion([](const auto& answer) { answer(CloseAnswer::Cancel); });
  m_window->close();
  QVERIFY(m_window->isVisible());
  QVERIFY(m_window->control()->session()->running());
}

void MainWindowTest::stopAsksHow() {
  trainOnWithoutEnd();
  QTRY_VERIFY(m_window->control()->session()->snapshot() &&
              m_window->control()->session()->snapshot()->step > Step(200));
  // The offscreen plugin can't show a menu.
  m_window->control()->disconnect(SIGNAL(stopAsked(int)));
  int job = 0;
  connect(m_window->control(), &RunControl::stopAsked, this, [&job](int id) { job = id; });
  m_window->control()->stopAction()->trigger();
  QVERIFY(job > 0);
  QVERIFY(m_window->control()->session()->running());
  QMenu menu;
  m_window->control()->fillStopMenu(&menu, job);
  const auto entries = menu.actions();
  QCOMPARE(entries.size(), 2);
  entries.first()->trigger();
  QTRY_VERIFY_WITH_TIMEOUT(!m_window->control()->session()->running(), 30000);
  const auto timeline = checkpoints::scanCheckpoints(posixFileOps(), m_folder->models() / "iris");
  QVERIFY(timeline && timeline->checkpoints.back().step > Step(200));
}

void MainWindowTest::aDragSaysWhatADropWouldDo() {
  openRecorded({"guide_v1"});
  QMimeData data;
  data.setUrls(
      {QUrl::fromLocalFile(pathText(m_folder->models() / "guide_v1" / "model.ckpt-200.index"))});
  QDragEnterEvent enter(QPoint(500, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(m_window.get(), &enter);
  QVERIFY(enter.isAccepted());
  QVERIFY(find<QLabel>("window.dropHint")->isVisible());
  QDropEvent drop(QPointF(500, 300), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QCoreApplication::sendEvent(m_window.get(), &drop);
  QVERIFY(!find<QLabel>("window.dropHint")->isVisible());
  QCOMPARE(m_window->currentTab(), QString("checkpoints"));
  QMimeData picture;
  picture.setUrls({QUrl::fromLocalFile(QStringLiteral("/d/picture.png"))});
  QDragEnterEvent refused(QPoint(500, 300), Qt::CopyAction, &picture, Qt::LeftButton,
                          Qt::NoModifier);
  refused.ignore();
  QCoreApplication::sendEvent(m_window.get(), &refused);
  QVERIFY(!refused.isAccepted());
}

void MainWindowTest::aFolderThatIsNotThereSaysSo() {
  m_window->openFolder(m_folder->root() / "nowhere");
  auto* sentence = find<QLabel>("window.band.sentence");
  QTRY_VERIFY(sentence->isVisible());
  QVERIFY(find<QPushButton>("window.band.retry"));
}

void MainWindowTest::eyesDecideWhatIsShown() {
  openRecorded({"guide_v1", "rotation"});
  auto* list = find<QTreeView>("runs.list");
  const QRect eye = RunRowDelegate::eyeBox(list->visualRect(list->model()->index(0, 0)));
  QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, eye.center());
  QCOMPARE(m_window->workspace()->model()->shown().size(), std::size_t{1});
  QTRY_VERIFY(find<QLabel>("curves.note")->text().startsWith(QStringLiteral("1 run shown")));
  QTest::keyClick(list, Qt::Key_Space);
  QCOMPARE(m_window->workspace()->model()->shown().size(), std::size_t{2});
}

void MainWindowTest::everyMenuEntryHasItsOwnKey() {
  QHash<QString, QString> keys;
  for (const QAction* menu : m_window->menuBar()->actions())
    for (const QAction* action : menu->menu()->actions()) {
      if (!action->isSeparator() && !action->menu())
        QVERIFY2(!action->objectName().isEmpty(), qPrintable(action->text()));
      for (const QKeySequence& key : action->shortcuts()) {
        QVERIFY2(!keys.contains(key.toString()), qPrintable(key.toString()));
        keys.insert(key.toString(), action->text());
      }
    }
  QVERIFY(keys.size() > 20);
}

void MainWindowTest::everyWidgetThatTakesTheFocusHasANameForPeople() {
  for (QWidget* widget : m_window->findChildren<QWidget*>()) {
    if (widget->focusPolicy() == Qt::NoFocus ||
        widget->objectName().startsWith(QStringLiteral("qt_")))
      continue;
    const auto* button = qobject_cast<QAbstractButton*>(widget);
    const QString name =
        button && !button->text().isEmpty() ? button->text() : widget->accessibleName();
    if (qobject_cast<QLabel*>(widget)) continue;  // its text is its name
    if (qobject_cast<QAbstractScrollArea*>(widget) && name.isEmpty())
      continue;                                                            // a pane that scrolls
    if (widget->objectName().endsWith(QStringLiteral(".plot"))) continue;  // its card has the name
    QVERIFY2(!name.isEmpty(), qPrintable(widget->objectName() + QLatin1Char(' ') +
                                         QString::fromLatin1(widget->metaObject()->className())));
  }
}

QTEST_MAIN(MainWindowTest)
#include "main_window_test.moc"
