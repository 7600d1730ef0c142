// The parts of the main window around its pages: panels, palette, settings, and what is remembered.
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/config/config_page.h"
#include "ui/curves/curves_page.h"
#include "ui/curves/settings_pane.h"
#include "ui/shell/filter_field.h"
#include "ui/shell/first_start_page.h"
#include "ui/shell/history.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/main_window.h"
#include "ui/shell/menus.h"
#include "ui/shell/palette.h"
#include "ui/shell/palette_entries.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/runs_list.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/settings.h"
#include "ui/shell/settings_window.h"
#include "ui/shell/state_file.h"
#include "ui/shell/tool_row.h"
#include "ui/shell/window_memory.h"
#include "ui/theme/theme.h"
#include "ui/widgets/band.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/toast.h"

#include <QApplication>
#include <QJsonArray>
#include <QLineEdit>
#include <QMenu>
#include <QScreen>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>

namespace cairn::ui {
namespace {

constexpr int kSaveMs = 1500;
constexpr int kRecentAtStart = 3;

fs::path stateFile() { return stateFolder() / "window.json"; }
fs::path queueFile() { return stateFolder() / "queue.json"; }

QString bytesAsText(const QByteArray& bytes) { return QString::fromLatin1(bytes.toBase64()); }
QByteArray bytesOf(const QJsonValue& text) {
  return QByteArray::fromBase64(text.toString().toLatin1());
}

}  // namespace

void MainWindow::buildPanels() {
  m_jobs = new JobPanel(m_shared.queue.get());
  m_problems = new ProblemsPanel(&m_workspace);
  m_panels->addWidget(m_jobs);
  m_panels->addWidget(m_problems);
  m_toast = new Toast(this);
  m_palette = new Palette(this);
  m_palette->setSource([this] { return paletteEntries(this, m_menus); });
}

void MainWindow::connectPanels() {
  connect(m_jobs, &JobPanel::closeAsked, this, [this] { togglePanel(QStringLiteral("jobs")); });
  connect(m_problems, &ProblemsPanel::closeAsked, this,
          [this] { togglePanel(QStringLiteral("problems")); });
  connect(m_jobs, &JobPanel::stopAsked, this, &MainWindow::popUpStop);
  connect(m_jobs, &JobPanel::runChosen, m_runs, qOverload<const QString&>(&RunsPane::select));
  connect(m_problems, &ProblemsPanel::runChosen, m_runs,
          qOverload<const QString&>(&RunsPane::select));
  connect(m_jobs, &JobPanel::settingsChanged, this, [this] {
    settings()->set(QStringLiteral("parallelJobs"), m_shared.queue->parallel());
    settings()->set(QStringLiteral("notify"), m_jobs->notifies());
  });
  connect(m_shared.queue.get(), &TrainQueue::changed, &m_saveSoon, qOverload<>(&QTimer::start));
  connect(m_palette, &Palette::chosen, &m_saveSoon, qOverload<>(&QTimer::start));
  for (QSplitter* splitter : {m_splitter, m_vertical})
    connect(splitter, &QSplitter::splitterMoved, &m_saveSoon, qOverload<>(&QTimer::start));
  m_saveSoon.setSingleShot(true);
  m_saveSoon.setInterval(kSaveMs);
  connect(&m_saveSoon, &QTimer::timeout, this, &MainWindow::saveMemory);
}

void MainWindow::connectSettings() {
  connect(settings(), &Settings::changed, this, &MainWindow::applySetting);
  for (const char* key :
       {"theme", "textScale", "compactRows", "pollSeconds", "notify", "keys", "smoothing"})
    applySetting(QString::fromLatin1(key));
  if (settings()->wasBroken())
    m_band->say(Tone::Warn, tr("The settings could not be read and were set aside."),
                pathText(settings()->file()) + QStringLiteral(".bad"));
}

void MainWindow::applySetting(const QString& key) {
  const QVariant value = settings()->value(key);
  if (key == QStringLiteral("theme") && m_theme) {
    const QString theme = value.toString();
    const ThemeMode mode = theme == QStringLiteral("dark")    ? ThemeMode::Dark
                           : theme == QStringLiteral("light") ? ThemeMode::Light
                                                              : ThemeMode::System;
    // A window that is built anew, or a picture being taken, keeps the theme that it has.
    if (!settings()->isDefault(key) || isVisible()) m_theme->setMode(mode);
  } else if (key == QStringLiteral("textScale") && m_theme) {
    m_theme->setTextScale(value.toInt() / 100.0);
  } else if (key == QStringLiteral("compactRows")) {
    if (!settings()->isDefault(key) || isVisible()) m_workspace.model()->setCompact(value.toBool());
  } else if (key == QStringLiteral("pollSeconds")) {
    m_workspace.setPollInterval(value.toInt() * 1000);
  } else if (key == QStringLiteral("parallelJobs")) {
    m_shared.queue->setParallel(value.toInt());
  } else if (key == QStringLiteral("notify")) {
    m_jobs->setNotifies(value.toBool());
  } else if (key == QStringLiteral("smoothing")) {
    if (!settings()->isDefault(key)) m_curves->settings()->setSmoothing(value.toDouble());
  } else if (key == QStringLiteral("keys")) {
    m_menus->applyKeys(settings()->keys());
  } else if (key == QStringLiteral("language")) {
    Q_EMIT languageChanged();
  }
}

void MainWindow::showPanel(const QString& id) {
  m_panels->setCurrentWidget(id == QStringLiteral("jobs") ? static_cast<QWidget*>(m_jobs)
                                                          : m_problems);
  constexpr int kLeastLines = 9;
  m_panels->setMinimumHeight(kLeastLines * fontMetrics().height());
  m_panels->show();
  m_saveSoon.start();
}

void MainWindow::togglePanel(const QString& id) {
  const bool isShown = m_panels->isVisible() && m_panels->currentWidget()->objectName() == id;
  if (isShown)
    m_panels->hide();
  else
    showPanel(id);
  m_saveSoon.start();
}

void MainWindow::toggleRuns() {
  m_runs->setVisible(m_runs->isHidden());
  m_saveSoon.start();
}

void MainWindow::restoreLayout() {
  m_runs->show();
  m_panels->hide();
  m_curves->settings()->setVisible(width() >= 1200);
  m_splitter->setSizes({320, width() - 320});
  m_vertical->setSizes({height() - 320, 280});
  m_saveSoon.start();
}

void MainWindow::toast(const QString& sentence) {
  m_toast->setBottom(m_bar->height() + 16 + (m_panels->isVisible() ? m_panels->height() : 0));
  m_toast->say(sentence);
}

void MainWindow::showToasts() {
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("toasts"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const QString& line : m_toast->history()) {
    QString text = line;
    menu->addAction(text.replace(QLatin1Char('&'), QStringLiteral("&&")));
  }
  if (menu->isEmpty()) menu->addAction(tr("Nothing was told yet"))->setEnabled(false);
  menu->popup(mapToGlobal(QPoint(width() - 440, height() - 40 - menu->sizeHint().height())));
}

// In the window where it is at hand; else by the desktop, once for a run.
void MainWindow::notify(const RunRef& run, const TrainingSession::Outcome& outcome) {
  if (m_closing || !m_jobs->notifies()) return;
  const QString name = shownName(run.name);
  if (!outcome && outcome.error().code == ErrorCode::Cancelled) return;
  if (!outcome)
    toast(tr("%1 failed: %2").arg(name, errorText(outcome.error())));
  else if (outcome->end != training::TrainEnd::Stopped)
    toast(outcome->finalLoss ? tr("%1 finished, loss %2")
                                   .arg(name, numberText(static_cast<double>(*outcome->finalLoss)))
                             : tr("%1 finished").arg(name));
  if (!isActiveWindow()) QApplication::alert(this);
}

void MainWindow::focusPane(int by) {
  const std::vector<QWidget*> panes{m_tools, m_runs, m_stack->currentWidget(), m_panels, m_bar};
  int now = -1;
  for (int i = 0; i < static_cast<int>(panes.size()); ++i)
    if (panes[static_cast<std::size_t>(i)]->isAncestorOf(QApplication::focusWidget())) now = i;
  const int count = static_cast<int>(panes.size());
  for (int step = 1; step <= count; ++step) {
    QWidget* pane = panes[static_cast<std::size_t>(((now + by * step) % count + count) % count)];
    if (!pane->isVisible()) continue;
    for (QWidget* widget : pane->findChildren<QWidget*>()) {
      const bool takes = widget->focusPolicy() & Qt::TabFocus;
      if (!takes || !widget->isVisible() || !widget->isEnabled()) continue;
      widget->setFocus(Qt::TabFocusReason);
      return;
    }
  }
}

// Below the button, from wherever it was asked.
void MainWindow::popUpStop(int job) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  m_control->fillStopMenu(menu, job);
  const auto* button = m_tools->findChild<QWidget*>(QStringLiteral("tools.stop"));
  menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

void MainWindow::openPalette() { m_palette->open(); }

void MainWindow::openSettings(const QString& section) {
  auto* window = new SettingsWindow(settings(), m_menus->actions(), this);
  if (!section.isEmpty()) window->showSection(section);
  window->open();
}

void MainWindow::showStart() {
  m_startAsked = m_workspace.isOpen();
  showPage();
}

void MainWindow::closeWorkspace() {
  saveMemory();
  m_workspace.close();
}

void MainWindow::reveal(ChartCard* card) {
  for (QWidget* widget = card->parentWidget(); widget; widget = widget->parentWidget())
    if (auto* scroll = qobject_cast<QScrollArea*>(widget))
      return scroll->ensureWidgetVisible(card, 0, 60);
}

QStringList MainWindow::recentFolders() const {
  QStringList folders;
  for (const auto value : m_state.value(QStringLiteral("recent")).toArray())
    folders << value.toString();
  return folders;
}

// The place is checked against the screens at hand.
void MainWindow::loadMemory() {
  m_state = readState(stateFile());
  m_start->setRecent(recentFolders().mid(0, kRecentAtStart));
  QStringList ids;
  for (const auto value : m_state.value(QStringLiteral("palette")).toArray())
    ids << value.toString();
  m_palette->setRecent(ids);
  if (m_state.contains(QStringLiteral("geometry"))) {
    restoreGeometry(bytesOf(m_state.value(QStringLiteral("geometry"))));
    const QScreen* screen = QGuiApplication::screenAt(geometry().center());
    if (!screen) move(QGuiApplication::primaryScreen()->availableGeometry().topLeft());
  }
  if (m_state.value(QStringLiteral("runsHidden")).toBool()) m_runs->hide();
  if (const QString panel = m_state.value(QStringLiteral("panel")).toString(); !panel.isEmpty())
    showPanel(panel);
}

bool MainWindow::restorePanes() {
  m_vertical->restoreState(bytesOf(m_state.value(QStringLiteral("panels"))));
  return m_splitter->restoreState(bytesOf(m_state.value(QStringLiteral("panes"))));
}

WorkspaceMemory MainWindow::workspaceMemory() const {
  WorkspaceMemory memory;
  const fs::path& folder = m_workspace.folder();
  memory.tab = m_pages[static_cast<std::size_t>(m_tools->tabs()->current())]->objectName();
  for (const RunRef& run : m_runs->selection()) memory.selection << relativeId(run.id, folder);
  memory.view = const_cast<Workspace&>(m_workspace).model()->view();
  QHash<QString, bool> eyes;
  for (auto it = memory.view.eyes.begin(); it != memory.view.eyes.end(); ++it)
    eyes.insert(relativeId(it.key(), folder), it.value());
  memory.view.eyes = eyes;
  memory.filterHistory = m_runs->filter()->history();
  memory.smoothing = m_curves->settings()->settings().smoothing;
  return memory;
}

void MainWindow::saveMemory() {
  m_saveSoon.stop();
  m_state.insert(QStringLiteral("geometry"), bytesAsText(saveGeometry()));
  m_state.insert(QStringLiteral("panes"), bytesAsText(m_splitter->saveState()));
  m_state.insert(QStringLiteral("panels"), bytesAsText(m_vertical->saveState()));
  m_state.insert(QStringLiteral("runsHidden"), m_runs->isHidden());
  m_state.insert(QStringLiteral("panel"),
                 m_panels->isHidden() ? QString() : m_panels->currentWidget()->objectName());
  m_state.insert(QStringLiteral("palette"), QJsonArray::fromStringList(m_palette->recent()));
  writeState(stateFile(), m_state);
  writeState(queueFile(), m_shared.queue->toJson());
  // Before the first scan has been shown there is nothing new to remember.
  if (m_workspace.isOpen() && m_restored)
    writeState(memoryFile(m_workspace.folder()), toJson(workspaceMemory()));
}

void MainWindow::restoreWorkspace() {
  if (std::exchange(m_restored, true)) return;
  const QJsonObject json = readState(memoryFile(m_workspace.folder()));
  if (json.isEmpty()) return;
  WorkspaceMemory memory = memoryFrom(json);
  QHash<QString, bool> eyes;
  for (auto it = memory.view.eyes.begin(); it != memory.view.eyes.end(); ++it)
    eyes.insert(absoluteId(it.key(), m_workspace.folder()), it.value());
  memory.view.eyes = eyes;
  m_workspace.model()->setView(memory.view);
  m_runs->filter()->setHistory(memory.filterHistory);
  if (memory.smoothing >= 0) m_curves->settings()->setSmoothing(memory.smoothing);
  if (m_selectNext.isEmpty() && !memory.selection.isEmpty()) {
    QStringList ids;
    for (const QString& id : memory.selection) ids << absoluteId(id, m_workspace.folder());
    m_runs->select(ids);
  }
  m_history->clear();
}

void MainWindow::handOver(MainWindow& next) {
  saveMemory();
  next.setGeometry(geometry());
  next.m_home = m_home;
  next.setHome(m_home);
  if (!m_workspace.isOpen()) return;
  const QString tab = currentTab();
  next.openFolder(m_workspace.folder());
  next.m_config->adoptDrafts(m_config->takeDrafts());
  next.showTab(tab);
}

}  // namespace cairn::ui
