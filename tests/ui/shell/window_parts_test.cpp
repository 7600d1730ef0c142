// The window around its pages: palette, panels, settings, undo, memory.
#include "tests/ui/iris_run.h"
#include "tests/ui/watchdog.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/language.h"
#include "ui/config/config_page.h"
#include "ui/shell/filter_field.h"
#include "ui/shell/history.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/palette.h"
#include "ui/shell/run_actions.h"
#include "ui/shell/runs_list.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/settings.h"
#include "ui/shell/settings_window.h"
#include "ui/shell/state_file.h"
#include "ui/shell/tool_row.h"
#include "ui/shell/windows.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonObject>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QPointer>
#include <QPushButton>
#include <QStandardPaths>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class WindowPartsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void init();
  void cleanup();
  void thePaletteFindsRunsAndCommands();
  void aDisabledCommandStaysWithItsReason();
  void theFilterSaysWhatIsWrong();
  void stepsOfTheListAreUndone();
  void trashComesBackWithUndo();
  void aWidePaneIsATable();
  void severalRunsHaveTheirBar();
  void panelsOpenAndClose();
  void settingsActAtOnce();
  void keysCanBeChanged();
  void aBrokenSettingsFileIsSetAside();
  void aWorkspaceIsRememberedAsItWasLeft();
  void anotherLanguageActsAtOnce();
  void everyDisabledEntrySaysWhy();

 private:
  template <class T>
  T* find(const char* name) const {
    return m_window->findChild<T*>(QString::fromLatin1(name));
  }
  RunsModel* model() const { return m_window->workspace()->model(); }
  void makeWindow();
  void openRecorded();
  QString id(const char* name) const { return pathText(m_folder->models() / name); }
  Theme* m_theme = nullptr;
  std::unique_ptr<IrisFolder> m_folder;
  std::unique_ptr<MainWindow> m_window;
};

void WindowPartsTest::initTestCase() {
  QStandardPaths::setTestModeEnabled(true);
  QCoreApplication::setOrganizationName("cairn-test");
  QCoreApplication::setApplicationName("cairn-parts-test");
  useLanguage(*qApp, QLocale(QLocale::English));
  m_theme = new Theme(*qApp);
}

void WindowPartsTest::makeWindow() {
  m_window = std::make_unique<MainWindow>(Services{}, m_theme);
  m_window->setHome(m_folder->root());
  m_window->show();
}

void WindowPartsTest::init() {
  for (const auto& folder : {stateFolder(), configFolder()}) fs::remove_all(folder);
  m_folder = std::make_unique<IrisFolder>();
  const fs::path fixtures = CAIRN_FIXTURES_DEFAULT;
  fs::create_directories(m_folder->models());
  for (const char* name : {"guide_v1", "rotation", "resumed"})
    fs::copy(fixtures / "iris" / name / "models" / "iris", m_folder->models() / name,
             fs::copy_options::recursive);
  makeWindow();
}

void WindowPartsTest::cleanup() { m_window.reset(); }

void WindowPartsTest::openRecorded() {
  m_window->openFolder(m_folder->models());
  QTRY_COMPARE(model()->rowCount(), 3);
}

void WindowPartsTest::thePaletteFindsRunsAndCommands() {
  openRecorded();
  Watchdog watchdog;
  m_window->openPalette();
  Palette* palette = m_window->palettePane();
  QVERIFY(palette->isVisible());
  QTest::keyClicks(palette->field(), "rotat");
  QTRY_VERIFY(palette->list()->model()->rowCount() >= 2);
  QCOMPARE(palette->list()->currentIndex().data().toString(), QStringLiteral("rotation"));
  QTest::keyClick(palette->field(), Qt::Key_Return);
  QVERIFY(!palette->isVisible());
  QCOMPARE(m_window->runsPane()->current().name, QStringLiteral("rotation"));

  m_window->openPalette();
  QTest::keyClicks(palette->field(), ">restore check");
  QTRY_COMPARE(palette->list()->currentIndex().data().toString(), QStringLiteral("Restore check"));
  QTest::keyClick(palette->field(), Qt::Key_Return);
  QCOMPARE(m_window->currentTab(), QStringLiteral("restore"));

  m_window->openPalette();
  QTest::keyClicks(palette->field(), "qqqxxyz");
  QTRY_VERIFY(find<QLabel>("palette.nothing")->isVisible());
  QTest::keyClick(palette->field(), Qt::Key_Escape);
  QVERIFY(!palette->isVisible());
  QVERIFY2(watchdog.longestBusy() <= Watchdog::kLimitMs,
           qPrintable(QStringLiteral("%1 ms").arg(watchdog.longestBusy())));
}

