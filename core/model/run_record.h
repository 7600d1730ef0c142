#pragma once

#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/model/config.h"

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

namespace cairn::model {

/// The code that a run was started from.
struct CodeVersion {
  std::string repository;
  std::string branch;
  std::string commit;
  bool dirty = false;
  std::string diff;
  bool operator==(const CodeVersion&) const = default;
};

/// Which config held from which step.
struct HistoryEntry {
  Step fromStep;
  Step toStep;
  Config config;
  std::optional<CodeVersion> code;
  std::string started;  // ISO 8601, UTC
  double seconds = 0;
  std::string ended;   // `finished`, `stopped`, `failed`; empty while it runs
  std::string input;   // where the input stood, for exact resume
  std::string isa;     // the engine's level
  std::string others;  // unknown keys, as JSON text; empty: none
  bool operator==(const HistoryEntry&) const = default;
};

/// The checkpoint elsewhere that a run began from.
struct Parent {
  std::string modelDir;
  std::string checkpoint;
  bool operator==(const Parent&) const = default;
};

/// `cairn.json`: a run's config and its history. Keys that it holds besides are kept.
struct RunRecord {
  Config config;
  std::vector<HistoryEntry> history;
  std::string name;  // as shown; empty: the folder's
  std::string notes;
  std::vector<std::string> tags;
  std::string color;
  bool isBaseline = false;
  std::optional<Parent> parent;
  std::string others;  // unknown keys, as JSON text; empty: none
  bool operator==(const RunRecord&) const = default;

  /// The config that made the checkpoint at `step`, as recorded; null when the history is empty.
  const Config* configAt(Step step) const;
};

/// `cairn.json` in `modelDir`.
fs::path runRecordPath(const fs::path& modelDir);

/// Nothing when the directory has no `cairn.json`. Errors: Corrupt, Unsupported (newer layout),
/// with the file and the key; those of reading it.
Result<std::optional<RunRecord>> loadRunRecord(FileOps& files, const fs::path& modelDir);
/// Whole and atomically; the caller owes the directory's sync.
Result<void> replaceRunRecord(FileOps& files, const fs::path& modelDir, const RunRecord& record);
/// The same, durably.
Result<void> saveRunRecord(FileOps& files, const fs::path& modelDir, const RunRecord& record);

}  // namespace cairn::model
