#include "ui/shell/workspace.h"

#include "ui/bridge/convert.h"
#include "ui/shell/state_file.h"

#include <QDateTime>

namespace cairn::ui {
namespace {

constexpr int kPollMs = 3000;
constexpr int kProgressMs = 250;

}  // namespace

Workspace::Workspace(Services services, QObject* parent)
    : QObject(parent),
      m_services(services),
      m_notes(services, stateFolder() / "notes.json"),
      m_pollMs(kPollMs) {
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &Workspace::rescan);
  m_progress.setInterval(kProgressMs);
  connect(&m_progress, &QTimer::timeout, this, &Workspace::progressed);
  connect(&m_model, &RunsModel::notesEdited, this,
          [this](const QString& id, const runs::RunNotes&) {
            if (const runs::Run* run = m_model.run(id)) m_notes.save(id, run->modelDir, run->notes);
          });
  m_notes.load();
}

void Workspace::open(const fs::path& folder) {
  m_job.cancel();
  m_folder = folder;
  m_problems.clear();
  m_model.setRuns({}, m_folder);
  Q_EMIT opened();
  rescan();
}

void Workspace::close() {
  m_job.cancel();
  m_timer.stop();
  m_progress.stop();
  m_folder.clear();
  m_problems.clear();
  m_model.setRuns({}, m_folder);
  Q_EMIT opened();
}

void Workspace::rescan() {
  if (m_folder.empty()) return;
  m_timer.stop();
  m_clock.start();
  m_progress.start();
  m_notes.scanBegins();
  m_found = std::make_shared<std::atomic<int>>(0);
  m_job.start(
      [services = m_services, folder = m_folder,
       found = m_found](std::stop_token stop) -> Job<runs::Scan>::Payload {
        CAIRN_ASSIGN(auto scan, runs::scanRuns(
                                    *services.files, *services.clock, folder,
                                    [&](const runs::Run&) { ++*found; }, stop));
        return std::make_shared<const runs::Scan>(std::move(scan));
      },
      [this](const auto& scan) { take(scan); });
}

// The next look starts when this one is done, and a slow disk is not kept busy: it has ten times as
// long to rest.
void Workspace::take(const Job<runs::Scan>::Payload& scan) {
  m_progress.stop();
  m_timer.start(
      std::max(m_pollMs, static_cast<int>(std::min<qint64>(m_clock.elapsed() * 10, 60'000))));
  if (!scan) {
    Q_EMIT failed(scan.error());
    return;
  }
  std::vector<runs::Run> runs = (*scan)->runs;
  m_notes.apply(runs);
  collectProblems(**scan);
  m_model.setRuns(std::move(runs), m_folder);
  Q_EMIT scanned();
}

// A problem keeps the time when it was first seen, and goes with its cause.
void Workspace::collectProblems(const runs::Scan& scan) {
  const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) * 1e-3;
  std::vector<Problem> before = std::move(m_problems);
  m_problems.clear();
  const auto add = [&](const QString& run, const Error& error) {
    const auto same = std::find_if(before.begin(), before.end(), [&](const Problem& old) {
      return old.run == run && old.error == error;
    });
    m_problems.push_back({run, error, same == before.end() ? now : same->seen});
  };
  for (const Error& error : scan.problems) add({}, error);
  for (const runs::Run& run : scan.runs)
    for (const Error& error : run.problems) add(pathText(run.modelDir), error);
}

}  // namespace cairn::ui
