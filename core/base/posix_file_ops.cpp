#include "core/base/file_ops.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace cairn {
namespace {

ErrorCode codeOf(int error) {
  switch (error) {
    case ENOENT:
    case ENOTDIR:
      return ErrorCode::NotFound;
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return ErrorCode::NoSpace;
    case EWOULDBLOCK:
      return ErrorCode::Busy;
    default:
      return ErrorCode::Io;
  }
}

Error systemError(std::string_view what, const fs::path& path, int error) {
  return {codeOf(error), fmt::format("{} ({})", what, std::strerror(error)), path.string()};
}

FileKind kindOf(mode_t mode) {
  if (S_ISREG(mode)) return FileKind::Regular;
  if (S_ISDIR(mode)) return FileKind::Directory;
  return FileKind::Other;
}

FileStat toFileStat(const struct stat& from) {
  constexpr std::int64_t kNanoseconds = 1'000'000'000;
  return {kindOf(from.st_mode), static_cast<std::uint64_t>(from.st_size),
          static_cast<std::int64_t>(from.st_mtim.tv_sec) * kNanoseconds + from.st_mtim.tv_nsec,
          static_cast<std::uint64_t>(from.st_dev), static_cast<std::uint64_t>(from.st_ino)};
}

/// Runs a system call again for as long as a signal interrupts it.
template <class Call>
auto retrying(Call call) {
  auto result = call();
  while (result < 0 && errno == EINTR) result = call();
  return result;
}

class PosixFile : public File {
 public:
  PosixFile(int descriptor, fs::path path) : m_descriptor(descriptor), m_path(std::move(path)) {}
  ~PosixFile() override {
    if (m_descriptor >= 0) ::close(m_descriptor);
  }
  PosixFile(const PosixFile&) = delete;
  PosixFile& operator=(const PosixFile&) = delete;

  Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> buffer) override {
    std::size_t done = 0;
    while (done < buffer.size()) {
      const std::span<std::byte> rest = buffer.subspan(done);
      const ssize_t count = retrying([&] {
        return ::pread(m_descriptor, rest.data(), rest.size(), static_cast<off_t>(offset + done));
      });
      if (count < 0) return systemError("can't be read", m_path, errno);
      if (count == 0) break;
      done += static_cast<std::size_t>(count);
    }
    return done;
  }

  Result<void> write(ByteView bytes) override {
    while (!bytes.empty()) {
      const ssize_t count =
          retrying([&] { return ::write(m_descriptor, bytes.data(), bytes.size()); });
      if (count < 0) return systemError("can't be written", m_path, errno);
      bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
  }

  Result<void> allocate(std::uint64_t bytes) override {
    if (bytes == 0) return {};
    // The size stays: a file that is cut short must not look whole.
    const int result = retrying([&] {
      return ::fallocate(m_descriptor, FALLOC_FL_KEEP_SIZE, 0, static_cast<off_t>(bytes));
    });
    // A file system without the call tells nothing about space; the writes will.
    if (result < 0 && errno != EOPNOTSUPP && errno != EINVAL && errno != ENOSYS)
      return systemError("no space could be reserved", m_path, errno);
    return {};
  }

  Result<void> sync() override {
    if (retrying([&] { return ::fsync(m_descriptor); }) < 0)
      return systemError("can't be synced", m_path, errno);
    return {};
  }

  Result<FileStat> stat() override {
    struct stat from {};
    if (::fstat(m_descriptor, &from) < 0) return systemError("can't be looked at", m_path, errno);
    return toFileStat(from);
  }

  Result<void> close() override {
    const int descriptor = std::exchange(m_descriptor, -1);
    // After EINTR Linux has closed it all the same.
    if (::close(descriptor) < 0 && errno != EINTR)
      return systemError("can't be closed", m_path, errno);
    return {};
  }

  Result<void> lock() override {
    if (retrying([&] { return ::flock(m_descriptor, LOCK_EX | LOCK_NB); }) < 0)
      return systemError("is locked by another process", m_path, errno);
    return {};
  }

 private:
  int m_descriptor;
  fs::path m_path;
};

int flagsOf(OpenMode mode) {
  switch (mode) {
    case OpenMode::Read:
      return O_RDONLY | O_NONBLOCK;  // a FIFO must not hold us
    case OpenMode::CreateNew:
      return O_WRONLY | O_CREAT | O_EXCL;
    case OpenMode::Append:
      return O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK;
    case OpenMode::LockFile:
      return O_RDWR | O_CREAT;
  }
  return O_RDONLY;
}

class PosixFileOps : public FileOps {
 public:
  Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) override {
    const int descriptor =
        retrying([&] { return ::open(path.c_str(), flagsOf(mode) | O_CLOEXEC, 0666); });
    if (descriptor < 0) return systemError("can't be opened", path, errno);
    auto file = std::make_unique<PosixFile>(descriptor, path);
    CAIRN_ASSIGN(const FileStat stat, file->stat());
    if (stat.kind != FileKind::Regular)
      return Error{ErrorCode::InvalidArgument, "is not a regular file", path.string()};
    return std::unique_ptr<File>(std::move(file));
  }

