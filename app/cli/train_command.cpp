#include "app/cli/commands.h"
#include "app/cli/run_config.h"
#include "app/cli/train_progress.h"
#include "core/base/atomic_file.h"
#include "core/runs/config_paths.h"
#include "core/runs/provenance.h"
#include "core/training/train_and_evaluate.h"

#include <CLI/CLI.hpp>
#include <bit>
#include <memory>

namespace cairn::cli {
namespace {

using training::TrainEnd;
using training::TrainResult;

struct Options {
  std::string config;
  std::string modelDir;
  std::optional<std::int64_t> steps;
  std::optional<std::int64_t> maxSteps;
  std::vector<std::string> set;  // KEY=VALUE
  std::string trace;
  std::optional<std::int64_t> threads;
  bool evaluate = false;  // train-and-evaluate
};

/// Each step's loss, a JSON object a line, under its final name when the training is over.
class Trace {
 public:
  static Result<Trace> open(FileOps& files, const std::string& path) {
    CAIRN_ASSIGN(AtomicFile file, AtomicFile::create(files, path));
    return Trace(std::move(file));
  }
  void add(Step step, float loss) {
    m_lines +=
        fmt::format("{{\"step\": {}, \"loss\": {}, \"loss_bits\": \"{:08x}\"}}\n", step.value(),
                    floatToJson(loss).dump(), std::bit_cast<std::uint32_t>(loss));
    if (m_lines.size() > kBlock) flush();
  }
  Result<void> publish() {
    flush();
    CAIRN_TRY(m_written);
    return m_file.publish();
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{1} << 16;
  explicit Trace(AtomicFile file) : m_file(std::move(file)) {}
  void flush() {
    if (m_written) m_written = m_file.write(asBytes(m_lines));
    m_lines.clear();
  }
  AtomicFile m_file;
  std::string m_lines;
  Result<void> m_written;
};

Result<model::Config> readConfig(Session& session, const Options& options) {
  CAIRN_ASSIGN(model::Config config, model::loadConfig(session.files(), options.config));
  for (const std::string& set : options.set) {
    const auto equals = set.find('=');
    if (equals == std::string::npos)
      return Error{ErrorCode::InvalidArgument,
                   session.say("want KEY=VALUE, such as args.hidden_units=[20,20]",
                               "应为 KEY=VALUE，例如 args.hidden_units=[20,20]"),
                   "--set " + set};
    CAIRN_ASSIGN(config, model::withValue(config, std::string_view(set).substr(0, equals),
                                          std::string_view(set).substr(equals + 1)));
  }
  if (options.threads) {
    CAIRN_ASSIGN(config,
                 model::withValue(config, "train.threads", std::to_string(*options.threads)));
  }
  return config;
}

std::string_view endName(TrainEnd end) {
  switch (end) {
    case TrainEnd::Finished:
      return "finished";
    case TrainEnd::InputEnded:
      return "input_ended";
    case TrainEnd::Stopped:
      return "stopped";
    case TrainEnd::AlreadyThere:
      return "already_there";
  }
  return "finished";
}

Json resultToJson(const std::string& modelDir, const TrainResult& result) {
  Json checkpoints = Json::array();
  for (const fs::path& prefix : result.checkpoints) checkpoints.push_back(prefix.string());
  return {{"model_dir", modelDir},
          {"end", endName(result.end)},
          {"start_step", result.startStep.value()},
          {"step", result.step.value()},
          {"loss", result.finalLoss ? floatToJson(*result.finalLoss) : Json()},
          {"seconds", result.seconds},
          {"checkpoints", std::move(checkpoints)}};
}

Json evaluatedToJson(const std::string& modelDir, const training::TrainAndEvaluateResult& result) {
  Json json = resultToJson(modelDir, result.train);
  json["stopped_early"] = result.train.stoppedEarly;
  json["metrics"] = Json();
  if (result.metrics)
    for (const auto& [name, value] : *result.metrics) json["metrics"][name] = metricToJson(value);
  json["exports"] = Json::array();
  for (const fs::path& directory : result.exports) json["exports"].push_back(directory.string());
  return json;
}

void printText(Session& session, const TrainResult& result) {
  const std::string newest =
      result.checkpoints.empty() ? "-" : shown(result.checkpoints.back().string());
  if (result.end == TrainEnd::AlreadyThere) {
    session.print(session.say("Step {} is there already; nothing to train. Newest checkpoint: {}\n",
                              "已到达第 {} 步，无需训练。最新检查点：{}\n", result.step.value(),
                              newest));
    return;
  }
  if (result.end == TrainEnd::Stopped)
    session.print(session.say("Stopped. ", "已停止。"));
  else if (result.end == TrainEnd::InputEnded)
    session.print(session.say("The input ended. ", "输入已读完。"));
  session.print(session.say(
      "Trained {} steps in {:.1f} s: step {}, loss {}. Newest checkpoint: {}\n",
      "训练了 {} 步，用时 {:.1f} 秒：第 {} 步，损失 {}。最新检查点：{}\n",
      result.step.value() - result.startStep.value(), result.seconds, result.step.value(),
      result.finalLoss ? floatText(*result.finalLoss) : "-", newest));
}

void printText(Session& session, const training::TrainAndEvaluateResult& result) {
  printText(session, result.train);
  if (result.train.stoppedEarly)
    session.print(session.say("Stopped early by the config's rule.\n", "按配置的规则提前停止。\n"));
  if (result.metrics)
    for (const auto& [name, value] : *result.metrics) {
      const Json json = metricToJson(value);
      session.print(fmt::format("{} = {}\n", shown(name),
                                json.is_string() ? json.get<std::string>() : json.dump()));
    }
  for (const fs::path& directory : result.exports) session.print(shown(directory.string()) + '\n');
}

ExitCode failed(const Error& error, Session& session) {
  if (error.code == ErrorCode::InvalidArgument && namesLine(error.where))
    return session.fail(error, kTrainingFailed);  // a bad row
  return session.fail(error);
}

Result<training::TrainAndEvaluateResult> trainAlone(training::Estimator& estimator,
                                                    const training::TrainOptions& train,
                                                    Session& session) {
  training::TrainAndEvaluateResult result;
  CAIRN_ASSIGN(result.train, estimator.train(train, session.stop()));
  return result;
}

Result<training::TrainAndEvaluateResult> evaluateWhileTraining(training::Estimator& estimator,
                                                               const training::TrainOptions& train,
                                                               Session& session) {
  training::TrainAndEvaluateOptions options;
  options.train = train;
  options.evaluate.configFolder = train.configFolder;
  return training::trainAndEvaluate(estimator, options, session.stop());
}

ExitCode train(training::Estimator& estimator, training::TrainOptions& train,
               const Options& options, Session& session) {
  std::optional<Trace> trace;
  if (!options.trace.empty()) {
    auto opened = Trace::open(session.files(), options.trace);
    if (!opened) return session.fail(opened.error());
    trace.emplace(*std::move(opened));
    train.onStep = [&](Step step, float loss) { trace->add(step, loss); };
  }
  Result<training::TrainAndEvaluateResult> result = [&] {
    const TrainProgress progress(session, *train.slot);
    return options.evaluate ? evaluateWhileTraining(estimator, train, session)
                            : trainAlone(estimator, train, session);
  }();
  if (trace)
    if (const auto written = trace->publish(); !written) return session.fail(written.error());
  if (!result) return failed(result.error(), session);
  const std::string modelDir = estimator.modelDir().string();
  if (session.json)
    session.answer(options.evaluate ? evaluatedToJson(modelDir, *result)
                                    : resultToJson(modelDir, result->train));
  else
    printText(session, *result);
  return result->train.end == TrainEnd::Stopped ? kInterrupted : kDone;
}

ExitCode run(const Options& options, Session& session) {
  const auto config = readConfig(session, options);
  if (!config) return session.fail(config.error());
  const fs::path folder = fs::path(options.config).parent_path();
  training::TrainOptions train;
  const auto code = runs::readCodeVersion(folder.empty() ? fs::path(".") : folder);
  if (code)
    train.code = *code;
  else
    session.complain(code.error());  // the training is worth more than its provenance

  auto estimator =
      training::Estimator::create(*config, options.modelDir, session.files(), session.clock());
  if (estimator && options.modelDir.empty() && !session.json)
    session.print(estimator->modelDir().string() + '\n');
  if (estimator)
    estimator =
        training::Estimator::create(runs::relocateConfig(*config, folder, estimator->modelDir()),
                                    estimator->modelDir(), session.files(), session.clock());
  if (!estimator) return session.fail(estimator.error());

  const auto workers = startWorkers(static_cast<int>(config->train.threads));
  estimator->useWorkers(workers.get());
  training::SnapshotSlot slot;
  train.steps = options.steps;
  train.maxSteps = options.maxSteps;
  train.configFolder = estimator->modelDir();
  train.slot = &slot;
  train.log = [&](const std::string& line) {
    if (!session.quiet && !session.onTerminal()) session.warn(shown(line));
  };
  return cli::train(*estimator, train, options, session);
}

void addTraining(CLI::App& app, Session& session, ExitCode& code, bool evaluate) {
  const auto options = std::make_shared<Options>();
  options->evaluate = evaluate;
  CLI::App* command = &app;
  command->add_option("CONFIG", options->config)->required();
  command
      ->add_option("--model-dir", options->modelDir,
                   session.say("Where the run is; else a fresh temporary directory",
                               "运行所在目录；否则新建临时目录"))
      ->option_text("DIR");
  CLI::Option* steps = command
                           ->add_option("--steps", options->steps,
                                        session.say("So many steps more", "再训练这么多步"))
                           ->option_text("N");
  command
      ->add_option("--max-steps", options->maxSteps,
                   session.say("Up to this global step", "训练到此全局步"))
      ->option_text("N")
      ->excludes(steps);
  command
      ->add_option("--set", options->set,
                   session.say("Another value for a key of the config", "替换配置中一个键的值"))
      ->option_text("KEY=VALUE")
      ->allow_extra_args(false);
  command
      ->add_option("--threads", options->threads,
                   session.say("To compute on, in place of train.threads; the numbers are the same",
                               "用于计算的线程数，替换 train.threads；结果不变"))
      ->option_text("N");
  command
      ->add_option(
          "--trace", options->trace,
          session.say("Every step's loss, a JSON object a line", "每步的损失，每行一个 JSON"))
      ->option_text("FILE");
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace

void addTrainCommand(CLI::App& app, Session& session, ExitCode& code) {
  CLI::App* command = app.add_subcommand(
      "train", session.say("Train as Estimator.train does: restore the newest checkpoint, go on",
                           "像 Estimator.train 一样训练：恢复最新检查点并继续"));
  addTraining(*command, session, code, false);
}

void addTrainAndEvaluateCommand(CLI::App& app, Session& session, ExitCode& code) {
  CLI::App* command = app.add_subcommand(
      "train-and-evaluate",
      session.say("Train, evaluate after each save, export and stop as the config says",
                  "训练，每次保存后评估，并按配置导出和提前停止"));
  addTraining(*command, session, code, true);
}

}  // namespace cairn::cli
