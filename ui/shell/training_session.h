#pragma once

#include "core/training/estimator.h"
#include "ui/bridge/run_ref.h"

#include <QObject>
#include <QTimer>
#include <memory>
#include <optional>
#include <thread>

namespace cairn::ui {

/// All that a training needs, as values: it starts from what was on the screen when Train was
/// pressed.
struct TrainRequest {
  RunRef run;
  model::Config config;
  fs::path configFolder;  // data files are relative to it
};

/// One training of this window, on its own thread. The thread publishes snapshots to a slot that
/// holds the newest and never waits; a 33 ms timer looks at the slot.
/// Thread: GUI thread only. The destructor stops the training and waits for its last checkpoint.
class TrainingSession : public QObject {
  Q_OBJECT
 public:
  explicit TrainingSession(Services services, QObject* parent = nullptr);
  ~TrainingSession() override;

  /// False when one runs already.
  bool start(TrainRequest request);
  void pause();
  void resume();
  /// Ends after this step, with a whole checkpoint; or at once, and the steps since the last one
  /// are lost.
  void stop(bool discard = false);
  /// A checkpoint after this step.
  void saveNow();

  bool running() const { return m_work != nullptr; }
  bool paused() const { return m_paused; }
  bool stopping() const { return m_stopping; }
  const RunRef& run() const { return m_run; }
  /// The newest; null before the first.
  const std::shared_ptr<const training::TrainSnapshot>& snapshot() const { return m_snapshot; }

  using Outcome = Result<training::TrainResult>;

 Q_SIGNALS:
  void started();
  /// A newer snapshot, at most thirty times a second.
  void progressed();
  void ended(const cairn::ui::RunRef& run, const cairn::ui::TrainingSession::Outcome& outcome);

 private:
  struct Work;
  void look();

  Services m_services;
  RunRef m_run;
  bool m_paused = false;
  bool m_stopping = false;
  std::shared_ptr<const training::TrainSnapshot> m_snapshot;
  QTimer m_timer;
  std::shared_ptr<Work> m_work;
  std::jthread m_thread;
};

}  // namespace cairn::ui
