#pragma once

#include "ui/bridge/job.h"
#include "ui/shell/train_queue.h"

#include <QAction>
#include <functional>

class QMenu;

namespace cairn::ui {

class JobBar;
class RunsModel;

/// Train, Pause, Stop and Evaluate: the actions, what they may do now and why not, the job bar and
/// the pills of the runs that train or wait.
/// Thread: GUI thread only.
class RunControl : public QObject {
  Q_OBJECT
 public:
  RunControl(Services services, RunsModel* model, TrainQueue* queue, JobBar* bar,
             QObject* parent = nullptr);

  QAction* trainAction() const { return m_train; }
  QAction* queueAction() const { return m_add; }
  QAction* pauseAction() const { return m_pause; }
  /// Asks how: see stopAsked.
  QAction* stopAction() const { return m_stop; }
  QAction* saveAction() const { return m_save; }
  QAction* evaluateAction() const { return m_evaluate; }
  TrainQueue* queue() const { return m_queue; }
  /// Of the job that the bar shows; one that does not run when there is none.
  TrainingSession* session() const;

  /// What Train would act on: the run, its config (null: none is known) and the sentence for the
  /// tooltip ("resumes at step 200"). `fits`: the check says that it would restore.
  void setSubject(const RunRef& run, const model::Config* config, bool fits,
                  const QString& sentence);
  /// All that is selected: several go into the queue with the configs they were recorded with.
  void setSelection(const std::vector<RunRef>& runs);
  /// False when nothing could be started or queued.
  bool train();
  /// The ways to stop a job of the queue; one that only waits is taken out at once.
  void fillStopMenu(QMenu* menu, int job);

 Q_SIGNALS:
  void started(const cairn::ui::RunRef& run);
  /// Train was pressed, but the checkpoint would not restore.
  void restoreCheckAsked();
  /// A checkpoint or an event file of the run was written.
  void filesWritten(const cairn::ui::RunRef& run);
  void ended(const cairn::ui::RunRef& run, const cairn::ui::TrainingSession::Outcome& outcome);
  void evaluated(const cairn::ui::RunRef& run, const QString& text);
  void failed(const cairn::Error& error);
  /// Stop was pressed for this job: fillStopMenu has the ways.
  void stopAsked(int job);
  /// Some of several could not be queued.
  void said(const QString& sentence);

 private:
  void makeActions();
  bool trainSelection();
  void confirmDiscard(int job, QWidget* parent);
  const QueueJob* shownJob() const;
  void showProgress(int id);
  void showBar();
  void showEnd(int id, const TrainingSession::Outcome& outcome);
  void showStates();
  void evaluate();
  void sync();

  Services m_services;
  RunsModel* m_model;
  TrainQueue* m_queue;
  JobBar* m_bar;
  QAction *m_train, *m_add, *m_pause, *m_stop, *m_save, *m_evaluate;
  RunRef m_run;
  std::vector<RunRef> m_selection;
  std::optional<model::Config> m_config;
  bool m_fits = true;
  QString m_sentence;
  QHash<int, std::int64_t> m_savedSteps;
  QSet<QString> m_marked;  // runs whose pill shows a job
  mutable TrainingSession m_none;
  Job<std::vector<TrainRequest>> m_records;
  Job<training::Metrics> m_metrics;  // last: destroyed first
};

}  // namespace cairn::ui
