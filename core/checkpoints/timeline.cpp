#include "core/checkpoints/timeline.h"

#include "core/checkpoints/leftovers.h"
#include "core/formats/latest_checkpoint.h"
#include "core/formats/tensor_bundle.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cairn::checkpoints {
namespace {

constexpr double kNanoseconds = 1e-9;

std::uint64_t sizeOf(FileOps& files, const fs::path& path) {
  const auto stat = files.stat(path);
  return stat ? stat->size : 0;
}

/// What the index and the files beside it say.
Checkpoint look(FileOps& files, const fs::path& prefix) {
  Checkpoint checkpoint;
  checkpoint.prefix = prefix;
  if (const auto step = formats::stepOfPrefix(prefix.filename().string()))
    checkpoint.step = Step(*step);
  checkpoint.hasMeta = exists(files, prefix.string() + ".meta");
  fs::path index = formats::indexPath(prefix);
  if (!exists(files, index)) index = prefix;  // V1
  if (const auto stat = files.stat(index)) {
    checkpoint.writtenAt = static_cast<double>(stat->modifiedNs) * kNanoseconds;
    checkpoint.bytes = stat->size;
  }
  const auto bundle = formats::TensorBundle::open(files, prefix);
  if (!bundle) {
    checkpoint.problems.push_back(bundle.error());
    return checkpoint;
  }
  checkpoint.tensors = bundle->entries().size();
  for (const fs::path& data : bundle->dataFiles()) checkpoint.bytes += sizeOf(files, data);
  checkpoint.problems = formats::indexProblems(files, *bundle);
  return checkpoint;
}

/// What the state file says, and where it says what is not so.
void readState(FileOps& files, const fs::path& modelDir, Timeline& timeline) {
  auto state = formats::readCheckpointState(files, modelDir);
  const std::string file = (modelDir / "checkpoint").string();
  if (!state) {
    timeline.problems.push_back(state.error());
    return;
  }
  timeline.state = *std::move(state);
  if (!timeline.state) {
    if (!timeline.checkpoints.empty())
      timeline.problems.push_back(
          {ErrorCode::NotFound, "is missing: TensorFlow takes the directory for empty", file});
    return;
  }
  std::set<std::string> listed(timeline.state->allModelCheckpointPaths.begin(),
                               timeline.state->allModelCheckpointPaths.end());
  listed.insert(timeline.state->modelCheckpointPath);
  const auto baseName = [](const std::string& path) { return fs::path(path).filename(); };
  for (const std::string& path : listed) {
    const auto found =
        std::find_if(timeline.checkpoints.begin(), timeline.checkpoints.end(),
                     [&](const Checkpoint& c) { return c.prefix.filename() == baseName(path); });
    if (found == timeline.checkpoints.end()) {
      timeline.problems.push_back(
          {ErrorCode::NotFound, fmt::format("names {}, which is not there", path), file});
      continue;
    }
    found->inState = true;
    found->newest = found->newest || path == timeline.state->modelCheckpointPath;
  }
}

/// `path` without what stands behind the prefix in the names of a checkpoint's files.
fs::path withoutSuffix(const fs::path& path) {
  std::string name = path.filename().string();
  for (const std::string_view suffix : {".index", ".meta"})
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  if (const std::size_t data = name.rfind(".data-"); data != std::string::npos) name.resize(data);
  return path.parent_path() / name;
}

}  // namespace

Result<Timeline> scanCheckpoints(FileOps& files, const fs::path& modelDir) {
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, files.list(modelDir));
  CAIRN_ASSIGN(const std::vector<fs::path> prefixes, formats::listCheckpoints(files, modelDir));
  Timeline timeline;
  for (const fs::path& prefix : prefixes) timeline.checkpoints.push_back(look(files, prefix));
  std::sort(timeline.checkpoints.begin(), timeline.checkpoints.end(),
            [](const Checkpoint& a, const Checkpoint& b) {
              return std::tuple(a.step, a.writtenAt, a.prefix) <
                     std::tuple(b.step, b.writtenAt, b.prefix);
            });
  readState(files, modelDir, timeline);
  timeline.leftovers = findLeftovers(modelDir, entries);
  return timeline;
}

Result<fs::path> resolvePrefix(FileOps& files, const fs::path& dirOrPrefix) {
  if (const auto stat = files.stat(dirOrPrefix); stat && stat->kind == FileKind::Directory) {
    CAIRN_ASSIGN(const formats::Latest latest, formats::findLatest(files, dirOrPrefix));
    if (latest.prefix) return *latest.prefix;
    // An exported model keeps its one checkpoint under this name.
    const fs::path exported = dirOrPrefix / "variables" / "variables";
    if (exists(files, formats::indexPath(exported))) return exported;
    if (!latest.problems.empty()) {
      Error error = latest.problems.front();
      if (latest.fallback) error.hint = fmt::format("{} is whole", latest.fallback->string());
      return error;
    }
    return Error{ErrorCode::NotFound, "holds no checkpoint", dirOrPrefix.string()};
  }
  for (const fs::path& prefix : {dirOrPrefix, withoutSuffix(dirOrPrefix)})
    if (exists(files, formats::indexPath(prefix))) return prefix;
  if (exists(files, dirOrPrefix)) return dirOrPrefix;  // V1
  return Error{ErrorCode::NotFound,
               fmt::format("Failed to find any matching files for {}", dirOrPrefix.string()),
               dirOrPrefix.string()};
}

}  // namespace cairn::checkpoints
