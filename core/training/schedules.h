#pragma once

#include "core/base/ids.h"
#include "core/model/config.h"

#include <chrono>
#include <limits>
#include <optional>

namespace cairn::training {

/// When a regular checkpoint is due, by TensorFlow's rules (spec/estimator.md 12): by steps at a
/// step that is at least the last saved one + k; by seconds counted from the last save.
/// Thread: Not locked; one thread at a time.
class SaveSchedule {
 public:
  explicit SaveSchedule(const model::RunConfig& runConfig);
  /// Whether checkpoints are written at all; both settings None switch them off.
  bool enabled() const { return m_steps || m_seconds; }
  /// The last save, or what was restored, was of `step` at `now`.
  void saved(Step step, std::chrono::nanoseconds now);
  bool dueByStep(Step step) const { return step.value() >= m_nextStep; }
  bool dueByTime(std::chrono::nanoseconds now) const { return now >= m_nextTime; }

 private:
  std::optional<std::int64_t> m_steps;
  std::optional<std::chrono::nanoseconds> m_seconds;
  std::int64_t m_nextStep = std::numeric_limits<std::int64_t>::max();
  std::chrono::nanoseconds m_nextTime = std::chrono::nanoseconds::max();
};

/// Fires at a first step and then every `every` steps; never for 0.
/// Thread: Not locked; one thread at a time.
class StepInterval {
 public:
  StepInterval(Step first, std::int64_t every)
      : m_next(every > 0 ? first.value() : std::numeric_limits<std::int64_t>::max()),
        m_every(every) {}
  bool due(Step step) const { return step.value() >= m_next; }
  void fired(Step step) { m_next = step.value() + m_every; }

 private:
  std::int64_t m_next;
  std::int64_t m_every;
};

/// Says at which steps the clock is worth reading: every step when steps are slow, every few
/// thousand when they take microseconds, so that about a millisecond lies between two readings.
/// Thread: Not locked; one thread at a time.
class ClockGate {
 public:
  /// Counts one step; true when the clock is to be read and `read` called.
  bool step() { return --m_left <= 0; }
  void read(std::chrono::nanoseconds now);
  /// Makes the next step read the clock.
  void readNext() { m_left = 1; }

 private:
  std::int64_t m_interval = 1;
  std::int64_t m_left = 1;
  std::optional<std::chrono::nanoseconds> m_last;
};

}  // namespace cairn::training
