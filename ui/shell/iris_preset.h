#pragma once

#include "core/base/file_ops.h"
#include "core/model/config.h"

namespace cairn::ui {

/// The tutorial's experiment. Its two data files are carried in the program; they are written into
/// `dataFolder` unless they are there. `modelDir` is where the run will be: the config names the
/// files from there.
/// Errors: those of writing. For a worker.
Result<model::Config> writeIris(FileOps& files, const fs::path& dataFolder,
                                const fs::path& modelDir);

/// `<folder>/<name>`, or `<name>-2`, `<name>-3` … when that is taken.
fs::path freeRunFolder(FileOps& files, const fs::path& folder, const std::string& name);

}  // namespace cairn::ui
