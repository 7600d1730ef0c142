#pragma once

#include <chrono>
#include <memory>
#include <stop_token>

namespace cairn::training {

/// Pauses a training between two steps. Thread: Thread-safe.
class PauseSwitch {
 public:
  PauseSwitch();
  void pause();
  void resume();
  bool paused() const;
  /// Returns when it is resumed or `stop` is requested.
  void waitWhilePaused(std::stop_token stop);
  /// The same, but for `longest` at most.
  void waitWhilePaused(std::stop_token stop, std::chrono::milliseconds longest);

 private:
  struct State;
  std::shared_ptr<State> m_state;
};

}  // namespace cairn::training
