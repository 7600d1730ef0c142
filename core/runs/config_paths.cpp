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
  const auto relocate = [&](std::string& path) {
    if (!path.empty() && fs::path(path).is_relative())
      path = (source / path).lexically_normal().lexically_proximate(target).string();
  };
  for (auto& [name, data] : config.data)
    for (std::string& file : data.files) relocate(file);
  relocate(config.warmStartFrom.checkpoint);
  for (auto& [variable, info] : config.warmStartFrom.vocabularies) {
    relocate(info.newVocab);
    relocate(info.oldVocab);
  }
  return config;
}

}  // namespace cairn::runs
