#pragma once

#include "core/checkpoints/timeline.h"
#include "core/model/run_record.h"
#include "core/series/ingest.h"
#include "ui/bridge/convert.h"

#include <optional>
#include <vector>

namespace cairn::ui {

/// A step at which a checkpoint was saved.
struct SavedStep {
  std::int64_t step = 0;
  std::optional<checkpoints::Checkpoint> checkpoint;  // nothing: deleted since
  std::optional<double> loss;                         // of training, there
  bool operator==(const SavedStep&) const = default;

  bool onDisk() const { return checkpoint.has_value(); }
};

/// One point of the curve behind the timeline.
struct LossPoint {
  double step = 0, value = 0;
  bool operator==(const LossPoint&) const = default;
};

/// The checkpoints of a run, those that are gone included, and what is known of them.
/// Thread: Immutable; share freely.
struct RunCheckpoints {
  checkpoints::Timeline timeline;
  std::vector<SavedStep> saved;      // ascending by step; without those whose name tells no step
  std::optional<std::int64_t> best;  // the lowest loss of an evaluation, of those on disk
  std::vector<LossPoint> loss;       // at most some hundred, ascending
  std::optional<model::RunRecord> record;

  const checkpoints::Checkpoint* find(const fs::path& prefix) const;
  /// The checkpoint `by` places after (before: negative) `prefix`; null where there is none.
  const checkpoints::Checkpoint* neighbour(const fs::path& prefix, int by) const;
};

/// Errors: those of the directory itself; Cancelled. What is wrong with a file is in the answer.
Result<RunCheckpoints> readRunCheckpoints(FileOps& files, const fs::path& modelDir,
                                          series::RunReader& events, std::stop_token stop);

/// The steps on disk and those that the log names beside them; pure.
std::vector<SavedStep> gatherSaved(const checkpoints::Timeline& timeline,
                                   const series::RunSeries& events);

}  // namespace cairn::ui
