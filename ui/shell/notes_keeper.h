#pragma once

#include "core/runs/run_scan.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"

#include <QHash>
#include <deque>

namespace cairn::ui {

/// What people say of runs, on its way to the disk: into each run's `cairn.json`, or, where that
/// can't be written (none there, read-only, a training writes it), into a file of the user.
/// Thread: GUI thread only. Reads and writes in Jobs.
class NotesKeeper : public QObject {
  Q_OBJECT
 public:
  /// `ownFile` holds the notes of runs that can't be written to.
  NotesKeeper(Services services, fs::path ownFile, QObject* parent = nullptr);

  void load();
  void save(const QString& id, const fs::path& modelDir, const runs::RunNotes& notes);
  bool busy() const { return m_job.running() || !m_waiting.empty(); }

  /// A scan begins: what was saved before it is in what it will find.
  void scanBegins();
  /// Puts what was not saved into the runs into what a scan found.
  void apply(std::vector<runs::Run>& runs);

 Q_SIGNALS:
  void loaded();
  void saved();
  /// The notes are kept for this user alone, since the run can't be written to.
  void keptApart(const QString& id);

 private:
  struct Wish {
    QString id;
    fs::path modelDir;
    runs::RunNotes notes;
  };
  struct Kept {
    runs::RunNotes notes;
    bool inRun = false;  // is in its cairn.json by now
    bool isOld = false;  // the scan that runs will find it there
  };
  void next();
  void writeOwn();

  Services m_services;
  fs::path m_ownFile;
  QHash<QString, Kept> m_kept;
  std::deque<Wish> m_waiting;
  Job<bool> m_own;
  Job<QHash<QString, runs::RunNotes>> m_load;
  Job<bool> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
