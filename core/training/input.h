#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"
#include "core/base/workers.h"
#include "core/data/table.h"
#include "core/training/batch.h"
#include "core/training/feature_plan.h"
#include "core/training/head.h"

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

namespace cairn::training {

/// The batches that a training, an evaluation or a prediction reads.
/// Thread: Not locked; one thread at a time.
class BatchInput {
 public:
  virtual ~BatchInput() = default;
  /// The next batch, valid until the call after it; false at the end of the input.
  virtual Result<bool> next(Batch& batch) = 0;
  /// Where the input stands, for `openFiles` of a later training; empty when it can't be told.
  virtual std::string position() const = 0;
  /// Floats that stand for each row's weight: 1, or one for each loss of the head.
  virtual std::int64_t weightWidth() const = 0;
};

/// What the columns of a table are for.
struct InputSpec {
  FeaturePlan plan;
  HeadSpec head;
  std::string label;  // column of the labels; empty: neither they nor weights are read
  data::Vocabularies vocabularies;  // of the plan's columns
};

/// The config's own files, read whole and turned into the engine's rows once.
/// `resume` is what `position` gave; an input of other options or rows starts anew.
/// Errors: those of the files and of the CSV reader; InvalidArgument with the config's key.
struct FileInputOptions {
  fs::path folder;  // the config's
  std::uint64_t seed = 0;
  std::optional<std::string> resume;
  std::int64_t skipBatches = 0;  // made since `resume`
  Workers* workers = nullptr;    // to read with
};
Result<std::unique_ptr<BatchInput>> openFiles(FileOps& files, const InputSpec& spec,
                                              const model::DataSource& source,
                                              const FileInputOptions& options,
                                              std::stop_token stop);

/// Tables handed over one after the other, each a batch.
Result<std::unique_ptr<BatchInput>> openTables(const InputSpec& spec,
                                               std::function<bool(data::Table&)> tables);

/// The files that a config's patterns mean, sorted within a pattern.
/// Errors: NotFound for a pattern that matches nothing.
Result<std::vector<fs::path>> expandFiles(FileOps& files, const fs::path& folder,
                                          const std::vector<std::string>& patterns);

/// The seed that `position` was recorded with.
std::optional<std::uint64_t> seedOfPosition(const std::string& position);

}  // namespace cairn::training
