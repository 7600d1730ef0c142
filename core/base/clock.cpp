#include "core/base/clock.h"

namespace cairn {
namespace {

class SystemClock : public Clock {
 public:
  double wallSeconds() override {
    return std::chrono::duration<double>(std::chrono::system_clock::now().time_since_epoch())
        .count();
  }
  std::chrono::nanoseconds steady() override {
    return std::chrono::steady_clock::now().time_since_epoch();
  }
};

}  // namespace

Clock& systemClock() {
  static SystemClock clock;
  return clock;
}

}  // namespace cairn
