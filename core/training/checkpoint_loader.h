#pragma once

#include "core/base/file_ops.h"
#include "core/training/variable_store.h"

#include <optional>

namespace cairn::training {

/// Fills `store`, its step too, from the checkpoint at `prefix`. Keys that the store does not want
/// are ignored, as TensorFlow ignores them.
/// Errors: in TensorFlow's words and order: NotFound for the first missing key in byte order; else
///         InvalidArgument for the first shape or dtype that differs; those of the files.
Result<void> restoreCheckpoint(FileOps& files, const fs::path& prefix, VariableStore& store);

/// Fills `store` from the newest checkpoint of `modelDir` and returns its prefix; nothing, and
/// nothing filled, when the directory has none.
/// Errors: those of restoreCheckpoint; a damaged newest checkpoint is an error that names the
///         newest whole one, never a start at step 0.
Result<std::optional<fs::path>> restoreNewest(FileOps& files, const fs::path& modelDir,
                                              VariableStore& store);

}  // namespace cairn::training
