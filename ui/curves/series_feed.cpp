#include "ui/curves/series_feed.h"

#include <algorithm>

namespace cairn::ui {
namespace {

constexpr int kTickMs = 50;
constexpr qint64 kPollMs = 1000;
constexpr qint64 kPollMsPerRun = 10;  // 500 runs: every five seconds

}  // namespace

// The reader is used by one poll at a time: a new one starts only after the answer to the one
// before. It is shared with the worker, which may outlive the follower.
struct SeriesFeed::Follower {
  RunRef run;
  std::shared_ptr<series::RunReader> reader;
  std::shared_ptr<const series::RunSeries> newest;
  std::optional<Error> error;
  bool answered = false;
  qint64 due = 0;
  Job<series::RunSeries> job;  // last: destroyed first
};

SeriesFeed::SeriesFeed(Services services, QObject* parent) : QObject(parent), m_services(services) {
  m_clock.start();
  m_timer.setInterval(kTickMs);
  connect(&m_timer, &QTimer::timeout, this, &SeriesFeed::tick);
}

SeriesFeed::~SeriesFeed() = default;

void SeriesFeed::setRuns(const std::vector<RunRef>& runs) {
  std::vector<std::unique_ptr<Follower>> followers;
  for (const RunRef& run : runs) {
    auto known = std::find_if(m_followers.begin(), m_followers.end(), [&](const auto& follower) {
      return follower && follower->run.id == run.id;
    });
    if (known != m_followers.end()) {
      (*known)->run = run;
      followers.push_back(std::move(*known));
      continue;
    }
    auto follower = std::make_unique<Follower>();
    follower->run = run;
    follower->reader = std::make_shared<series::RunReader>(*m_services.files, run.modelDir);
    followers.push_back(std::move(follower));
  }
  m_followers = std::move(followers);
  if (m_active) tick();
}

void SeriesFeed::setActive(bool active) {
  m_active = active;
  if (!active) return m_timer.stop();
  m_timer.start();
  tick();
}

void SeriesFeed::setFast(const QString& runId) { m_fast = runId; }

void SeriesFeed::reload() {
  for (auto& follower : m_followers) {
    follower->job.cancel();
    follower->reader =
        std::make_shared<series::RunReader>(*m_services.files, follower->run.modelDir);
    follower->due = 0;
  }
  if (m_active) tick();
}

std::shared_ptr<const series::RunSeries> SeriesFeed::series(const QString& runId) const {
  for (const auto& follower : m_followers)
    if (follower->run.id == runId) return follower->newest;
  return nullptr;
}

bool SeriesFeed::settled() const {
  return std::all_of(m_followers.begin(), m_followers.end(),
                     [](const auto& follower) { return follower->answered; });
}

std::vector<Error> SeriesFeed::problems() const {
  std::vector<Error> all;
  for (const auto& follower : m_followers) {
    if (follower->error) all.push_back(*follower->error);
    if (follower->newest)
      all.insert(all.end(), follower->newest->problems.begin(), follower->newest->problems.end());
  }
  return all;
}

void SeriesFeed::tick() {
  const qint64 now = m_clock.elapsed();
  for (auto& follower : m_followers)
    if (!follower->job.running() && follower->due <= now) poll(*follower);
}

void SeriesFeed::poll(Follower& follower) {
  follower.job.start(
      [reader = follower.reader](std::stop_token stop) { return reader->poll(stop); },
      [this, &follower](const Job<series::RunSeries>::Payload& payload) {
        const bool first = !follower.answered;
        follower.answered = true;
        follower.due = m_clock.elapsed();
        if (follower.run.id != m_fast)
          follower.due +=
              std::max(kPollMs, kPollMsPerRun * static_cast<qint64>(m_followers.size()));
        follower.error = payload ? std::nullopt : std::optional(payload.error());
        const bool news = payload && *payload != follower.newest;
        if (news) follower.newest = *payload;
        if (news || first) Q_EMIT changed(follower.run.id);
      });
}

}  // namespace cairn::ui
