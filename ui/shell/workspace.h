#pragma once

#include "core/runs/run_scan.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"
#include "ui/shell/runs_model.h"

#include <QTimer>

namespace cairn::ui {

/// The folder that is open: finds its runs in a Job, looks again every few seconds, and keeps the
/// model of the list in step.
/// Thread: GUI thread only.
class Workspace : public QObject {
  Q_OBJECT
 public:
  explicit Workspace(Services services, QObject* parent = nullptr);

  void open(const fs::path& folder);
  void close();
  /// Now instead of at the next turn.
  void rescan();
  bool isOpen() const { return !m_folder.empty(); }
  bool scanning() const { return m_job.running(); }
  const fs::path& folder() const { return m_folder; }
  RunsModel* model() { return &m_model; }
  const std::vector<Error>& problems() const { return m_problems; }
  void setPollInterval(int milliseconds) { m_timer.setInterval(milliseconds); }

 Q_SIGNALS:
  void opened();
  void scanned();
  /// The folder itself can't be read.
  void failed(const cairn::Error& error);

 private:
  void take(const Job<runs::Scan>::Payload& scan);

  Services m_services;
  fs::path m_folder;
  RunsModel m_model;
  std::vector<Error> m_problems;
  QTimer m_timer;
  Job<runs::Scan> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
