#include "core/training/schedules.h"

#include <algorithm>

namespace cairn::training {
namespace {

constexpr std::chrono::nanoseconds kBetweenReadings = std::chrono::milliseconds(1);
constexpr std::int64_t kLongestInterval = 4096;

}  // namespace

SaveSchedule::SaveSchedule(const model::RunConfig& runConfig) {
  if (runConfig.saveCheckpointsSteps) m_steps = *runConfig.saveCheckpointsSteps;
  if (runConfig.saveCheckpointsSecs) {
    // A century is for ever, and fits.
    constexpr double kLongest = 100.0 * 365 * 24 * 3600;
    const double seconds = std::clamp(*runConfig.saveCheckpointsSecs, 0.0, kLongest);
    m_seconds = std::chrono::duration_cast<std::chrono::nanoseconds>(
        std::chrono::duration<double>(seconds));
  }
}

void SaveSchedule::saved(Step step, std::chrono::nanoseconds now) {
  if (m_steps && __builtin_add_overflow(step.value(), *m_steps, &m_nextStep))
    m_nextStep = std::numeric_limits<std::int64_t>::max();
  if (m_seconds) m_nextTime = now + *m_seconds;
}

void ClockGate::read(std::chrono::nanoseconds now) {
  if (m_last) {
    const std::chrono::nanoseconds passed = now - *m_last;
    if (passed < kBetweenReadings / 2) m_interval = std::min(m_interval * 2, kLongestInterval);
    // A step may have become slow all of a sudden: fall back at once.
    if (passed > kBetweenReadings * 2) m_interval = std::max(m_interval / 8, std::int64_t{1});
  }
  m_last = now;
  m_left = m_interval;
}

}  // namespace cairn::training
