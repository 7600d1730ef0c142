#include "core/series/ingest.h"

#include "core/series/subset_reader.h"

namespace cairn::series {
namespace {

constexpr std::string_view kEvaluation = "eval";                   // `eval`, `eval_<name>`
constexpr std::uint64_t kProgressBytes = std::uint64_t{32} << 20;  // some 30 reports a second

}  // namespace

struct RunReader::State {
  FileOps* files = nullptr;
  fs::path modelDir;
  std::map<std::string, SubsetReader> subsets;  // "" is the model_dir itself
  std::shared_ptr<const RunSeries> last = std::make_shared<RunSeries>();
  bool hasUnpublished = false;  // a poll that was stopped had read something

  SubsetReader& subset(const std::string& name) {
    return subsets.try_emplace(name, *files, name.empty() ? modelDir : modelDir / name, name)
        .first->second;
  }
  std::shared_ptr<const RunSeries> gathered();
};

RunReader::RunReader(FileOps& files, fs::path modelDir) : m_state(std::make_shared<State>()) {
  m_state->files = &files;
  m_state->modelDir = std::move(modelDir);
}

Result<std::shared_ptr<const RunSeries>> RunReader::poll(std::stop_token stop,
                                                         const ProgressCallback& progress) {
  State& state = *m_state;
  CAIRN_ASSIGN(const auto rootEntries, state.files->list(state.modelDir));
  std::map<std::string, std::vector<DirectoryEntry>> folders;
  folders[""] = rootEntries;
  for (const DirectoryEntry& entry : rootEntries) {
    if (entry.kind != FileKind::Directory || !entry.name.starts_with(kEvaluation)) continue;
    // What can't be listed has no event files to show.
    if (auto entries = state.files->list(state.modelDir / entry.name))
      folders[entry.name] = *std::move(entries);
  }

  Progress told;
  std::uint64_t toldAt = 0;
  const OnBytes onBytes = [&](std::uint64_t bytes, const std::string& file) {
    told.done += bytes;
    if (!progress || told.done - toldAt < kProgressBytes) return;
    toldAt = told.done;
    told.what = file;
    progress(told);
  };
  for (const auto& [name, reader] : state.subsets) folders.try_emplace(name);  // gone: no entries
  bool changed = false;
  for (const auto& [name, entries] : folders) {
    const Result<bool> polled = state.subset(name).poll(entries, stop, onBytes);
    state.hasUnpublished = state.hasUnpublished || changed || !polled;
    if (!polled) return polled.error();
    changed = changed || *polled;
  }
  if (changed || state.hasUnpublished) state.last = state.gathered();
  state.hasUnpublished = false;
  return state.last;
}

std::shared_ptr<const RunSeries> RunReader::State::gathered() {
  auto all = std::make_shared<RunSeries>();
  all->version = last->version + 1;
  for (auto& [name, reader] : subsets) {
    reader.store().forEach([&](std::shared_ptr<const Series> series) {
      SeriesKey key{series->subset, series->tag};
      all->series.emplace(std::move(key), std::move(series));
    });
    for (Error& problem : reader.problems()) all->problems.push_back(std::move(problem));
    all->events += reader.events();
    if (!name.empty()) continue;
    all->restarts = reader.store().restarts();
    all->saves = reader.store().saves();
  }
  return all;
}

}  // namespace cairn::series
