#include "app/cli/commands.h"
#include "app/cli/tensor_text.h"
#include "app/cli/text_table.h"
#include "core/checkpoints/tensor_stats.h"
#include "core/checkpoints/timeline.h"
#include "core/formats/tensor_bundle.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <regex>

namespace cairn::cli {
namespace {

using checkpoints::TensorStats;
using formats::BundleEntry;

struct Options {
  std::string place;
  bool stats = false;
  std::string filter;
};

struct Row {
  const BundleEntry* entry;
  std::optional<TensorStats> stats;
  formats::RareError problem;
};

Json statsToJson(const TensorStats& stats) {
  return {{"min", doubleToJson(stats.min)},
          {"max", doubleToJson(stats.max)},
          {"mean", doubleToJson(stats.mean)},
          {"std", doubleToJson(stats.std)},
          {"l2", doubleToJson(stats.l2)},
          {"zeros", stats.zeros},
          {"nan", stats.nans},
          {"inf", stats.infinities}};
}

/// Statistics of a tensor that has some; a type without numbers is no problem of the file.
void fillStats(const formats::TensorBundle& bundle, Row& row) {
  const auto tensor = bundle.read(row.entry->name);
  if (!tensor) {
    row.problem = tensor.error();
    return;
  }
  if (auto stats = checkpoints::computeStats(*tensor)) row.stats = *std::move(stats);
}

void printJson(Session& session, const formats::TensorBundle& bundle,
               const std::vector<Row>& rows) {
  Json tensors = Json::array();
  for (const Row& row : rows) {
    Json tensor = {{"name", row.entry->name},
                   {"dtype", formats::dtypeName(row.entry->dtype)},
                   {"shape", shapeToJson(row.entry->shape)},
                   {"bytes", row.entry->size}};
    if (row.stats) tensor["stats"] = statsToJson(*row.stats);
    if (row.problem) tensor["problem"] = errorToJson(*row.problem);
    tensors.push_back(std::move(tensor));
  }
  session.answer(Json{{"checkpoint", bundle.prefix().string()}, {"tensors", std::move(tensors)}});
}

void printText(Session& session, const std::vector<Row>& rows, bool stats) {
  using Align = TextTable::Align;
  TextTable table;
  table.addColumn(session.say("name", "名称"));
  table.addColumn(session.say("type", "类型"));
  table.addColumn(session.say("shape", "形状"));
  table.addColumn(session.say("bytes", "字节"), Align::Right);
  if (stats)
    for (const auto& [english, chinese] :
         {std::pair{"min", "最小"}, std::pair{"max", "最大"}, std::pair{"mean", "均值"},
          std::pair{"std", "标准差"}, std::pair{"zeros", "零"}, std::pair{"NaN", "NaN"},
          std::pair{"inf", "inf"}})
      table.addColumn(session.say(english, chinese), Align::Right);
  std::uint64_t bytes = 0;
  for (const Row& row : rows) {
    bytes += row.entry->size;
    std::vector<std::string> cells = {shown(row.entry->name), formats::dtypeName(row.entry->dtype),
                                      formats::shapeText(row.entry->shape),
                                      grouped(row.entry->size)};
    if (row.stats)
      for (const double value : {row.stats->min, row.stats->max, row.stats->mean, row.stats->std})
        cells.push_back(fmt::format("{:.6g}", value));
    if (row.stats)
      for (const std::int64_t count : {row.stats->zeros, row.stats->nans, row.stats->infinities})
        cells.push_back(fmt::format("{}", count));
    table.addRow(std::move(cells));
  }
  session.print(table.text());
  session.print(
      session.say("{} tensors, {} bytes\n", "{} 个张量，{} 字节\n", rows.size(), grouped(bytes)));
}

ExitCode run(const Options& options, Session& session) {
  std::optional<std::regex> filter;
  try {
    if (!options.filter.empty()) filter.emplace(options.filter);
  } catch (const std::regex_error& error) {
    return session.fail({ErrorCode::InvalidArgument, error.what(), "--filter"});
  }
  const auto prefix = checkpoints::resolvePrefix(session.files(), options.place);
  if (!prefix) return session.fail(prefix.error());
  const auto bundle = formats::TensorBundle::open(session.files(), *prefix);
  if (!bundle) return session.fail(bundle.error());

  std::vector<Row> rows;
  for (const BundleEntry& entry : bundle->entries())
    if (!filter || std::regex_search(entry.name, *filter))
      rows.push_back({&entry, {}, entry.problem});
  const auto progress = session.progress(session.say("Reading tensors", "正在读取张量"));
  for (std::size_t i = 0; options.stats && i < rows.size(); ++i) {
    if (session.stop().stop_requested()) return kInterrupted;
    if (progress) progress({i, rows.size(), rows[i].entry->name});
    if (!rows[i].problem) fillStats(*bundle, rows[i]);
  }

  if (session.json)
    printJson(session, *bundle, rows);
  else
    printText(session, rows, options.stats);
  std::vector<Error> problems;
  for (const Row& row : rows)
    if (row.problem) problems.push_back(*row.problem);
  session.complainOfAll(problems);
  return problems.empty() ? kDone : kBadFile;
}

}  // namespace

void addTensorsCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "tensors", session.say("List the tensors of a checkpoint", "列出检查点中的张量"));
  command->add_option("PREFIX|DIR", options->place)->required();
  command->add_flag("--stats", options->stats,
                    session.say("min, max, mean, std, zeros, NaN, inf",
                                "最小、最大、均值、标准差、零、NaN、inf"));
  command
      ->add_option("--filter", options->filter,
                   session.say("Only names that match", "仅列出匹配的名称"))
      ->option_text("REGEX");
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
