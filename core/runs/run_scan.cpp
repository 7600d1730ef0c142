#include "core/runs/run_scan.h"

#include "core/base/limits.h"
#include "core/formats/checkpoint_state.h"
#include "core/formats/event_file.h"
#include "core/formats/latest_checkpoint.h"
#include "core/model/run_record.h"
#include "core/series/ingest.h"
#include "core/training/run_lock.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace cairn::runs {
namespace {

using Entries = std::vector<DirectoryEntry>;

bool isIndexName(std::string_view name) {
  constexpr std::string_view kIndex = ".index";
  return name.size() > kIndex.size() && name.ends_with(kIndex);
}

/// What makes a folder a run: files that a trainer writes right there.
bool holdsRun(const Entries& entries) {
  return std::any_of(entries.begin(), entries.end(), [](const DirectoryEntry& entry) {
    return entry.kind == FileKind::Regular &&
           (entry.name == "checkpoint" || entry.name == "cairn.json" || isIndexName(entry.name) ||
            formats::isEventFileName(entry.name));
  });
}

bool holdsSavedModel(const Entries& entries) {
  return std::any_of(entries.begin(), entries.end(), [](const DirectoryEntry& entry) {
    return entry.name == "saved_model.pb" || entry.name == "saved_model.pbtxt";
  });
}

/// Folders of a run that are parts of it.
bool belongsToRun(std::string_view name) {
  return name.starts_with("eval") || name == "export" || name.ends_with("_temp");
}

std::string summaryOf(const model::Config& config) {
  if (config.args.hiddenUnits.empty()) return config.estimator;
  return fmt::format("{} [{}]", config.estimator, fmt::join(config.args.hiddenUnits, ", "));
}

/// First tag of the evaluation, `accuracy` or the first by name, and its newest value.
std::optional<std::pair<std::string, float>> newestMetric(FileOps& files, const fs::path& modelDir,
                                                          const Entries& entries) {
  std::vector<std::string> folders;
  for (const DirectoryEntry& entry : entries)
    if (entry.kind == FileKind::Directory && entry.name.starts_with("eval"))
      folders.push_back(entry.name);
  std::sort(folders.begin(), folders.end());
  for (const std::string& folder : folders) {
    const auto run = series::RunReader(files, modelDir / folder).poll();
    if (!run) continue;
    for (const auto& [key, series] : (*run)->series)
      if (key.subset.empty() && key.tag != "global_step" && series->size() > 0)
        return std::pair(key.tag, series->values.back());
  }
  return {};
}

RunState endState(const std::string& ended) {
  if (ended == "finished") return RunState::Finished;
  if (ended == "stopped") return RunState::Stopped;
  if (ended == "diverged") return RunState::Diverged;
  if (ended == "failed") return RunState::Failed;
  return RunState::Lost;  // nobody trains here, and the last training told no end
}

/// Fills state and holder from the lock; false when nobody holds it.
bool readLock(FileOps& files, Clock& clock, Run& run) {
  const auto holder = training::readLockHolder(files, run.modelDir);
  if (!holder) {
    run.problems.push_back(holder.error());
    return false;
  }
  if (!*holder) return false;
  const training::LockHolder& who = **holder;
  run.heldBy = fmt::format("{}, pid {}", who.host, who.pid);
  if (training::isLost(who, clock)) {
    run.state = RunState::Lost;
    run.heldBy.clear();
  } else {
    run.state = training::isOnThisComputer(who) ? RunState::Running : RunState::Elsewhere;
  }
  return true;
}

Run readRun(FileOps& files, Clock& clock, const fs::path& workspace, const fs::path& modelDir,
            const Entries& entries) {
  Run run;
  run.modelDir = modelDir;
  run.name = modelDir == workspace ? "." : modelDir.lexically_relative(workspace).string();
  const auto latest = formats::findLatest(files, modelDir);
  if (latest) {
    run.problems = latest->problems;
    const auto& prefix = latest->prefix ? latest->prefix : latest->fallback;
    if (prefix)
      if (const auto step = formats::stepOfPrefix(prefix->string())) run.step = Step(*step);
  } else {
    run.problems.push_back(latest.error());
  }

  const auto record = model::loadRunRecord(files, modelDir);
  if (!record) run.problems.push_back(record.error());
  const bool isRecorded = record && *record;
  if (isRecorded) run.summary = summaryOf((*record)->config);
  run.metric = newestMetric(files, modelDir, entries);

  if (readLock(files, clock, run)) return run;
  if (isRecorded && !(*record)->history.empty())
    run.state = endState((*record)->history.back().ended);
  else if (!latest)
    run.state = RunState::Unreadable;
  else
    run.state = latest->prefix || latest->fallback ? RunState::Finished : RunState::Empty;
  return run;
}

/// One walk through a workspace.
class Walk {
 public:
  Walk(FileOps& files, Clock& clock, const fs::path& workspace,
       const std::function<void(const Run&)>& found, std::stop_token stop)
      : m_files(&files), m_clock(&clock), m_found(&found), m_stop(std::move(stop)) {
    m_scan.workspace = workspace;
  }

