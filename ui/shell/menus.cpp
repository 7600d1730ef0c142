#include "ui/shell/menus.h"

#include "ui/bridge/convert.h"
#include "ui/checkpoints/checkpoints_page.h"
#include "ui/config/config_page.h"
#include "ui/curves/curves_page.h"
#include "ui/curves/settings_pane.h"
#include "ui/shell/history.h"
#include "ui/shell/main_window.h"
#include "ui/shell/run_actions.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/settings.h"
#include "ui/shell/tool_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QClipboard>
#include <QDialog>
#include <QGridLayout>
#include <QJsonObject>
#include <QMenuBar>
#include <QMessageBox>
#include <QScreen>
#include <QScrollArea>
#include <QSysInfo>
#include <QThread>
#include <QVBoxLayout>

namespace cairn::ui {

Menus::Menus(MainWindow* window) : QObject(window), m_window(window) {
  addFile();
  addRun();
  addView();
  addCheckpoint();
  addTools();
  addHelp();
  for (const QAction* menu : window->menuBar()->actions())
    for (const QAction* action : menu->menu()->actions()) m_places.insert(action, menu->text());
  for (const QAction* action : actions()) m_usual.insert(action->objectName(), action->shortcuts());
  sync();
}

QMenu* Menus::addMenu(const QString& title, const char* name) {
  auto* menu = m_window->menuBar()->addMenu(title);
  menu->setObjectName(QString::fromLatin1(name));
  menu->setToolTipsVisible(true);
  return menu;
}

QAction* Menus::add(QMenu* menu, const QString& text, const char* name, const QKeySequence& key,
                    std::function<void()> act) {
  auto* action = menu->addAction(text);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(key);
  connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
  return action;
}

QList<QAction*> Menus::actions() const {
  QList<QAction*> all;
  for (const QAction* menu : m_window->menuBar()->actions()) {
    if (!menu->menu()) continue;
    for (QAction* action : menu->menu()->actions())
      if (!action->objectName().isEmpty() && !action->menu()) all << action;
  }
  return all;
}

void Menus::applyKeys(const QJsonObject& keys) {
  for (QAction* action : actions()) {
    const QString name = action->objectName();
    if (keys.contains(name))
      action->setShortcut(
          QKeySequence::fromString(keys[name].toString(), QKeySequence::PortableText));
    else
      action->setShortcuts(m_usual.value(name));
  }
}

void Menus::addFile() {
  auto* menu = addMenu(tr("File"), "menu.file");
  add(menu, tr("New experiment"), "file.new", QKeySequence::New,
      [this] { m_window->newExperiment(); });
  add(menu, tr("Open workspace…"), "file.open", QKeySequence::Open,
      [this] { m_window->askFolder(); });
  add(menu, tr("Open model_dir…"), "file.openRun", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O),
      [this] { m_window->askFolder(); });
  auto* recent = menu->addMenu(tr("Recent"));
  connect(recent, &QMenu::aboutToShow, this, [this, recent] {
    recent->clear();
    for (const QString& folder : m_window->recentFolders()) {
      QString text = folder;
      connect(recent->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&"))),
              &QAction::triggered, this, [this, folder] { m_window->openFolder(toPath(folder)); });
    }
    if (recent->isEmpty()) recent->addAction(tr("No folder was open yet"))->setEnabled(false);
  });
  menu->addSeparator();
  QUndoStack* steps = m_window->history()->stack();
  for (const bool undo : {true, false}) {
    QAction* action = undo ? steps->createUndoAction(menu, tr("Undo"))
                           : steps->createRedoAction(menu, tr("Redo"));
    action->setObjectName(undo ? QStringLiteral("file.undo") : QStringLiteral("file.redo"));
    action->setShortcut(undo ? QKeySequence(Qt::CTRL | Qt::Key_Z)
                             : QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Z));
    menu->addAction(action);
  }
  auto* draft = m_window->configPage()->draft();
  auto* discard =
      add(menu, tr("Discard config edits"), "file.discard", {}, [draft] { draft->discard(); });
  const auto show = [=] {
    discard->setEnabled(draft->isDirty());
    discard->setToolTip(draft->isDirty() ? QString() : tr("The config is not edited"));
  };
  connect(draft, &ConfigDraft::changed, this, show);
  show();
  menu->addSeparator();
  CurvesPage* curves = m_window->curves();
  add(menu, tr("Export a chart…"), "file.exportChart",
      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_E), [this, curves] {
        m_window->showTab(QStringLiteral("curves"));
        curves->exportChart();
      });
  add(menu, tr("Export all points as CSV…"), "file.exportCsv", {}, [this, curves] {
    m_window->showTab(QStringLiteral("curves"));
    curves->exportCsv();
  });
  menu->addSeparator();
  add(menu, tr("Close workspace"), "file.close", {}, [this] { m_window->closeWorkspace(); });
  add(menu, tr("Quit"), "file.quit", QKeySequence(Qt::CTRL | Qt::Key_Q),
      [this] { m_window->close(); });
}

