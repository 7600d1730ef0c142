#pragma once

#include "core/base/file_ops.h"

#include <vector>

namespace cairn::checkpoints {

/// Files and folders of a model_dir that interrupted writers left: TensorFlow's `*.tempstate<n>`,
/// `<prefix>_temp*/` and `*.tmp<32 hex>`, Cairn's `.cairn-*.tmp`, and data and `.meta` files whose
/// checkpoint has no index. Sorted by name; `entries` is what the model_dir holds.
std::vector<fs::path> findLeftovers(const fs::path& modelDir,
                                    const std::vector<DirectoryEntry>& entries);

}  // namespace cairn::checkpoints
