#include "ui/shell/train_queue.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"

#include <QDateTime>
#include <QJsonArray>
#include <algorithm>
#include <nlohmann/json.hpp>

namespace cairn::ui {
namespace {

constexpr int kMostParallel = 8;

double nowSeconds() { return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) * 1e-3; }

bool hasEnded(const QueueJob& job) {
  return !job.active() && job.state != QueueJob::State::Queued &&
         job.state != QueueJob::State::Paused;
}

}  // namespace

TrainQueue::TrainQueue(Services services, QObject* parent)
    : QObject(parent), m_services(services) {}

// The window's parts may be half gone by now: nobody is told.
TrainQueue::~TrainQueue() {
  blockSignals(true);
  m_closing = true;
  for (TrainingSession* session : std::as_const(m_sessions)) session->stop();
  qDeleteAll(m_sessions);
}

QueueJob* TrainQueue::find(int id) {
  const auto it = std::find_if(m_jobs.begin(), m_jobs.end(),
                               [id](const QueueJob& job) { return job.id == id; });
  return it == m_jobs.end() ? nullptr : &*it;
}

const QueueJob* TrainQueue::job(int id) const {
  const auto it = std::find_if(m_jobs.begin(), m_jobs.end(),
                               [id](const QueueJob& job) { return job.id == id; });
  return it == m_jobs.end() ? nullptr : &*it;
}

const QueueJob* TrainQueue::jobOf(const QString& run) const {
  const QueueJob* last = nullptr;
  for (const QueueJob& job : m_jobs) {
    if (job.request.run.id != run) continue;
    if (!hasEnded(job)) return &job;
    last = &job;
  }
  return last;
}

int TrainQueue::count(QueueJob::State state) const {
  return static_cast<int>(std::count_if(
      m_jobs.begin(), m_jobs.end(), [state](const QueueJob& job) { return job.state == state; }));
}

bool TrainQueue::anyActive() const { return !m_sessions.isEmpty(); }

TrainingSession* TrainQueue::session(int id) const { return m_sessions.value(id); }

int TrainQueue::add(TrainRequest request) {
  std::erase_if(m_jobs, [&](const QueueJob& job) {
    return hasEnded(job) && job.request.run.id == request.run.id;
  });
  QueueJob job;
  job.id = m_next++;
  job.request = std::move(request);
  m_jobs.push_back(std::move(job));
  const int id = m_jobs.back().id;
  startNext();
  Q_EMIT changed();
  return id;
}

void TrainQueue::startNext() {
  while (!m_closing && m_sessions.size() < m_parallel) {
    const auto next = std::find_if(m_jobs.begin(), m_jobs.end(), [](const QueueJob& job) {
      return job.state == QueueJob::State::Queued;
    });
    if (next == m_jobs.end()) return;
    start(*next);
  }
}

void TrainQueue::start(QueueJob& job) {
  const int id = job.id;
  auto* session = new TrainingSession(m_services, this);
  m_sessions.insert(id, session);
  job.state = QueueJob::State::Starting;
  job.started = nowSeconds();
  job.snapshot = nullptr;
  job.note.clear();
  connect(session, &TrainingSession::progressed, this, [this, id] { progress(id); });
  connect(session, &TrainingSession::ended, this,
          [this, id](const RunRef&, const TrainingSession::Outcome& outcome) { end(id, outcome); });
  session->start(job.request);
  Q_EMIT started(id);
}

void TrainQueue::progress(int id) {
  QueueJob* job = find(id);
  TrainingSession* session = m_sessions.value(id);
  if (!job || !session) return;
  job->snapshot = session->snapshot();
  const QueueJob::State state = session->stopping()   ? QueueJob::State::Stopping
                                : session->paused()   ? QueueJob::State::Paused
                                : session->snapshot() ? QueueJob::State::Running
                                                      : QueueJob::State::Starting;
  const bool other = state != job->state;
  job->state = state;
  if (state == QueueJob::State::Paused && job->snapshot) {
    const QString step = countText(job->snapshot->step.value());
    job->note = job->snapshot->savedStep == job->snapshot->step
                    ? tr("Paused by you; saved at step %1").arg(step)
                    : tr("Paused by you at step %1").arg(step);
  } else if (other) {
    job->note.clear();
  }
  Q_EMIT progressed(id);
  if (other) Q_EMIT changed();
}

void TrainQueue::end(int id, const TrainingSession::Outcome& outcome) {
  if (TrainingSession* session = m_sessions.take(id)) session->deleteLater();
  QueueJob* job = find(id);
  if (!job) return;
  const bool held = job->state == QueueJob::State::Stopping && m_closing;
  if (!outcome) {
    const Error& error = outcome.error();
    const bool early = error.code == ErrorCode::Cancelled;
    job->note = early ? tr("Stopped before its first step") : errorText(error);
    // Not lost, only stopped by the disk: it goes on when a person says so.
    job->state = early && held                       ? QueueJob::State::Paused
                 : early                             ? QueueJob::State::Stopped
                 : error.code == ErrorCode::NoSpace  ? QueueJob::State::Paused
                 : error.code == ErrorCode::Diverged ? QueueJob::State::Diverged
                                                     : QueueJob::State::Failed;
  } else {
    const QString step = countText(outcome->step.value());
    const bool stopped = outcome->end == training::TrainEnd::Stopped;
    job->state = held      ? QueueJob::State::Paused
                 : stopped ? QueueJob::State::Stopped
                           : QueueJob::State::Finished;
    job->note = outcome->end == training::TrainEnd::AlreadyThere
                    ? tr("Already at step %1").arg(step)
                : stopped ? tr("Stopped at step %1, saved").arg(step)
                          : tr("Finished at step %1").arg(step);
  }
  Q_EMIT ended(id, outcome);
  startNext();
  Q_EMIT changed();
}