void Menus::addRun() {
  auto* menu = addMenu(tr("Run"), "menu.run");
  RunControl* control = m_window->control();
  for (QAction* action : {control->trainAction(), control->queueAction(), control->pauseAction(),
                          control->stopAction(), control->saveAction(), control->evaluateAction()})
    menu->addAction(action);
  menu->addSeparator();
  RunActions* runs = m_window->runActions();
  add(menu, tr("Find a run"), "run.find", QKeySequence::Find,
      [this] { m_window->runsPane()->focusFilter(); });
  add(menu, tr("Duplicate"), "run.duplicate", QKeySequence(Qt::CTRL | Qt::Key_D),
      [this] { m_window->newExperiment(); });
  add(menu, tr("Rename"), "run.rename", QKeySequence(Qt::Key_F2), [runs] { runs->rename(); });
  add(menu, tr("Notes and tags…"), "run.notes", QKeySequence(Qt::CTRL | Qt::Key_I),
      [runs] { runs->editNotes(); });
  auto* color = menu->addMenu(tr("Colour"));
  connect(color, &QMenu::aboutToShow, this, [runs, color] {
    color->clear();
    runs->fillColorMenu(color);
  });
  add(menu, tr("Set as baseline"), "run.baseline", QKeySequence(Qt::Key_B),
      [runs] { runs->toggleBaseline(); });
  menu->addSeparator();
  add(menu, tr("Show only"), "run.showOnly", {}, [runs] { runs->showOnly(); });
  add(menu, tr("Hide"), "run.hide", {}, [runs] { runs->hide(); });
  add(menu, tr("Compare"), "run.compare", {},
      [this] { m_window->showTab(QStringLiteral("compare")); });
  menu->addSeparator();
  add(menu, tr("Copy path"), "run.copyPath", {}, [runs] { runs->copyPath(); });
  add(menu, tr("Open folder"), "run.openFolder", {}, [runs] { runs->openFolder(); });
  add(menu, tr("Move to trash"), "run.trash", QKeySequence::Delete, [runs] { runs->trash(); });
}

// Nothing is selected: each says so instead of doing nothing.
void Menus::sync() {
  const RunRef run = m_window->runsPane()->current();
  const bool draft = m_window->workspace()->model()->isDraft(run.id);
  for (QAction* action : actions()) {
    const QString name = action->objectName();
    const bool ofCheckpoints = name.startsWith(QStringLiteral("checkpoint."));
    const bool ofRuns =
        name.startsWith(QStringLiteral("run.")) && name != QStringLiteral("run.find");
    if (!ofRuns && !ofCheckpoints) continue;
    if (action->parent() == m_window->control()) continue;  // says so itself
    const bool needsFiles = ofCheckpoints || name == QStringLiteral("run.rename") ||
                            name == QStringLiteral("run.notes") ||
                            name == QStringLiteral("run.baseline") ||
                            name == QStringLiteral("run.openFolder");
    action->setEnabled(!run.isNull() && !(draft && needsFiles));
    action->setToolTip(run.isNull()          ? tr("No run is selected")
                       : draft && needsFiles ? tr("The run has no folder yet")
                                             : QString());
  }
}

