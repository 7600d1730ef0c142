#pragma once

#include "core/base/file_ops.h"
#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace cairn::formats {

/// How closely a checkpoint is looked at before it is called whole.
enum class Depth {
  Index,   // index, and that the data files are there and long enough
  Values,  // the checksum of every tensor too
};

/// What the `checkpoint` file leads to, by the rules of TensorFlow's `latest_checkpoint`, moved
/// directories found by base name (never outside `modelDir`).
struct Latest {
  std::optional<fs::path> prefix;    // nothing: TensorFlow would start anew, or fail
  std::vector<Error> problems;       // why not the one that is named, or why it can't be restored
  std::vector<Error> notices;        // what was made up for: a path from before a move
  std::optional<fs::path> fallback;  // the newest whole one, when there are problems
};
/// Errors: of the directory itself; those of the state file are problems of the answer.
Result<Latest> findLatest(FileOps& files, const fs::path& modelDir, Depth depth = Depth::Index,
                          std::stop_token stop = {});

/// Prefixes of the checkpoints in `modelDir`, V1 too, newest first: those that the state file
/// lists, from its end, then the others by falling step.
Result<std::vector<fs::path>> listCheckpoints(FileOps& files, const fs::path& modelDir);

/// The first of listCheckpoints that is whole, but `except`.
std::optional<fs::path> newestWhole(FileOps& files, const fs::path& modelDir,
                                    const fs::path& except = {}, Depth depth = Depth::Values,
                                    std::stop_token stop = {});

/// Why the checkpoint is not whole; empty: it is.
std::vector<Error> checkpointProblems(FileOps& files, const fs::path& prefix, Depth depth,
                                      std::stop_token stop = {});
/// The same of an open one, as far as its index and the sizes of its data files tell.
std::vector<Error> indexProblems(FileOps& files, const TensorBundle& bundle);

/// The state file of a directory, parsed; nothing when there is none.
/// Errors: as parseCheckpointState, and Io.
Result<std::optional<CheckpointState>> readCheckpointState(FileOps& files,
                                                           const fs::path& modelDir);

}  // namespace cairn::formats
