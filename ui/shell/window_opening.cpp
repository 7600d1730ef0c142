// How folders, runs, configs and experiments come into the main window.
#include "core/model/config.h"
#include "core/restore/traceback.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/checkpoints/checkpoints_page.h"
#include "ui/config/config_page.h"
#include "ui/config/data_path.h"
#include "ui/restore/restore_page.h"
#include "ui/shell/drop_plan.h"
#include "ui/shell/first_start_page.h"
#include "ui/shell/iris_preset.h"
#include "ui/shell/main_window.h"
#include "ui/shell/runs_pane.h"
#include "ui/widgets/band.h"
#include "ui/widgets/label.h"

#include <QDir>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QJsonArray>
#include <QMimeData>

namespace cairn::ui {
namespace {

constexpr int kMostRecent = 10;
constexpr int kRecentAtStart = 3;

}  // namespace

void MainWindow::setHome(const fs::path& home) {
  m_home = home;
  const QString text = pathText(home / "models" / "iris");
  const QString own = QDir::homePath() + QLatin1Char('/');
  m_start->setIrisFolder(text.startsWith(own) ? QStringLiteral("~/") + text.mid(own.size()) : text);
}

void MainWindow::openPath(const fs::path& path, const fs::path& from) {
  if (path.extension() == ".json")
    openConfig(path, from);
  else
    openFolder(path);
}

void MainWindow::bringToFront() {
  setWindowState(windowState() & ~Qt::WindowMinimized);
  show();
  raise();
  activateWindow();
}

void MainWindow::openFolder(const fs::path& folder) {
  const fs::path whole = fs::absolute(folder).lexically_normal();
  remember(whole);
  m_workspace.open(whole);
  showTab(QStringLiteral("curves"));
  // Else the focus would go from the first page to whatever control comes next.
  m_runs->focusList();
}

void MainWindow::openConfig(const fs::path& file, const fs::path& from) {
  const fs::path whole = fs::absolute(file).lexically_normal();
  const fs::path modelDir = from / "models" / whole.stem();
  m_make.start(
      [services = m_services, whole, modelDir](std::stop_token) -> Job<model::Config>::Payload {
        CAIRN_ASSIGN(auto config, model::loadConfig(*services.files, whole));
        return std::make_shared<const model::Config>(
            rebased(std::move(config), whole.parent_path(), modelDir));
      },
      [this, modelDir](const auto& config) {
        if (config) return startDraft(modelDir, **config);
        m_band->say(Tone::Bad, errorText(config.error()), errorDetail(config.error()));
      });
}

void MainWindow::trainIris(const fs::path& modelDir) {
  m_make.start(
      [services = m_services, modelDir,
       data = m_home / "data"](std::stop_token) -> Job<model::Config>::Payload {
        CAIRN_ASSIGN(auto config, writeIris(*services.files, data, modelDir));
        return std::make_shared<const model::Config>(std::move(config));
      },
      [this, modelDir](const auto& config) {
        if (!config)
          return m_band->say(Tone::Bad, errorText(config.error()), errorDetail(config.error()));
        startDraft(modelDir, **config);
        m_control->setSubject(m_runs->current(), m_config->config(), true, {});
        m_control->train();
      });
}

// Starts from the selected run's config, else from the tutorial's.
void MainWindow::newExperiment() {
  const fs::path folder = m_workspace.isOpen() ? m_workspace.folder() : m_home / "models";
  const RunRef run = m_runs->current();
  if (const model::Config* config = m_config->config()) {
    const fs::path modelDir =
        freeRunFolder(*m_services.files, folder, run.modelDir.filename().string());
    return startDraft(modelDir, rebased(*config, run.modelDir, modelDir));
  }
  const fs::path modelDir = freeRunFolder(*m_services.files, folder, "iris");
  m_make.start(
      [services = m_services, modelDir,
       data = m_home / "data"](std::stop_token) -> Job<model::Config>::Payload {
        CAIRN_ASSIGN(auto config, writeIris(*services.files, data, modelDir));
        return std::make_shared<const model::Config>(std::move(config));
      },
      [this, modelDir](const auto& config) {
        if (config) return startDraft(modelDir, **config);
        m_band->say(Tone::Bad, errorText(config.error()), errorDetail(config.error()));
      });
}

void MainWindow::startDraft(const fs::path& modelDir, const model::Config& config) {
  if (!m_workspace.isOpen() || *modelDir.lexically_relative(m_workspace.folder()).begin() == "..")
    m_workspace.open(modelDir.parent_path());
  RunsModel* runs = m_workspace.model();
  const QString id = pathText(modelDir);
  runs->addDraft(modelDir, pathText(modelDir.lexically_relative(m_workspace.folder())));
  m_config->startDraft(runs->refOf(id), config);
  m_selectNext = id;
  m_runs->select(id);
  showTab(QStringLiteral("config"));
}

void MainWindow::askFolder() {
  auto* dialog =
      new QFileDialog(this, tr("Open a workspace or a model_dir"),
                      m_workspace.isOpen() ? pathText(m_workspace.folder()) : QDir::homePath());
  dialog->setFileMode(QFileDialog::Directory);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  connect(dialog, &QFileDialog::fileSelected, this,
          [this](const QString& folder) { openFolder(toPath(folder)); });
  dialog->open();
}

void MainWindow::remember(const fs::path& folder) {
  QStringList recent = recentFolders();
  recent.removeAll(pathText(folder));
  recent.prepend(pathText(folder));
  m_state.insert(QStringLiteral("recent"),
                 QJsonArray::fromStringList(QStringList(recent.mid(0, kMostRecent))));
  m_start->setRecent(recentFolders().mid(0, kRecentAtStart));
  m_saveSoon.start();
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const DropPlan plan = planDrop(*event->mimeData(), currentTab());
  if (plan.what == DropPlan::What::Nothing) return;
  event->acceptProposedAction();
  m_dropHint->setText(plan.sentence);
  m_dropHint->adjustSize();
  m_dropHint->move((width() - m_dropHint->width()) / 2, height() - m_dropHint->height() - 56);
  m_dropHint->raise();
  m_dropHint->show();
}

void MainWindow::dragLeaveEvent(QDragLeaveEvent*) { m_dropHint->hide(); }

void MainWindow::dropEvent(QDropEvent* event) {
  m_dropHint->hide();
  const DropPlan plan = planDrop(*event->mimeData(), currentTab());
  if (plan.what == DropPlan::What::Nothing) return;
  event->acceptProposedAction();
  take(plan);
}

void MainWindow::take(const DropPlan& plan) {
  using What = DropPlan::What;
  switch (plan.what) {
    case What::Nothing:
      return;
    case What::Folder:
      return openFolder(plan.path);
    case What::Config:
      return openConfig(plan.path);
    case What::Events:
      return openFolder(plan.path);
    case What::Checkpoint:
      openFolder(plan.path);
      if (plan.step) m_checkpoints->showStep(*plan.step);
      return showTab(QStringLiteral("checkpoints"));
    case What::TrainingData:
      return static_cast<void>(
          m_config->draft()->set(QStringLiteral("data.train.files"), pathText(plan.path)));
    case What::TracebackText:
      return m_restore->explainTraceback(plan.text);
    case What::TracebackFile:
      return explainFile(plan.path);
  }
}

void MainWindow::explainFile(const fs::path& file) {
  m_text.start(
      [files = m_services.files, file](std::stop_token) -> Job<std::string>::Payload {
        CAIRN_ASSIGN(const auto in, files->open(file, OpenMode::Read));
        std::string text(restore::kMostTracebackBytes + 1, '\0');
        CAIRN_ASSIGN(const std::size_t size,
                     in->readAt(0, std::as_writable_bytes(std::span(text))));
        text.resize(size);
        return std::make_shared<const std::string>(std::move(text));
      },
      [this](const auto& text) {
        if (text) return m_restore->explainTraceback(toQString(**text));
        m_band->say(Tone::Bad, errorText(text.error()), errorDetail(text.error()));
      });
}

}  // namespace cairn::ui
