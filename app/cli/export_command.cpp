#include "app/cli/commands.h"
#include "app/cli/run_config.h"
#include "core/training/saved_model_export.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

constexpr const char* kExporter = "cairn";  // the <name> of export/<name>/<seconds>

struct Options {
  std::string dir;
  std::string to;
  std::string receiver = "parsing";
  std::string config;
  std::string checkpoint;
};

ExitCode run(const Options& options, Session& session) {
  const auto found = loadRunConfig(session, options.dir, options.config);
  if (!found) return session.fail(found.error());
  training::ExportOptions exporting;
  exporting.base =
      options.to.empty() ? fs::path(options.dir) / "export" / kExporter : fs::path(options.to);
  exporting.receiver = options.receiver == "raw" ? model::Receiver::Raw : model::Receiver::Parsing;
  exporting.configFolder = found->folder;
  if (!options.checkpoint.empty()) exporting.checkpoint = options.checkpoint;
  const auto written = training::exportSavedModel(session.files(), session.clock(), found->config,
                                                  options.dir, exporting);
  if (!written) return session.fail(written.error());
  if (session.json)
    session.answer({{"saved_model", written->string()}});
  else
    session.print(shown(written->string()) + "\n");
  return kDone;
}

}  // namespace

void addExportCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      app.add_subcommand("export", session.say("Write a checkpoint as a SavedModel for serving",
                                               "将检查点导出为用于部署的 SavedModel"));
  command->add_option("DIR", options->dir)->required();
  command
      ->add_option("--to", options->to,
                   session.say("Where <seconds>/ is made; else DIR/export/cairn",
                               "在何处创建 <秒数>/；默认为 DIR/export/cairn"))
      ->option_text("DIR");
  command
      ->add_option("--receiver", options->receiver,
                   session.say("What it is fed: tf.Examples, or each feature",
                               "输入方式：tf.Example，或逐个特征"))
      ->check(CLI::IsMember({"parsing", "raw"}))
      ->option_text("parsing|raw");
  addRunOptions(*command, session, options->config, options->checkpoint);
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
