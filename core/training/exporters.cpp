#include "core/training/exporters.h"

#include "core/training/saved_model_export.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

constexpr std::size_t kSecondsDigits = 10;

std::string keyOf(std::size_t exporter) { return fmt::format("eval.exporters[{}]", exporter); }

bool isExport(const DirectoryEntry& entry) {
  return entry.kind == FileKind::Directory && entry.name.size() == kSecondsDigits &&
         entry.name.find_first_not_of("0123456789") == std::string::npos;
}

Result<void> removeAll(FileOps& files, const fs::path& directory) {
  CAIRN_ASSIGN(const auto entries, files.list(directory));
  for (const DirectoryEntry& entry : entries) {
    const fs::path path = directory / entry.name;
    CAIRN_TRY(entry.kind == FileKind::Directory ? removeAll(files, path) : files.remove(path));
  }
  return files.remove(directory);
}

}  // namespace

Exporters::Exporters(FileOps& files, Clock& clock, const model::Config& config, fs::path modelDir,
                     fs::path configFolder)
    : m_files(&files),
      m_clock(&clock),
      m_config(&config),
      m_modelDir(std::move(modelDir)),
      m_configFolder(std::move(configFolder)),
      m_bestLosses(config.eval.exporters.size()) {}

Result<Exporters> Exporters::create(FileOps& files, Clock& clock, const model::Config& config,
                                    fs::path modelDir, fs::path configFolder) {
  for (std::size_t i = 0; i < config.eval.exporters.size(); ++i) {
    const model::Call& exporter = config.eval.exporters[i];
    if (exporter.parameters.contains("exports_to_keep") && exporter.number("exports_to_keep") <= 0)
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("`exports_to_keep`, if provided, must be a positive number. Got {}",
                               exporter.number("exports_to_keep")),
                   keyOf(i) + ".exports_to_keep"};
    // It becomes a folder's name.
    const std::string name = exporter.text("name");
    if (name.empty() || name == "." || name == ".." || name.find('/') != std::string::npos)
      return Error{ErrorCode::InvalidArgument, fmt::format("{} is no name of a folder", name),
                   keyOf(i) + ".name"};
    const auto text = exporter.parameters.find("as_text");
    const bool* asText =
        text == exporter.parameters.end() ? nullptr : std::get_if<bool>(&text->second);
    if (asText != nullptr && *asText)
      return Error{ErrorCode::Unsupported, "a SavedModel can't be exported as text",
                   keyOf(i) + ".as_text"};
  }
  return Exporters(files, clock, config, std::move(modelDir), std::move(configFolder));
}

Result<bool> Exporters::wants(std::size_t exporter, const Metrics& metrics, bool last) {
  const std::string& type = m_config->eval.exporters[exporter].type;
  if (type == "FinalExporter") return last;
  if (type != "BestExporter") return true;
  const auto found = metrics.find("loss");
  const float* loss = found == metrics.end() ? nullptr : std::get_if<float>(&found->second);
  if (loss == nullptr)
    return Error{ErrorCode::InvalidArgument,
                 "current_eval_result cannot be empty or no loss is found in it.", keyOf(exporter)};
  // The first one of a training is exported whatever earlier trainings reached: TensorFlow reads
  // their events, and forgets what it read.
  std::optional<float>& best = m_bestLosses[exporter];
  if (best && !(*loss < *best)) return false;
  best = *loss;
  return true;
}

Result<void> Exporters::keepNewest(const model::Call& exporter, const fs::path& directory) {
  if (exporter.type == "FinalExporter" || !exporter.parameters.contains("exports_to_keep"))
    return {};
  const auto keep = static_cast<std::size_t>(exporter.number("exports_to_keep"));
  CAIRN_ASSIGN(std::vector<DirectoryEntry> entries, m_files->list(directory));
  std::erase_if(entries, [](const DirectoryEntry& entry) { return !isExport(entry); });
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name > b.name; });
  for (std::size_t i = keep; i < entries.size(); ++i)
    CAIRN_TRY(removeAll(*m_files, directory / entries[i].name));
  return {};
}

Result<std::vector<fs::path>> Exporters::afterEvaluation(const fs::path& checkpoint,
                                                         const Metrics& metrics, bool last) {
  std::vector<fs::path> written;
  for (std::size_t i = 0; i < m_config->eval.exporters.size(); ++i) {
    const model::Call& exporter = m_config->eval.exporters[i];
    CAIRN_ASSIGN(const bool wanted, wants(i, metrics, last));
    if (!wanted) continue;
    ExportOptions options;
    options.base = m_modelDir / "export" / exporter.text("name");
    options.configFolder = m_configFolder;
    options.checkpoint = checkpoint;
    CAIRN_ASSIGN(fs::path directory,
                 exportSavedModel(*m_files, *m_clock, *m_config, m_modelDir, options));
    written.push_back(std::move(directory));
    CAIRN_TRY(keepNewest(exporter, options.base));
  }
  return written;
}

}  // namespace cairn::training
