#include "core/training/checkpoint_writer.h"

#include "core/base/atomic_file.h"
#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <unistd.h>

namespace cairn::training {
namespace {

constexpr std::uint64_t kMaxStateBytes = std::uint64_t{64} << 20;
constexpr std::string_view kStem = "model.ckpt-";

fs::path metaPath(const fs::path& prefix) { return prefix.string() + ".meta"; }

/// A scalar: Keras' `iter`, or a flag.
formats::Tensor wholeTensor(formats::DType dtype, std::int64_t value) {
  if (dtype == formats::DType::Bool)
    return {dtype, {}, {value != 0 ? std::byte{1} : std::byte{0}}, {}};
  return formats::makeInt64Tensor({}, {&value, 1});
}

Result<void> checkSpace(FileOps& files, const fs::path& directory, std::uint64_t bytes) {
  const Result<std::uint64_t> free = files.freeSpace(directory);
  const std::uint64_t wanted = bytes + bytes / 5;  // rule W8: 1.2 times its size
  if (!free || *free >= wanted) return {};
  return Error{ErrorCode::NoSpace,
               fmt::format("the disk has {} bytes left, a checkpoint needs {}", *free, wanted),
               directory.string(), std::nullopt, "free some space; the last checkpoint is whole"};
}

/// Whether `name` belongs to the checkpoint `base`: compared literally, since `[` in a name breaks
/// patterns.
bool isDataOf(std::string_view name, const std::string& base) {
  const std::string start = base + ".data-";
  if (!name.starts_with(start)) return false;
  const std::string_view rest = name.substr(start.size());
  return !rest.empty() && rest.find_first_not_of("0123456789-of") == std::string_view::npos;
}

/// `model.ckpt-<digits>` out of the name of one of its files but the index; else empty.
std::string baseOfPart(const std::string& name) {
  if (!name.starts_with(kStem)) return {};
  const std::size_t end = name.find_first_not_of("0123456789", kStem.size());
  if (end == std::string::npos || end == kStem.size()) return {};
  const std::string base = name.substr(0, end);
  return name == base + ".meta" || isDataOf(name, base) ? base : std::string();
}

/// The process that a temporary name was made by, `.cairn-<pid>-…`.
long processOf(const std::string& temporary) {
  long pid = 0;
  for (std::size_t i = temporary.find('-') + 1; i < temporary.size(); ++i) {
    if (temporary[i] < '0' || temporary[i] > '9' || pid > 100'000'000) break;
    pid = pid * 10 + (temporary[i] - '0');
  }
  return pid;
}

bool isAbandoned(const std::string& temporary) {
  const long pid = processOf(temporary);
  if (pid <= 0 || pid == ::getpid()) return true;
  return ::kill(static_cast<pid_t>(pid), 0) != 0 && errno == ESRCH;
}

}  // namespace

std::vector<formats::BundleItem> bundleItems(const VariableStore& store) {
  std::vector<formats::BundleItem> items;
  items.reserve(store.variables().size());
  for (std::size_t i = 0; i < store.variables().size(); ++i) {
    const model::Variable& variable = store.variables()[i];
    if (variable.role == model::VariableRole::GlobalStep) {
      const std::int64_t step = store.step.value();
      items.push_back({variable.name, formats::makeInt64Tensor({}, {&step, 1})});
    } else if (store.isWhole(i)) {
      items.push_back({variable.name, wholeTensor(variable.dtype, store.whole(i))});
    } else {
      items.push_back({variable.name, formats::makeFloatTensor(variable.shape(), store.values(i))});
    }
  }
  return items;
}

CheckpointWriter::CheckpointWriter(FileOps& files, Clock& clock, Options options)
    : m_files(&files), m_clock(&clock), m_options(std::move(options)) {
  m_nextKept = clock.wallSeconds() + m_options.keepEveryNHours * 3600;
}

Result<CheckpointWriter> CheckpointWriter::open(FileOps& files, Clock& clock, Options options) {
  CheckpointWriter writer(files, clock, std::move(options));
  CAIRN_TRY(writer.adopt());
  return writer;
}

Result<void> CheckpointWriter::adopt() {
  const fs::path path = m_options.modelDir / "checkpoint";
  Result<std::string> text = readTextFile(*m_files, path, kMaxStateBytes);
  if (!text) {
    if (text.error().code == ErrorCode::NotFound) return {};
    return text.error();
  }
  m_stateText = std::move(*text);
  const auto state = formats::parseCheckpointState(m_stateText, path.string());
  if (!state) return {};  // the loader has already decided that this may be replaced
  std::vector<std::string> all = state->allModelCheckpointPaths;
  // TensorFlow would lose sight of a newest one that the list leaves out.
  if (std::find(all.begin(), all.end(), state->modelCheckpointPath) == all.end())
    all.push_back(state->modelCheckpointPath);
  for (const std::string& stated : all) adoptOne(stated);
  m_newest = fs::path(state->modelCheckpointPath).filename().string();
  m_adopted = m_listed;
  return {};
}

void CheckpointWriter::adoptOne(const std::string& stated) {
  const fs::path here = m_options.modelDir / fs::path(stated).filename();
  const fs::path resolved = formats::resolveCheckpointPath(m_options.modelDir, stated);
  const bool moved = !exists(*m_files, formats::indexPath(resolved));
  const fs::path& prefix = moved ? here : resolved;
  const Result<FileStat> stat = m_files->stat(formats::indexPath(prefix));
  if (!stat) return;
  const bool inside = prefix.parent_path() == m_options.modelDir;
  m_listed.push_back(
      {inside ? prefix.filename().string() : stated, static_cast<double>(stat->modifiedNs) * 1e-9});
  m_prefixes.push_back(prefix);
}

fs::path CheckpointWriter::pathOf(const Listed& listed) const {
  return formats::resolveCheckpointPath(m_options.modelDir, listed.name);
}

Result<void> CheckpointWriter::checkUnchanged() const {
  const fs::path path = m_options.modelDir / "checkpoint";
  const Result<std::string> text = readTextFile(*m_files, path, kMaxStateBytes);
  const bool gone = !text && text.error().code == ErrorCode::NotFound;
  if (!text && !gone) return text.error();
  if ((gone && m_stateText.empty()) || (text && *text == m_stateText)) return {};
  return Error{ErrorCode::Busy, "another program has changed this file while the run was training",
               path.string(), std::nullopt, "see who else trains here before you go on"};
}

Result<fs::path> CheckpointWriter::save(const VariableStore& store, ByteView meta,
                                        const std::function<Result<void>()>& record) {
  const std::string name = fmt::format("{}{}", kStem, store.step.value());
  const fs::path prefix = m_options.modelDir / name;
  if (m_newest == name) {
    CAIRN_TRY(record());
    CAIRN_TRY(m_files->syncDirectory(m_options.modelDir));
    return prefix;
  }
  CAIRN_TRY(checkUnchanged());
  CAIRN_TRY(clearPrefix(prefix));
  if (const Result<void> written = writeFiles(prefix, store, meta); !written) {
    // Half a checkpoint helps nobody and fills the disk that may be full.
    (void)removeCheckpoint(prefix);
    return written.error();
  }
  std::vector<Listed> listed = m_options.keepMax <= 0 ? m_adopted : m_listed;
  listed.push_back({name, m_clock->wallSeconds()});
  const std::optional<Listed> oldest = takeOldest(listed);
  if (const Result<void> stated = writeState(listed, name); !stated) {
    // Only when it is sure that the file still names the one before.
    if (checkUnchanged()) (void)removeCheckpoint(prefix);
    return stated.error();
  }
  m_prefixes.push_back(prefix);
  // One sync of the directory makes the state file and the record durable.
  const Result<void> recorded = record();
  CAIRN_TRY(m_files->syncDirectory(m_options.modelDir));
  CAIRN_TRY(recorded);
  if (oldest) CAIRN_TRY(retire(*oldest));
  return prefix;
}

Result<void> CheckpointWriter::retire(const Listed& oldest) {
  if (oldest.savedAt > m_nextKept) {
    m_nextKept += m_options.keepEveryNHours * 3600;
    return {};
  }
  // What lies elsewhere is not ours to delete.
  const fs::path path = pathOf(oldest);
  if (path.parent_path() != m_options.modelDir) return {};
  std::erase(m_prefixes, path);
  return removeCheckpoint(path);
}

/// A prefix of an older course of the run may be in the way. Once no file names it, it loses its
/// index: then it is no checkpoint, and its other files can be replaced one by one.
Result<void> CheckpointWriter::clearPrefix(const fs::path& prefix) {
  const std::string name = prefix.filename().string();
  const auto isIt = [&](const Listed& one) { return one.name == name; };
  std::erase_if(m_adopted, isIt);
  std::erase(m_prefixes, prefix);
  m_whole.erase(name);
  if (std::any_of(m_listed.begin(), m_listed.end(), isIt)) {
    std::vector<Listed> without = m_listed;
    std::erase_if(without, isIt);
    CAIRN_TRY(writeState(without, m_newest));
    CAIRN_TRY(m_files->syncDirectory(m_options.modelDir));
  }
  if (!exists(*m_files, formats::indexPath(prefix))) return {};
  CAIRN_TRY(m_files->remove(formats::indexPath(prefix)));
  return m_files->syncDirectory(m_options.modelDir);
}

Result<void> CheckpointWriter::writeFiles(const fs::path& prefix, const VariableStore& store,
                                          ByteView meta) {
  CAIRN_ASSIGN(const formats::BundleImage image, formats::encodeBundle(bundleItems(store)));
  std::uint64_t bytes = meta.size() + image.index.size();
  for (const Bytes& shard : image.data) bytes += shard.size();
  CAIRN_TRY(checkSpace(*m_files, m_options.modelDir, bytes));
  const auto shards = static_cast<std::int32_t>(image.data.size());
  for (std::int32_t shard = 0; shard < shards; ++shard)
    CAIRN_TRY(replaceReserved(*m_files, formats::dataPath(prefix, shard, shards),
                              image.data[static_cast<std::size_t>(shard)]));
  if (!meta.empty()) CAIRN_TRY(replaceReserved(*m_files, metaPath(prefix), meta));
  CAIRN_TRY(replaceReserved(*m_files, formats::indexPath(prefix), image.index));
  return m_files->syncDirectory(m_options.modelDir);
}

Result<void> CheckpointWriter::writeState(const std::vector<Listed>& listed,
                                          const std::string& newest) {
  formats::CheckpointState state;
  state.modelCheckpointPath = newest;
  for (const Listed& one : listed) state.allModelCheckpointPaths.push_back(one.name);
  const std::string text = formats::formatCheckpointState(state);
  const fs::path path = m_options.modelDir / "checkpoint";
  CAIRN_TRY(replaceFile(*m_files, path, asBytes(text)));
  m_stateText = text;
  m_listed = listed;
  m_newest = newest;
  return {};
}

/// Takes the oldest off the list when there are more than are to be kept, and two whole ones stay.
std::optional<CheckpointWriter::Listed> CheckpointWriter::takeOldest(std::vector<Listed>& listed) {
  if (m_options.keepMax <= 0) return std::nullopt;
  const auto most = static_cast<std::size_t>(std::max<std::int64_t>(m_options.keepMax, 2));
  if (listed.size() <= most) return std::nullopt;
  Listed oldest = listed.front();
  std::vector<Listed> rest(listed.begin() + 1, listed.end());
  if (!twoAreWhole(rest)) return std::nullopt;
  listed = std::move(rest);
  return oldest;
}

bool CheckpointWriter::twoAreWhole(const std::vector<Listed>& listed) {
  int whole = 0;
  for (auto one = listed.rbegin(); one != listed.rend() && whole < 2; ++one) {
    if (!m_whole.contains(one->name)) {
      const auto bundle = formats::TensorBundle::open(*m_files, pathOf(*one));
      if (!bundle || !bundle->verify().empty()) continue;
      m_whole.insert(one->name);
    }
    ++whole;
  }
  return whole == 2;
}

/// The index first: without it the rest is no checkpoint.
Result<void> CheckpointWriter::removeCheckpoint(const fs::path& prefix) {
  m_whole.erase(prefix.filename().string());
  const fs::path index = formats::indexPath(prefix);
  if (exists(*m_files, index)) CAIRN_TRY(m_files->remove(index));
  const std::string base = prefix.filename().string();
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, m_files->list(m_options.modelDir));
  for (const DirectoryEntry& entry : entries)
    if (isDataOf(entry.name, base)) CAIRN_TRY(m_files->remove(m_options.modelDir / entry.name));
  if (exists(*m_files, metaPath(prefix))) CAIRN_TRY(m_files->remove(metaPath(prefix)));
  return {};
}

Result<void> removeLeftovers(FileOps& files, const fs::path& modelDir) {
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, files.list(modelDir));
  std::set<std::string> names;
  for (const DirectoryEntry& entry : entries) names.insert(entry.name);
  const bool ours = names.contains("cairn.json");
  const Result<std::string> state = readTextFile(files, modelDir / "checkpoint", kMaxStateBytes);
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind != FileKind::Regular) continue;
    bool left = isTemporaryName(entry.name) && isAbandoned(entry.name);
    const std::string base = baseOfPart(entry.name);
    // A file that `checkpoint` names is kept even so: its index may be found again.
    if (ours && state && !base.empty() && !names.contains(base + ".index"))
      left = state->find(base + "\"") == std::string::npos;
    if (left) CAIRN_TRY(files.remove(modelDir / entry.name));
  }
  return {};
}

}  // namespace cairn::training
