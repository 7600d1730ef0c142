#include "ui/shell/run_control.h"

#include "core/model/run_record.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/runs_model.h"
#include "ui/theme/icons.h"
#include "ui/widgets/elided_label.h"

#include <QMenu>
#include <QMessageBox>
#include <QPushButton>

namespace cairn::ui {
namespace {

QString metricsText(const training::Metrics& metrics) {
  QStringList parts;
  for (const auto& [key, value] : metrics) {
    if (key == "global_step") continue;
    const QString number = std::holds_alternative<float>(value)
                               ? numberText(static_cast<double>(std::get<float>(value)))
                               : countText(std::get<std::int64_t>(value));
    parts << toQString(key) + QLatin1Char(' ') + number;
  }
  return parts.join(QStringLiteral(" · "));
}

}  // namespace

RunControl::RunControl(Services services, RunsModel* model, TrainQueue* queue, JobBar* bar,
                       QObject* parent)
    : QObject(parent),
      m_services(services),
      m_model(model),
      m_queue(queue),
      m_bar(bar),
      m_none(services) {
  makeActions();
  connect(m_queue, &TrainQueue::started, this, [this](int id) {
    const QueueJob* job = m_queue->job(id);
    m_savedSteps.remove(id);
    showProgress(id);
    Q_EMIT started(job->request.run);
  });
  connect(m_queue, &TrainQueue::progressed, this, &RunControl::showProgress);
  connect(m_queue, &TrainQueue::ended, this, &RunControl::showEnd);
  connect(m_queue, &TrainQueue::changed, this, [this] {
    showStates();
    showBar();
    sync();
  });
  showStates();
  sync();
}

void RunControl::makeActions() {
  const auto make = [this](const QString& text, const char* name, const QKeySequence& key) {
    auto* action = new QAction(text, this);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(key);
    return action;
  };
  m_train = make(tr("Train"), "run.train", QKeySequence(Qt::CTRL | Qt::Key_R));
  m_add = make(tr("Add to queue"), "run.queue", QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R));
  m_pause = make(tr("Pause"), "run.pause", QKeySequence(Qt::Key_F8));
  m_stop = make(tr("Stop"), "run.stop", QKeySequence(Qt::SHIFT | Qt::Key_F8));
  m_save = make(tr("Save checkpoint now"), "run.save", QKeySequence(Qt::CTRL | Qt::Key_S));
  m_evaluate = make(tr("Evaluate"), "run.evaluate", QKeySequence(Qt::CTRL | Qt::Key_E));
  connect(m_train, &QAction::triggered, this, &RunControl::train);
  connect(m_add, &QAction::triggered, this, &RunControl::train);
  connect(m_pause, &QAction::triggered, this, [this] {
    const QueueJob* job = shownJob();
    if (!job) return;
    if (job->state == QueueJob::State::Paused)
      m_queue->resume(job->id);
    else
      m_queue->pause(job->id);
  });
  connect(m_stop, &QAction::triggered, this, [this] {
    const QueueJob* job = shownJob();
    if (!job) return;
    if (m_queue->session(job->id))
      Q_EMIT stopAsked(job->id);
    else
      m_queue->stop(job->id);
  });
  connect(m_save, &QAction::triggered, this, [this] {
    if (const QueueJob* job = shownJob()) m_queue->saveNow(job->id);
  });
  connect(m_evaluate, &QAction::triggered, this, &RunControl::evaluate);
}

// The selected run's, else the first that is on its way.
const QueueJob* RunControl::shownJob() const {
  const auto lives = [](const QueueJob& job) {
    return job.active() || job.state == QueueJob::State::Paused;
  };
  if (const QueueJob* own = m_queue->jobOf(m_run.id); own && lives(*own)) return own;
  for (const QueueJob& job : m_queue->jobs())
    if (m_queue->session(job.id)) return &job;
  for (const QueueJob& job : m_queue->jobs())
    if (lives(job)) return &job;
  return nullptr;
}

TrainingSession* RunControl::session() const {
  const QueueJob* job = shownJob();
  TrainingSession* session = job ? m_queue->session(job->id) : nullptr;
  return session ? session : &m_none;
}

