#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/formats/tensor_bundle.h"
#include "core/training/variable_store.h"

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace cairn::training {

/// Writes the checkpoints of one model_dir so that at no instant it names one that is not whole:
/// data, `.meta`, then `.index` as the commit record, each durable before the next; then the
/// `checkpoint` file, then what the caller records, and only then deletions
/// (spec/reliability.md 3, W1-W8). Deletes by TensorFlow's rule (spec/estimator.md 12), but keeps
/// two checkpoints that it has read back whatever `keepMax` says below 2.
/// Errors: as FileOps; NoSpace before anything is written when the disk is too full; Busy when
///         another program has changed `checkpoint` meanwhile. After an error the directory names
///         what it named before, and the next save may be tried.
/// Thread: Not locked; one thread at a time.
class CheckpointWriter {
 public:
  struct Options {
    fs::path modelDir;
    std::int64_t keepMax = 5;  // 0: all
    double keepEveryNHours = 10'000;
    bool operator==(const Options&) const = default;
  };
  /// Adopts the checkpoints that the `checkpoint` file lists and that are still there.
  static Result<CheckpointWriter> open(FileOps& files, Clock& clock, Options options);

  /// Writes `model.ckpt-<step>`; `meta` is left out when it is empty. `record` is called once the
  /// `checkpoint` file names it, and shares its sync of the directory. A step that it already names
  /// is not written again.
  Result<fs::path> save(const VariableStore& store, ByteView meta,
                        const std::function<Result<void>()>& record);

  /// Checkpoints on the disk: those adopted and those written, but for the deleted; oldest first.
  const std::vector<fs::path>& prefixes() const { return m_prefixes; }

 private:
  struct Listed {
    std::string name;  // as stated: the base name for those in the directory
    double savedAt = 0;
  };
  CheckpointWriter(FileOps& files, Clock& clock, Options options);
  Result<void> adopt();
  void adoptOne(const std::string& stated);
  Result<void> checkUnchanged() const;
  Result<void> clearPrefix(const fs::path& prefix);
  Result<void> writeFiles(const fs::path& prefix, const VariableStore& store, ByteView meta);
  /// The caller owes the directory's sync.
  Result<void> writeState(const std::vector<Listed>& listed, const std::string& newest);
  std::optional<Listed> takeOldest(std::vector<Listed>& listed);
  bool twoAreWhole(const std::vector<Listed>& listed);
  Result<void> retire(const Listed& oldest);
  Result<void> removeCheckpoint(const fs::path& prefix);
  fs::path pathOf(const Listed& listed) const;

  FileOps* m_files;
  Clock* m_clock;
  Options m_options;
  std::vector<Listed> m_adopted;  // listed when the writer was opened
  std::vector<Listed> m_listed;   // by the `checkpoint` file now, oldest first
  std::string m_newest;           // that it names
  std::vector<fs::path> m_prefixes;
  std::set<std::string> m_whole;  // names that have been read back
  std::string m_stateText;        // of the `checkpoint` file, as last seen
  double m_nextKept = 0;
};

/// Every variable of `store`, `global_step` with its step, as a bundle holds them.
std::vector<formats::BundleItem> bundleItems(const VariableStore& store);

/// Removes what killed writers left in `modelDir`: temporary files, and the files of a checkpoint
/// of Cairn's that has no index and that `checkpoint` does not list. To be called under the lock.
Result<void> removeLeftovers(FileOps& files, const fs::path& modelDir);

}  // namespace cairn::training
