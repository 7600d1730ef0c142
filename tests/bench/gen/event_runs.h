#pragma once

#include "core/base/file_ops.h"

#include <cstdint>

namespace cairn::bench {

/// What is to be written: the same bytes each time, but for the time in them.
struct EventRuns {
  int runs = 1;
  int tags = 1;             // values in each event: `loss`, `metric_1`, …
  std::int64_t steps = 10;  // events
};

/// Writes runs `run_0000`, `run_0001`, … below `folder`, each with one event file of curves that
/// fall and are noisy.
/// Errors: those of the files.
Result<void> writeEventRuns(FileOps& files, const fs::path& folder, const EventRuns& wanted);

}  // namespace cairn::bench