void Menus::fillRunMenu(QMenu* menu) {
  RunControl* control = m_window->control();
  for (QAction* action : {control->trainAction(), control->queueAction(), control->evaluateAction(),
                          control->stopAction()})
    menu->addAction(action);
  for (const char* name : {"", "run.duplicate", "run.compare", "view.tab5", "", "run.showOnly",
                           "run.hide", "color", "run.baseline", "run.notes", "run.rename", "",
                           "run.copyPath", "run.openFolder", "run.trash"}) {
    if (*name == '\0') {
      menu->addSeparator();
    } else if (QLatin1String(name) == QLatin1String("color")) {
      m_window->runActions()->fillColorMenu(menu->addMenu(tr("Colour")));
    } else if (auto* action = m_window->findChild<QAction*>(QString::fromLatin1(name))) {
      menu->addAction(action);
    }
  }
}

void Menus::addView() {
  auto* menu = addMenu(tr("View"), "menu.view");
  TabStrip* tabs = m_window->m_tools->tabs();
  for (int i = 0; i < tabs->count(); ++i)
    add(menu, tabs->text(i), qPrintable(QStringLiteral("view.tab%1").arg(i + 1)),
        QKeySequence(Qt::CTRL | static_cast<Qt::Key>(Qt::Key_1 + i)),
        [this, i] { m_window->showTab(i); });
  const auto turn = [this, tabs](int by) {
    m_window->showTab((tabs->current() + by + tabs->count()) % tabs->count());
  };
  add(menu, tr("Next tab"), "view.nextTab", QKeySequence(Qt::CTRL | Qt::Key_Tab),
      [turn] { turn(1); });
  add(menu, tr("Previous tab"), "view.previousTab",
      QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Tab), [turn] { turn(-1); });
  menu->addSeparator();
  addPanes(menu);
  menu->addSeparator();
  addCharts(menu);
  menu->addSeparator();
  addLook(menu);
  menu->addSeparator();
  add(menu, tr("Reload"), "view.reload", QKeySequence(Qt::Key_F5), [this] {
    m_window->workspace()->rescan();
    for (Page* page : m_window->m_pages) page->reload();
  });
  add(menu, tr("Restore layout"), "view.restore", {}, [this] { m_window->restoreLayout(); });
  add(menu, tr("Full screen"), "view.fullScreen", QKeySequence(Qt::Key_F11),
      [this] { m_window->setWindowState(m_window->windowState() ^ Qt::WindowFullScreen); });
}

void Menus::addPanes(QMenu* menu) {
  auto* left = add(menu, tr("Runs pane"), "view.left", {}, [this] { m_window->toggleRuns(); });
  left->setShortcuts({QKeySequence(Qt::Key_BracketLeft), QKeySequence(Qt::Key_F9)});
  auto* right = add(menu, tr("Settings pane"), "view.right", {}, [this] {
    auto* pane = m_window->curves()->settings();
    pane->setVisible(pane->isHidden());
  });
  right->setShortcuts({QKeySequence(Qt::Key_BracketRight), QKeySequence(Qt::SHIFT | Qt::Key_F9)});
  add(menu, tr("Job panel"), "view.jobs", QKeySequence(Qt::CTRL | Qt::Key_J),
      [this] { m_window->togglePanel(QStringLiteral("jobs")); });
  add(menu, tr("Problems"), "view.problems", {},
      [this] { m_window->togglePanel(QStringLiteral("problems")); });
  add(menu, tr("Notifications"), "view.toasts", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N),
      [this] { m_window->showToasts(); });
  add(menu, tr("Next pane"), "view.nextPane", QKeySequence(Qt::Key_F6),
      [this] { m_window->focusPane(1); });
  add(menu, tr("Previous pane"), "view.previousPane", QKeySequence(Qt::SHIFT | Qt::Key_F6),
      [this] { m_window->focusPane(-1); });
  menu->addSeparator();
  RunsPane* runs = m_window->runsPane();
  const auto filled = [this, menu](const QString& title, auto fill) {
    auto* sub = menu->addMenu(title);
    connect(sub, &QMenu::aboutToShow, this, [sub, fill] {
      sub->clear();
      fill(sub);
    });
  };
  filled(tr("Group runs by"), [runs](QMenu* sub) { runs->fillGroupMenu(sub); });
  filled(tr("Columns of runs"), [runs](QMenu* sub) { runs->fillColumnsMenu(sub); });
  filled(tr("Value in the list"), [runs](QMenu* sub) { runs->fillMetricMenu(sub); });
  add(menu, tr("Compact rows"), "view.compact", {}, [this] {
    RunsModel* model = m_window->workspace()->model();
    model->setCompact(!model->view().compact);
  });
}

