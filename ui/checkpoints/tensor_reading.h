#pragma once

#include "core/checkpoints/diff.h"
#include "core/checkpoints/tensor_stats.h"
#include "core/formats/tensor_bundle.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::ui {

/// One tensor of A, or one that only B has, as the tree shows it.
struct TensorInfo {
  formats::BundleEntry entry;
  bool onlyInB = false;
  bool isSlot = false;                              // an optimizer's: `…/kernel/t_0/Adagrad`
  bool isRead = false;                              // the figures below have arrived
  std::optional<checkpoints::TensorStats> stats;    // nothing for types without numbers
  std::optional<checkpoints::TensorDiff> diff;      // from B to A, when B was chosen
  std::optional<std::pair<double, double>> values;  // of a scalar: in B and in A
  std::optional<Error> problem;                     // its values can't be read
};

/// Checkpoint A, opened, and B where one was chosen. Its tensors are A's by name, then B's own.
/// Thread: Immutable; share freely.
struct CheckpointPair {
  formats::TensorBundle a;
  std::optional<formats::TensorBundle> b;
  std::optional<Error> problemOfB;
  std::vector<TensorInfo> tensors;  // as their indexes tell; nothing is read yet
};

/// Reads two indexes, no values.
/// Errors: those of opening A.
Result<CheckpointPair> openPair(FileOps& files, const fs::path& a,
                                const std::optional<fs::path>& b);

/// What was read of some rows.
struct TensorBatch {
  std::vector<std::pair<std::size_t, TensorInfo>> rows;
};

/// Figures of the tensors at `rows` (of pair.tensors), in that order, until about 32 MB have been
/// read: a batch is short, so that rows which come into view needn't wait.
/// Errors: Cancelled. A tensor that can't be read is its own problem.
Result<TensorBatch> readBatch(const CheckpointPair& pair, const std::vector<std::size_t>& rows,
                              std::stop_token stop);

/// Marks slots: a tensor whose name goes on from that of a variable.
void markSlots(std::vector<TensorInfo>& tensors);

/// Elements of variables, of slots, and whether there is a global step.
struct TensorTotals {
  std::int64_t parameters = 0, slotValues = 0;
  bool hasGlobalStep = false;
  bool operator==(const TensorTotals&) const = default;
};
TensorTotals totalsOf(const std::vector<TensorInfo>& tensors);

}  // namespace cairn::ui