  void visit(const fs::path& folder, bool insideRun, int depth) {
    if (m_stop.stop_requested()) return;
    if (depth > limits::kScanDepth) {
      problem({ErrorCode::Unsupported,
               fmt::format("folders below level {} are not looked at", limits::kScanDepth),
               folder.string()});
      return;
    }
    const auto stat = m_files->stat(folder);
    if (!stat) return problem(stat.error());
    // Each folder once, however many links lead there: links may go in circles.
    if (!m_visited.insert({stat->device, stat->inode}).second) return;
    auto entries = m_files->list(folder);
    if (!entries) return problem(entries.error());
    if (holdsSavedModel(*entries)) return;
    const bool isRun = holdsRun(*entries);
    if (isRun) {
      m_scan.runs.push_back(readRun(*m_files, *m_clock, m_scan.workspace, folder, *entries));
      if (*m_found) (*m_found)(m_scan.runs.back());
    }
    std::sort(entries->begin(), entries->end(),
              [](const DirectoryEntry& a, const DirectoryEntry& b) { return a.name < b.name; });
    for (const DirectoryEntry& entry : *entries) {
      if (entry.kind != FileKind::Directory || entry.name.starts_with('.')) continue;
      if ((isRun || insideRun) && belongsToRun(entry.name)) continue;
      if (leavesWorkspace(folder / entry.name)) continue;
      visit(folder / entry.name, isRun, depth + 1);
    }
  }

  Scan take() {
    std::sort(m_scan.runs.begin(), m_scan.runs.end(),
              [](const Run& a, const Run& b) { return a.name < b.name; });
    return std::move(m_scan);
  }

 private:
  void problem(Error error) { m_scan.problems.push_back(std::move(error)); }

  /// A link that leads out of the workspace is not followed, only told.
  bool leavesWorkspace(const fs::path& folder) {
    std::error_code failed;
    if (!fs::is_symlink(fs::symlink_status(folder, failed))) return false;
    const fs::path target = fs::weakly_canonical(folder, failed);
    const fs::path root = fs::weakly_canonical(m_scan.workspace, failed);
    const auto [end, rest] = std::mismatch(root.begin(), root.end(), target.begin(), target.end());
    if (end == root.end()) return false;
    problem({ErrorCode::Unsupported,
             fmt::format("a link that leads out of the workspace, to {}", target.string()),
             folder.string()});
    return true;
  }

  FileOps* m_files;
  Clock* m_clock;
  const std::function<void(const Run&)>* m_found;
  std::stop_token m_stop;
  Scan m_scan;
  std::set<std::pair<std::uint64_t, std::uint64_t>> m_visited;
};

}  // namespace

Result<Scan> scanRuns(FileOps& files, Clock& clock, const fs::path& workspace,
                      const std::function<void(const Run&)>& found, std::stop_token stop) {
  CAIRN_TRY(files.list(workspace));
  Walk walk(files, clock, workspace, found, stop);
  walk.visit(workspace, false, 0);
  if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped before its end"};
  return walk.take();
}

Run scanRun(FileOps& files, Clock& clock, const fs::path& workspace, const fs::path& modelDir) {
  const auto entries = files.list(modelDir);
  if (entries) return readRun(files, clock, workspace, modelDir, *entries);
  Run run;
  run.modelDir = modelDir;
  run.name = modelDir == workspace ? "." : modelDir.lexically_relative(workspace).string();
  run.state = RunState::Unreadable;
  run.problems.push_back(entries.error());
  return run;
}

}  // namespace cairn::runs