void Menus::addCharts(QMenu* menu) {
  SettingsPane* settings = m_window->curves()->settings();
  add(menu, tr("Fit all charts"), "view.fitAll", QKeySequence(Qt::SHIFT | Qt::Key_F),
      [this] { m_window->curves()->fitAll(); });
  add(menu, tr("More smoothing"), "view.smoother", QKeySequence(Qt::Key_S),
      [settings] { settings->setSmoothing(settings->settings().smoothing + 0.1); });
  add(menu, tr("Less smoothing"), "view.rougher", QKeySequence(Qt::SHIFT | Qt::Key_S),
      [settings] { settings->setSmoothing(settings->settings().smoothing - 0.1); });
  add(menu, tr("Logarithmic axis"), "view.log", QKeySequence(Qt::Key_L),
      [settings] { settings->setLogY(!settings->settings().logY); });
}

void Menus::addLook(QMenu* menu) {
  Settings* settings = m_window->settings();
  add(menu, tr("Dark or light"), "view.theme", QKeySequence(Qt::ALT | Qt::Key_M), [settings] {
    settings->set(QStringLiteral("theme"),
                  tokens().dark ? QStringLiteral("light") : QStringLiteral("dark"));
  });
  add(menu, tr("Theme of the system"), "view.themeSystem", {},
      [settings] { settings->reset(QStringLiteral("theme")); });
  const auto scale = [settings](int by) {
    const int now = settings->value(QStringLiteral("textScale")).toInt();
    settings->set(QStringLiteral("textScale"), std::clamp(now + by, 80, 200));
  };
  auto* larger = add(menu, tr("Larger text"), "view.larger", {}, [scale] { scale(10); });
  larger->setShortcuts(
      {QKeySequence(Qt::CTRL | Qt::Key_Plus), QKeySequence(Qt::CTRL | Qt::Key_Equal)});
  add(menu, tr("Smaller text"), "view.smaller", QKeySequence(Qt::CTRL | Qt::Key_Minus),
      [scale] { scale(-10); });
  add(menu, tr("Normal text"), "view.normal", QKeySequence(Qt::CTRL | Qt::Key_0),
      [settings] { settings->reset(QStringLiteral("textScale")); });
}

// Their keys belong to the page, which has them only while it has the focus: here they are shown.
void Menus::addCheckpoint() {
  auto* menu = addMenu(tr("Checkpoint"), "menu.checkpoint");
  CheckpointsPage* page = m_window->checkpointsPage();
  const auto entry = [this, menu, page](const QString& text, const char* name, const QString& key,
                                        std::function<void()> act) {
    add(menu, key.isEmpty() ? text : text + QLatin1Char('\t') + key, name, {},
        [this, page, act = std::move(act)] {
          m_window->showTab(QStringLiteral("checkpoints"));
          act();
        });
  };
  entry(tr("Previous as A"), "checkpoint.previous", QStringLiteral(","),
        [page] { page->moveA(-1); });
  entry(tr("Next as A"), "checkpoint.next", QStringLiteral("."), [page] { page->moveA(1); });
  entry(tr("Previous as B"), "checkpoint.previousB", QStringLiteral("<"),
        [page] { page->moveB(-1); });
  entry(tr("Next as B"), "checkpoint.nextB", QStringLiteral(">"), [page] { page->moveB(1); });
  entry(tr("Swap A and B"), "checkpoint.swap", QStringLiteral("X"), [page] { page->swap(); });
  menu->addSeparator();
  entry(tr("Restore from A…"), "checkpoint.restore", {}, [page] {
    if (!page->a().empty()) Q_EMIT page->restoreAsked(page->a());
  });
  entry(tr("Export tensors…"), "checkpoint.export", {}, [page] {
    if (!page->a().empty()) page->askExport();
  });
  entry(tr("Health check…"), "checkpoint.health", {}, [page] { page->checkHealth(); });
}

