#pragma once

#include "core/base/file_ops.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

/// The `checkpoint` file: which checkpoints a directory has and which is newest.
struct CheckpointState {
  std::string modelCheckpointPath;  // prefix, absolute or relative to the directory
  std::vector<std::string> allModelCheckpointPaths;  // oldest first
  std::vector<double> timestamps;                    // of all_…, seconds since 1970; may be fewer
  double lastPreservedTimestamp = 0;

  bool operator==(const CheckpointState&) const = default;
};

/// Reads the text form as TensorFlow does: unknown fields, a BOM or a cut make the file unreadable.
/// Errors: Corrupt with the place as line and column in the message; InvalidArgument when it names
///         no checkpoint (TensorFlow raises `Invalid checkpoint state loaded from …`).
Result<CheckpointState> parseCheckpointState(std::string_view text, const std::string& file);

/// The text that TensorFlow writes for it, byte for byte.
std::string formatCheckpointState(const CheckpointState& state);

/// A prefix as the file states it, made a path: relative ones are joined to `directory`.
fs::path resolveCheckpointPath(const fs::path& directory, const std::string& stated);

/// The trailing `-<digits>` of a prefix.
std::optional<std::int64_t> stepOfPrefix(std::string_view prefix);

}  // namespace cairn::formats
