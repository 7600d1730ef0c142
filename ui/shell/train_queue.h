#pragma once

#include "ui/shell/training_session.h"

#include <QHash>
#include <QJsonObject>
#include <QObject>
#include <vector>

namespace cairn::ui {

/// One training of the queue: it waits, runs, or has ended.
struct QueueJob {
  enum class State {
    Queued,
    Starting,
    Running,
    Paused,
    Stopping,
    Finished,
    Stopped,
    Failed,
    Diverged
  };
  int id = 0;
  TrainRequest request;
  State state = State::Queued;
  std::shared_ptr<const training::TrainSnapshot> snapshot;  // the newest; null before the first
  double started = 0;                                       // seconds since 1970
  QString note;                                             // why it waits, or how it ended
  bool active() const {
    return state == State::Starting || state == State::Running || state == State::Stopping;
  }
};

/// The trainings of this window: so many at once, the others wait their turn. What waits or is
/// paused outlives the program. Thread: GUI thread only; each training has a thread of its own.
class TrainQueue : public QObject {
  Q_OBJECT
 public:
  explicit TrainQueue(Services services, QObject* parent = nullptr);
  ~TrainQueue() override;

  /// Queues it, and starts it when there is room. The run's job that has ended goes.
  int add(TrainRequest request);
  void pause(int id);
  void resume(int id);
  /// Ends after this step, with a whole checkpoint; with `discard` the steps since the last one are
  /// lost.
  void stop(int id, bool discard = false);
  /// A checkpoint after this step, of a job that runs.
  void saveNow(int id);
  /// Steps since the newest checkpoint of a job that runs: what a stop without saving loses.
  static std::int64_t unsavedSteps(const QueueJob& job);
  void stopAll();
  /// Of one that waits or has ended.
  void remove(int id);
  void clearEnded();
  /// Up or down among those that wait.
  void move(int id, int by);
  /// Starts it now, however many run.
  void runNow(int id);
  void setParallel(int count);
  int parallel() const { return m_parallel; }
  /// No other is started: the window closes.
  void setClosing(bool closing) { m_closing = closing; }

  const std::vector<QueueJob>& jobs() const { return m_jobs; }
  const QueueJob* job(int id) const;
  /// The job of a run that has not ended; else its last one; null when it has none.
  const QueueJob* jobOf(const QString& run) const;
  int count(QueueJob::State state) const;
  bool anyActive() const;
  /// Of a job that runs or is paused on its thread; null otherwise.
  TrainingSession* session(int id) const;

  /// What waits, as text for the state file; those that run count as paused.
  QJsonObject toJson() const;
  void fromJson(const QJsonObject& json);

 Q_SIGNALS:
  /// Jobs came, went, moved or have another state.
  void changed();
  void progressed(int id);
  void started(int id);
  void ended(int id, const cairn::ui::TrainingSession::Outcome& outcome);

 private:
  QueueJob* find(int id);
  void startNext();
  void start(QueueJob& job);
  void progress(int id);
  void end(int id, const TrainingSession::Outcome& outcome);

  Services m_services;
  std::vector<QueueJob> m_jobs;
  QHash<int, TrainingSession*> m_sessions;
  int m_next = 1;
  int m_parallel = 1;
  bool m_closing = false;
};

}  // namespace cairn::ui
