#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/base/progress.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_notes.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::runs {

enum class RunState {
  Empty,
  Finished,
  Stopped,
  Failed,
  Diverged,
  Running,
  Elsewhere,
  Lost,
  Unreadable
};

/// One model_dir as the list of runs shows it.
struct Run {
  std::string name;  // path in the workspace; "." is the workspace itself
  fs::path modelDir;
  RunState state = RunState::Empty;
  std::optional<Step> step;  // of the newest checkpoint
  std::string summary;       // `DNNClassifier [10, 10]`, when the config is known
  std::optional<std::pair<std::string, float>> metric;  // first evaluation metric, newest value
  std::vector<std::pair<std::string, float>> results;   // newest values of the evaluation
  std::vector<Fact> settings;  // what its config states, by key: `args.dropout`, `optimizer`
  RunNotes notes;
  std::uint64_t bytes = 0;    // of its own files, without its folders
  double changedSeconds = 0;  // of the file written last, since 1970
  std::string heldBy;         // host and pid of a process that trains here
  std::vector<Error> problems;
};

struct Scan {
  fs::path workspace;
  std::vector<Run> runs;  // by name
  std::vector<Error> problems;
};

/// Finds every model_dir below `workspace` (a run itself is a workspace of one): a folder with a
/// `checkpoint` file, an index or an events file of its own; `eval*`, `export` and `*_temp` belong
/// to the run above. `found` is called as they come. Changes nothing.
/// Errors: NotFound for the workspace itself.
Result<Scan> scanRuns(FileOps& files, Clock& clock, const fs::path& workspace,
                      const std::function<void(const Run&)>& found = {}, std::stop_token stop = {});

/// The state's name as filters and JSON answers have it: `finished`, `elsewhere`.
std::string_view stateName(RunState state);

/// What the list is filtered, sorted and grouped by. Keys besides the config's and the results':
/// `name`, `folder`, `state`, `step`, `estimator`, `optimizer`, `age` (seconds), `size` (bytes),
/// `tag` (one each), `notes`.
RunFacts factsOf(const Run& run, double now);

/// One directory again.
Run scanRun(FileOps& files, Clock& clock, const fs::path& workspace, const fs::path& modelDir);

}  // namespace cairn::runs
