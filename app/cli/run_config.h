#pragma once

#include "app/cli/session.h"
#include "core/model/config.h"

namespace CLI {
class App;
}

namespace cairn::cli {

/// The config that a verb works with on a run.
struct RunConfigFile {
  model::Config config;
  fs::path folder;  // that its data files are relative to
};

/// `--config` and `--checkpoint` of the verbs that compute with a run's checkpoint.
void addRunOptions(CLI::App& command, const Session& session, std::string& config,
                   std::string& checkpoint);

/// The config in `given`, or, when that is empty, the one that `cairn.json` in `modelDir` records.
/// Errors: those of the file; NotFound, with what to do, for a directory that Cairn did not make.
Result<RunConfigFile> loadRunConfig(Session& session, const fs::path& modelDir,
                                    const std::string& given);

/// How to read `file`: as the first of `names` that `config` has reads its own. Its first line says
/// whether it has a header; column names that the config gives stand for files without one, less
/// the label where the file has one field less. `file` is told from the folder that we are in.
/// Errors: those of the file.
Result<model::DataSource> sourceFor(Session& session, const model::Config& config,
                                    std::initializer_list<const char*> names,
                                    const std::string& file);

/// Whether `where` is a line of a data file, `file:7`: what an error about a bad row has.
bool namesLine(std::string_view where);

}  // namespace cairn::cli