void WindowPartsTest::aDisabledCommandStaysWithItsReason() {
  openRecorded();
  m_window->openPalette();
  Palette* palette = m_window->palettePane();
  QTest::keyClicks(palette->field(), ">pause");
  QTRY_COMPARE(palette->list()->currentIndex().data().toString(), QStringLiteral("Pause"));
  QVERIFY(palette->list()
              ->currentIndex()
              .data(Qt::AccessibleTextRole)
              .toString()
              .contains(QStringLiteral("Nothing trains")));
  QTest::keyClick(palette->field(), Qt::Key_Return);
  QVERIFY(palette->isVisible());
  palette->close();
}

void WindowPartsTest::theFilterSaysWhatIsWrong() {
  openRecorded();
  auto* edit = find<QLineEdit>("runs.filter");
  QTest::keyClicks(edit, "rotation");
  QTRY_COMPARE(model()->rowCount(), 1);
  QTest::keyClicks(edit, " \"x");
  QTRY_VERIFY(find<QLabel>("runs.filter.error")->isVisible());
  QCOMPARE(model()->rowCount(), 1);
  QTest::keyClick(edit, Qt::Key_Escape);
  QTRY_COMPARE(model()->rowCount(), 3);
  QVERIFY(!find<QLabel>("runs.filter.error")->isVisible());
  edit->setText("step > 1000000");
  QTRY_VERIFY(find<QPushButton>("runs.clearFilter")->isVisible());
  QTest::mouseClick(find<QPushButton>("runs.clearFilter"), Qt::LeftButton);
  QTRY_COMPARE(model()->rowCount(), 3);
}

void WindowPartsTest::stepsOfTheListAreUndone() {
  openRecorded();
  QUndoStack* stack = m_window->history()->stack();
  QCOMPARE(stack->count(), 0);
  const RunsView before = model()->view();
  model()->setShown(id("rotation"), false);
  QVERIFY(stack->undoText().contains(QStringLiteral("hide 1 run")));
  model()->setSort({{"name", true}});
  model()->setFilter("iris");
  const RunsView after = model()->view();
  while (stack->canUndo()) stack->undo();
  QCOMPARE(model()->view().filter, before.filter);
  QVERIFY(model()->view().sort.empty());
  QCOMPARE(model()->shown().size(), std::size_t{3});
  while (stack->canRedo()) stack->redo();
  QCOMPARE(model()->view(), after);

  runs::RunNotes notes = model()->run(id("resumed"))->notes;
  notes.name = "Best";
  model()->editNotes(id("resumed"), notes);
  QCOMPARE(stack->undoText(), QStringLiteral("rename"));
  stack->undo();
  QVERIFY(model()->run(id("resumed"))->notes.name.empty());
}

void WindowPartsTest::trashComesBackWithUndo() {
  openRecorded();
  m_window->runsPane()->select(id("resumed"));
  m_window->runActions()->trash();
  QTRY_VERIFY(!fs::exists(m_folder->models() / "resumed") || find<QPushButton>("window.band.act"));
  if (auto* beside = find<QPushButton>("window.band.act")) {
    // No trash for a temporary folder on this system: beside the runs, as offered.
    QTest::mouseClick(beside, Qt::LeftButton);
    QTRY_VERIFY(!fs::exists(m_folder->models() / "resumed"));
  }
  QTRY_COMPARE(model()->rowCount(), 2);
  QTRY_VERIFY(m_window->history()->stack()->canUndo());
  m_window->history()->stack()->undo();
  QTRY_VERIFY(fs::exists(m_folder->models() / "resumed" / "checkpoint"));
  QTRY_COMPARE(model()->rowCount(), 3);
}

void WindowPartsTest::aWidePaneIsATable() {
  openRecorded();
  RunsList* list = m_window->runsPane()->list();
  QVERIFY(!list->isTable());
  m_window->runsPane()->setMaximumWidth(900);
  m_window->runsPane()->setMinimumWidth(800);
  QTRY_VERIFY(list->isTable());
  QVERIFY(!list->isHeaderHidden());
  const int step = 2;
  QCOMPARE(model()->headerData(step, Qt::Horizontal, Qt::DisplayRole).toString(),
           QStringLiteral("Step"));
  const int x = list->header()->sectionViewportPosition(step) + 20;
  QTest::mouseClick(list->header()->viewport(), Qt::LeftButton, {}, QPoint(x, 10));
  QCOMPARE(model()->view().sort.size(), std::size_t{1});
  QCOMPARE(model()->view().sort.front().key, std::string("step"));
}

void WindowPartsTest::severalRunsHaveTheirBar() {
  openRecorded();
  QVERIFY(!find<QWidget>("runs.selection")->isVisible());
  m_window->runsPane()->list()->selectAll();
  QVERIFY(find<QWidget>("runs.selection")->isVisible());
  QCOMPARE(find<QLabel>("runs.selected")->text(), QStringLiteral("3 selected"));
  QCOMPARE(m_window->control()->trainAction()->text(), QStringLiteral("Train 3 runs"));
  QTest::mouseClick(find<QPushButton>("runs.selection.compare"), Qt::LeftButton);
  QCOMPARE(m_window->currentTab(), QStringLiteral("compare"));
}

