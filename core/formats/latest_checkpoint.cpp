#include "core/formats/latest_checkpoint.h"

#include "core/base/limits.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cairn::formats {
namespace {

constexpr std::string_view kStateFile = "checkpoint";
constexpr std::string_view kIndex = ".index";
constexpr std::string_view kMeta = ".meta";

bool isThere(FileOps& files, const fs::path& prefix) {
  return exists(files, indexPath(prefix)) || exists(files, prefix);
}

/// Whether `path` lies in `directory`, by its words or because its parent is the same folder.
bool isInside(FileOps& files, const fs::path& directory, const fs::path& path) {
  const fs::path relative =
      path.lexically_normal().lexically_relative(directory.lexically_normal());
  if (!relative.empty() && *relative.begin() != "..") return true;
  const auto parent = files.stat(path.parent_path());
  const auto own = files.stat(directory.empty() ? "." : directory);
  return parent && own && parent->device == own->device && parent->inode == own->inode;
}

/// The prefix that a file of a checkpoint belongs to; empty for other names.
std::string prefixOfFile(const std::string& name) {
  for (const std::string_view suffix : {kIndex, kMeta})
    if (name.ends_with(suffix)) return name.substr(0, name.size() - suffix.size());
  const std::size_t data = name.rfind(".data-");
  return data == std::string::npos ? "" : name.substr(0, data);
}

Error notThere(const fs::path& state, const std::string& stated) {
  return {ErrorCode::NotFound, fmt::format("names {}, which is not there", stated), state.string()};
}

/// What `stated` leads to.
void follow(FileOps& files, const fs::path& modelDir, const std::string& stated, Latest& latest) {
  const fs::path state = modelDir / kStateFile;
  const fs::path named = resolveCheckpointPath(modelDir, stated);
  const std::string prefix = prefixOfFile(named.filename().string());
  if (!prefix.empty() && !exists(files, indexPath(named)) &&
      exists(files, indexPath(named.parent_path() / prefix))) {
    latest.problems.push_back(
        {ErrorCode::InvalidArgument,
         fmt::format("names {}, a file of the checkpoint {}; a prefix is wanted", stated, prefix),
         state.string()});
    return;
  }
  const bool inside = isInside(files, modelDir, named);
  if (inside && isThere(files, named)) {
    latest.prefix = named;
    return;
  }
  const fs::path here = modelDir / named.filename();
  if (!named.filename().empty() && isThere(files, here)) {
    latest.prefix = here;
    latest.notices.push_back(
        {ErrorCode::NotFound,
         fmt::format("names {}, which {}; the checkpoint of that name beside it is taken", stated,
                     inside ? "is not there" : "is outside of this directory"),
         state.string()});
    return;
  }
  latest.problems.push_back(notThere(state, stated));
}

}  // namespace

Result<std::optional<CheckpointState>> readCheckpointState(FileOps& files,
                                                           const fs::path& modelDir) {
  const fs::path path = modelDir / kStateFile;
  const auto text = readTextFile(files, path, limits::kTextBytes);
  if (!text && text.error().code == ErrorCode::NotFound) return std::optional<CheckpointState>();
  if (!text) return text.error();
  CAIRN_ASSIGN(CheckpointState state, parseCheckpointState(*text, path.string()));
  return std::optional(std::move(state));
}

std::vector<Error> indexProblems(FileOps& files, const TensorBundle& bundle) {
  std::vector<Error> problems;
  const std::vector<fs::path> dataFiles = bundle.dataFiles();
  struct End {
    std::uint64_t offset = 0;
    const BundleEntry* entry = nullptr;
  };
  std::vector<End> ends(dataFiles.size());  // of what the index says of each file
  for (const BundleEntry& entry : bundle.entries()) {
    if (entry.problem) problems.push_back(*entry.problem);
    std::uint64_t end = 0;
    const auto shard = static_cast<std::size_t>(entry.shard);
    if (entry.problem || shard >= ends.size() || !addFits(entry.offset, entry.size, end)) continue;
    if (end >= ends[shard].offset) ends[shard] = {end, &entry};
  }
  for (std::size_t i = 0; i < dataFiles.size(); ++i) {
    if (ends[i].entry == nullptr) continue;
    const auto stat = files.stat(dataFiles[i]);
    if (stat && stat->size >= ends[i].offset) continue;
    // Reading it fails at once, and tells the cause in TensorFlow's words.
    if (const auto tensor = bundle.read(ends[i].entry->name); !tensor)
      problems.push_back(tensor.error());
  }
  return problems;
}

