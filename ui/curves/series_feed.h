#pragma once

#include "core/series/ingest.h"
#include "ui/bridge/job.h"
#include "ui/bridge/run_ref.h"

#include <QElapsedTimer>
#include <QHash>
#include <QTimer>
#include <memory>
#include <vector>

namespace cairn::ui {

/// Follows the event files of the shown runs: each is polled in a Job again and again, the one that
/// this window trains twenty times a second, the others every second or so.
/// Thread: GUI thread only.
class SeriesFeed : public QObject {
  Q_OBJECT
 public:
  explicit SeriesFeed(Services services, QObject* parent = nullptr);
  ~SeriesFeed() override;

  void setRuns(const std::vector<RunRef>& runs);
  /// Inactive, it asks for nothing.
  void setActive(bool active);
  /// The run that this window trains; empty: none.
  void setFast(const QString& runId);
  /// Reads everything anew.
  void reload();

  /// Null until the first poll has answered.
  std::shared_ptr<const series::RunSeries> series(const QString& runId) const;
  /// Whether every run has answered once.
  bool settled() const;
  std::vector<Error> problems() const;

 Q_SIGNALS:
  void changed(const QString& runId);

 private:
  struct Follower;
  void tick();
  void poll(Follower& follower);

  Services m_services;
  std::vector<std::unique_ptr<Follower>> m_followers;
  QString m_fast;
  bool m_active = false;
  QElapsedTimer m_clock;
  QTimer m_timer;
};

}  // namespace cairn::ui
