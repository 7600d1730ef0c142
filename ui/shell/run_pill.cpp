#include "ui/shell/run_pill.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"

#include <QCoreApplication>

namespace cairn::ui {
namespace {

// The context of the words below, where lupdate finds them.
struct RunPill {
  Q_DECLARE_TR_FUNCTIONS(RunPill)
};

QString shortMetric(const std::string& key) {
  if (key == "accuracy") return QStringLiteral("acc");
  if (key == "average_loss" || key == "loss") return QStringLiteral("loss");
  return toQString(key);
}

QString metricText(const runs::Run& run, const QString& wanted = {}) {
  auto metric = run.metric;
  if (!wanted.isEmpty()) {
    metric.reset();
    for (const auto& result : run.results)
      if (result.first == fromQString(wanted)) metric = result;
  }
  if (!metric) return {};
  const double value = static_cast<double>(metric->second);
  const QString number =
      value >= 0 && value < 10 ? QString::number(value, 'f', 3) : numberText(value);
  return shortMetric(metric->first) + QLatin1Char(' ') + number;
}

PillLook withMetric(Tone tone, const char* iconName, const runs::Run& run, const QString& metricKey,
                    const QString& word) {
  const QString metric = metricText(run, metricKey);
  return {tone, QString::fromLatin1(iconName), metric.isEmpty() ? word : metric};
}

PillLook livePill(const LiveRun& live) {
  switch (live.state) {
    case LiveRun::State::Queued:
      return {Tone::Neutral, QStringLiteral("more"), RunPill::tr("queued")};
    case LiveRun::State::Starting:
      return {Tone::Accent, QStringLiteral("more"), RunPill::tr("starting")};
    case LiveRun::State::Running:
      return {Tone::Accent, QStringLiteral("play"),
              live.percent < 0 ? countText(live.step) : RunPill::tr("%1 %").arg(live.percent)};
    case LiveRun::State::Paused:
      return {
          Tone::Neutral, QStringLiteral("pause"),
          live.percent < 0 ? RunPill::tr("paused") : RunPill::tr("paused %1 %").arg(live.percent)};
    case LiveRun::State::Stopping:
      return {Tone::Neutral, QStringLiteral("stop"), RunPill::tr("stopping")};
  }
  return {};
}

}  // namespace

PillLook runPill(const runs::Run& run, const std::optional<LiveRun>& live, const QString& metric) {
  if (live) return livePill(*live);
  switch (run.state) {
    case runs::RunState::Empty:
      return {Tone::Neutral, {}, RunPill::tr("new")};
    case runs::RunState::Finished:
      return withMetric(Tone::Ok, "check", run, metric, RunPill::tr("finished"));
    case runs::RunState::Stopped:
      return withMetric(Tone::Neutral, "stop", run, metric, RunPill::tr("stopped"));
    case runs::RunState::Failed:
      return {Tone::Bad, QStringLiteral("cross"), RunPill::tr("failed")};
    case runs::RunState::Diverged:
      return {Tone::Bad, QStringLiteral("cross"), RunPill::tr("diverged (NaN)")};
    case runs::RunState::Running:
      return {Tone::Accent, QStringLiteral("play"), RunPill::tr("running")};
    case runs::RunState::Elsewhere:
      return {Tone::Accent, QStringLiteral("play"), RunPill::tr("elsewhere")};
    case runs::RunState::Lost:
      return {Tone::Warn, QStringLiteral("question"), RunPill::tr("lost")};
    case runs::RunState::Unreadable:
      return {Tone::Bad, QStringLiteral("warning"), RunPill::tr("unreadable")};
  }
  return {};
}

QString stateText(const runs::Run& run, const std::optional<LiveRun>& live) {
  if (live && live->state == LiveRun::State::Running && live->percent >= 0)
    return RunPill::tr("running %1 percent").arg(live->percent);
  if (!live && run.state == runs::RunState::Elsewhere)
    return RunPill::tr("trained by %1").arg(toQString(run.heldBy));
  if (!live && run.state == runs::RunState::Finished)
    return run.metric ? RunPill::tr("finished, %1").arg(metricText(run)) : RunPill::tr("finished");
  if (!live && run.state == runs::RunState::Stopped)
    return run.metric ? RunPill::tr("stopped, %1").arg(metricText(run)) : RunPill::tr("stopped");
  return runPill(run, live).text;
}

}  // namespace cairn::ui