std::vector<Error> checkpointProblems(FileOps& files, const fs::path& prefix, Depth depth,
                                      std::stop_token stop) {
  const Result<TensorBundle> bundle = TensorBundle::open(files, prefix);
  if (!bundle) return {bundle.error()};
  std::vector<Error> problems = indexProblems(files, *bundle);
  if (problems.empty() && depth == Depth::Values) problems = bundle->verify(std::move(stop));
  return problems;
}

Result<std::vector<fs::path>> listCheckpoints(FileOps& files, const fs::path& modelDir) {
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, files.list(modelDir));
  std::set<std::string> names;
  for (const DirectoryEntry& entry : entries)
    if (entry.kind == FileKind::Regular) names.insert(entry.name);
  std::set<std::string> found;
  for (const std::string& name : names) {
    const std::string prefix = prefixOfFile(name);
    if (prefix.empty()) continue;
    // A V1 checkpoint is the table itself, with a `.meta` beside it.
    if (name.ends_with(kIndex) || (name.ends_with(kMeta) && names.contains(prefix)))
      found.insert(prefix);
  }

  std::vector<fs::path> ordered;
  const auto take = [&](const std::string& name) {
    if (found.erase(name) > 0) ordered.push_back(modelDir / name);
  };
  // An unreadable state file orders nothing; findLatest says what is wrong with it.
  if (const auto state = readCheckpointState(files, modelDir); state && *state) {
    take(fs::path((*state)->modelCheckpointPath).filename().string());
    const std::vector<std::string>& all = (*state)->allModelCheckpointPaths;
    for (auto path = all.rbegin(); path != all.rend(); ++path)
      take(fs::path(*path).filename().string());
  }
  std::vector<std::string> others(found.begin(), found.end());
  std::stable_sort(others.begin(), others.end(), [](const std::string& a, const std::string& b) {
    return stepOfPrefix(a).value_or(-1) > stepOfPrefix(b).value_or(-1);
  });
  for (const std::string& name : others) ordered.push_back(modelDir / name);
  return ordered;
}

std::optional<fs::path> newestWhole(FileOps& files, const fs::path& modelDir,
                                    const fs::path& except, Depth depth, std::stop_token stop) {
  const auto prefixes = listCheckpoints(files, modelDir);
  if (!prefixes) return std::nullopt;
  for (const fs::path& prefix : *prefixes) {
    if (stop.stop_requested()) return std::nullopt;
    if (prefix.filename() != except.filename() &&
        checkpointProblems(files, prefix, depth, stop).empty())
      return prefix;
  }
  return std::nullopt;
}

Result<Latest> findLatest(FileOps& files, const fs::path& modelDir, Depth depth,
                          std::stop_token stop) {
  CAIRN_ASSIGN(const std::vector<fs::path> present, listCheckpoints(files, modelDir));
  Latest latest;
  const auto state = readCheckpointState(files, modelDir);
  if (!state)
    latest.problems.push_back(state.error());
  else if (*state)
    follow(files, modelDir, (*state)->modelCheckpointPath, latest);
  else if (!present.empty())
    latest.problems.push_back({ErrorCode::NotFound,
                               "is missing: TensorFlow takes the directory for empty",
                               (modelDir / kStateFile).string()});
  if (latest.prefix) {
    std::vector<Error> problems = checkpointProblems(files, *latest.prefix, depth, stop);
    std::move(problems.begin(), problems.end(), std::back_inserter(latest.problems));
  }
  if (stop.stop_requested())
    return Error{ErrorCode::Cancelled, "checking was stopped", modelDir.string()};
  if (!latest.problems.empty())
    latest.fallback =
        newestWhole(files, modelDir, latest.prefix.value_or(fs::path()), Depth::Values, stop);
  return latest;
}

}  // namespace cairn::formats
