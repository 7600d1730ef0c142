#include "app/cli/commands.h"
#include "core/model/config.h"
#include "core/restore/report.h"

#include <CLI/CLI.hpp>
#include <map>
#include <memory>

namespace cairn::cli {
namespace {

const std::map<std::string, restore::Mode> kModes = {{"train", restore::Mode::Train},
                                                     {"evaluate", restore::Mode::Evaluate},
                                                     {"predict", restore::Mode::Predict}};

struct Options {
  std::string config;
  std::string dirOrPrefix;
  std::string mode = "train";
};

ExitCode run(const Options& options, Session& session) {
  auto config = model::loadConfig(session.files(), options.config);
  if (!config) return session.fail(config.error(), kWrongWords);
  config =
      model::resolveVocabularies(session.files(), *config, fs::path(options.config).parent_path());
  if (!config) return session.fail(config.error(), kWrongWords);
  const auto report = restore::explain(session.files(), *config, options.dirOrPrefix,
                                       kModes.at(options.mode), session.stop());
  if (!report) return session.fail(report.error());
  if (session.json)
    session.answer(restore::reportToJson(*report));
  else
    session.print(restore::reportText(*report));
  return report->restores ? kDone : kAnswerIsNo;
}

}  // namespace

void addExplainCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "explain", session.say("Say whether a config restores a checkpoint, and why not",
                             "说明配置能否恢复检查点，以及为什么不能"));
  command->add_option("CONFIG", options->config)->required();
  command->add_option("DIR|PREFIX", options->dirOrPrefix)->required();
  command->add_option("--mode", options->mode)
      ->check(CLI::IsMember({"train", "evaluate", "predict"}));
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
