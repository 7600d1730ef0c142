#pragma once

#include "ui/bridge/job.h"
#include "ui/shell/training_session.h"

#include <QAction>
#include <functional>

namespace cairn::ui {

class JobBar;
class RunsModel;

/// Train, Pause, Stop and Evaluate: the actions, what they may do now and why not, the job bar and
/// the pill of the run that trains.
/// Thread: GUI thread only.
class RunControl : public QObject {
  Q_OBJECT
 public:
  RunControl(Services services, RunsModel* model, JobBar* bar, QObject* parent = nullptr);

  QAction* trainAction() const { return m_train; }
  QAction* pauseAction() const { return m_pause; }
  QAction* stopAction() const { return m_stop; }
  QAction* evaluateAction() const { return m_evaluate; }
  TrainingSession* session() { return &m_session; }

  /// What Train would act on: the run, its config (null: none is known) and the sentence for the
  /// tooltip ("resumes at step 200"). `fits`: the check says that it would restore.
  void setSubject(const RunRef& run, const model::Config* config, bool fits,
                  const QString& sentence);
  /// False when nothing could be started.
  bool train();

 Q_SIGNALS:
  void started(const cairn::ui::RunRef& run);
  /// Train was pressed, but the checkpoint would not restore.
  void restoreCheckAsked();
  /// A checkpoint or an event file of the run was written.
  void filesWritten(const cairn::ui::RunRef& run);
  void ended(const cairn::ui::RunRef& run, const cairn::ui::TrainingSession::Outcome& outcome);
  void evaluated(const cairn::ui::RunRef& run, const QString& text);
  void failed(const cairn::Error& error);

 private:
  void makeActions();
  void showProgress();
  void showEnd(const RunRef& run, const TrainingSession::Outcome& outcome);
  void evaluate();
  void sync();

  Services m_services;
  RunsModel* m_model;
  JobBar* m_bar;
  QAction *m_train, *m_pause, *m_stop, *m_evaluate;
  RunRef m_run;
  std::optional<model::Config> m_config;
  bool m_fits = true;
  QString m_sentence;
  std::int64_t m_savedStep = -1;
  TrainingSession m_session;
  Job<training::Metrics> m_metrics;  // last: destroyed first
};

}  // namespace cairn::ui