void WindowPartsTest::panelsOpenAndClose() {
  auto* panels = find<QWidget>("window.panels");
  QVERIFY(!panels->isVisible());
  find<QAction>("view.jobs")->trigger();
  QVERIFY(panels->isVisible() && m_window->jobPanel()->isVisible());
  find<QAction>("view.problems")->trigger();
  QVERIFY(find<QWidget>("problems")->isVisible());
  find<QAction>("view.problems")->trigger();
  QVERIFY(!panels->isVisible());
}

void WindowPartsTest::settingsActAtOnce() {
  m_window->openSettings();
  auto* window = find<QDialog>("settings");
  auto* size = window->findChild<QWidget*>("settings.textScale");
  QVERIFY(window && size);
  m_window->settings()->set("textScale", 150);
  QCOMPARE(m_theme->textScale(), 1.5);
  m_window->settings()->reset("textScale");
  QCOMPARE(m_theme->textScale(), 1.0);
  m_window->settings()->set("theme", "dark");
  QVERIFY(tokens().dark);
  m_window->settings()->reset("theme");
  auto* search = window->findChild<QLineEdit*>("settings.search");
  search->setText("parallel");
  QVERIFY(!size->parentWidget()->isVisibleTo(window) || size->parentWidget()->isHidden());
  window->close();
}

void WindowPartsTest::keysCanBeChanged() {
  auto* action = find<QAction>("view.fitAll");
  const auto usual = action->shortcuts();
  m_window->settings()->setKeys({{"view.fitAll", "Ctrl+Alt+F"}});
  QCOMPARE(action->shortcut(), QKeySequence("Ctrl+Alt+F"));
  m_window->settings()->setKeys({});
  QCOMPARE(action->shortcuts(), usual);
}

void WindowPartsTest::aBrokenSettingsFileIsSetAside() {
  const fs::path file = m_folder->root() / "settings.json";
  std::ofstream(file) << "{ not json";
  Settings settings(file);
  QVERIFY(settings.wasBroken());
  QVERIFY(fs::exists(m_folder->root() / "settings.json.bad"));
  QCOMPARE(settings.value("theme").toString(), QStringLiteral("system"));
  std::ofstream(file) << R"({"theme": "dark", "from_a_newer_version": [1]})";
  Settings newer(file);
  newer.set("textScale", 120);
  newer.save();
  QCOMPARE(readState(file)["from_a_newer_version"].toArray().size(), 1);
  QCOMPARE(newer.value("theme").toString(), QStringLiteral("dark"));
}

void WindowPartsTest::aWorkspaceIsRememberedAsItWasLeft() {
  openRecorded();
  model()->setShown(id("rotation"), false);
  model()->setSort({{"name", true}});
  m_window->runsPane()->select(id("guide_v1"));
  m_window->showTab(QStringLiteral("config"));
  m_window->close();
  makeWindow();
  QCOMPARE(m_window->recentFolders().value(0), pathText(m_folder->models()));
  m_window->openFolder(m_folder->models());
  QTRY_COMPARE(model()->view().sort.size(), std::size_t{1});
  QCOMPARE(model()->shown().size(), std::size_t{2});
  QTRY_COMPARE(m_window->runsPane()->current().name, QStringLiteral("guide_v1"));
}

void WindowPartsTest::anotherLanguageActsAtOnce() {
  m_window.reset();
  Windows windows(*qApp, m_theme);
  MainWindow* first = windows.open();
  first->settings()->set("language", "en");
  QTRY_VERIFY(windows.window() != first || windows.window()->isVisible());
  windows.window()->openFolder(m_folder->models());
  QTRY_COMPARE(windows.window()->workspace()->model()->rowCount(), 3);
  QCoreApplication::processEvents();
  QPointer<MainWindow> before = windows.window();
  windows.window()->settings()->set("language", "zh_CN");
  QTRY_VERIFY(before.isNull());
  QVERIFY(windows.window()->isVisible());
  QTRY_COMPARE(windows.window()->workspace()->model()->rowCount(), 3);
  windows.window()->settings()->set("language", "en");
  QTest::qWait(50);
  useLanguage(*qApp, QLocale(QLocale::English));
}

void WindowPartsTest::everyDisabledEntrySaysWhy() {
  for (const QAction* menu : m_window->menuBar()->actions())
    for (const QAction* action : menu->menu()->actions()) {
      if (action->isEnabled() || action->isSeparator() || action->menu()) continue;
      if (action->objectName() == "file.undo" || action->objectName() == "file.redo") continue;
      QVERIFY2(action->toolTip() != action->text(), qPrintable(action->objectName()));
    }
}

QTEST_MAIN(WindowPartsTest)
#include "window_parts_test.moc"
