#pragma once

#include "core/runs/run_scan.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"
#include "ui/shell/notes_keeper.h"
#include "ui/shell/runs_model.h"

#include <QElapsedTimer>
#include <QTimer>
#include <atomic>

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
  NotesKeeper* notes() { return &m_notes; }
  /// Of the folder itself, then of each run.
  struct Problem {
    QString run;  // its id; empty: of the folder
    Error error;
    double seen = 0;  // seconds since 1970, when it was first seen
  };
  const std::vector<Problem>& problems() const { return m_problems; }
  /// How many runs the scan that runs has found by now.
  int found() const { return m_found->load(); }
  void setPollInterval(int milliseconds) { m_pollMs = milliseconds; }

 Q_SIGNALS:
  void opened();
  void scanned();
  /// While a scan runs, a few times a second.
  void progressed();
  /// The folder itself can't be read.
  void failed(const cairn::Error& error);

 private:
  void take(const Job<runs::Scan>::Payload& scan);
  void collectProblems(const runs::Scan& scan);

  Services m_services;
  fs::path m_folder;
  RunsModel m_model;
  NotesKeeper m_notes;
  std::vector<Problem> m_problems;
  std::shared_ptr<std::atomic<int>> m_found = std::make_shared<std::atomic<int>>(0);
  int m_pollMs;
  QTimer m_timer, m_progress;
  QElapsedTimer m_clock;
  Job<runs::Scan> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
