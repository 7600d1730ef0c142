#include "ui/config/data_path.h"

#include <algorithm>

namespace cairn::ui {
namespace {

constexpr auto kMostUp = 4;  // `..` in a row; further away is another place

}  // namespace

fs::path dataPath(const fs::path& file, const fs::path& modelDir) {
  const fs::path near = file.lexically_normal().lexically_relative(modelDir.lexically_normal());
  const auto up = std::count(near.begin(), near.end(), fs::path(".."));
  return near.empty() || up > kMostUp ? file : near;
}

model::Config rebased(model::Config config, const fs::path& from, const fs::path& modelDir) {
  for (auto& [name, source] : config.data)
    for (std::string& file : source.files)
      if (!file.empty()) file = dataPath(from / file, modelDir).string();
  return config;
}

}  // namespace cairn::ui
