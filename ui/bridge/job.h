#pragma once

#include "core/base/result.h"

#include <QFutureWatcher>
#include <QObject>
#include <QtConcurrent>
#include <functional>
#include <memory>
#include <stop_token>

namespace cairn::ui {

/// One background computation for one owner; starting again replaces the one before.
/// A destroyed Job delivers nothing. `done` runs once, last, on the GUI thread.
/// Thread: GUI thread only; `work` runs in the pool and must capture values only.
template <class T>
class Job {
 public:
  using Payload = Result<std::shared_ptr<const T>>;
  Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;
  ~Job() { m_stop.request_stop(); }

  void start(std::function<Payload(std::stop_token)> work,
             std::function<void(const Payload&)> done) {
    m_stop.request_stop();
    m_stop = std::stop_source{};
    auto* watcher = new QFutureWatcher<Payload>(&m_guard);
    QObject::connect(watcher, &QFutureWatcherBase::finished, &m_guard,
                     [this, watcher, token = m_stop.get_token(), done = std::move(done)] {
                       watcher->deleteLater();
                       if (token.stop_requested()) return;
                       m_running = false;
                       done(watcher->result());
                     });
    m_running = true;
    watcher->setFuture(QtConcurrent::run(
        [work = std::move(work), token = m_stop.get_token()] { return work(token); }));
  }

  /// The answer is no longer wanted.
  void cancel() {
    m_stop.request_stop();
    m_running = false;
  }
  /// Whether an answer is still to come.
  bool running() const { return m_running; }

 private:
  std::stop_source m_stop;
  bool m_running = false;
  QObject m_guard;
};

}  // namespace cairn::ui
