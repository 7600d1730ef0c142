#pragma once

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>
#include <algorithm>
#include <time.h>

namespace cairn {

/// Pings the event loop every 10 ms and keeps the longest time that it did not answer. What the GUI
/// thread itself used up is counted apart: a busy machine makes wall time long, but not that.
class Watchdog : public QObject {
 public:
  Watchdog() {
    m_timer.setTimerType(Qt::PreciseTimer);
    m_timer.setInterval(10);
    connect(&m_timer, &QTimer::timeout, this, [this] { ping(); });
    restart();
  }
  void restart() {
    m_busy = m_wall = 0;
    m_cpu = cpuMs();
    m_clock.start();
    m_timer.start();
  }
  /// The most CPU time in ms that the GUI thread took between two pings.
  double longestBusy() const { return m_busy; }
  /// The longest wall time in ms between two pings.
  double longestWall() const { return m_wall; }

  /// reliability.md 8: no gap over 100 ms. Sanitizers make everything some times slower.
#if defined(__SANITIZE_ADDRESS__)
  static constexpr double kLimitMs = 500;
#else
  static constexpr double kLimitMs = 100;
#endif

 private:
  static double cpuMs() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
  }
  void ping() {
    const double cpu = cpuMs();
    m_busy = std::max(m_busy, cpu - m_cpu);
    m_cpu = cpu;
    m_wall = std::max(m_wall, static_cast<double>(m_clock.restart()));
  }
  QTimer m_timer;
  QElapsedTimer m_clock;
  double m_cpu = 0, m_busy = 0, m_wall = 0;
};

}  // namespace cairn
