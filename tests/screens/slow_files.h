#pragma once

#include "core/base/file_ops.h"

#include <chrono>
#include <thread>

namespace cairn::screens {

/// The real files behind a slow network: each listing of a folder takes a while.
/// Thread: Thread-safe.
class SlowFiles : public FileOps {
 public:
  Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) override {
    return real().open(path, mode);
  }
  Result<void> rename(const fs::path& from, const fs::path& to) override {
    return real().rename(from, to);
  }
  Result<void> remove(const fs::path& path) override { return real().remove(path); }
  Result<void> createDirectories(const fs::path& path) override {
    return real().createDirectories(path);
  }
  Result<std::vector<DirectoryEntry>> list(const fs::path& directory) override {
    std::this_thread::sleep_for(std::chrono::milliseconds(150));
    return real().list(directory);
  }
  Result<FileStat> stat(const fs::path& path) override { return real().stat(path); }
  Result<void> syncDirectory(const fs::path& directory) override {
    return real().syncDirectory(directory);
  }
  Result<std::uint64_t> freeSpace(const fs::path& path) override { return real().freeSpace(path); }

 private:
  static FileOps& real() { return posixFileOps(); }
};

}  // namespace cairn::screens