void TrainQueue::pause(int id) {
  QueueJob* job = find(id);
  if (!job) return;
  if (TrainingSession* session = m_sessions.value(id)) return session->pause();
  if (job->state != QueueJob::State::Queued) return;
  job->state = QueueJob::State::Paused;
  job->note = tr("Held back by you");
  Q_EMIT changed();
}

void TrainQueue::resume(int id) {
  QueueJob* job = find(id);
  if (!job) return;
  if (TrainingSession* session = m_sessions.value(id)) return session->resume();
  if (job->state != QueueJob::State::Paused) return;
  job->state = QueueJob::State::Queued;
  job->note.clear();
  startNext();
  Q_EMIT changed();
}

void TrainQueue::stop(int id, bool discard) {
  if (TrainingSession* session = m_sessions.value(id)) return session->stop(discard);
  remove(id);
}

void TrainQueue::saveNow(int id) {
  if (TrainingSession* session = m_sessions.value(id)) session->saveNow();
}

std::int64_t TrainQueue::unsavedSteps(const QueueJob& job) {
  if (!job.snapshot) return 0;
  const std::int64_t saved =
      std::max(job.snapshot->savedStep.value(), job.snapshot->startStep.value());
  return std::max<std::int64_t>(0, job.snapshot->step.value() - saved);
}

void TrainQueue::stopAll() {
  for (TrainingSession* session : std::as_const(m_sessions)) session->stop();
}

void TrainQueue::remove(int id) {
  if (m_sessions.contains(id)) return;
  if (std::erase_if(m_jobs, [id](const QueueJob& job) { return job.id == id; }) > 0)
    Q_EMIT changed();
}

void TrainQueue::clearEnded() {
  if (std::erase_if(m_jobs, hasEnded) > 0) Q_EMIT changed();
}

void TrainQueue::move(int id, int by) {
  const auto it = std::find_if(m_jobs.begin(), m_jobs.end(),
                               [id](const QueueJob& job) { return job.id == id; });
  if (it == m_jobs.end() || it->state != QueueJob::State::Queued) return;
  auto other = it;
  for (;;) {
    if (by < 0 ? other == m_jobs.begin() : other + 1 == m_jobs.end()) return;
    other += by < 0 ? -1 : 1;
    if (other->state == QueueJob::State::Queued) break;
  }
  std::iter_swap(it, other);
  Q_EMIT changed();
}

void TrainQueue::runNow(int id) {
  QueueJob* job = find(id);
  if (!job || m_sessions.contains(id) || hasEnded(*job)) return;
  start(*job);
  Q_EMIT changed();
}

void TrainQueue::setParallel(int count) {
  m_parallel = std::clamp(count, 1, kMostParallel);
  startNext();
  Q_EMIT changed();
}

QJsonObject TrainQueue::toJson() const {
  QJsonArray jobs;
  for (const QueueJob& job : m_jobs) {
    if (hasEnded(job)) continue;
    const bool waits = job.state == QueueJob::State::Queued;
    const RunRef& run = job.request.run;
    jobs << QJsonObject{
        {QStringLiteral("model_dir"), pathText(run.modelDir)},
        {QStringLiteral("workspace"), pathText(run.workspace)},
        {QStringLiteral("name"), run.name},
        {QStringLiteral("color"), run.color.name()},
        {QStringLiteral("folder"), pathText(job.request.configFolder)},
        {QStringLiteral("state"), waits ? QStringLiteral("queued") : QStringLiteral("paused")},
        {QStringLiteral("config"), toQString(model::configToJson(job.request.config).dump())}};
  }
  return {{QStringLiteral("parallel"), m_parallel}, {QStringLiteral("jobs"), jobs}};
}

// Nothing trains because the program was started: what waited is held until a person says so.
void TrainQueue::fromJson(const QJsonObject& json) {
  m_parallel = std::clamp(json[QStringLiteral("parallel")].toInt(1), 1, kMostParallel);
  for (const auto value : json[QStringLiteral("jobs")].toArray()) {
    const QJsonObject object = value.toObject();
    const auto text = [&](const char* key) { return object[QLatin1String(key)].toString(); };
    const nlohmann::json parsed =
        nlohmann::json::parse(fromQString(text("config")), nullptr, false);
    if (parsed.is_discarded()) continue;
    const model::ParsedConfig config = model::parseConfig(parsed);
    if (!config.config || text("model_dir").isEmpty()) continue;
    QueueJob job;
    job.id = m_next++;
    job.request.run = {toPath(text("model_dir")), toPath(text("workspace")), text("model_dir"),
                       text("name"), QColor(text("color"))};
    job.request.config = *config.config;
    job.request.configFolder = toPath(text("folder"));
    job.state = QueueJob::State::Paused;
    job.note = tr("Waits since the program was closed");
    m_jobs.push_back(std::move(job));
  }
  Q_EMIT changed();
}

}  // namespace cairn::ui
