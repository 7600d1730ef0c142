#include "app/cli/commands.h"
#include "app/cli/text_table.h"
#include "core/checkpoints/timeline.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

using checkpoints::Checkpoint;
using checkpoints::Timeline;

void printJson(Session& session, const std::string& dir, const Timeline& timeline) {
  Json list = Json::array();
  for (const Checkpoint& checkpoint : timeline.checkpoints)
    list.push_back({{"prefix", checkpoint.prefix.string()},
                    {"step", checkpoint.step ? Json(checkpoint.step->value()) : Json()},
                    {"written", checkpoint.writtenAt},
                    {"bytes", checkpoint.bytes},
                    {"tensors", checkpoint.tensors},
                    {"meta", checkpoint.hasMeta},
                    {"in_state", checkpoint.inState},
                    {"newest", checkpoint.newest},
                    {"whole", checkpoint.problems.empty()},
                    {"problems", errorsToJson(checkpoint.problems)}});
  Json leftovers = Json::array();
  for (const fs::path& path : timeline.leftovers) leftovers.push_back(path.string());
  session.answer(Json{{"model_dir", dir},
                      {"checkpoints", std::move(list)},
                      {"problems", errorsToJson(timeline.problems)},
                      {"leftovers", std::move(leftovers)}});
}

std::string stateText(const Session& session, const Checkpoint& checkpoint) {
  if (checkpoint.newest) return session.say("newest", "最新");
  return std::string(checkpoint.inState ? session.say("listed", "已登记")
                                        : session.say("not listed", "未登记"));
}

void printText(Session& session, const Timeline& timeline) {
  using Align = TextTable::Align;
  TextTable table;
  table.addColumn(session.say("step", "步"), Align::Right);
  table.addColumn(session.say("checkpoint", "检查点"));
  table.addColumn(session.say("written", "写入时间"));
  table.addColumn(session.say("bytes", "字节"), Align::Right);
  table.addColumn(session.say("tensors", "张量"), Align::Right);
  table.addColumn(session.say("state file", "状态文件"));
  table.addColumn(session.say("whole", "完整"));
  for (const Checkpoint& checkpoint : timeline.checkpoints)
    table.addRow(
        {checkpoint.step ? grouped(static_cast<std::uint64_t>(checkpoint.step->value())) : "-",
         shown(checkpoint.prefix.filename().string()), timeText(checkpoint.writtenAt),
         grouped(checkpoint.bytes), grouped(checkpoint.tensors), stateText(session, checkpoint),
         std::string(checkpoint.problems.empty() ? session.say("yes", "是")
                                                 : session.say("NO", "否"))});
  if (table.empty())
    session.print(session.say("no checkpoint\n", "没有检查点\n"));
  else
    session.print(table.text());
}

ExitCode run(const std::string& dir, Session& session) {
  const auto timeline = checkpoints::scanCheckpoints(session.files(), dir);
  if (!timeline) return session.fail(timeline.error());
  if (session.json)
    printJson(session, dir, *timeline);
  else
    printText(session, *timeline);
  for (const Checkpoint& checkpoint : timeline->checkpoints)
    session.complainOfAll(checkpoint.problems);
  session.complainOfAll(timeline->problems);
  return kDone;
}

}  // namespace

void addCheckpointsCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto dir = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand(
      "checkpoints",
      session.say("List the checkpoints of a model directory", "列出模型目录中的检查点"));
  command->add_option("DIR", *dir)->required();
  onCommand(*command, session, code, [dir, &session] { return run(*dir, session); });
}

}  // namespace cairn::cli
