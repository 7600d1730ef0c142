#include "core/training/run_lock.h"

#include <cerrno>
#include <csignal>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace cairn::training {
namespace {

constexpr double kBeatSeconds = 5;
constexpr double kLostSeconds = 30;  // six heartbeats missed
constexpr std::size_t kLockBytes = 512;
constexpr std::uint64_t kMaxLockBytes = 65'536;
constexpr int kTakeAttempts = 16;

fs::path lockPath(const fs::path& modelDir) { return modelDir / "cairn.lock"; }

std::string hostName() {
  char name[256] = {};
  if (::gethostname(name, sizeof name - 1) != 0) return "localhost";
  return name;
}

std::string bootId() {
  static constexpr std::uint64_t kMaxId = 4096;
  // Of procfs: its size reads as 0, so it is read piece by piece.
  Result<std::unique_ptr<File>> file =
      posixFileOps().open("/proc/sys/kernel/random/boot_id", OpenMode::Read);
  if (!file) return {};
  Bytes bytes(kMaxId);
  const Result<std::size_t> count = (*file)->readAt(0, bytes);
  if (!count) return {};
  std::string id(asText(ByteView(bytes).first(*count)));
  while (!id.empty() && id.back() == '\n') id.pop_back();
  return id;
}

std::string lockText(const LockHolder& holder) {
  const nlohmann::json json = {{"host", holder.host},
                               {"pid", holder.pid},
                               {"boot_id", holder.bootId},
                               {"step", holder.step.value()},
                               {"heartbeat", holder.heartbeat}};
  std::string text = json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
  if (text.size() + 1 < kLockBytes) text.resize(kLockBytes - 1, ' ');
  return text + '\n';
}

std::optional<LockHolder> parseLock(const std::string& text) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return std::nullopt;
  const auto string = [&](const char* key) {
    return json.contains(key) && json[key].is_string() ? json[key].get<std::string>()
                                                       : std::string();
  };
  const auto integer = [&](const char* key) {
    return json.contains(key) && json[key].is_number_integer() ? json[key].get<std::int64_t>()
                                                               : std::int64_t{0};
  };
  LockHolder holder;
  holder.host = string("host");
  holder.pid = integer("pid");
  holder.bootId = string("boot_id");
  holder.step = Step(integer("step"));
  if (json.contains("heartbeat") && json["heartbeat"].is_number())
    holder.heartbeat = json["heartbeat"].get<double>();
  return holder;
}

Error busy(const fs::path& path, const std::optional<LockHolder>& holder) {
  const std::string who = holder ? fmt::format("process {} on {}", holder->pid, holder->host)
                                 : std::string("another process");
  return {ErrorCode::Busy, fmt::format("{} trains here", who), path.string(), std::nullopt,
          "wait until it ends, or stop it there"};
}

/// The file under the lock may have been removed by its holder between our open and our lock.
bool isStillThere(FileOps& files, const fs::path& path, File& file) {
  const Result<FileStat> named = files.stat(path);
  const Result<FileStat> held = file.stat();
  return named && held && named->inode == held->inode && named->device == held->device;
}

}  // namespace

Result<RunLock> RunLock::take(FileOps& files, Clock& clock, const fs::path& modelDir, Step step) {
  const fs::path path = lockPath(modelDir);
  for (int attempt = 0; attempt < kTakeAttempts; ++attempt) {
    CAIRN_ASSIGN(std::unique_ptr<File> file, files.open(path, OpenMode::LockFile));
    const Result<void> locked = file->lock();
    if (!locked && locked.error().code != ErrorCode::Busy) return locked.error();
    const Result<std::optional<LockHolder>> holder = readLockHolder(files, modelDir);
    if (!holder) return holder.error();
    if (!locked) return busy(path, *holder);
    if (!isStillThere(files, path, *file)) continue;
    // Some network file systems keep flock to one computer: there the heartbeat decides.
    if (*holder && (*holder)->host != hostName() && !isLost(**holder, clock))
      return busy(path, *holder);
    RunLock lock(files, clock, path, std::move(file));
    CAIRN_TRY(lock.state(step));
    return lock;
  }
  return busy(path, std::nullopt);
}

RunLock::RunLock(FileOps& files, Clock& clock, fs::path path, std::unique_ptr<File> file)
    : m_files(&files), m_clock(&clock), m_path(std::move(path)), m_file(std::move(file)) {}

RunLock::~RunLock() {
  if (!m_file) return;
  // Removed while it is still locked, so that nobody else's file can be meant.
  (void)m_files->remove(m_path);
}

Result<void> RunLock::beat(Step step) {
  if (m_clock->wallSeconds() < m_lastBeat + kBeatSeconds && m_clock->wallSeconds() >= m_lastBeat)
    return {};
  return state(step);
}

Result<void> RunLock::state(Step step) {
  m_lastBeat = m_clock->wallSeconds();
  static const std::string host = hostName();
  static const std::string boot = bootId();
  const LockHolder holder{host, ::getpid(), boot, step, m_lastBeat};
  // A second descriptor, since one writes from the start only once; closing it keeps the flock.
  CAIRN_ASSIGN(std::unique_ptr<File> file, m_files->open(m_path, OpenMode::LockFile));
  CAIRN_TRY(file->write(asBytes(lockText(holder))));
  return file->close();
}

Result<std::optional<LockHolder>> readLockHolder(FileOps& files, const fs::path& modelDir) {
  const Result<std::string> text = readTextFile(files, lockPath(modelDir), kMaxLockBytes);
  if (!text) {
    if (text.error().code == ErrorCode::NotFound) return std::optional<LockHolder>();
    return text.error();
  }
  return parseLock(*text);
}

bool isLost(const LockHolder& holder, Clock& clock) {
  if (!isOnThisComputer(holder)) {
    const double age = clock.wallSeconds() - holder.heartbeat;
    return !(age <= kLostSeconds);
  }
  if (!holder.bootId.empty() && holder.bootId != bootId()) return true;
  if (holder.pid <= 0) return true;
  return ::kill(static_cast<pid_t>(holder.pid), 0) != 0 && errno == ESRCH;
}

bool isOnThisComputer(const LockHolder& holder) { return holder.host == hostName(); }

}  // namespace cairn::training
