#include "core/model/config.h"

#include <algorithm>

namespace cairn::model {

namespace {

// A vocabulary is read whole, so it is bounded as other text is.
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 31;

Error refused(const fs::path& path, std::string message, std::string hint) {
  return {ErrorCode::InvalidArgument, std::move(message), path.string(), {}, std::move(hint)};
}

Result<std::int64_t> countLines(FileOps& files, const fs::path& path) {
  CAIRN_ASSIGN(const std::string text, readTextFile(files, path, kMostBytes));
  auto lines = static_cast<std::int64_t>(std::count(text.begin(), text.end(), '\n'));
  if (!text.empty() && text.back() != '\n') ++lines;
  if (text.starts_with('\n') || text.find("\n\n") != std::string::npos)
    return refused(path, "an empty line in a vocabulary", "one word on each line");
  if (lines == 0) return refused(path, "an empty vocabulary", "a file with one word a line");
  return lines;
}

Result<void> resolve(FileOps& files, const fs::path& folder, data::FeatureColumn& column) {
  for (data::FeatureColumn& part : column.parts) CAIRN_TRY(resolve(files, folder, part));
  if (column.type != data::ColumnType::VocabularyFile || column.vocabularySize >= 0) return {};
  CAIRN_ASSIGN(column.vocabularySize, countLines(files, folder / column.vocabularyFile));
  return {};
}

}  // namespace

Result<Config> resolveVocabularies(FileOps& files, const Config& config, const fs::path& folder) {
  Config resolved = config;
  for (auto* columns : {&resolved.args.featureColumns, &resolved.args.linearFeatureColumns,
                        &resolved.args.dnnFeatureColumns})
    for (data::FeatureColumn& column : *columns) CAIRN_TRY(resolve(files, folder, column));
  return resolved;
}

}  // namespace cairn::model