void RunControl::setSubject(const RunRef& run, const model::Config* config, bool fits,
                            const QString& sentence) {
  m_run = run;
  m_config = config ? std::optional(*config) : std::nullopt;
  m_fits = fits;
  m_sentence = sentence;
  showBar();
  sync();
}

void RunControl::setSelection(const std::vector<RunRef>& runs) {
  m_selection = runs;
  sync();
}

// A button that can't act says why.
void RunControl::sync() {
  const auto tip = [](const QString& what, const QString& run, const QString& sentence) {
    QString text = run.isEmpty() ? what : what + QStringLiteral(": ") + run;
    if (!sentence.isEmpty()) text += QLatin1Char('\n') + sentence;
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
  };
  const int several = static_cast<int>(m_selection.size());
  const QueueJob* own = m_queue->jobOf(m_run.id);
  const bool ownRuns = own && (m_queue->session(own->id) != nullptr);
  const bool ownWaits = own && own->state == QueueJob::State::Queued;
  const bool full = m_queue->anyActive();
  QString why = m_sentence;
  bool can = m_config.has_value() && !ownRuns && !ownWaits;
  if (several > 1) {
    can = true;
    why = tr("They go into the queue");
  } else if (ownRuns) {
    why = tr("%1 trains now").arg(m_run.name);
  } else if (ownWaits) {
    why = tr("%1 waits in the queue").arg(m_run.name);
  } else if (m_run.isNull()) {
    why = tr("No run is selected");
  } else if (!m_config) {
    why = tr("No config is known for this run");
  } else if (full && m_queue->parallel() == 1) {
    why += (why.isEmpty() ? QString() : QStringLiteral("; ")) + tr("waits its turn in the queue");
  }
  m_train->setText(several > 1 ? tr("Train %n run(s)", nullptr, several) : tr("Train"));
  m_train->setEnabled(can);
  m_train->setToolTip(tip(tr("Train (Ctrl+R)"), several > 1 ? QString() : m_run.name, why));
  m_add->setEnabled(can);
  m_add->setToolTip(m_train->toolTip());
  const bool canEvaluate = m_config.has_value() && !ownRuns && !m_metrics.running();
  m_evaluate->setEnabled(canEvaluate);
  m_evaluate->setToolTip(tip(tr("Evaluate (Ctrl+E)"), m_run.name, canEvaluate ? QString() : why));
  const QueueJob* shown = shownJob();
  const bool stopping = shown && shown->state == QueueJob::State::Stopping;
  const bool paused = shown && shown->state == QueueJob::State::Paused;
  const QString name = shown ? shown->request.run.name : QString();
  const QString nothing = shown ? QString() : tr("Nothing trains");
  m_pause->setEnabled(shown && !stopping);
  m_pause->setText(paused ? tr("Resume") : tr("Pause"));
  m_pause->setToolTip(tip(paused ? tr("Resume (F8)") : tr("Pause (F8)"), name, nothing));
  m_stop->setEnabled(shown && !stopping);
  m_stop->setToolTip(tip(tr("Stop… (Shift+F8)"), name, nothing));
  const bool runs = shown && shown->state == QueueJob::State::Running;
  m_save->setEnabled(runs);
  m_save->setToolTip(tip(tr("Save checkpoint now (Ctrl+S)"), name,
                         runs || shown ? QString() : tr("Nothing trains")));
}

void RunControl::fillStopMenu(QMenu* menu, int id) {
  menu->setObjectName(QStringLiteral("job.stopMenu"));
  const QueueJob* job = m_queue->job(id);
  if (!job) return;
  auto* saved = menu->addAction(tr("After this step, with a checkpoint"));
  saved->setObjectName(QStringLiteral("job.stopSaved"));
  connect(saved, &QAction::triggered, m_queue, [queue = m_queue, id] { queue->stop(id); });
  const auto lost = TrainQueue::unsavedSteps(*job);
  auto* now = menu->addAction(lost > 0 ? tr("Now, loses %1 steps…").arg(countText(lost))
                                       : tr("Now, nothing is lost"));
  now->setObjectName(QStringLiteral("job.stopNow"));
  connect(now, &QAction::triggered, this, [this, id, lost, menu] {
    if (lost > 0)
      confirmDiscard(id, menu->parentWidget());
    else
      m_queue->stop(id, true);
  });
}

