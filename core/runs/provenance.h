#pragma once

#include "core/base/result.h"
#include "core/model/run_record.h"

#include <filesystem>
#include <optional>

namespace cairn::runs {

/// The commit, branch and state of the repository that holds `folder`; nothing outside of one.
/// Runs no hook, filter or monitor of the repository.
Result<std::optional<model::CodeVersion>> readCodeVersion(const std::filesystem::path& folder);

}  // namespace cairn::runs
