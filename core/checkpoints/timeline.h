#pragma once

#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/formats/checkpoint_state.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::checkpoints {

/// One checkpoint that lies in a model_dir.
struct Checkpoint {
  fs::path prefix;
  std::optional<Step> step;  // from the trailing digits of its name
  double writtenAt = 0;      // seconds since 1970: the index file's
  std::uint64_t bytes = 0;   // of its index and data files
  std::size_t tensors = 0;
  bool hasMeta = false;
  bool inState = false;         // the `checkpoint` file lists it
  bool newest = false;          // the `checkpoint` file names it as newest
  std::vector<Error> problems;  // index damage, missing or short data files; empty: whole as
                                // far as the index tells (values are checked by `check`)
  bool operator==(const Checkpoint&) const = default;
};

/// The checkpoints of a model_dir, oldest first, and what is wrong with the directory.
struct Timeline {
  std::vector<Checkpoint> checkpoints;
  std::optional<formats::CheckpointState> state;
  std::vector<Error> problems;      // state file unreadable or naming what is not there, leftovers
  std::vector<fs::path> leftovers;  // of writers that were interrupted
};

/// Errors: NotFound, Io for the directory itself; everything else is a problem in the answer.
Result<Timeline> scanCheckpoints(FileOps& files, const fs::path& modelDir);

/// A directory or a prefix, as a person gives it (also with `.index`, `.meta`, `.data-…` behind
/// it).
Result<fs::path> resolvePrefix(FileOps& files, const fs::path& dirOrPrefix);

}  // namespace cairn::checkpoints
