#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace cairn {

namespace fs = std::filesystem;

enum class FileKind { Regular, Directory, Other };

/// What `stat` says of a file, as far as it tells one file from another.
struct FileStat {
  FileKind kind = FileKind::Other;
  std::uint64_t size = 0;
  std::int64_t modifiedNs = 0;  // since 1970
  std::uint64_t device = 0;
  std::uint64_t inode = 0;

  bool operator==(const FileStat&) const = default;
};

struct DirectoryEntry {
  std::string name;
  FileKind kind = FileKind::Other;  // of what a symbolic link points to

  bool operator==(const DirectoryEntry&) const = default;
};

/// One open file. Closing is explicit where its outcome matters; the destructor closes too.
/// Thread: Not locked; one thread at a time.
class File {
 public:
  virtual ~File() = default;
  /// Reads up to `buffer.size()` bytes at `offset`; fewer only at the end of the file.
  virtual Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> buffer) = 0;
  /// Appends all of `bytes`, short writes and EINTR included.
  virtual Result<void> write(ByteView bytes) = 0;
  /// Reserves space for `bytes` from the start, so that a full disk shows before the first byte.
  /// The file's size stays as it is.
  virtual Result<void> allocate(std::uint64_t bytes) = 0;
  /// Returns once the content has reached the disk. After an error the file is lost: write a new
  /// one.
  virtual Result<void> sync() = 0;
  virtual Result<FileStat> stat() = 0;
  virtual Result<void> close() = 0;
  /// Takes the exclusive `flock` without waiting. Errors: Busy when another process holds it.
  virtual Result<void> lock() = 0;
};

enum class OpenMode {
  Read,       // an existing regular file
  CreateNew,  // for writing; fails when the name exists
  Append,     // for writing at the end; makes the file when it is missing
  LockFile,   // for reading and writing from the start; makes the file when it is missing
};

/// The one seam to the file system: all that Cairn reads and writes of a run goes through it, so
/// that a test can fail, cut or end any of it.
/// Errors: NotFound, Io, NoSpace, each with the path and the system's text.
/// Thread: Thread-safe.
class FileOps {
 public:
  virtual ~FileOps() = default;
  virtual Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) = 0;
  virtual Result<void> rename(const fs::path& from, const fs::path& to) = 0;
  virtual Result<void> remove(const fs::path& path) = 0;
  virtual Result<void> createDirectories(const fs::path& path) = 0;
  /// Entries in no particular order, without `.` and `..`.
  virtual Result<std::vector<DirectoryEntry>> list(const fs::path& directory) = 0;
  virtual Result<FileStat> stat(const fs::path& path) = 0;
  /// Makes renames and removals in `directory` durable.
  virtual Result<void> syncDirectory(const fs::path& directory) = 0;
  /// Bytes that this user can still write beside `path`.
  virtual Result<std::uint64_t> freeSpace(const fs::path& path) = 0;
};

/// The real file system.
FileOps& posixFileOps();

bool exists(FileOps& files, const fs::path& path);

/// The whole of a regular file.
/// Errors: as FileOps; InvalidArgument when it is larger than `limit`.
Result<Bytes> readFile(FileOps& files, const fs::path& path,
                       std::uint64_t limit = std::uint64_t{1} << 40);
Result<std::string> readTextFile(FileOps& files, const fs::path& path, std::uint64_t limit);

}  // namespace cairn
