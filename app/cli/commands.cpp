#include "app/cli/commands.h"

#include <CLI/CLI.hpp>

namespace cairn::cli {

void onCommand(CLI::App& command, Session& session, ExitCode& code,
               std::function<ExitCode()> action) {
  command.callback([&command, &session, &code, action = std::move(action)] {
    session.verb = command.get_name();
    code = action();
  });
}

void addCommands(CLI::App& app, Session& session, ExitCode& code) {
  addCheckCommand(app, session, code);
  addCheckpointsCommand(app, session, code);
  addConfigCommand(app, session, code);
  addDiffCommand(app, session, code);
  addEvaluateCommand(app, session, code);
  addEventsCommand(app, session, code);
  addExplainCommand(app, session, code);
  addExportCommand(app, session, code);
  addPredictCommand(app, session, code);
  addSaveCommand(app, session, code);
  addSavedModelCommand(app, session, code);
  addScalarsCommand(app, session, code);
  addTensorCommand(app, session, code);
  addTensorsCommand(app, session, code);
  addTrainAndEvaluateCommand(app, session, code);
  addTrainCommand(app, session, code);
}

}  // namespace cairn::cli
