#pragma once

#include "core/base/file_ops.h"

#include <optional>
#include <vector>

namespace cairn::formats {

/// What the `checkpoint` file leads to, by the rules of TensorFlow's `latest_checkpoint`, moved
/// directories found by base name (never outside `modelDir`).
struct Latest {
  std::optional<fs::path> prefix;    // nothing: TensorFlow would start anew
  std::vector<Error> problems;       // why not the one that is named
  std::optional<fs::path> fallback;  // the newest whole one, when the named one is damaged
};
Result<Latest> findLatest(FileOps& files, const fs::path& modelDir);

}  // namespace cairn::formats
