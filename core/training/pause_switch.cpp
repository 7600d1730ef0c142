#include "core/training/pause_switch.h"

#include <atomic>
#include <condition_variable>
#include <mutex>

namespace cairn::training {

struct PauseSwitch::State {
  std::atomic<bool> paused = false;  // read before every step, so without the lock
  std::mutex mutex;
  std::condition_variable_any changed;
};

PauseSwitch::PauseSwitch() : m_state(std::make_shared<State>()) {}

void PauseSwitch::pause() { m_state->paused = true; }

void PauseSwitch::resume() {
  {
    const std::scoped_lock lock(m_state->mutex);
    m_state->paused = false;
  }
  m_state->changed.notify_all();
}

bool PauseSwitch::paused() const { return m_state->paused.load(std::memory_order_relaxed); }

void PauseSwitch::waitWhilePaused(std::stop_token stop) {
  std::unique_lock lock(m_state->mutex);
  m_state->changed.wait(lock, std::move(stop), [this] { return !m_state->paused; });
}

void PauseSwitch::waitWhilePaused(std::stop_token stop, std::chrono::milliseconds longest) {
  std::unique_lock lock(m_state->mutex);
  m_state->changed.wait_for(lock, std::move(stop), longest, [this] { return !m_state->paused; });
}

}  // namespace cairn::training
