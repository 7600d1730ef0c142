#include "ui/shell/run_actions.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/shell/history.h"
#include "ui/shell/notes_dialog.h"
#include "ui/shell/runs_pane.h"
#include "ui/shell/workspace.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QGuiApplication>
#include <QInputDialog>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QUrl>

namespace cairn::ui {
namespace {

constexpr std::size_t kAskFrom = 21;

}  // namespace

RunActions::RunActions(Services services, Workspace* workspace, RunsPane* pane, History* history,
                       QWidget* window)
    : QObject(window),
      m_services(services),
      m_workspace(workspace),
      m_pane(pane),
      m_history(history),
      m_window(window) {
  m_isBusy = [](const QString&) { return false; };
  m_ask = [this](int count, const std::function<void()>& yes) {
    auto* box = new QMessageBox(QMessageBox::NoIcon, tr("Move to trash"),
                                tr("Move %n run(s) to the trash?", nullptr, count),
                                QMessageBox::NoButton, m_window);
    auto* move = box->addButton(tr("Move to trash"), QMessageBox::AcceptRole);
    auto* cancel = box->addButton(tr("Cancel"), QMessageBox::RejectRole);
    box->setDefaultButton(cancel);
    box->setAttribute(Qt::WA_DeleteOnClose);
    connect(box, &QMessageBox::finished, this, [box, move, yes] {
      if (box->clickedButton() == move) yes();
    });
    box->open();
  };
}

void RunActions::rename() { m_pane->rename(); }

void RunActions::editNotes() {
  RunsModel* model = m_workspace->model();
  const QString id = m_pane->current().id;
  const runs::Run* run = model->run(id);
  if (!run || model->isDraft(id)) return;
  auto* dialog = new NotesDialog(toQString(run->name), run->notes, m_window);
  connect(dialog, &QDialog::accepted, this,
          [model, dialog, id] { model->editNotes(id, dialog->notes()); });
  dialog->open();
}

void RunActions::addTags() {
  auto* dialog = new QInputDialog(m_window);
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setObjectName(QStringLiteral("tags"));
  dialog->setWindowTitle(tr("Tag the selected runs"));
  dialog->setLabelText(tr("Tags, parted by commas"));
  connect(dialog, &QInputDialog::textValueSelected, this, [this](const QString& text) {
    for (const RunRef& ref : m_pane->selection()) {
      const runs::Run* run = m_workspace->model()->run(ref.id);
      if (!run) continue;
      runs::RunNotes notes = run->notes;
      for (const std::string& tag : readTags(text))
        if (std::find(notes.tags.begin(), notes.tags.end(), tag) == notes.tags.end())
          notes.tags.push_back(tag);
      m_workspace->model()->editNotes(ref.id, notes);
    }
  });
  dialog->open();
}

void RunActions::fillColorMenu(QMenu* menu) {
  ui::fillColorMenu(menu, [this](const QString& color) { setColor(color); });
}

void RunActions::askColor(const QPoint& globalPosition) {
  auto* menu = new QMenu(m_window);
  menu->setObjectName(QStringLiteral("runs.color"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  fillColorMenu(menu);
  menu->popup(globalPosition);
}

void RunActions::setColor(const QString& color) {
  for (const RunRef& ref : m_pane->selection())
    if (const runs::Run* run = m_workspace->model()->run(ref.id)) {
      runs::RunNotes notes = run->notes;
      notes.color = fromQString(color);
      m_workspace->model()->editNotes(ref.id, notes);
    }
}

void RunActions::toggleBaseline() {
  const QString id = m_pane->current().id;
  const runs::Run* run = m_workspace->model()->run(id);
  if (!run) return;
  runs::RunNotes notes = run->notes;
  notes.isBaseline = !notes.isBaseline;
  m_workspace->model()->editNotes(id, notes);
}

void RunActions::showOnly() { m_workspace->model()->showOnly(m_pane->current().id); }

void RunActions::hide() {
  QStringList ids;
  for (const RunRef& run : m_pane->selection()) ids << run.id;
  m_workspace->model()->setShown(ids, false);
}

void RunActions::copyPath() {
  QStringList paths;
  QList<QUrl> urls;
  for (const RunRef& run : m_pane->selection()) {
    paths << pathText(run.modelDir);
    urls << QUrl::fromLocalFile(paths.last());
  }
  if (paths.isEmpty()) return;
  auto* data = new QMimeData;
  data->setText(paths.join(QLatin1Char('\n')));
  data->setUrls(urls);
  QGuiApplication::clipboard()->setMimeData(data);
}

void RunActions::openFolder() {
  const RunRef run = m_pane->current();
  if (!run.isNull()) QDesktopServices::openUrl(QUrl::fromLocalFile(pathText(run.modelDir)));
}

void RunActions::trash() {
  RunsModel* model = m_workspace->model();
  std::vector<RunRef> runs;
  for (const RunRef& run : m_pane->selection()) {
    if (model->isDraft(run.id)) {
      model->removeDraft(run.id);
    } else if (m_isBusy(run.id)) {
      Q_EMIT said(Tone::Warn,
                  tr("%1 trains now; it can be trashed when it has stopped.").arg(run.name), {}, {},
                  {});
      return;
    } else {
      runs.push_back(run);
    }
  }
  if (runs.empty()) return;
  if (runs.size() < kAskFrom) return move(runs, false);
  m_ask(static_cast<int>(runs.size()), [this, runs] { move(runs, false); });
}

void RunActions::move(const std::vector<RunRef>& runs, bool beside) {
  using Moved = std::vector<Trashed>;
  m_job.start(
      [services = m_services, runs, beside](std::stop_token) -> Job<Moved>::Payload {
        return std::make_shared<const Moved>(
            moveToTrash(*services.files, *services.clock, runs, beside));
      },
      [this](const auto& trashed) {
        if (trashed) moved(**trashed);
      });
}

void RunActions::moved(const std::vector<Trashed>& trashed) {
  std::vector<Trashed> gone;
  std::vector<RunRef> left;
  std::vector<Error> errors;
  std::uint64_t bytes = 0;
  bool noTrash = false;
  for (const Trashed& one : trashed) {
    if (one.where.empty()) {
      left.push_back(one.run);
      errors.push_back(one.error);
      noTrash = noTrash || one.error.code == ErrorCode::Unsupported;
      continue;
    }
    if (const runs::Run* run = m_workspace->model()->run(one.run.id)) bytes += run->bytes;
    m_workspace->model()->forget(one.run.id);
    gone.push_back(one);
  }
  if (!gone.empty()) {
    const int count = static_cast<int>(gone.size());
    const auto kept = std::make_shared<std::vector<Trashed>>(gone);
    m_history->push(
        tr("move %n run(s) to the trash", nullptr, count), [this, kept] { restore(*kept); },
        [this, kept] { moveAgain(kept); });
    Q_EMIT told(tr("%n run(s) moved to the trash, %1. Ctrl+Z brings them back.", nullptr, count)
                    .arg(bytesText(bytes)));
  }
  if (!left.empty())
    Q_EMIT said(Tone::Bad, foldedText(errors), {},
                noTrash ? tr("Move to .cairn-trash beside the runs") : QString(),
                [this, left] { move(left, true); });
  m_workspace->rescan();
}

// Redo: no new step, but new places in the trash.
void RunActions::moveAgain(const std::shared_ptr<std::vector<Trashed>>& kept) {
  using Moved = std::vector<Trashed>;
  std::vector<RunRef> runs;
  for (const Trashed& one : *kept) runs.push_back(one.run);
  m_job.start(
      [services = m_services, runs,
       beside = kept->front().infoFile.isEmpty()](std::stop_token) -> Job<Moved>::Payload {
        return std::make_shared<const Moved>(
            moveToTrash(*services.files, *services.clock, runs, beside));
      },
      [this, kept](const auto& trashed) {
        if (!trashed) return;
        *kept = **trashed;
        for (const Trashed& one : *kept)
          if (!one.where.empty()) m_workspace->model()->forget(one.run.id);
        m_workspace->rescan();
      });
}

void RunActions::restore(const std::vector<Trashed>& trashed) {
  using Moved = std::vector<Trashed>;
  m_job.start(
      [services = m_services, trashed](std::stop_token) -> Job<Moved>::Payload {
        return std::make_shared<const Moved>(restoreFromTrash(*services.files, trashed));
      },
      [this](const auto& back) {
        if (!back) return;
        std::vector<Error> errors;
        for (const Trashed& one : **back)
          if (!one.where.empty()) errors.push_back(one.error);
        if (!errors.empty()) Q_EMIT said(Tone::Bad, foldedText(errors), {}, {}, {});
        m_workspace->rescan();
      });
}

}  // namespace cairn::ui
