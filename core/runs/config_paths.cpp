#include "core/runs/config_paths.h"

namespace cairn::runs {
namespace {

/// The folder by its own name: a symbolic link's `..` is not where the words say.
fs::path realFolder(const fs::path& folder) {
  // A relative name of a folder that is yet to be made would stay relative.
  const fs::path whole = fs::absolute(folder.empty() ? fs::path(".") : folder);
  std::error_code failed;
  fs::path real = fs::weakly_canonical(whole, failed);
  return failed ? whole.lexically_normal() : real;
}

/// Calls `relocate` for the name of every vocabulary file in a column.
template <class Relocate>
void relocateVocabularies(data::FeatureColumn& column, const Relocate& relocate) {
  for (data::FeatureColumn& part : column.parts) relocateVocabularies(part, relocate);
  relocate(column.vocabularyFile);
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
  for (auto* columns : {&config.args.featureColumns, &config.args.linearFeatureColumns,
                        &config.args.dnnFeatureColumns})
    for (data::FeatureColumn& column : *columns) relocateVocabularies(column, relocate);
  if (auto& rule = config.train.earlyStopping)
    if (const auto found = rule->parameters.find("eval_dir"); found != rule->parameters.end())
      if (auto* directory = std::get_if<std::string>(&found->second)) relocate(*directory);
  relocate(config.warmStartFrom.checkpoint);
  for (auto& [variable, info] : config.warmStartFrom.vocabularies) {
    relocate(info.newVocab);
    relocate(info.oldVocab);
  }
  return config;
}

}  // namespace cairn::runs
