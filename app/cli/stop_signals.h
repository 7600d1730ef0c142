#pragma once

#include <stop_token>
#include <thread>

namespace cairn::cli {

/// Turns SIGINT, SIGTERM and SIGHUP into a stop request; a second one ends the program at once.
/// Ignores SIGPIPE and SIGXFSZ, so that a limit is an error code and not a death.
/// Made before any other thread, which then leave these signals to it.
class StopSignals {
 public:
  StopSignals();
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;
  ~StopSignals();
  std::stop_token token() const { return m_stop.get_token(); }

 private:
  std::stop_source m_stop;
  std::jthread m_listener;
};

}  // namespace cairn::cli
