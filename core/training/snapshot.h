#pragma once

#include "core/base/ids.h"

#include <atomic>
#include <cstdint>
#include <memory>
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

/// Holds only the newest snapshot; the writer never waits for the reader.
/// Thread: Thread-safe.
class SnapshotSlot {
 public:
  void publish(std::shared_ptr<const TrainSnapshot> snapshot) {
    m_newest.store(std::move(snapshot));
  }
  std::shared_ptr<const TrainSnapshot> newest() const { return m_newest.load(); }

 private:
  std::atomic<std::shared_ptr<const TrainSnapshot>> m_newest;
};

}  // namespace cairn::training
