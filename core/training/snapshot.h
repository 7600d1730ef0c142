#pragma once

#include "core/base/ids.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace cairn::training {

enum class Phase { Starting, Running, Paused, Saving, Stopping, Finished, Stopped, Failed };

/// How a training stands. Published at most 30 times a second.
/// Thread: Immutable; share freely.
struct TrainSnapshot {
  Phase phase = Phase::Starting;
  Step step;
  Step startStep;
  Step targetStep;                                // 0 when the input decides
  float loss = 0;                                 // of the newest step
  double stepsPerSecond = 0;                      // mean of the last ten seconds
  double secondsLeft = -1;                        // -1: not known
  Step savedStep{-1};                             // of the newest checkpoint written; -1: none yet
  std::vector<std::pair<Step, float>> newLosses;  // a step each, since the snapshot before; thinned
                                                  // to 1,024 when more came
  std::string message;                            // of a failure
};

/// Holds only the newest snapshot. The lock is held while a pointer is copied, no longer: an atomic
/// shared_ptr would lock as well, and libstdc++ 12 unlocks its reads without ordering them.
/// Thread: Thread-safe.
class SnapshotSlot {
 public:
  void publish(std::shared_ptr<const TrainSnapshot> snapshot) {
    const std::lock_guard lock(m_mutex);
    m_newest.swap(snapshot);  // the older one is freed after the lock
  }
  std::shared_ptr<const TrainSnapshot> newest() const {
    const std::lock_guard lock(m_mutex);
    return m_newest;
  }

 private:
  mutable std::mutex m_mutex;
  std::shared_ptr<const TrainSnapshot> m_newest;
};

}  // namespace cairn::training
