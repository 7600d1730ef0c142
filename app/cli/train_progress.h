#pragma once

#include "app/cli/session.h"
#include "core/training/snapshot.h"

#include <thread>

namespace cairn::cli {

/// The progress line of a training: pulls the newest snapshot while it lives, on a thread of its
/// own, so that the training never waits for the terminal. Without a terminal it does nothing.
class TrainProgress {
 public:
  TrainProgress(Session& session, const training::SnapshotSlot& slot);

 private:
  std::jthread m_thread;
};

/// `step 120/200   60%  loss 5.21  61,000 steps/s  3 s left`
std::string progressText(const Session& session, const training::TrainSnapshot& snapshot);

}  // namespace cairn::cli
