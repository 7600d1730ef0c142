#include "ui/shell/workspace.h"

namespace cairn::ui {
namespace {

constexpr int kPollMs = 3000;

}  // namespace

Workspace::Workspace(Services services, QObject* parent) : QObject(parent), m_services(services) {
  m_timer.setInterval(kPollMs);
  m_timer.setSingleShot(true);
  connect(&m_timer, &QTimer::timeout, this, &Workspace::rescan);
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
  m_folder.clear();
  m_problems.clear();
  m_model.setRuns({}, m_folder);
  Q_EMIT opened();
}

void Workspace::rescan() {
  if (m_folder.empty()) return;
  m_timer.stop();
  m_job.start(
      [services = m_services, folder = m_folder](std::stop_token stop) -> Job<runs::Scan>::Payload {
        CAIRN_ASSIGN(auto scan, runs::scanRuns(*services.files, *services.clock, folder, {}, stop));
        return std::make_shared<const runs::Scan>(std::move(scan));
      },
      [this](const auto& scan) { take(scan); });
}

// The next look starts when this one is done: a slow disk is not asked twice at once.
void Workspace::take(const Job<runs::Scan>::Payload& scan) {
  m_timer.start();
  if (!scan) {
    Q_EMIT failed(scan.error());
    return;
  }
  m_problems = (*scan)->problems;
  m_model.setRuns((*scan)->runs, m_folder);
  Q_EMIT scanned();
}

}  // namespace cairn::ui
