#include "app/cli/stop_signals.h"

#include "app/cli/session.h"

#include <csignal>
#include <unistd.h>

namespace cairn::cli {
namespace {

sigset_t stopSet() {
  sigset_t set;
  sigemptyset(&set);
  for (const int signal : {SIGINT, SIGTERM, SIGHUP}) sigaddset(&set, signal);
  return set;
}

}  // namespace

StopSignals::StopSignals() {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  const sigset_t set = stopSet();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  m_listener = std::jthread([source = m_stop](std::stop_token ended) mutable {
    const sigset_t waited = stopSet();
    for (int signal = 0; sigwait(&waited, &signal) == 0;) {
      if (ended.stop_requested()) return;
      if (source.stop_requested()) _exit(kInterrupted);
      source.request_stop();
    }
  });
}

StopSignals::~StopSignals() {
  m_listener.request_stop();
  pthread_kill(m_listener.native_handle(), SIGTERM);  // wakes it; only it hears this one
}

}  // namespace cairn::cli
