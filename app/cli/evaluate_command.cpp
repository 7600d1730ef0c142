#include "app/cli/commands.h"
#include "app/cli/run_config.h"
#include "core/training/estimator.h"

#include <CLI/CLI.hpp>
#include <memory>

namespace cairn::cli {
namespace {

struct Options {
  std::string dir;
  std::string config;
  std::string data;
  std::string checkpoint;
};

ExitCode run(const Options& options, Session& session) {
  const auto found = loadRunConfig(session, options.dir, options.config);
  if (!found) return session.fail(found.error());
  auto estimator =
      training::Estimator::create(found->config, options.dir, session.files(), session.clock());
  if (!estimator) return session.fail(estimator.error());
  const auto workers = startWorkers(static_cast<int>(found->config.train.threads));
  estimator->useWorkers(workers.get());

  training::EvaluateOptions evaluate;
  evaluate.configFolder = found->folder;
  if (!options.data.empty()) {
    const auto source = sourceFor(session, found->config, {"eval", "train"}, options.data);
    if (!source) return session.fail(source.error());
    evaluate.source = *source;
  }
  if (!options.checkpoint.empty()) evaluate.checkpoint = options.checkpoint;
  const auto metrics = estimator->evaluate(evaluate, session.stop());
  if (!metrics)
    return namesLine(metrics.error().where) ? session.fail(metrics.error(), kBadFile)
                                            : session.fail(metrics.error());

  Json json = Json::object();
  for (const auto& [name, value] : *metrics) json[name] = metricToJson(value);
  if (session.json) {
    session.answer(json);
  } else {
    for (const auto& [name, value] : json.items())
      session.print(fmt::format("{} = {}\n", shown(name),
                                value.is_string() ? value.get<std::string>() : value.dump()));
  }
  return kDone;
}

}  // namespace

void addEvaluateCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "evaluate", session.say("Print the metrics of a checkpoint and write them as events",
                              "输出检查点的评估指标并写入事件文件"));
  command->add_option("DIR", options->dir)->required();
  addRunOptions(*command, session, options->config, options->checkpoint);
  command
      ->add_option("--data", options->data,
                   session.say("The rows; else the config's data.eval", "数据；默认用 data.eval"))
      ->option_text("FILE");
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
