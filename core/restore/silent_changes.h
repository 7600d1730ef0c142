#pragma once

#include "core/restore/edits.h"
#include "core/restore/report.h"

#include <vector>

namespace cairn::restore {

/// What TensorFlow restores without a word although the config differs from the one that made the
/// checkpoint: every differing key that is no cause, with what it does.
std::vector<SilentChange> silentChanges(const model::Config& was, const model::Config& now,
                                        const std::vector<Cause>& causes);

/// The same from the checkpoint alone: tensors that nothing asks for any more (`dropped`).
std::vector<SilentChange> silentDrops(const std::vector<Edit>& dropped);

/// Shapes that v2 takes from the file although the config asks for others.
std::vector<SilentChange> uncheckedShapes(const std::vector<Cause>& causes);

}  // namespace cairn::restore
