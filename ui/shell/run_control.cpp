#include "ui/shell/run_control.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/shell/job_bar.h"
#include "ui/shell/runs_model.h"
#include "ui/theme/icons.h"

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

RunControl::RunControl(Services services, RunsModel* model, JobBar* bar, QObject* parent)
    : QObject(parent), m_services(services), m_model(model), m_bar(bar), m_session(services) {
  makeActions();
  connect(&m_session, &TrainingSession::progressed, this, &RunControl::showProgress);
  connect(&m_session, &TrainingSession::ended, this, &RunControl::showEnd);
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
  m_pause = make(tr("Pause"), "run.pause", QKeySequence(Qt::Key_F8));
  m_stop = make(tr("Stop"), "run.stop", QKeySequence(Qt::SHIFT | Qt::Key_F8));
  m_evaluate = make(tr("Evaluate"), "run.evaluate", QKeySequence(Qt::CTRL | Qt::Key_E));
  connect(m_train, &QAction::triggered, this, &RunControl::train);
  connect(m_pause, &QAction::triggered, this, [this] {
    if (m_session.paused())
      m_session.resume();
    else
      m_session.pause();
  });
  connect(m_stop, &QAction::triggered, &m_session, &TrainingSession::stop);
  connect(m_evaluate, &QAction::triggered, this, &RunControl::evaluate);
}

void RunControl::setSubject(const RunRef& run, const model::Config* config, bool fits,
                            const QString& sentence) {
  m_run = run;
  m_config = config ? std::optional(*config) : std::nullopt;
  m_fits = fits;
  m_sentence = sentence;
  sync();
}

// A button that can't act says why.
void RunControl::sync() {
  const bool running = m_session.running();
  const auto tip = [](const QString& what, const QString& run, const QString& sentence) {
    QString text = run.isEmpty() ? what : what + QStringLiteral(": ") + run;
    if (!sentence.isEmpty()) text += QLatin1Char('\n') + sentence;
    return text.toHtmlEscaped().replace(QLatin1Char('\n'), QStringLiteral("<br>"));
  };
  m_train->setEnabled(!running && m_config.has_value());
  m_evaluate->setEnabled(!running && m_config.has_value() && !m_metrics.running());
  QString why = m_sentence;
  if (running)
    why = tr("%1 trains now").arg(m_session.run().name);
  else if (m_run.isNull())
    why = tr("No run is selected");
  else if (!m_config)
    why = tr("No config is known for this run");
  m_train->setToolTip(tip(tr("Train (Ctrl+R)"), m_run.name, why));
  m_evaluate->setToolTip(
      tip(tr("Evaluate (Ctrl+E)"), m_run.name, running || !m_config ? why : QString()));
  m_pause->setEnabled(running && !m_session.stopping());
  m_pause->setText(m_session.paused() ? tr("Resume") : tr("Pause"));
  m_pause->setToolTip(tip(m_session.paused() ? tr("Resume (F8)") : tr("Pause (F8)"),
                          running ? m_session.run().name : QString(),
                          running ? QString() : tr("Nothing trains")));
  m_stop->setEnabled(running && !m_session.stopping());
  m_stop->setToolTip(tip(tr("Stop after this step, with a checkpoint (Shift+F8)"),
                         running ? m_session.run().name : QString(),
                         running ? QString() : tr("Nothing trains")));
}

bool RunControl::train() {
  if (!m_config || m_session.running()) return false;
  if (!m_fits) {
    Q_EMIT restoreCheckAsked();
    return false;
  }
  m_savedStep = -1;
  if (!m_session.start({m_run, *m_config, m_run.modelDir})) return false;
  showProgress();
  Q_EMIT started(m_session.run());
  return true;
}

void RunControl::showProgress() {
  if (!m_session.running()) return;
  const auto* snapshot = m_session.snapshot().get();
  const RunRef& run = m_session.run();
  JobBar::State state = JobBar::State::Running;
  LiveRun live;
  live.state = LiveRun::State::Running;
  if (m_session.stopping()) {
    state = JobBar::State::Stopping;
    live.state = LiveRun::State::Stopping;
  } else if (m_session.paused()) {
    state = JobBar::State::Paused;
    live.state = LiveRun::State::Paused;
  } else if (!snapshot) {
    state = JobBar::State::Starting;
    live.state = LiveRun::State::Starting;
  }
  if (snapshot) {
    live.step = snapshot->step.value();
    const auto all = snapshot->targetStep.value() - snapshot->startStep.value();
    if (all > 0)
      live.percent = static_cast<int>(100 * (live.step - snapshot->startStep.value()) / all);
    if (snapshot->savedStep.value() != m_savedStep) {
      m_savedStep = snapshot->savedStep.value();
      if (m_savedStep >= 0) Q_EMIT filesWritten(run);
    }
  }
  m_bar->setJob(run, state, snapshot);
  m_model->setLive(run.id, live);
  sync();
}

void RunControl::showEnd(const RunRef& run, const TrainingSession::Outcome& outcome) {
  m_model->setLive(run.id, std::nullopt);
  if (!outcome) {
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
