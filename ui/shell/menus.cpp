#include "ui/shell/menus.h"

#include "ui/bridge/convert.h"
#include "ui/config/config_page.h"
#include "ui/curves/curves_page.h"
#include "ui/curves/settings_pane.h"
#include "ui/shell/history.h"
#include "ui/shell/main_window.h"
#include "ui/shell/run_actions.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/tool_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/label.h"

#include <QApplication>
#include <QDialog>
#include <QGridLayout>
#include <QMenuBar>
#include <QMessageBox>
#include <QScrollArea>
#include <QVBoxLayout>

namespace cairn::ui {

Menus::Menus(MainWindow* window) : QObject(window), m_window(window) {
  addFile();
  addRun();
  addView();
  addHelp();
}

QAction* Menus::add(QMenu* menu, const QString& text, const char* name, const QKeySequence& key,
                    std::function<void()> act) {
  auto* action = menu->addAction(text);
  action->setObjectName(QString::fromLatin1(name));
  action->setShortcut(key);
  connect(action, &QAction::triggered, this, [act = std::move(act)] { act(); });
  return action;
}

void Menus::addFile() {
  auto* menu = m_window->menuBar()->addMenu(tr("File"));
  menu->setObjectName(QStringLiteral("menu.file"));
  add(menu, tr("New experiment"), "file.new", QKeySequence::New,
      [this] { m_window->newExperiment(); });
  add(menu, tr("Open workspace or model_dir…"), "file.open", QKeySequence::Open,
      [this] { m_window->askFolder(); });
  menu->addSeparator();
  QUndoStack* steps = m_window->history()->stack();
  for (const bool undo : {true, false}) {
    QAction* action = undo ? steps->createUndoAction(menu) : steps->createRedoAction(menu);
    action->setObjectName(undo ? QStringLiteral("file.undo") : QStringLiteral("file.redo"));
    action->setShortcut(undo ? QKeySequence::Undo : QKeySequence::Redo);
    menu->addAction(action);
  }
  auto* draft = m_window->m_config->draft();
  auto* discard =
      add(menu, tr("Discard config edits"), "file.discard", {}, [draft] { draft->discard(); });
  const auto sync = [=] { discard->setEnabled(draft->isDirty()); };
  connect(draft, &ConfigDraft::changed, this, sync);
  sync();
  menu->addSeparator();
  add(menu, tr("Close workspace"), "file.close", {}, [this] { m_window->workspace()->close(); });
  add(menu, tr("Quit"), "file.quit", QKeySequence::Quit, [this] { m_window->close(); });
}

void Menus::addRun() {
  auto* menu = m_window->menuBar()->addMenu(tr("Run"));
  menu->setObjectName(QStringLiteral("menu.run"));
  RunControl* control = m_window->control();
  for (QAction* action : {control->trainAction(), control->pauseAction(), control->stopAction(),
                          control->evaluateAction()})
    menu->addAction(action);
  menu->addSeparator();
  add(menu, tr("Find a run"), "run.find", QKeySequence::Find,
      [this] { m_window->runsPane()->focusFilter(); });
  RunActions* runs = m_window->runActions();
  add(menu, tr("Rename"), "run.rename", QKeySequence(Qt::Key_F2), [runs] { runs->rename(); });
  add(menu, tr("Notes and tags…"), "run.notes", QKeySequence(Qt::CTRL | Qt::Key_I),
      [runs] { runs->editNotes(); });
  runs->fillColorMenu(menu->addMenu(tr("Colour")));
  add(menu, tr("Set as baseline"), "run.baseline", QKeySequence(Qt::Key_B),
      [runs] { runs->toggleBaseline(); });
  add(menu, tr("Show only"), "run.showOnly", {}, [runs] { runs->showOnly(); });
  add(menu, tr("Hide"), "run.hide", {}, [runs] { runs->hide(); });
  menu->addSeparator();
  add(menu, tr("Copy path"), "run.copyPath", {}, [runs] { runs->copyPath(); });
  add(menu, tr("Open folder"), "run.openFolder", {}, [runs] { runs->openFolder(); });
  add(menu, tr("Move to trash"), "run.trash", QKeySequence::Delete, [runs] { runs->trash(); });
}

void Menus::fillRunMenu(QMenu* menu) {
  RunControl* control = m_window->control();
  menu->addAction(control->trainAction());
  menu->addAction(control->evaluateAction());
  menu->addSeparator();
  for (const char* name : {"run.showOnly", "run.hide", "run.baseline", "run.notes", "run.rename",
                           "run.copyPath", "run.openFolder", "run.trash"})
    if (auto* action = m_window->findChild<QAction*>(QString::fromLatin1(name)))
      menu->addAction(action);
}

void Menus::addView() {
  auto* menu = m_window->menuBar()->addMenu(tr("View"));
  menu->setObjectName(QStringLiteral("menu.view"));
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
  auto* left = add(menu, tr("Runs pane"), "view.left", {},
                   [this] { m_window->runsPane()->setVisible(m_window->runsPane()->isHidden()); });
  left->setShortcuts({QKeySequence(Qt::Key_BracketLeft), QKeySequence(Qt::Key_F9)});
  auto* right = add(menu, tr("Settings pane"), "view.right", {}, [this] {
    auto* pane = m_window->curves()->settings();
    pane->setVisible(pane->isHidden());
  });
  right->setShortcuts({QKeySequence(Qt::Key_BracketRight), QKeySequence(Qt::SHIFT | Qt::Key_F9)});
  menu->addSeparator();
  SettingsPane* settings = m_window->curves()->settings();
  add(menu, tr("Fit all charts"), "view.fitAll", QKeySequence(Qt::SHIFT | Qt::Key_F),
      [this] { m_window->curves()->fitAll(); });
  add(menu, tr("More smoothing"), "view.smoother", QKeySequence(Qt::Key_S),
      [settings] { settings->setSmoothing(settings->settings().smoothing + 0.1); });
  add(menu, tr("Less smoothing"), "view.rougher", QKeySequence(Qt::SHIFT | Qt::Key_S),
      [settings] { settings->setSmoothing(settings->settings().smoothing - 0.1); });
  add(menu, tr("Logarithmic axis"), "view.log", QKeySequence(Qt::Key_L),
      [settings] { settings->setLogY(!settings->settings().logY); });
  menu->addSeparator();
  Theme* theme = m_window->m_theme;
  add(menu, tr("Dark or light"), "view.theme", QKeySequence(Qt::ALT | Qt::Key_M),
      [theme] { theme->setMode(tokens().dark ? ThemeMode::Light : ThemeMode::Dark); });
  add(menu, tr("Theme of the system"), "view.themeSystem", {},
      [theme] { theme->setMode(ThemeMode::System); });
  add(menu, tr("Larger text"), "view.larger", QKeySequence::ZoomIn,
      [theme] { theme->setTextScale(theme->textScale() + 0.1); });
  add(menu, tr("Smaller text"), "view.smaller", QKeySequence::ZoomOut,
      [theme] { theme->setTextScale(theme->textScale() - 0.1); });
  add(menu, tr("Normal text"), "view.normal", QKeySequence(Qt::CTRL | Qt::Key_0),
      [theme] { theme->setTextScale(1); });
  menu->addSeparator();
  add(menu, tr("Reload"), "view.reload", QKeySequence(Qt::Key_F5), [this] {
    m_window->workspace()->rescan();
    for (Page* page : m_window->m_pages) page->reload();
  });
  add(menu, tr("Full screen"), "view.fullScreen", QKeySequence(Qt::Key_F11),
      [this] { m_window->setWindowState(m_window->windowState() ^ Qt::WindowFullScreen); });
}

void Menus::addHelp() {
  auto* menu = m_window->menuBar()->addMenu(tr("Help"));
  menu->setObjectName(QStringLiteral("menu.help"));
  auto* keys = add(menu, tr("Keys"), "help.keys", {}, [this] { showKeys(); });
  keys->setShortcuts({QKeySequence(Qt::CTRL | Qt::Key_Slash), QKeySequence(Qt::Key_F1)});
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
