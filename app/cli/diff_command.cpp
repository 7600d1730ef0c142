#include "app/cli/commands.h"
#include "app/cli/tensor_text.h"
#include "app/cli/text_table.h"
#include "core/checkpoints/diff.h"
#include "core/checkpoints/timeline.h"
#include "core/model/config.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

using checkpoints::TensorChange;
using checkpoints::TensorDiff;

struct Options {
  std::string a, b;
};

std::string_view changeName(TensorChange change) {
  switch (change) {
    case TensorChange::Same:
    case TensorChange::SameCrc:
      return "same";
    case TensorChange::Changed:
      return "changed";
    case TensorChange::Reshaped:
      return "reshaped";
    case TensorChange::Retyped:
      return "retyped";
    case TensorChange::Added:
      return "added";
    case TensorChange::Gone:
      return "gone";
    case TensorChange::Unreadable:
      return "unreadable";
  }
  return "unreadable";
}

std::string changeText(const Session& session, TensorChange change) {
  switch (change) {
    case TensorChange::Same:
      return session.say("same", "相同");
    case TensorChange::SameCrc:
      return session.say("same CRC", "CRC 相同");
    case TensorChange::Changed:
      return session.say("changed", "已改变");
    case TensorChange::Reshaped:
      return session.say("reshaped", "形状改变");
    case TensorChange::Retyped:
      return session.say("retyped", "类型改变");
    case TensorChange::Added:
      return session.say("added", "新增");
    case TensorChange::Gone:
      return session.say("gone", "消失");
    case TensorChange::Unreadable:
      return session.say("unreadable", "无法读取");
  }
  return {};
}

bool isSame(const TensorDiff& diff) {
  return diff.change == TensorChange::Same || diff.change == TensorChange::SameCrc;
}

Json tensorToJson(const TensorDiff& diff) {
  const auto shape = [](const std::optional<formats::Shape>& side) {
    return side ? shapeToJson(*side) : Json();
  };
  Json json = {{"name", diff.name},
               {"change", changeName(diff.change)},
               {"was", shape(diff.was)},
               {"now", shape(diff.now)}};
  if (diff.change == TensorChange::Changed) {
    json["relative_l2"] = doubleToJson(diff.relativeL2);
    json["max_abs"] = doubleToJson(diff.maxAbs);
  }
  if (isSame(diff)) json["compared"] = diff.change == TensorChange::Same ? "bytes" : "crc";
  if (diff.problem) json["problem"] = errorToJson(*diff.problem);
  return json;
}

void printTensorText(Session& session, const std::vector<TensorDiff>& diffs) {
  TextTable table;
  table.addColumn(session.say("tensor", "张量"));
  table.addColumn(session.say("change", "变化"));
  table.addColumn(session.say("shape", "形状"));
  table.addColumn("‖Δ‖/‖a‖", TextTable::Align::Right);
  table.addColumn("max |Δ|", TextTable::Align::Right);
  std::size_t same = 0;
  for (const TensorDiff& diff : diffs) {
    if (isSame(diff)) {
      ++same;
      continue;
    }
    std::string shape = diff.was ? formats::shapeText(*diff.was) : "-";
    if (diff.was != diff.now)
      shape += " → " + (diff.now ? formats::shapeText(*diff.now) : std::string("-"));
    const bool changed = diff.change == TensorChange::Changed;
    table.addRow({shown(diff.name), changeText(session, diff.change), shape,
                  changed ? fmt::format("{:.6g}", diff.relativeL2) : "",
                  changed ? fmt::format("{:.6g}", diff.maxAbs) : ""});
  }
  if (!table.empty()) session.print(table.text());
  session.print(
      session.say("{} tensors, {} the same\n", "{} 个张量，{} 个相同\n", diffs.size(), same));
}

ExitCode diffTensors(const Options& options, Session& session) {
  std::vector<formats::TensorBundle> bundles;
  for (const std::string& place : {options.a, options.b}) {
    const auto prefix = checkpoints::resolvePrefix(session.files(), place);
    if (!prefix) return session.fail(prefix.error());
    auto bundle = formats::TensorBundle::open(session.files(), *prefix);
    if (!bundle) return session.fail(bundle.error());
    bundles.push_back(*std::move(bundle));
  }
  const auto diffs =
      checkpoints::diffCheckpoints(bundles[0], bundles[1], session.stop(),
                                   session.progress(session.say("Comparing", "正在比较")));
  if (!diffs) return session.fail(diffs.error());

  const bool same = std::all_of(diffs->begin(), diffs->end(), isSame);
  if (session.json) {
    Json tensors = Json::array();
    for (const TensorDiff& diff : *diffs) tensors.push_back(tensorToJson(diff));
    session.answer(Json{{"a", bundles[0].prefix().string()},
                        {"b", bundles[1].prefix().string()},
                        {"same", same},
                        {"tensors", std::move(tensors)}});
  } else {
    printTensorText(session, *diffs);
  }
  std::vector<Error> problems;
  for (const TensorDiff& diff : *diffs)
    if (diff.problem) problems.push_back(*diff.problem);
  session.complainOfAll(problems);
  if (!problems.empty()) return kBadFile;
  return same ? kDone : kAnswerIsNo;
}

ExitCode diffConfigFiles(const Options& options, Session& session) {
  std::vector<model::Config> configs;
  for (const std::string& path : {options.a, options.b}) {
    auto config = model::loadConfig(session.files(), path);
    if (!config) return session.fail(config.error());
    configs.push_back(*std::move(config));
  }
  const auto differences = model::diffConfigs(configs[0], configs[1]);
  if (session.json) {
    const auto value = [](const std::string& text) {
      return text.empty() ? Json() : Json::parse(text, nullptr, false);
    };
    Json keys = Json::array();
    for (const model::ConfigDifference& difference : differences)
      keys.push_back({{"key", difference.key},
                      {"was", value(difference.was)},
                      {"now", value(difference.now)}});
    session.answer(Json{{"a", options.a},
                        {"b", options.b},
                        {"same", differences.empty()},
                        {"keys", std::move(keys)}});
  } else if (differences.empty()) {
    session.print(session.say("the same\n", "相同\n"));
  } else {
    for (const model::ConfigDifference& difference : differences)
      session.print(fmt::format("{}: {} → {}\n", shown(model::shownKey(difference.key)),
                                difference.was.empty() ? "-" : shown(difference.was),
                                difference.now.empty() ? "-" : shown(difference.now)));
  }
  return differences.empty() ? kDone : kAnswerIsNo;
}

/// A config is a file of its own name; a prefix is none, and an index is not JSON.
bool isConfigFile(Session& session, const std::string& path) {
  const auto stat = session.files().stat(path);
  return stat && stat->kind == FileKind::Regular && fs::path(path).extension() == ".json";
}

ExitCode run(const Options& options, Session& session) {
  return isConfigFile(session, options.a) && isConfigFile(session, options.b)
             ? diffConfigFiles(options, session)
             : diffTensors(options, session);
}

}  // namespace

void addDiffCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "diff", session.say("Compare two checkpoints or two configs", "比较两个检查点或两个配置"));
  command->add_option("A", options->a)->required();
  command->add_option("B", options->b)->required();
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
