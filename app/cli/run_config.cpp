#include "app/cli/run_config.h"

#include "core/model/run_record.h"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace cairn::cli {
namespace {

constexpr std::size_t kFirstLineBytes = std::size_t{1} << 16;

Result<std::string> firstLine(Session& session, const std::string& path) {
  CAIRN_ASSIGN(const auto file, session.files().open(path, OpenMode::Read));
  Bytes bytes(kFirstLineBytes);
  CAIRN_ASSIGN(const std::size_t count, file->readAt(0, bytes));
  if (count == 0)
    return Error{ErrorCode::Corrupt,
                 session.say("the file is empty", "文件是空的"),
                 path,
                 {},
                 session.say("give it a header line and rows", "请写入标题行和数据行")};
  const std::string_view text = asText(ByteView(bytes).first(count));
  std::string_view line = text.substr(0, text.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return std::string(line);
}

}  // namespace

void addRunOptions(CLI::App& command, const Session& session, std::string& config,
                   std::string& checkpoint) {
  command
      .add_option(
          "--config", config,
          session.say("The config; else the one in cairn.json", "配置；默认用 cairn.json 中的配置"))
      ->option_text("FILE");
  command
      .add_option("--checkpoint", checkpoint,
                  session.say("The checkpoint; else the newest", "检查点；默认用最新的"))
      ->option_text("PREFIX");
}

Result<RunConfigFile> loadRunConfig(Session& session, const fs::path& modelDir,
                                    const std::string& given) {
  if (!given.empty()) {
    CAIRN_ASSIGN(model::Config config, model::loadConfig(session.files(), given));
    return RunConfigFile{std::move(config), fs::path(given).parent_path()};
  }
  CAIRN_TRY(session.files().list(modelDir));
  CAIRN_ASSIGN(auto record, model::loadRunRecord(session.files(), modelDir));
  if (!record)
    return Error{ErrorCode::NotFound,
                 session.say("no cairn.json tells this directory's config",
                             "没有记录此目录配置的 cairn.json"),
                 modelDir.string(),
                 {},
                 session.say("give it with --config FILE", "请用 --config FILE 指定")};
  return RunConfigFile{std::move(record->config), modelDir};
}

Result<model::DataSource> sourceFor(Session& session, const model::Config& config,
                                    std::initializer_list<const char*> names,
                                    const std::string& file) {
  model::DataSource source;
  for (const char* name : names)
    if (const auto found = config.data.find(name); found != config.data.end()) {
      source = found->second;
      break;
    }
  source.files = {fs::absolute(file).string()};
  source.shuffle = 0;
  source.repeat = 1;
  CAIRN_ASSIGN(const std::string line, firstLine(session, file));
  source.headerGiven = true;
  source.csv.header = data::guessHeader(line);
  auto& columns = source.csv.columns;
  if (source.csv.header == data::CsvHeader::Names)
    columns.clear();
  else if (static_cast<std::size_t>(std::count(line.begin(), line.end(), ',')) + 2 ==
           columns.size())
    columns.erase(std::remove(columns.begin(), columns.end(), source.label), columns.end());
  return source;
}

bool namesLine(std::string_view where) {
  const auto colon = where.rfind(':');
  return colon != std::string_view::npos && colon + 1 < where.size() &&
         where.find_first_not_of("0123456789", colon + 1) == std::string_view::npos;
}

}  // namespace cairn::cli