  Result<void> rename(const fs::path& from, const fs::path& to) override {
    if (::rename(from.c_str(), to.c_str()) < 0)
      return systemError(fmt::format("can't be renamed to {}", to.string()), from, errno);
    return {};
  }

  Result<void> remove(const fs::path& path) override {
    if (::remove(path.c_str()) < 0) return systemError("can't be removed", path, errno);
    return {};
  }

  Result<void> createDirectories(const fs::path& path) override {
    std::error_code error;
    fs::create_directories(path, error);
    if (error) return systemError("can't be created", path, error.value());
    return {};
  }

  Result<std::vector<DirectoryEntry>> list(const fs::path& directory) override {
    const std::unique_ptr<DIR, int (*)(DIR*)> handle(::opendir(directory.c_str()), ::closedir);
    if (!handle) return systemError("can't be listed", directory, errno);
    std::vector<DirectoryEntry> entries;
    for (;;) {
      errno = 0;
      const dirent* entry = ::readdir(handle.get());
      if (entry == nullptr) break;
      std::string name = entry->d_name;
      if (name == "." || name == "..") continue;
      struct stat from {};
      // A link to nowhere is still an entry, of no kind that can be read.
      const bool known = ::fstatat(::dirfd(handle.get()), name.c_str(), &from, 0) == 0;
      entries.push_back({std::move(name), known ? kindOf(from.st_mode) : FileKind::Other});
    }
    if (errno != 0) return systemError("can't be listed", directory, errno);
    return entries;
  }

  Result<FileStat> stat(const fs::path& path) override {
    struct stat from {};
    if (::stat(path.c_str(), &from) < 0) return systemError("can't be looked at", path, errno);
    return toFileStat(from);
  }

  Result<void> syncDirectory(const fs::path& directory) override {
    const fs::path target = directory.empty() ? fs::path(".") : directory;
    const int descriptor = ::open(target.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return systemError("can't be opened", target, errno);
    const int result = retrying([&] { return ::fsync(descriptor); });
    const int error = errno;
    ::close(descriptor);
    // Some network file systems refuse to sync a directory; nothing more can be done there.
    if (result < 0 && error != EINVAL) return systemError("can't be synced", target, error);
    return {};
  }

  Result<std::uint64_t> freeSpace(const fs::path& path) override {
    struct statvfs from {};
    const fs::path target = path.empty() ? fs::path(".") : path;
    if (::statvfs(target.c_str(), &from) < 0)
      return systemError("free space can't be told", target, errno);
    return static_cast<std::uint64_t>(from.f_bavail) * from.f_frsize;
  }
};

}  // namespace

FileOps& posixFileOps() {
  static PosixFileOps files;
  return files;
}

bool exists(FileOps& files, const fs::path& path) { return static_cast<bool>(files.stat(path)); }

Result<Bytes> readFile(FileOps& files, const fs::path& path, std::uint64_t limit) {
  CAIRN_ASSIGN(const std::unique_ptr<File> file, files.open(path, OpenMode::Read));
  CAIRN_ASSIGN(const FileStat stat, file->stat());
  if (stat.size > limit)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("has {} bytes, at most {} are read", stat.size, limit), path.string()};
  Bytes bytes(static_cast<std::size_t>(stat.size));
  CAIRN_ASSIGN(const std::size_t count, file->readAt(0, bytes));
  bytes.resize(count);  // it may have shrunk meanwhile
  return bytes;
}

Result<std::string> readTextFile(FileOps& files, const fs::path& path, std::uint64_t limit) {
  CAIRN_ASSIGN(const Bytes bytes, readFile(files, path, limit));
  return std::string(asText(bytes));
}

}  // namespace cairn
