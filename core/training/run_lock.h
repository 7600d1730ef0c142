#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/base/ids.h"

#include <memory>
#include <optional>
#include <string>

namespace cairn::training {

/// Who trains in a directory, as `cairn.lock` states it.
struct LockHolder {
  std::string host;
  std::int64_t pid = 0;
  std::string bootId;
  Step step;
  double heartbeat = 0;  // seconds since 1970
  bool operator==(const LockHolder&) const = default;
};

/// One writer per model_dir: `cairn.lock` under an flock, with a heartbeat every 5 s; gone
/// afterwards. A lock whose holder is lost is taken over.
/// Format: one JSON object, padded with blanks to a fixed length, so that a heartbeat is one write.
/// Errors: Busy, naming host and pid, when another process holds it.
/// Thread: Not locked; one thread at a time.
class RunLock {
 public:
  static Result<RunLock> take(FileOps& files, Clock& clock, const fs::path& modelDir,
                              Step step = Step{0});
  RunLock(RunLock&&) noexcept = default;
  RunLock& operator=(RunLock&&) noexcept = delete;
  ~RunLock();
  /// Writes the heartbeat when 5 s have passed since the one before.
  Result<void> beat(Step step);
  /// Writes it now.
  Result<void> state(Step step);

 private:
  RunLock(FileOps& files, Clock& clock, fs::path path, std::unique_ptr<File> file);
  FileOps* m_files;
  Clock* m_clock;
  fs::path m_path;
  std::unique_ptr<File> m_file;
  double m_lastBeat = 0;
};

/// Nothing when there is no `cairn.lock`; of a holder that was killed the file stays, see
/// `isLost`. Does not touch the lock.
Result<std::optional<LockHolder>> readLockHolder(FileOps& files, const fs::path& modelDir);

/// Whether `holder` can't be training any more: on this computer its process or boot is over; on
/// another one its last heartbeat is more than half a minute old.
bool isLost(const LockHolder& holder, Clock& clock);

/// Whether the holder is a process of this computer.
bool isOnThisComputer(const LockHolder& holder);

}  // namespace cairn::training
