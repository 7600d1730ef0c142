#pragma once

#include "core/base/file_ops.h"

#include <string>
#include <vector>

namespace cairn::runs {

/// What a person says of a run; kept in its `cairn.json`.
struct RunNotes {
  std::string name;  // as shown; empty: the folder's
  std::string notes;
  std::vector<std::string> tags;
  std::string color;  // `#3b6fd4`; empty: by its place
  bool isBaseline = false;
  bool operator==(const RunNotes&) const = default;
};

/// Writes them into the run's `cairn.json`, whole and atomically; config and history stay.
/// Errors: NotFound without a `cairn.json` (a run that TensorFlow alone wrote is not written to),
///         Busy while somebody trains here; as FileOps.
Result<void> saveRunNotes(FileOps& files, const fs::path& modelDir, const RunNotes& notes);

}  // namespace cairn::runs
