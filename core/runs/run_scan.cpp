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
#include <nlohmann/json.hpp>
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

/// The newest values of the first evaluation that has any, `accuracy` or the first by name in
/// front.
std::vector<std::pair<std::string, float>> newestResults(FileOps& files, const fs::path& modelDir,
                                                         const Entries& entries) {
  std::vector<std::string> folders;
  for (const DirectoryEntry& entry : entries)
    if (entry.kind == FileKind::Directory && entry.name.starts_with("eval"))
      folders.push_back(entry.name);
  std::sort(folders.begin(), folders.end());
  for (const std::string& folder : folders) {
    const auto run = series::RunReader(files, modelDir / folder).poll();
    if (!run) continue;
    std::vector<std::pair<std::string, float>> results;
    for (const auto& [key, series] : (*run)->series)
      if (key.subset.empty() && key.tag != "global_step" && series->size() > 0)
        results.emplace_back(key.tag, series->values.back());
    if (!results.empty()) return results;
  }
  return {};
}

/// `Adam` of `AdamOptimizer`: v1 and v2 answer to the same word.
std::string shortClass(std::string name) {
  constexpr std::string_view kSuffix = "Optimizer";
  if (name.size() > kSuffix.size() && name.ends_with(kSuffix))
    name.resize(name.size() - kSuffix.size());
  return name;
}

void addSettings(std::vector<Fact>& facts, const std::string& key, const nlohmann::json& value) {
  constexpr std::size_t kMostFacts = 200;
  constexpr std::size_t kMostText = 200;
  if (facts.size() >= kMostFacts) return;
  if (value.is_object()) {
    if (const auto name = value.find("class"); name != value.end() && name->is_string())
      facts.push_back({key, shortClass(name->get<std::string>())});
    for (const auto& [part, inside] : value.items())
      if (part != "class") addSettings(facts, key.empty() ? part : key + '.' + part, inside);
  } else if (value.is_number()) {
    facts.push_back({key, value.get<double>()});
  } else if (value.is_boolean()) {
    facts.push_back({key, std::string(value.get<bool>() ? "True" : "False")});
  } else if (value.is_string()) {
    facts.push_back({key, value.get<std::string>().substr(0, kMostText)});
  } else if (value.is_array() && std::none_of(value.begin(), value.end(), [](const auto& element) {
               return element.is_structured();
             })) {
    std::vector<std::string> parts;
    for (const auto& element : value)
      parts.push_back(element.is_string() ? element.template get<std::string>() : element.dump());
    facts.push_back({key, fmt::format("[{}]", fmt::join(parts, ", ")).substr(0, kMostText)});
  }
}

std::vector<Fact> settingsOf(const model::Config& config) {
  std::vector<Fact> facts;
  addSettings(facts, {}, nlohmann::json(model::configToJson(config)));
  std::stable_sort(facts.begin(), facts.end(),
                   [](const Fact& a, const Fact& b) { return a.key < b.key; });
  return facts;
}

/// Size and time of the run's own files.
void measure(FileOps& files, const Entries& entries, Run& run) {
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind != FileKind::Regular) continue;
    const auto stat = files.stat(run.modelDir / entry.name);
    if (!stat) continue;
    run.bytes += stat->size;
    run.changedSeconds = std::max(run.changedSeconds, static_cast<double>(stat->modifiedNs) * 1e-9);
  }
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
  if (isRecorded) {
    run.summary = summaryOf((*record)->config);
    run.settings = settingsOf((*record)->config);
    const model::RunRecord& told = **record;
    run.notes = {told.name, told.notes, told.tags, told.color, told.isBaseline};
  }
  run.results = newestResults(files, modelDir, entries);
  if (!run.results.empty()) run.metric = run.results.front();
  measure(files, entries, run);

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

std::string_view stateName(RunState state) {
  switch (state) {
    case RunState::Empty:
      return "new";
    case RunState::Finished:
      return "finished";
    case RunState::Stopped:
      return "stopped";
    case RunState::Failed:
      return "failed";
    case RunState::Diverged:
      return "diverged";
    case RunState::Running:
      return "running";
    case RunState::Elsewhere:
      return "elsewhere";
    case RunState::Lost:
      return "lost";
    case RunState::Unreadable:
      return "unreadable";
  }
  return "";
}

RunFacts factsOf(const Run& run, double now) {
  RunFacts out;
  const std::string name = run.notes.name.empty() ? run.name : run.notes.name;
  out.text = fmt::format("{} {} {} {} {}", name, run.modelDir.string(), run.summary,
                         fmt::join(run.notes.tags, " "), run.notes.notes);
  out.facts = run.settings;
  const auto add = [&out](std::string key, FactValue value) {
    // What a run states itself wins over a config key of the same name.
    std::erase_if(out.facts, [&](const Fact& fact) { return fact.key == key; });
    out.facts.push_back({std::move(key), std::move(value)});
  };
  for (const auto& [tag, value] : run.results) add(tag, static_cast<double>(value));
  add("name", name);
  if (const fs::path folder = fs::path(run.name).parent_path(); !folder.empty())
    add("folder", folder.string());
  add("state", std::string(stateName(run.state)));
  if (run.step) add("step", static_cast<double>(run.step->value()));
  if (run.changedSeconds > 0) add("age", now - run.changedSeconds);
  add("size", static_cast<double>(run.bytes));
  if (!run.notes.notes.empty()) add("notes", run.notes.notes);
  for (const std::string& tag : run.notes.tags) out.facts.push_back({"tag", tag});
  std::stable_sort(out.facts.begin(), out.facts.end(),
                   [](const Fact& a, const Fact& b) { return a.key < b.key; });
  return out;
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
