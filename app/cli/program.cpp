#include "app/cli/program.h"

#include "app/cli/commands.h"
#include "app/cli/safe_text.h"
#include "app/cli/session.h"
#include "app/cli/stop_signals.h"

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>

namespace cairn::cli {
namespace {

int runCommand(int argc, char** argv) {
  const StopSignals signals;
  Session session(posixFileOps(), systemClock(), signals.token(), languageOfEnvironment());
  ExitCode code = kDone;

  CLI::App app(session.say("Trains, reads and explains TensorFlow model directories.",
                           "训练、读取并解释 TensorFlow 模型目录。"),
               "cairn-cli");
  app.require_subcommand(1);
  app.fallthrough();  // the options below may stand behind the command as well
  app.set_version_flag("--version", "cairn-cli " CAIRN_VERSION);
  app.add_flag("--json", session.json, session.say("Answer in JSON", "以 JSON 输出结果"));
  app.add_flag("--quiet", session.quiet, session.say("No progress line", "不显示进度"));
  addCommands(app, session, code);

  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    return app.exit(asked);
  } catch (const CLI::ParseError& error) {
    // CLI11 misses a command before it minds a word that is none.
    const std::vector<std::string> strange = app.remaining();
    const bool unknown = app.get_subcommands().empty() && !strange.empty();
    return session.finish(session.fail(
        {ErrorCode::InvalidArgument,
         unknown ? session.say("{} is no command", "没有命令 {}", shown(strange.front()))
                 : error.what(),
         {},
         {},
         session.say("cairn-cli --help lists the commands", "cairn-cli --help 列出全部命令")}));
  }
  return session.finish(code);
}

}  // namespace

int runProgram(int argc, char** argv) {
  try {
    return runCommand(argc, argv);
  } catch (const std::bad_alloc&) {
    std::fputs("cairn-cli: the memory is not enough for this\n", stderr);
  } catch (const std::exception& error) {  // of a library; core itself throws nothing
    std::fprintf(stderr, "cairn-cli: %s\n", error.what());
  }
  return kSystemFailed;
}

}  // namespace cairn::cli
