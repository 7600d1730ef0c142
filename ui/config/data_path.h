#pragma once

#include "core/base/file_ops.h"
#include "core/model/config.h"

namespace cairn::ui {

/// A data file as a config in `modelDir` names it: relative to that folder where the two lie near
/// each other, so that both can be moved together; else absolute.
fs::path dataPath(const fs::path& file, const fs::path& modelDir);

/// The config with the files of all its sources, which are relative to `from`, named from
/// `modelDir`.
model::Config rebased(model::Config config, const fs::path& from, const fs::path& modelDir);

}  // namespace cairn::ui