// How many are lost is said as it stands now: the training went on while the menu was open.
void RunControl::confirmDiscard(int id, QWidget* parent) {
  const QueueJob* job = m_queue->job(id);
  if (!job) return;
  auto* box = new QMessageBox(
      QMessageBox::NoIcon, tr("Stop without saving"),
      tr("%1 goes back to its newest checkpoint.").arg(shownName(job->request.run.name)),
      QMessageBox::NoButton, parent);
  box->setObjectName(QStringLiteral("job.discard"));
  box->setTextFormat(Qt::PlainText);
  box->setInformativeText(tr("The %1 steps since then are lost, and can't be brought back.")
                              .arg(countText(TrainQueue::unsavedSteps(*job))));
  auto* lose = box->addButton(tr("Stop without saving"), QMessageBox::DestructiveRole);
  auto* keep = box->addButton(tr("Save and stop"), QMessageBox::AcceptRole);
  box->addButton(tr("Cancel"), QMessageBox::RejectRole);
  box->setDefaultButton(keep);
  box->setAttribute(Qt::WA_DeleteOnClose);
  connect(box, &QMessageBox::finished, m_queue, [box, lose, keep, queue = m_queue, id] {
    const QAbstractButton* clicked = box->clickedButton();
    if (clicked == lose) queue->stop(id, true);
    if (clicked == keep) queue->stop(id);
  });
  box->open();
}

bool RunControl::train() {
  if (m_selection.size() > 1) return trainSelection();
  const QueueJob* own = m_queue->jobOf(m_run.id);
  if (!m_config) return false;
  if (own && (m_queue->session(own->id) || own->state == QueueJob::State::Queued)) return false;
  if (!m_fits) {
    Q_EMIT restoreCheckAsked();
    return false;
  }
  // One that was held back starts anew, with the config as it stands now.
  if (own && own->state == QueueJob::State::Paused) m_queue->remove(own->id);
  m_queue->add({m_run, *m_config, m_run.modelDir});
  return true;
}

bool RunControl::trainSelection() {
  using Requests = std::vector<TrainRequest>;
  m_records.start(
      [files = m_services.files, runs = m_selection](std::stop_token) -> Job<Requests>::Payload {
        Requests requests;
        for (const RunRef& run : runs)
          if (const auto record = model::loadRunRecord(*files, run.modelDir); record && *record)
            requests.push_back({run, (*record)->config, run.modelDir});
        return std::make_shared<const Requests>(std::move(requests));
      },
      [this, wanted = m_selection.size()](const auto& requests) {
        if (!requests) return;
        for (const TrainRequest& request : **requests) {
          const QueueJob* own = m_queue->jobOf(request.run.id);
          const bool there =
              own && (m_queue->session(own->id) || own->state == QueueJob::State::Queued ||
                      own->state == QueueJob::State::Paused);
          if (!there) m_queue->add(request);
        }
        if (const int left = static_cast<int>(wanted - (*requests)->size()); left > 0)
          Q_EMIT said(
              tr("%n run(s) have no config that is known and were not queued.", nullptr, left));
      });
  return true;
}

// The pills of all runs that train or wait.
void RunControl::showStates() {
  QSet<QString> marked;
  for (const QueueJob& job : m_queue->jobs()) {
    LiveRun live;
    switch (job.state) {
      case QueueJob::State::Queued:
        live.state = LiveRun::State::Queued;
        break;
      case QueueJob::State::Starting:
        live.state = LiveRun::State::Starting;
        break;
      case QueueJob::State::Running:
        live.state = LiveRun::State::Running;
        break;
      case QueueJob::State::Paused:
        live.state = LiveRun::State::Paused;
        break;
      case QueueJob::State::Stopping:
        live.state = LiveRun::State::Stopping;
        break;
      default:
        continue;
    }
    if (const auto* snapshot = job.snapshot.get()) {
      live.step = snapshot->step.value();
      const auto all = snapshot->targetStep.value() - snapshot->startStep.value();
      if (all > 0)
        live.percent = static_cast<int>(100 * (live.step - snapshot->startStep.value()) / all);
    } else if (const runs::Run* run = m_model->run(job.request.run.id); run && run->step) {
      live.step = run->step->value();
    }
    m_model->setLive(job.request.run.id, live);
    marked.insert(job.request.run.id);
  }
  for (const QString& id : std::as_const(m_marked))
    if (!marked.contains(id)) m_model->setLive(id, std::nullopt);
  m_marked = marked;
}

