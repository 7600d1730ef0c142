#pragma once

#include "core/base/file_ops.h"
#include "core/model/config.h"

namespace cairn::runs {

/// `config`, whose files (data, vocabularies, warm start, the directory that early stopping reads)
/// are relative to the folder `from`, with the same files told from the folder `to`: `cairn.json`
/// lies in the model_dir, and its paths have to hold there.
/// Absolute paths stay; relative ones stay relative, so that a folder that holds both can move.
model::Config relocateConfig(model::Config config, const fs::path& from, const fs::path& to);

}  // namespace cairn::runs
