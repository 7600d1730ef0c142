#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/model/serving_graph.h"

#include <optional>

namespace cairn::training {

struct ExportOptions {
  fs::path base;  // the export becomes `<base>/<seconds>`
  model::Receiver receiver = model::Receiver::Parsing;
  fs::path configFolder;               // vocabulary files are relative to it
  std::optional<fs::path> checkpoint;  // else the newest
};

/// Writes a checkpoint of `modelDir` as a SavedModel that TensorFlow loads and serves
/// (spec/estimator.md 17): built as `temp-<seconds>`, whole and on the disk before it has its name.
/// Returns: its directory.
/// Errors: those of the files and the checkpoint; NotFound, in TensorFlow's words, without one;
///         Unsupported with the config's key. After an error nothing is left of it.
Result<fs::path> exportSavedModel(FileOps& files, Clock& clock, const model::Config& config,
                                  const fs::path& modelDir, const ExportOptions& options);

}  // namespace cairn::training
