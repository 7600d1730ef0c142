#pragma once

#include "core/base/clock.h"
#include "core/training/snapshot.h"

#include <array>

namespace cairn::training {

/// Turns a training's steps into the snapshots that a window shows, at most 30 a second.
/// Thread: Not locked; one thread at a time.   Cost: a step allocates nothing.
class ProgressPublisher {
 public:
  /// Without a slot nothing is kept or published.
  ProgressPublisher(SnapshotSlot* slot, Step start, Step target);

  void addLoss(Step step, float loss) {
    m_step = step;
    m_loss = loss;
    if (m_slot != nullptr && step.value() % m_stride == 0) keep(step, loss);
  }
  /// Publishes when a thirtieth of a second has passed since the last time.
  void offer(std::chrono::nanoseconds now);
  /// Publishes now: a phase begins or a checkpoint has been written.
  void publish(Phase phase, std::chrono::nanoseconds now, std::string message = {});
  void saved(Step step) { m_saved = step; }
  /// The time since the last step does not count: the training was paused.
  void restartRate() { m_marks = 0; }

 private:
  struct Mark {
    std::chrono::nanoseconds time{};
    Step step;
  };
  void keep(Step step, float loss);
  double rate(std::chrono::nanoseconds now);

  static constexpr std::size_t kMarks = 320;  // ten seconds at 30 a second, and some
  SnapshotSlot* m_slot;
  Step m_start;
  Step m_target;
  Step m_step;
  float m_loss = 0;
  Step m_saved{-1};
  std::chrono::nanoseconds m_last{};
  std::vector<std::pair<Step, float>> m_losses;
  std::int64_t m_stride = 1;  // of the losses kept
  std::array<Mark, kMarks> m_ring{};
  std::size_t m_marks = 0;
};

}  // namespace cairn::training
