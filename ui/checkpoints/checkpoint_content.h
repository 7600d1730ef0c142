#pragma once

#include "core/checkpoints/diff.h"
#include "core/checkpoints/tensor_stats.h"
#include "core/formats/tensor_bundle.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::ui {

/// One tensor as the tree shows it.
struct TensorInfo {
  formats::BundleEntry entry;
  std::optional<checkpoints::TensorStats> stats;  // nothing for types without numbers
  std::optional<checkpoints::TensorDiff> diff;    // from B to A, when B was chosen
  std::optional<Error> problem;                   // its values can't be read
};

/// A checkpoint's tensors with their statistics, and how they differ from another checkpoint's.
/// Thread: Immutable; share freely.
struct CheckpointContent {
  fs::path prefix;
  std::optional<fs::path> other;
  std::vector<TensorInfo> tensors;  // by name
};

/// Reads `prefix`, each tensor with its checksum, and holds it against `other`.
/// Errors: those of opening either; a tensor that can't be read is its own problem.
Result<CheckpointContent> readContent(FileOps& files, const fs::path& prefix,
                                      const std::optional<fs::path>& other, std::stop_token stop);

}  // namespace cairn::ui
