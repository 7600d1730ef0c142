#pragma once

#include "core/base/file_ops.h"
#include "core/restore/report.h"

#include <optional>
#include <vector>

namespace cairn::restore {

/// What a restore in `mode` does before it has opened a checkpoint.
enum class StateOutcome {
  Named,         // it goes on with `stated`
  StartsAnew,    // TensorFlow finds no checkpoint: initial values, without a word
  InvalidState,  // ValueError `Invalid checkpoint state loaded from …`
  NotAPath,      // train: ValueError `The passed save_path is not a valid checkpoint: …`
};

/// Where a directory's `checkpoint` file leads, and what is at fault when it leads nowhere.
struct LocatedCheckpoint {
  StateOutcome outcome = StateOutcome::StartsAnew;
  std::string stated;              // the path that TensorFlow opens, as it prints it
  std::optional<fs::path> prefix;  // to compare with: what is named, else the newest that is here
  std::optional<Cause> cause;      // `files.checkpoint` or `files.index`
  bool harmless = false;           // the cause changes nothing (an old entry that leads nowhere)
  std::string what;                // the cause in words
};

/// `dirOrPrefix` is a model_dir, or one checkpoint's prefix.
/// Errors: NotFound when there is neither.
Result<LocatedCheckpoint> locateCheckpoint(FileOps& files, const fs::path& dirOrPrefix);

}  // namespace cairn::restore
