#include "app/cli/commands.h"
#include "app/cli/tensor_text.h"
#include "app/cli/text_table.h"
#include "core/base/limits.h"
#include "core/model/config.h"
#include "core/model/variable_map.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

struct Options {
  std::string file;
  std::string modelDir = "model_dir";
};

ExitCode show(const model::Config& config, const Options&, Session& session) {
  session.print(model::configText(config, true));  // JSON, for people and programs alike
  return kDone;
}

ExitCode python(const model::Config& config, const Options& options, Session& session) {
  const std::string program = model::configPython(config, options.modelDir);
  if (session.json)
    session.answer(Json{{"python", program}});
  else
    session.print(program);
  return kDone;
}

ExitCode validate(const Options& options, Session& session) {
  const auto text = readTextFile(session.files(), options.file, limits::kJsonBytes);
  if (!text) return session.fail(text.error());
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(*text));
  const bool valid = parsed.config && parsed.problems.empty();
  if (session.json) {
    session.answer(Json{{"valid", valid}, {"problems", errorsToJson(parsed.problems)}});
  } else {
    for (const Error& problem : parsed.problems) session.print(shown(describe(problem)) + '\n');
    if (valid) session.print(session.say("valid\n", "有效\n"));
  }
  return valid ? kDone : kWrongWords;
}

std::string_view roleName(model::VariableRole role) {
  switch (role) {
    case model::VariableRole::GlobalStep:
      return "global_step";
    case model::VariableRole::Weight:
      return "weight";
    case model::VariableRole::MovingStatistic:
      return "moving_statistic";
    case model::VariableRole::Slot:
      return "slot";
    case model::VariableRole::OptimizerScalar:
      return "optimizer";
  }
  return "weight";
}

ExitCode network(const model::Config& config, const Options& options, Session& session) {
  const auto variables = model::variableMap(config);
  if (!variables) {
    Error error = variables.error();
    error.where = options.file + (error.where.empty() ? "" : ": " + error.where);
    return session.fail(error, kWrongWords);
  }
  const std::int64_t parameters = model::parameterCount(*variables);
  if (session.json) {
    Json list = Json::array();
    for (const model::Variable& variable : *variables)
      list.push_back({{"name", variable.name},
                      {"dtype", formats::dtypeName(variable.dtype)},
                      {"shape", shapeToJson(variable.shape())},
                      {"role", roleName(variable.role)},
                      {"trainable", variable.trainable},
                      {"slot_of", variable.slotOf.empty() ? Json() : Json(variable.slotOf)},
                      {"key", variable.key}});
    session.answer(Json{{"parameters", parameters}, {"variables", std::move(list)}});
    return kDone;
  }
  TextTable table;
  table.addColumn(session.say("variable", "变量"));
  table.addColumn(session.say("type", "类型"));
  table.addColumn(session.say("shape", "形状"));
  table.addColumn(session.say("comes from", "来自"));
  for (const model::Variable& variable : *variables)
    table.addRow({shown(variable.name), formats::dtypeName(variable.dtype),
                  formats::shapeText(variable.shape()), shown(model::shownKey(variable.key))});
  session.print(table.text());
  session.print(session.say("{} variables, {} trainable parameters\n",
                            "{} 个变量，{} 个可训练参数\n", variables->size(),
                            grouped(static_cast<std::uint64_t>(parameters))));
  return kDone;
}

using OnConfig = ExitCode (*)(const model::Config&, const Options&, Session&);

ExitCode withConfig(OnConfig command, const Options& options, Session& session) {
  const auto config = model::loadConfig(session.files(), options.file);
  return config ? command(*config, options, session) : session.fail(config.error());
}

}  // namespace

void addConfigCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "config", session.say("Show, check or translate a config", "显示、检查或转换配置"));
  command->require_subcommand(1);
  command->fallthrough();
  const auto add = [&](const char* verb, const std::string& about, auto action) {
    CLI::App* sub = command->add_subcommand(verb, about);
    sub->fallthrough();
    sub->add_option("FILE", options->file)->required();
    onCommand(*sub, session, code,
              [options, action, &session] { return action(*options, session); });
    return sub;
  };
  const auto onConfig = [](OnConfig action) {
    return [action](const Options& given, Session& s) { return withConfig(action, given, s); };
  };
  add("show", session.say("The config in full, with defaults", "完整的配置，含默认值"),
      onConfig(show));
  add("python", session.say("The TensorFlow program that does the same", "等价的 TensorFlow 程序"),
      onConfig(python))
      ->add_option("--model-dir", options->modelDir,
                   session.say("Its model directory", "其模型目录"))
      ->option_text("DIR");
  add("validate", session.say("What is wrong with it, by key", "按键列出配置中的错误"), validate);
  add("network", session.say("Its variables", "其变量"), onConfig(network));
}

}  // namespace cairn::cli
