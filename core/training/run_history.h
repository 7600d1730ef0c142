#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/model/run_record.h"

#include <optional>
#include <string>

namespace cairn::training {

/// This training's entry in `cairn.json`. Every write reads the file again first, so that notes and
/// tags that somebody changed meanwhile stay.
/// Errors: as FileOps; a `cairn.json` that can't be read is an error, never replaced.
/// Thread: Not locked; one thread at a time.
class RunHistory {
 public:
  RunHistory(FileOps& files, Clock& clock, fs::path modelDir, model::HistoryEntry entry);

  /// The entry reaches to `step`; `ended` is empty while the run goes on. The caller owes the
  /// directory's sync.
  Result<void> replace(Step step, const std::string& ended, const std::string& input);
  /// The same, durably.
  Result<void> write(Step step, const std::string& ended, const std::string& input);
  double seconds() const;

 private:
  FileOps* m_files;
  Clock* m_clock;
  fs::path m_modelDir;
  model::HistoryEntry m_entry;
  std::chrono::nanoseconds m_began;
};

/// Where the input stood when the checkpoint at `step` was written, and how many steps were made
/// since the newest record before it; nothing when no record reaches there.
struct RecordedInput {
  std::string input;
  std::int64_t stepsSince = 0;
  bool operator==(const RecordedInput&) const = default;
};
std::optional<RecordedInput> recordedInput(const model::RunRecord& record, Step step);

/// `2026-11-22T10:00:00Z` for seconds since 1970.
std::string isoTime(double wallSeconds);

}  // namespace cairn::training