void Menus::addTools() {
  auto* menu = addMenu(tr("Tools"), "menu.tools");
  m_palette = add(menu, tr("Search or run…"), "tools.palette", QKeySequence(Qt::CTRL | Qt::Key_K),
                  [this] { m_window->openPalette(); });
  m_palette->setToolTip(tr("Search or run… (Ctrl+K)"));
  add(menu, tr("Queue"), "tools.queue", {},
      [this] { m_window->showPanel(QStringLiteral("jobs")); });
  for (const Page* page : m_window->m_pages)
    for (QAction* action : page->actions())
      if (action->objectName().startsWith(QStringLiteral("tools."))) menu->addAction(action);
  menu->addSeparator();
  add(menu, tr("Settings…"), "tools.settings", QKeySequence(Qt::CTRL | Qt::Key_Comma),
      [this] { m_window->openSettings(); });
}

void Menus::addHelp() {
  auto* menu = addMenu(tr("Help"), "menu.help");
  auto* keys = add(menu, tr("Keys"), "help.keys", {}, [this] { showKeys(); });
  keys->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Slash), QKeySequence(Qt::Key_F1)});
  add(menu, tr("First steps"), "help.start", {}, [this] { m_window->showStart(); });
  add(menu, tr("Copy diagnostics"), "help.diagnostics", {}, [this] { copyDiagnostics(); });
  add(menu, tr("About Cairn"), "help.about", {}, [this] {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("About Cairn"),
                                tr("Cairn %1").arg(QCoreApplication::applicationVersion()),
                                QMessageBox::Close, m_window);
    box->setTextFormat(Qt::PlainText);
    box->setInformativeText(tr(
        "An experiment manager for TensorFlow model directories. Nothing leaves this computer."));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->open();
  });
}

// What a report of a fault needs, and no path or name of a person's files.
void Menus::copyDiagnostics() {
  const QScreen* screen = m_window->screen();
  const QStringList lines{QStringLiteral("Cairn ") + QCoreApplication::applicationVersion(),
                          QStringLiteral("Qt ") + QString::fromLatin1(qVersion()) +
                              QLatin1Char(' ') + QGuiApplication::platformName(),
                          QSysInfo::prettyProductName() + QLatin1Char(' ') +
                              QSysInfo::kernelVersion() + QLatin1Char(' ') +
                              QSysInfo::currentCpuArchitecture(),
                          QStringLiteral("%1 threads").arg(QThread::idealThreadCount()),
                          QStringLiteral("screen %1x%2 at %3")
                              .arg(screen->size().width())
                              .arg(screen->size().height())
                              .arg(screen->devicePixelRatio()),
                          QStringLiteral("locale ") + QLocale().name(),
                          QStringLiteral("%1 runs, %2 problems")
                              .arg(m_window->workspace()->model()->total())
                              .arg(m_window->workspace()->problems().size())};
  QGuiApplication::clipboard()->setText(lines.join(QLatin1Char('\n')));
  m_window->toast(tr("Diagnostics copied."));
}

// The list is made from the menus, so that it can't be wrong.
void Menus::showKeys() {
  auto* dialog = new QDialog(m_window);
  dialog->setObjectName(QStringLiteral("keys"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setWindowTitle(tr("Keys"));
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  auto* inside = new QWidget;
  auto* grid = new QGridLayout(inside);
  grid->setContentsMargins(24, 16, 24, 16);
  grid->setHorizontalSpacing(32);
  int row = 0;
  for (const QAction* menu : m_window->menuBar()->actions()) {
    if (!menu->menu()) continue;
    grid->addWidget(makeLabel(menu->text(), TextRole::Title), row++, 0);
    for (const QAction* action : menu->menu()->actions()) {
      if (action->shortcuts().isEmpty()) continue;
      grid->addWidget(makeLabel(action->text(), TextRole::Body), row, 0);
      grid->addWidget(
          makeLabel(QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText),
                    TextRole::Key),
          row++, 1);
    }
  }
  scroll->setWidget(inside);
  auto* column = new QVBoxLayout(dialog);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSizeConstraint(QLayout::SetNoConstraint);
  column->addWidget(scroll);
  dialog->resize(440, 560);
  dialog->open();
}

}  // namespace cairn::ui
