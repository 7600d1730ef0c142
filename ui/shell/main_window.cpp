#include "ui/shell/main_window.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/checkpoints/checkpoints_page.h"
#include "ui/compare/compare_page.h"
#include "ui/config/config_page.h"
#include "ui/config/data_path.h"
#include "ui/config/verdict_card.h"
#include "ui/curves/curves_page.h"
#include "ui/restore/restore_page.h"
#include "ui/shell/first_start_page.h"
#include "ui/shell/history.h"
#include "ui/shell/iris_preset.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/menus.h"
#include "ui/shell/palette.h"
#include "ui/shell/problems_panel.h"
#include "ui/shell/run_actions.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/settings.h"
#include "ui/shell/state_file.h"
#include "ui/shell/tool_row.h"
#include "ui/theme/theme.h"
#include "ui/widgets/band.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/label.h"
#include "ui/widgets/toast.h"

#include <QCloseEvent>
#include <QDesktopServices>
#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QJsonArray>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QUrl>
#include <QVBoxLayout>

namespace cairn::ui {
namespace {

constexpr int kRunsWidth = 320;
constexpr int kRunsNarrow = 252;
constexpr int kNarrow = 1200;
constexpr int kVeryNarrow = 1040;

Shared completed(Shared shared, Services services) {
  if (!shared.settings)
    shared.settings = std::make_shared<Settings>(configFolder() / "settings.json");
  if (!shared.queue) {
    shared.queue = std::make_shared<TrainQueue>(services);
    shared.queue->fromJson(readState(stateFolder() / "queue.json"));
    shared.queue->setParallel(shared.settings->value(QStringLiteral("parallelJobs")).toInt());
  }
  return shared;
}

}  // namespace

MainWindow::MainWindow(Services services, Theme* theme, QWidget* parent, Shared shared)
    : QMainWindow(parent),
      m_services(services),
      m_shared(completed(std::move(shared), services)),
      m_theme(theme),
      m_workspace(services) {
  setObjectName(QStringLiteral("window"));
  setMinimumSize(960, 600);
  setAcceptDrops(true);
  resize(1440, 900);
  buildPanes();
  m_control = new RunControl(services, m_workspace.model(), m_shared.queue.get(), m_bar, this);
  buildPages();
  m_history = new History(this);
  m_history->watch(m_workspace.model());
  m_history->watch(m_config, m_runs);
  m_history->watch(m_curves);
  m_runActions = new RunActions(services, &m_workspace, m_runs, m_history, this);
  buildPanels();
  m_menus = new Menus(this);
  connect(m_search, &QAction::triggered, this, &MainWindow::openPalette);
  connectRuns();
  connectPages();
  connectControl();
  connectPanels();
  connectSettings();
  m_askClose = [this](const std::function<void(CloseAnswer)>& answer) { askClose(answer); };
  setHome(fs::path(fromQString(QDir::homePath())) / "cairn");
  loadMemory();
  showPage();
  showCounts();
  showTitle();
  runChosen();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPanes() {
  m_tools = new ToolRow;
  m_bar = new JobBar;
  m_bar->setFixedHeight(32);
  m_runs = new RunsPane(m_workspace.model());
  m_stack = new QStackedWidget;
  m_stack->setObjectName(QStringLiteral("pages"));
  m_start = new FirstStartPage;
  m_stack->addWidget(m_start);
  m_band = new Band(QStringLiteral("window.band"));
  auto* centre = new QWidget;
  auto* centreColumn = new QVBoxLayout(centre);
  centreColumn->setContentsMargins(0, 0, 0, 0);
  centreColumn->setSpacing(0);
  auto* bandHolder = new QWidget;
  auto* bandRow = new QVBoxLayout(bandHolder);
  bandRow->setContentsMargins(16, 0, 16, 0);
  bandRow->addWidget(m_band);
  centreColumn->addWidget(bandHolder);
  centreColumn->addWidget(m_stack, 1);
  m_splitter = new QSplitter(Qt::Horizontal);
  QSplitter* splitter = m_splitter;
  splitter->setObjectName(QStringLiteral("window.splitter"));
  splitter->setHandleWidth(1);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(m_runs);
  splitter->addWidget(centre);
  splitter->setStretchFactor(0, 0);
  splitter->setStretchFactor(1, 1);
  splitter->setSizes({kRunsWidth, 1440 - kRunsWidth});
  m_vertical = new QSplitter(Qt::Vertical);
  m_vertical->setObjectName(QStringLiteral("window.vertical"));
  m_vertical->setHandleWidth(1);
  m_vertical->setChildrenCollapsible(false);
  m_vertical->addWidget(splitter);
  m_panels = new QStackedWidget;
  m_panels->setObjectName(QStringLiteral("window.panels"));
  m_panels->setMinimumHeight(140);
  m_panels->hide();
  m_vertical->addWidget(m_panels);
  m_vertical->setStretchFactor(0, 1);
  m_vertical->setStretchFactor(1, 0);
  m_vertical->setSizes({600, 280});
  auto* whole = new QWidget;
  auto* column = new QVBoxLayout(whole);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_tools);
  column->addWidget(m_vertical, 1);
  column->addWidget(m_bar);
  setCentralWidget(whole);
  m_dropHint = makeLabel({}, TextRole::Title, QStringLiteral("window.dropHint"));
  m_dropHint->setParent(this);
  m_dropHint->setMargin(12);
  m_dropHint->setAutoFillBackground(true);
  m_dropHint->setBackgroundRole(QPalette::Base);
  m_dropHint->hide();
  // The smallest size is ours; a page that would like more scrolls.
  layout()->setSizeConstraint(QLayout::SetNoConstraint);
}

void MainWindow::buildPages() {
  auto* make = new QAction(tr("New experiment"), this);
  make->setToolTip(tr("New experiment (Ctrl+N)"));
  connect(make, &QAction::triggered, this, &MainWindow::newExperiment);
  m_tools->addAction(QStringLiteral("new"), make, QStringLiteral("plus"), true);
  m_tools->addSeparator();
  m_tools->addAction(QStringLiteral("train"), m_control->trainAction(), QStringLiteral("play"));
  m_tools->addAction(QStringLiteral("pause"), m_control->pauseAction(), QStringLiteral("pause"));
  m_tools->addAction(QStringLiteral("stop"), m_control->stopAction(), QStringLiteral("stop"));
  m_tools->addSeparator();
  m_tools->addAction(QStringLiteral("evaluate"), m_control->evaluateAction(),
                     QStringLiteral("check"), false, false);
  m_search = new QAction(tr("Search or run…"), this);
  m_search->setToolTip(tr("Search or run… (Ctrl+K)"));
  m_tools->setSearch(m_search);
  m_curves = new CurvesPage(m_services);
  m_checkpoints = new CheckpointsPage(m_services);
  m_config = new ConfigPage(m_services);
  m_restore = new RestorePage(m_services);
  addPage(m_curves, QStringLiteral("curves"), tr("Curves"));
  addPage(m_checkpoints, QStringLiteral("checkpoints"), tr("Checkpoints"));
  addPage(m_config, QStringLiteral("config"), tr("Config"));
  auto* compare = new ComparePage(m_services);
  connect(compare, &ComparePage::runChosen, this,
          [this](const QString& run) { m_runs->select(run); });
  addPage(compare, QStringLiteral("compare"), tr("Compare"));
  addPage(m_restore, QStringLiteral("restore"), tr("Restore check"));
}

void MainWindow::addPage(Page* page, const QString& id, const QString& title) {
  m_pages.push_back(page);
  m_stack->addWidget(page);
  m_tools->tabs()->addTab(id, title);
}

void MainWindow::connectRuns() {
  connect(m_runs, &RunsPane::currentChanged, this, &MainWindow::runChosen);
  connect(m_runs, &RunsPane::selectionChanged, this, [this] {
    const auto selection = m_runs->selection();
    m_control->setSelection(selection);
    for (Page* page : m_pages) page->setSelection(selection);
    m_saveSoon.start();
  });
  connect(m_runs, &RunsPane::contextMenuAsked, this, [this](const QPoint& at) {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("runs.menu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->setToolTipsVisible(true);
    // Rows stay where they are while a menu is open over them.
    m_workspace.model()->setHeld(true);
    connect(menu, &QMenu::aboutToHide, m_workspace.model(),
            [model = m_workspace.model()] { model->setHeld(false); });
    m_menus->fillRunMenu(menu);
    menu->popup(at);
  });
  connect(m_workspace.model(), &RunsModel::viewChanged, &m_saveSoon, qOverload<>(&QTimer::start));
  connect(&m_workspace, &Workspace::progressed, this, [this] {
    if (m_workspace.model()->total() == 0)
      m_runs->setBusy(tr("%n run(s) found…", nullptr, m_workspace.found()));
  });
  connect(m_runs, &RunsPane::problemsAsked, this,
          [this] { showPanel(QStringLiteral("problems")); });
  connect(m_runs, &RunsPane::activated, this, [this] { showTab(QStringLiteral("curves")); });
  connect(m_runs, &RunsPane::openAsked, this, &MainWindow::askFolder);
  connect(m_runs, &RunsPane::newExperimentAsked, this, &MainWindow::newExperiment);
  connect(m_runs, &RunsPane::compareAsked, this, [this] { showTab(QStringLiteral("compare")); });
  connect(m_runs, &RunsPane::tagAsked, this, [this] { m_runActions->addTags(); });
  connect(m_runs, &RunsPane::trashAsked, this, [this] { m_runActions->trash(); });
  connect(m_runs, &RunsPane::colorAsked, this,
          [this](const QPoint& at) { m_runActions->askColor(at); });
  connect(m_runs, &RunsPane::openFolderAsked, this, [this] {
    if (m_workspace.isOpen())
      QDesktopServices::openUrl(QUrl::fromLocalFile(pathText(m_workspace.folder())));
  });
  connect(m_workspace.model(), &RunsModel::shownChanged, this, [this] {
    const auto shown = m_workspace.model()->shown();
    for (Page* page : m_pages) page->setShown(shown);
  });
  connect(m_workspace.model(), &RunsModel::countsChanged, this, &MainWindow::showCounts);
  connect(&m_workspace, &Workspace::opened, this, [this] {
    m_runs->setFolder(m_workspace.isOpen() ? fileName(m_workspace.folder()) + QLatin1Char('/')
                                           : QString());
    m_runs->setBusy(m_workspace.isOpen() ? tr("looking for runs…") : QString());
    m_band->hide();
    m_restored = m_startAsked = false;
    m_history->clear();
    showPage();
    showTitle();
  });
  connect(&m_workspace, &Workspace::scanned, this, [this] {
    m_runs->setBusy({});
    m_runs->setProblems(static_cast<int>(m_workspace.problems().size()));
    showCounts();
    restoreWorkspace();
    if (!m_selectNext.isEmpty()) m_runs->select(std::exchange(m_selectNext, {}));
  });
  connect(&m_workspace, &Workspace::failed, this, [this](const Error& error) {
    m_runs->setBusy({});
    m_band->say(Tone::Bad, errorText(error), errorDetail(error));
    auto* again = m_band->addAction(QStringLiteral("retry"), tr("Look again"));
    connect(again, &QPushButton::clicked, &m_workspace, &Workspace::rescan);
  });
}

void MainWindow::connectPages() {
  connect(m_tools->tabs(), &TabStrip::chosen, this, [this](int index) { showTab(index); });
  connect(m_start, &FirstStartPage::openAsked, this, &MainWindow::askFolder);
  connect(m_start, &FirstStartPage::irisAsked, this,
          [this] { trainIris(freeRunFolder(*m_services.files, m_home / "models", "iris")); });
  connect(m_start, &FirstStartPage::backAsked, this, [this] {
    m_startAsked = false;
    showPage();
  });
  connect(m_start, &FirstStartPage::recentChosen, this,
          [this](const QString& folder) { openFolder(toPath(folder)); });
  connect(m_start, &FirstStartPage::irisFolderChangeAsked, this, [this] {
    auto* dialog = new QFileDialog(this, tr("Where Iris is to be written"), pathText(m_home));
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QFileDialog::fileSelected, this,
            [this](const QString& folder) { setHome(toPath(folder)); });
    dialog->open();
  });
  connect(m_curves, &CurvesPage::showAllAsked, this,
          [this] { m_workspace.model()->setAllShown(true); });
  connect(m_curves, &CurvesPage::countsChanged, this, [this](const QString& text) {
    m_points = text;
    showCounts();
  });
  connect(m_curves, &CurvesPage::checkpointChosen, this,
          [this](const QString& run, std::int64_t step) {
            m_runs->select(run);
            m_checkpoints->showStep(step);
            showTab(QStringLiteral("checkpoints"));
          });
  connect(m_curves, &CurvesPage::runChosen, this,
          [this](const QString& run) { m_runs->select(run); });
  connect(m_checkpoints, &CheckpointsPage::restoreAsked, this, [this](const fs::path& prefix) {
    m_restore->setCheckpoint(prefix);
    showTab(QStringLiteral("restore"));
  });
  connect(m_checkpoints, &CheckpointsPage::warmStartAsked, this, [this](const fs::path& prefix) {
    if (!m_config->config()) return;
    const RunRef run = m_runs->current();
    const fs::path folder = freeRunFolder(*m_services.files, run.modelDir.parent_path(),
                                          run.modelDir.filename().string());
    model::Config config = rebased(*m_config->config(), run.modelDir, folder);
    config.warmStartFrom = {};
    config.warmStartFrom.checkpoint = prefix.string();
    startDraft(folder, config);
  });
  connect(m_config, &ConfigPage::configChanged, this, &MainWindow::subjectChanged);
  connect(m_config->verdict(), &VerdictCard::checked, this, &MainWindow::subjectChanged);
  connect(m_config, &ConfigPage::explainAsked, this,
          [this] { showTab(QStringLiteral("restore")); });
  connect(m_config, &ConfigPage::newExperimentAsked, this, &MainWindow::newExperiment);
  connect(m_restore, &RestorePage::revertAsked, this, [this](const model::Config& config) {
    m_config->replaceConfig(config);
    showTab(QStringLiteral("config"));
  });
  connect(m_restore, &RestorePage::newRunAsked, this, [this] {
    if (!m_config->config()) return;
    const RunRef run = m_runs->current();
    const fs::path folder = freeRunFolder(*m_services.files, run.modelDir.parent_path(),
                                          run.modelDir.filename().string());
    startDraft(folder, rebased(*m_config->config(), run.modelDir, folder));
  });
  connect(m_restore, &RestorePage::keyChosen, this, [this] { showTab(QStringLiteral("config")); });
  m_restore->setRunSource([this] { return m_workspace.model()->all(); });
  connect(m_restore, &RestorePage::tracebackChanged, this, [this] {
    if (m_restore->hasTraceback())
      showTab(QStringLiteral("restore"));
    else
      showPage();
  });
  connect(m_start, &FirstStartPage::tracebackAsked, m_restore,
          [this] { m_restore->explainTraceback(); });
  connect(m_restore, &RestorePage::evaluateAsked, m_control->evaluateAction(), &QAction::trigger);
}

void MainWindow::connectControl() {
  connect(m_control, &RunControl::started, this, [this](const RunRef& run) {
    m_curves->setTraining(run.id);
    showTab(QStringLiteral("curves"));
  });
  connect(m_control, &RunControl::restoreCheckAsked, this,
          [this] { showTab(QStringLiteral("restore")); });
  connect(m_control, &RunControl::filesWritten, this, &MainWindow::filesWritten);
  connect(m_control, &RunControl::ended, this,
          [this](const RunRef& run, const TrainingSession::Outcome& outcome) {
            m_curves->setTraining({});
            for (const QueueJob& job : m_shared.queue->jobs())
              if (job.active()) m_curves->setTraining(job.request.run.id);
            notify(run, outcome);
            if (m_closing && !m_shared.queue->anyActive()) close();
          });
  connect(m_control, &RunControl::said, this,
          [this](const QString& sentence) { m_band->say(Tone::Warn, sentence, {}); });
  connect(m_control, &RunControl::stopAsked, this, &MainWindow::popUpStop);
  connect(m_bar, &JobBar::clicked, this, [this] { togglePanel(QStringLiteral("jobs")); });
  connect(m_bar, &JobBar::problemsAsked, this, [this] { togglePanel(QStringLiteral("problems")); });
  m_runActions->setBusy([this](const QString& id) { return m_workspace.model()->live(id); });
  connect(m_runActions, &RunActions::told, this, &MainWindow::toast);
  connect(m_runActions, &RunActions::said, this,
          [this](Tone tone, const QString& sentence, const QString& detail, const QString& action,
                 const std::function<void()>& act) {
            m_band->say(tone, sentence, detail);
            if (action.isEmpty()) return;
            connect(m_band->addAction(QStringLiteral("act"), action), &QPushButton::clicked, this,
                    [this, act] {
                      m_band->hide();
                      act();
                    });
          });
  connect(m_control, &RunControl::failed, this, [this](const Error& error) {
    m_band->say(Tone::Bad, errorText(error), errorDetail(error));
  });
}

void MainWindow::runChosen() {
  const RunRef run = m_runs->current();
  for (Page* page : m_pages) page->setRun(run);
  subjectChanged();
  showTitle();
  m_menus->sync();
}

// What Train would do, and what the restore check compares.
void MainWindow::subjectChanged() {
  const RunRef run = m_runs->current();
  const model::Config* config = m_config->config();
  m_restore->setConfig(config ? std::optional(*config) : std::nullopt, m_config->isDirty());
  m_workspace.model()->setDirty(run.id, m_config->isDirty());
  QString sentence;
  bool fits = true;
  if (const auto& report = m_config->verdict()->report(); report && config) {
    fits = report->restores || report->startsAnew;
    if (report->startsAnew)
      sentence = tr("starts at step 0");
    else if (report->restores && report->step)
      sentence = tr("resumes at step %1").arg(countText(report->step->value()));
    else if (!fits)
      sentence = tr("the checkpoint wouldn't restore");
  }
  m_control->setSubject(run, config, fits, sentence);
  showTitle();
}

void MainWindow::filesWritten(const RunRef& run) {
  m_workspace.rescan();
  if (run.id != m_runs->current().id) return;
  m_config->refreshRecord();
  for (Page* page : m_pages)
    if (page != m_config) page->setRun(run);
}

void MainWindow::showTab(const QString& id) {
  for (std::size_t i = 0; i < m_pages.size(); ++i)
    if (m_pages[i]->objectName() == id) showTab(static_cast<int>(i));
}

void MainWindow::showTab(int index) {
  if (index < 0 || index >= static_cast<int>(m_pages.size())) return;
  m_tools->tabs()->setCurrent(index);
  m_startAsked = false;
  m_saveSoon.start();
  showPage();
}

QString MainWindow::currentTab() const {
  const auto index = static_cast<std::size_t>(m_tools->tabs()->current());
  return m_stack->currentWidget() == m_start ? QStringLiteral("start")
                                             : m_pages[index]->objectName();
}

// Without a folder the first start is shown; the page that leaves the screen stops working.
void MainWindow::showPage() {
  const bool anyPage = (m_workspace.isOpen() || m_restore->hasTraceback()) && !m_startAsked;
  const int current = anyPage ? m_tools->tabs()->current() : -1;
  m_start->setBack(m_startAsked);
  m_tools->tabs()->setEnabled(m_workspace.isOpen());
  m_tools->tabs()->setMarked(anyPage);
  for (int i = 0; i < static_cast<int>(m_pages.size()); ++i)
    if (i != current) m_pages[static_cast<std::size_t>(i)]->setActive(false);
  if (current < 0) {
    m_stack->setCurrentWidget(m_start);
    return;
  }
  Page* page = m_pages[static_cast<std::size_t>(current)];
  m_stack->setCurrentWidget(page);
  page->setActive(true);
}

void MainWindow::showCounts() {
  QStringList parts{tr("%n run(s)", nullptr, m_workspace.model()->total())};
  if (!m_points.isEmpty() && m_workspace.isOpen()) parts << m_points;
  m_bar->setProblems(static_cast<int>(m_workspace.problems().size()));
  m_bar->setCounts(parts.join(QStringLiteral(" · ")));
}

void MainWindow::showTitle() {
  QStringList parts;
  const RunRef run = m_runs->current();
  if (!run.isNull())
    parts << shownName(run.name) + (m_config->isDirty() ? QStringLiteral(" *") : QString());
  if (m_workspace.isOpen()) parts << fileName(m_workspace.folder());
  parts << QStringLiteral("Cairn");
  setWindowTitle(parts.join(QStringLiteral(" — ")));
}

// As drawn, unless it is remembered otherwise; before this the splitters have no room to divide.
void MainWindow::showEvent(QShowEvent* event) {
  QMainWindow::showEvent(event);
  if (std::exchange(m_laidOut, true)) return;
  if (!restorePanes()) m_splitter->setSizes({kRunsWidth, width() - kRunsWidth});
}

void MainWindow::resizeEvent(QResizeEvent* event) {
  QMainWindow::resizeEvent(event);
  m_curves->setNarrow(width() < kNarrow);
  m_runs->setNarrow(width() < kVeryNarrow);
  m_runs->setMinimumWidth(width() < kVeryNarrow ? kRunsNarrow : kRunsNarrow + 28);
  m_runs->setMaximumWidth(width() < kVeryNarrow ? kRunsNarrow : 520);
  // A handle that stood beyond the most comes along.
  if (m_laidOut && width() < kVeryNarrow)
    m_splitter->setSizes({kRunsNarrow, width() - kRunsNarrow});
}

}  // namespace cairn::ui
