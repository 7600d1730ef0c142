#include "core/training/saved_model_export.h"

#include "core/base/atomic_file.h"
#include "core/formats/saved_model.h"
#include "core/formats/tensor_bundle.h"
#include "core/training/checkpoint_loader.h"
#include "core/training/checkpoint_writer.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

constexpr std::uint64_t kMostAssetBytes = std::uint64_t{1} << 32;

Result<void> removeAll(FileOps& files, const fs::path& directory) {
  CAIRN_ASSIGN(const auto entries, files.list(directory));
  for (const DirectoryEntry& entry : entries) {
    const fs::path path = directory / entry.name;
    CAIRN_TRY(entry.kind == FileKind::Directory ? removeAll(files, path) : files.remove(path));
  }
  return files.remove(directory);
}

Result<VariableStore> restored(FileOps& files, const model::Config& config,
                               const fs::path& modelDir,
                               const std::optional<fs::path>& checkpoint) {
  CAIRN_ASSIGN(const std::vector<model::Variable> all, model::variableMap(config));
  VariableStore store(model::inferenceVariables(all));
  if (checkpoint) {
    CAIRN_TRY(restoreCheckpoint(files, *checkpoint, store));
    return store;
  }
  CAIRN_ASSIGN(const std::optional<fs::path> newest, restoreNewest(files, modelDir, store));
  if (newest) return store;
  return Error{ErrorCode::NotFound,
               fmt::format("Couldn't find trained model at {}.", modelDir.string()),
               modelDir.string()};
}

Result<void> writeModel(FileOps& files, const fs::path& directory, const model::ServingGraph& graph,
                        const VariableStore& store, const fs::path& configFolder) {
  const fs::path variables = directory / "variables";
  CAIRN_TRY(files.createDirectories(variables));
  CAIRN_ASSIGN(const formats::BundleImage image, formats::encodeBundle(bundleItems(store)));
  CAIRN_TRY(formats::writeBundle(files, variables / "variables", image));
  if (!graph.assets.empty()) CAIRN_TRY(files.createDirectories(directory / "assets"));
  for (const auto& [name, path] : graph.assets) {
    CAIRN_ASSIGN(const Bytes bytes, readFile(files, configFolder / path, kMostAssetBytes));
    CAIRN_TRY(writeFileAtomically(files, directory / "assets" / name, bytes));
  }
  return writeFileAtomically(files, directory / "saved_model.pb",
                             formats::encodeSavedModel(graph.graph));
}

}  // namespace

Result<fs::path> exportSavedModel(FileOps& files, Clock& clock, const model::Config& config,
                                  const fs::path& modelDir, const ExportOptions& options) {
  CAIRN_ASSIGN(const model::Config counted,
               model::resolveVocabularies(files, config, options.configFolder));
  CAIRN_ASSIGN(const VariableStore store, restored(files, counted, modelDir, options.checkpoint));
  CAIRN_ASSIGN(const model::ServingGraph graph,
               model::servingGraph(counted, store.variables(), options.receiver));
  CAIRN_TRY(files.createDirectories(options.base));
  // A second export within a second takes the next one, as TensorFlow's does.
  auto seconds = static_cast<std::int64_t>(clock.wallSeconds());
  while (exists(files, options.base / std::to_string(seconds)) ||
         exists(files, options.base / fmt::format("temp-{}", seconds)))
    ++seconds;
  const fs::path target = options.base / std::to_string(seconds);
  const fs::path temporary = options.base / fmt::format("temp-{}", seconds);
  Result<void> written = writeModel(files, temporary, graph, store, options.configFolder);
  if (written) written = files.rename(temporary, target);
  const bool named = bool(written);
  if (named) written = files.syncDirectory(options.base);
  if (written) return target;
  (void)removeAll(files, named ? target : temporary);
  return written.error();
}

}  // namespace cairn::training
