#pragma once

#include "core/base/clock.h"

namespace cairn::test {

/// A clock that a test sets. Thread: Not locked; one thread at a time.
class ManualClock : public Clock {
 public:
  double wallSeconds() override { return 1.7e9 + std::chrono::duration<double>(m_now).count(); }
  std::chrono::nanoseconds steady() override { return m_now; }
  void advance(std::chrono::nanoseconds by) { m_now += by; }

 private:
  std::chrono::nanoseconds m_now = std::chrono::seconds(1000);
};

}  // namespace cairn::test
