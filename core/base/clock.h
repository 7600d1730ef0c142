#pragma once

#include <chrono>

namespace cairn {

/// The time, so that a test can set it.
/// Thread: Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  /// Seconds since 1970-01-01T00:00Z, with fractions; may jump.
  virtual double wallSeconds() = 0;
  /// Never goes back; only differences mean anything.
  virtual std::chrono::nanoseconds steady() = 0;
};

/// The computer's own clock.
Clock& systemClock();

}  // namespace cairn
