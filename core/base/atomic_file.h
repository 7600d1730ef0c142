#pragma once

#include "core/base/file_ops.h"

namespace cairn {

/// A file that appears under its final name only when it is whole and on the disk.
/// A temporary name in the same directory, then write, sync, close, rename; the directory's own
/// sync is `publish`'s caller's, who may have several files to make durable at once.
/// Destroyed before `publish`, it leaves nothing behind.
/// Thread: Not locked; one thread at a time.
class AtomicFile {
 public:
  static Result<AtomicFile> create(FileOps& files, fs::path target);
  AtomicFile(AtomicFile&&) noexcept;
  AtomicFile& operator=(AtomicFile&&) noexcept = delete;
  ~AtomicFile();

  Result<void> allocate(std::uint64_t bytes) { return m_file->allocate(bytes); }
  Result<void> write(ByteView bytes) { return m_file->write(bytes); }
  /// Syncs, closes and renames. After an error nothing is left of it, and a file that stood under
  /// the name still does.
  Result<void> publish();

 private:
  AtomicFile(FileOps& files, fs::path target, fs::path temporary, std::unique_ptr<File> file);
  Result<void> moveIntoPlace();
  void discard();
  FileOps* m_files;
  fs::path m_target;
  fs::path m_temporary;  // empty once there is nothing to clean up
  std::unique_ptr<File> m_file;
};

/// Replaces `target` by `bytes`, or leaves it as it was. The caller owes the directory's sync,
/// until which a power cut may bring the older file back.
Result<void> replaceFile(FileOps& files, const fs::path& target, ByteView bytes);

/// As replaceFile, with the room on the disk taken before the first byte.
Result<void> replaceReserved(FileOps& files, const fs::path& target, ByteView bytes);

/// As replaceFile, durably.
Result<void> writeFileAtomically(FileOps& files, const fs::path& target, ByteView bytes);

/// Whether `name` is what an interrupted AtomicFile leaves behind.
bool isTemporaryName(std::string_view name);

}  // namespace cairn
