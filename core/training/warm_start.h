#pragma once

#include "core/base/file_ops.h"
#include "core/training/variable_store.h"

#include <functional>
#include <string>

namespace cairn::training {

/// Takes the variables that a config's `warm_start_from` chooses from its checkpoint into `store`,
/// which is initialised; the step too, where a list names it. Nothing is done without the setting.
/// Relative paths are those of `folder`, the config's own. `log` may be empty.
/// Formula: spec/estimator.md 15.
/// Errors: in TensorFlow's words, with the key in `where`: InvalidArgument for names and shapes
///         that do not fit and for a regular expression that is none; NotFound for a checkpoint
///         that is not there; those of the files.
Result<void> warmStart(FileOps& files, const model::Config& config, const fs::path& folder,
                       VariableStore& store, const std::function<void(const std::string&)>& log);

}  // namespace cairn::training
