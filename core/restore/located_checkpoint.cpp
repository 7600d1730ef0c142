#include "core/restore/located_checkpoint.h"

#include "core/base/limits.h"
#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

constexpr std::string_view kState = "checkpoint";
constexpr std::string_view kIndex = ".index";
constexpr std::string_view kData = ".data-";

/// The checkpoint of the highest step whose index lies in `directory`.
std::optional<fs::path> newestHere(FileOps& files, const fs::path& directory) {
  const auto entries = files.list(directory);
  if (!entries) return std::nullopt;
  std::optional<fs::path> newest;
  std::int64_t newestStep = -1;
  for (const DirectoryEntry& entry : *entries) {
    if (entry.kind != FileKind::Regular || !entry.name.ends_with(kIndex)) continue;
    const std::string prefix = entry.name.substr(0, entry.name.size() - kIndex.size());
    const std::int64_t step = formats::stepOfPrefix(prefix).value_or(0);
    if (step <= newestStep) continue;
    newestStep = step;
    newest = directory / prefix;
  }
  return newest;
}

Cause fileCause(std::string key) {
  return {.key = std::move(key), .source = Source::Files, .certainty = Certainty::Certain};
}

bool indexExists(FileOps& files, const fs::path& prefix) {
  return exists(files, formats::indexPath(prefix));
}

/// The state file can't be used at all, or there is none.
LocatedCheckpoint withoutState(FileOps& files, const fs::path& directory, StateOutcome outcome,
                               std::string what) {
  LocatedCheckpoint located;
  located.outcome = outcome;
  located.stated = directory.string();
  located.prefix = newestHere(files, directory);
  if (located.prefix || outcome == StateOutcome::InvalidState) {
    located.cause = fileCause("files.checkpoint");
    located.what = std::move(what);
  }
  return located;
}

/// It names one of a checkpoint's files in place of the prefix.
std::optional<std::string> prefixOfFileName(const std::string& stated) {
  if (stated.ends_with(kIndex)) return stated.substr(0, stated.size() - kIndex.size());
  const auto data = stated.rfind(kData);
  if (data != std::string::npos) return stated.substr(0, data);
  return std::nullopt;
}

LocatedCheckpoint notAPath(FileOps& files, const fs::path& directory, const std::string& stated) {
  LocatedCheckpoint located;
  located.outcome = StateOutcome::NotAPath;
  const fs::path here = directory / fs::path(stated).filename();
  located.stated = formats::resolveCheckpointPath(directory, stated).string();
  const bool hasData = exists(files, formats::dataPath(here, 0, 1));
  if (indexExists(files, here)) {
    located.prefix = here;
    located.cause = fileCause("files.checkpoint");
    located.what = fmt::format(
        "The checkpoint file names {}, which is not there; {} in this directory has that name",
        stated, here.filename().string());
  } else if (hasData) {
    located.prefix = newestHere(files, directory);
    located.cause = fileCause("files.index");
    located.what = fmt::format("{}.index is missing beside its data", here.filename().string());
  } else {
    located.prefix = newestHere(files, directory);
    located.cause = fileCause("files.checkpoint");
    located.what = fmt::format("The checkpoint file names {}, which is not there", stated);
  }
  return located;
}

LocatedCheckpoint named(FileOps& files, const fs::path& directory,
                        const formats::CheckpointState& state) {
  const std::string& stated = state.modelCheckpointPath;
  const fs::path path = formats::resolveCheckpointPath(directory, stated);
  LocatedCheckpoint located;
  located.outcome = StateOutcome::Named;
  located.stated = path.string();
  if (indexExists(files, path)) {
    located.prefix = path;
    const bool lost =
        std::any_of(state.allModelCheckpointPaths.begin(), state.allModelCheckpointPaths.end(),
                    [&](const std::string& one) {
                      return fs::path(one).is_absolute() && !indexExists(files, fs::path(one));
                    });
    if (lost) {
      located.cause = fileCause("files.checkpoint");
      located.harmless = true;
      located.what = "The checkpoint file lists older checkpoints that are not where it says";
    }
    return located;
  }
  if (const auto prefix = prefixOfFileName(stated);
      prefix && exists(files, formats::resolveCheckpointPath(directory, stated))) {
    located.prefix = formats::resolveCheckpointPath(directory, *prefix);
    located.cause = fileCause("files.checkpoint");
    located.what = fmt::format(
        "The checkpoint file names the file {}; a prefix such as {} is wanted", stated, *prefix);
    return located;
  }
  if (exists(files, path)) {  // a V1 checkpoint bears the prefix's own name
    located.prefix = path;
    return located;
  }
  return notAPath(files, directory, stated);
}

Result<LocatedCheckpoint> inDirectory(FileOps& files, const fs::path& directory) {
  constexpr std::uint64_t kStateBytes = std::uint64_t{64} << 20;
  const fs::path path = directory / kState;
  const auto text = readTextFile(files, path, kStateBytes);
  if (!text && text.error().code == ErrorCode::NotFound)
    return withoutState(files, directory, StateOutcome::StartsAnew,
                        "The checkpoint file is missing");
  if (!text) return text.error();
  const auto state = formats::parseCheckpointState(*text, path.string());
  if (state) return named(files, directory, *state);
  if (state.error().code == ErrorCode::InvalidArgument)
    return withoutState(files, directory, StateOutcome::InvalidState,
                        "The checkpoint file names no checkpoint");
  return withoutState(files, directory, StateOutcome::StartsAnew,
                      fmt::format("The checkpoint file can't be read: {}", state.error().message));
}

}  // namespace

Result<LocatedCheckpoint> locateCheckpoint(FileOps& files, const fs::path& dirOrPrefix) {
  const auto stat = files.stat(dirOrPrefix);
  if (stat && stat->kind == FileKind::Directory) return inDirectory(files, dirOrPrefix);
  LocatedCheckpoint located;
  located.outcome = StateOutcome::Named;
  located.stated = dirOrPrefix.string();
  located.prefix = dirOrPrefix;
  if (stat || indexExists(files, dirOrPrefix)) return located;
  if (!exists(files, formats::dataPath(dirOrPrefix, 0, 1)))
    return Error{ErrorCode::NotFound, "there is no model_dir and no checkpoint of this name",
                 dirOrPrefix.string()};
  located.outcome = StateOutcome::NotAPath;
  located.prefix.reset();
  located.cause = fileCause("files.index");
  located.what =
      fmt::format("{}.index is missing beside its data", dirOrPrefix.filename().string());
  return located;
}

}  // namespace cairn::restore
