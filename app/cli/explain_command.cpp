#include "app/cli/commands.h"
#include "core/model/config.h"
#include "core/restore/report.h"
#include "core/restore/traceback_report.h"
#include "core/runs/config_paths.h"

#include <CLI/CLI.hpp>
#include <cstdio>
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
  std::string traceback;  // a file, or `-`
};

ExitCode answer(const restore::Report& report, Session& session) {
  if (session.json)
    session.answer(restore::reportToJson(report));
  else
    session.print(restore::reportText(report));
  return report.restores ? kDone : kAnswerIsNo;
}

ExitCode runConfig(const Options& options, Session& session) {
  if (options.config.empty() || options.dirOrPrefix.empty())
    return session.fail(
        {ErrorCode::InvalidArgument,
         options.config.empty() ? "CONFIG is required" : "DIR|PREFIX is required",
         {},
         {},
         session.say("or a traceback with --traceback FILE", "或者用 --traceback FILE 给出回溯")},
        kWrongWords);
  auto config = model::loadConfig(session.files(), options.config);
  if (!config) return session.fail(config.error(), kWrongWords);
  // What is recorded names its files from the model_dir.
  const fs::path named = options.dirOrPrefix;
  const auto stat = session.files().stat(named);
  const fs::path dir = stat && stat->kind == FileKind::Directory ? named : named.parent_path();
  config = runs::relocateConfig(*config, fs::path(options.config).parent_path(), dir);
  config = model::resolveVocabularies(session.files(), *config, dir);
  if (!config) return session.fail(config.error(), kWrongWords);
  const auto report = restore::explain(session.files(), *config, options.dirOrPrefix,
                                       kModes.at(options.mode), session.stop());
  if (!report) return session.fail(report.error());
  return answer(*report, session);
}

/// No more than is looked at and one byte, so that a longer text is noticed.
Result<std::string> readPasted(FileOps& files, const std::string& name) {
  std::string text(restore::kMostTracebackBytes + 1, '\0');
  std::size_t size = 0;
  if (name == "-") {
    size = std::fread(text.data(), 1, text.size(), stdin);
  } else {
    CAIRN_ASSIGN(const auto file, files.open(name, OpenMode::Read));
    CAIRN_ASSIGN(size, file->readAt(0, std::as_writable_bytes(std::span(text))));
  }
  text.resize(size);
  return text;
}

ExitCode runTraceback(const Options& options, Session& session) {
  if (!options.dirOrPrefix.empty())
    return session.fail(
        {ErrorCode::InvalidArgument,
         session.say("with --traceback only the DIR is given", "使用 --traceback 时只能给出 DIR")},
        kWrongWords);
  const auto text = readPasted(session.files(), options.traceback);
  if (!text) return session.fail(text.error());
  std::optional<fs::path> dir;
  if (!options.config.empty()) dir = options.config;
  const auto told = restore::explainTraceback(session.files(), *text, dir, session.stop());
  if (!told)
    return told.error().code == ErrorCode::InvalidArgument ? session.fail(told.error(), kBadFile)
                                                           : session.fail(told.error());
  for (const Error& problem : told->report.problems) session.complain(problem);
  if (session.json) {
    Json document = restore::reportToJson(told->report);
    document["compared"] = told->compared;
    document["traceback"] = restore::tracebackToJson(told->told);
    session.answer(document);
    return told->report.restores ? kDone : kAnswerIsNo;
  }
  session.print(restore::tracebackText(told->told));
  const ExitCode code = answer(told->report, session);
  if (told->compared && told->told.fault == restore::Fault::Shape)
    session.print(session.say(
        "TensorFlow stops at the first tensor that differs: the script may have changed more.\n",
        "TensorFlow 在第一个不同的张量处停止：脚本可能还改了别的。\n"));
  return code;
}

ExitCode run(const Options& options, Session& session) {
  return options.traceback.empty() ? runConfig(options, session) : runTraceback(options, session);
}

}  // namespace

void addExplainCommand(CLI::App& app, Session& session, ExitCode& code) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = app.add_subcommand(
      "explain", session.say("Say whether a config restores a checkpoint, and why not",
                             "说明配置能否恢复检查点，以及为什么不能"));
  command->add_option("CONFIG", options->config,
                      session.say("The config; with --traceback the model_dir",
                                  "配置；使用 --traceback 时为 model_dir"));
  command->add_option("DIR|PREFIX", options->dirOrPrefix);
  command->add_option("--mode", options->mode)
      ->check(CLI::IsMember({"train", "evaluate", "predict"}));
  command
      ->add_option("--traceback", options->traceback,
                   session.say("What Python printed, a file or - for standard input",
                               "Python 打印的内容：文件，或用 - 表示标准输入"))
      ->type_name("FILE");
  onCommand(*command, session, code, [options, &session] { return run(*options, session); });
}

}  // namespace cairn::cli
