#pragma once

#include "app/cli/session.h"

#include <functional>

namespace CLI {
class App;
}

namespace cairn::cli {

// Each adds one command to `app`; when that is what was asked for, it runs during the parse and
// puts its exit code into `code`. A command is a file of this name.
void addCheckCommand(CLI::App& app, Session& session, ExitCode& code);
void addCheckpointsCommand(CLI::App& app, Session& session, ExitCode& code);
void addConfigCommand(CLI::App& app, Session& session, ExitCode& code);
void addDiffCommand(CLI::App& app, Session& session, ExitCode& code);
void addEvaluateCommand(CLI::App& app, Session& session, ExitCode& code);
void addEventsCommand(CLI::App& app, Session& session, ExitCode& code);
void addExplainCommand(CLI::App& app, Session& session, ExitCode& code);
void addExportCommand(CLI::App& app, Session& session, ExitCode& code);
void addPredictCommand(CLI::App& app, Session& session, ExitCode& code);
void addSaveCommand(CLI::App& app, Session& session, ExitCode& code);
void addSavedModelCommand(CLI::App& app, Session& session, ExitCode& code);
void addScalarsCommand(CLI::App& app, Session& session, ExitCode& code);
void addTensorCommand(CLI::App& app, Session& session, ExitCode& code);
void addTensorsCommand(CLI::App& app, Session& session, ExitCode& code);
void addTrainAndEvaluateCommand(CLI::App& app, Session& session, ExitCode& code);
void addTrainCommand(CLI::App& app, Session& session, ExitCode& code);

/// Lets `action` run when `command` is what was asked for.
void onCommand(CLI::App& command, Session& session, ExitCode& code,
               std::function<ExitCode()> action);

/// All of them.
void addCommands(CLI::App& app, Session& session, ExitCode& code);

}  // namespace cairn::cli
