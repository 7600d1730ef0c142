#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"

#include <string>
#include <vector>

namespace cairn::checkpoints {

enum class Severity { Note, Warning, Damage };

struct Finding {
  Severity severity = Severity::Note;
  Error error;
  bool operator==(const Finding&) const = default;
};

/// What the verifier says of a model_dir: every checksum of every checkpoint and event file, the
/// state file against the files, leftovers.
struct CheckResult {
  std::vector<Finding> findings;
  std::size_t checkpoints = 0, tensors = 0, eventFiles = 0, events = 0;
  bool whole() const;  // no Damage
};

Result<CheckResult> checkModelDir(FileOps& files, const fs::path& modelDir,
                                  std::stop_token stop = {}, const ProgressCallback& progress = {});

}  // namespace cairn::checkpoints