void RunControl::showBar() {
  QStringList others;
  const QueueJob* shown = shownJob();
  int running = 0;
  int paused = 0;
  for (const QueueJob& job : m_queue->jobs()) {
    if (shown && job.id == shown->id) continue;
    running += job.active() ? 1 : 0;
    paused += job.state == QueueJob::State::Paused ? 1 : 0;
  }
  const int queued = m_queue->count(QueueJob::State::Queued);
  if (running > 0) others << tr("%n more running", nullptr, running);
  if (paused > 0) others << tr("%n paused", nullptr, paused);
  if (queued > 0) others << tr("%n queued", nullptr, queued);
  m_bar->setQueue(others.join(QStringLiteral(", ")));
  if (!shown) return;
  JobBar::State state = JobBar::State::Running;
  if (shown->state == QueueJob::State::Stopping) state = JobBar::State::Stopping;
  if (shown->state == QueueJob::State::Paused) state = JobBar::State::Paused;
  if (shown->state == QueueJob::State::Starting) state = JobBar::State::Starting;
  m_bar->setJob(shown->request.run, state, shown->snapshot.get(), shown->note);
}

void RunControl::showProgress(int id) {
  const QueueJob* job = m_queue->job(id);
  if (!job) return;
  if (const auto* snapshot = job->snapshot.get()) {
    const std::int64_t saved = snapshot->savedStep.value();
    if (saved != m_savedSteps.value(id, -1)) {
      m_savedSteps.insert(id, saved);
      if (saved >= 0) Q_EMIT filesWritten(job->request.run);
    }
  }
  showStates();
  showBar();
  sync();
}

void RunControl::showEnd(int id, const TrainingSession::Outcome& outcome) {
  const QueueJob* job = m_queue->job(id);
  if (!job) return;
  const RunRef run = job->request.run;
  showStates();
  if (!outcome && outcome.error().code == ErrorCode::Cancelled) {
    m_bar->setIdle(tr("%1 stopped before its first step").arg(run.name), QStringLiteral("stop"));
  } else if (!outcome) {
    m_bar->setIdle(tr("%1: %2").arg(run.name, errorText(outcome.error())), QStringLiteral("cross"));
    Q_EMIT failed(outcome.error());
  } else {
    const QString step = countText(outcome->step.value());
    switch (outcome->end) {
      case training::TrainEnd::Finished:
      case training::TrainEnd::InputEnded:
        m_bar->setIdle(tr("%1 finished at step %2").arg(run.name, step), QStringLiteral("check"));
        break;
      case training::TrainEnd::Stopped:
        m_bar->setIdle(tr("%1 stopped at step %2, saved").arg(run.name, step),
                       QStringLiteral("stop"));
        break;
      case training::TrainEnd::AlreadyThere:
        m_bar->setIdle(tr("%1 is at step %2 already").arg(run.name, step), QStringLiteral("check"));
        break;
    }
  }
  sync();
  Q_EMIT filesWritten(run);
  Q_EMIT ended(run, outcome);
}

void RunControl::evaluate() {
  if (!m_config) return;
  m_bar->setIdle(tr("Evaluating %1…").arg(m_run.name));
  m_metrics.start(
      [services = m_services, config = *m_config,
       folder = m_run.modelDir](std::stop_token stop) -> Job<training::Metrics>::Payload {
        CAIRN_ASSIGN(auto estimator,
                     training::Estimator::create(config, folder, *services.files, *services.clock));
        training::EvaluateOptions options;
        options.configFolder = folder;
        CAIRN_ASSIGN(auto metrics, estimator.evaluate(options, stop));
        return std::make_shared<const training::Metrics>(std::move(metrics));
      },
      [this, run = m_run](const auto& metrics) {
        sync();
        if (!metrics) {
          m_bar->setIdle(tr("%1 was not evaluated").arg(run.name), QStringLiteral("cross"));
          Q_EMIT failed(metrics.error());
          return;
        }
        const QString text = metricsText(**metrics);
        m_bar->setIdle(tr("%1: %2").arg(run.name, text), QStringLiteral("check"));
        Q_EMIT filesWritten(run);
        Q_EMIT evaluated(run, text);
      });
  sync();
}

}  // namespace cairn::ui
