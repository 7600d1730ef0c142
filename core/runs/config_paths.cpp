#include "core/runs/config_paths.h"

namespace cairn::runs {
namespace {

/// The folder by its own name: a symbolic link's `..` is not where the words say.
fs::path realFolder(const fs::path& folder) {
  std::error_code failed;
  fs::path real = fs::weakly_canonical(folder.empty() ? fs::path(".") : folder, failed);
  return failed ? fs::absolute(folder).lexically_normal() : real;
}

}  // namespace

model::Config relocateConfig(model::Config config, const fs::path& from, const fs::path& to) {
  const fs::path source = realFolder(from);
  const fs::path target = realFolder(to);
  if (source == target) return config;
  for (auto& [name, data] : config.data)
    for (std::string& file : data.files)
      if (fs::path(file).is_relative())
        file = (source / file).lexically_normal().lexically_proximate(target).string();
  return config;
}

}  // namespace cairn::runs
