#pragma once

#include "core/base/file_ops.h"

#include <fmt/format.h>
#include <mutex>
#include <optional>

namespace cairn::test {

/// A FileOps over another one whose n-th write-type call fails, or is where the process dies.
/// Write-type calls are: open for writing, write, allocate, sync, close of a file that was opened
/// for writing, rename, remove, createDirectories and syncDirectory. They are counted from 1.
/// Once "dead" it refuses every call, reads too, and does nothing more: what destructors still try
/// to tidy up has no effect, so the disk stays as a SIGKILL would have left it. Go on with the
/// inner FileOps (or a new FaultyFileOps), as the next process would.
/// Thread: Thread-safe, as far as the inner one is.
class FaultyFileOps : public FileOps {
 public:
  enum class Death {
    Before,  // the call is not made at all
    Torn,    // of a write the first half is made; other calls are not made
  };

  explicit FaultyFileOps(FileOps& inner) : m_inner(&inner), m_state(std::make_shared<State>()) {}

  /// Lets the `call`-th write-type call fail with `code`, once or from then on.
  void failAt(std::size_t call, ErrorCode code = ErrorCode::NoSpace, bool fromThenOn = false) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->plan = Plan{call, code, fromThenOn, std::nullopt};
  }
  /// Ends the process, as far as files go, at the `call`-th write-type call.
  void killAt(std::size_t call, Death death = Death::Before) {
    const std::scoped_lock lock(m_state->mutex);
    m_state->plan = Plan{call, ErrorCode::Io, false, death};
  }

  /// Write-type calls so far, the failed ones included.
  std::size_t calls() const {
    const std::scoped_lock lock(m_state->mutex);
    return m_state->log.size();
  }
  bool isDead() const {
    const std::scoped_lock lock(m_state->mutex);
    return m_state->dead;
  }
  /// What each call was: `rename model.ckpt-2.index`, `write 20 events.out…`.
  std::vector<std::string> log() const {
    const std::scoped_lock lock(m_state->mutex);
    return m_state->log;
  }

  Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) override {
    const bool writes = mode != OpenMode::Read;
    CAIRN_TRY(writes ? m_state->onWrite("open", path) : m_state->onRead(path));
    CAIRN_ASSIGN(std::unique_ptr<File> file, m_inner->open(path, mode));
    return std::unique_ptr<File>(
        std::make_unique<FaultyFile>(std::move(file), m_state, path, writes));
  }
  Result<void> rename(const fs::path& from, const fs::path& to) override {
    CAIRN_TRY(m_state->onWrite("rename", to));
    return m_inner->rename(from, to);
  }
  Result<void> remove(const fs::path& path) override {
    CAIRN_TRY(m_state->onWrite("remove", path));
    return m_inner->remove(path);
  }
  Result<void> createDirectories(const fs::path& path) override {
    CAIRN_TRY(m_state->onWrite("createDirectories", path));
    return m_inner->createDirectories(path);
  }
  Result<std::vector<DirectoryEntry>> list(const fs::path& directory) override {
    CAIRN_TRY(m_state->onRead(directory));
    return m_inner->list(directory);
  }
  Result<FileStat> stat(const fs::path& path) override {
    CAIRN_TRY(m_state->onRead(path));
    return m_inner->stat(path);
  }
  Result<void> syncDirectory(const fs::path& directory) override {
    CAIRN_TRY(m_state->onWrite("syncDirectory", directory));
    return m_inner->syncDirectory(directory);
  }
  Result<std::uint64_t> freeSpace(const fs::path& path) override {
    CAIRN_TRY(m_state->onRead(path));
    return m_inner->freeSpace(path);
  }

 private:
  struct Plan {
    std::size_t call = 0;
    ErrorCode code = ErrorCode::Io;
    bool fromThenOn = false;
    std::optional<Death> death;
  };

  struct State {
    mutable std::mutex mutex;
    std::optional<Plan> plan;
    std::vector<std::string> log;
    bool dead = false;

    Result<void> onRead(const fs::path& path) {
      const std::scoped_lock lock(mutex);
      return dead ? refusal(path) : Result<void>();
    }
    /// `torn` becomes true for a write that is to be made by half.
    Result<void> onWrite(std::string_view what, const fs::path& path, bool* torn = nullptr) {
      const std::scoped_lock lock(mutex);
      if (dead) return refusal(path);
      log.push_back(fmt::format("{} {}", what, path.filename().string()));
      if (!plan) return {};
      if (log.size() != plan->call && !(plan->fromThenOn && log.size() > plan->call)) return {};
      if (!plan->death)
        return Error{plan->code, fmt::format("{} fails, as planned", what), path.string()};
      dead = true;
      if (torn != nullptr) *torn = plan->death == Death::Torn;
      return refusal(path);
    }
    static Error refusal(const fs::path& path) {
      return {ErrorCode::Io, "the process has died, as planned", path.string()};
    }
  };

  class FaultyFile : public File {
   public:
    FaultyFile(std::unique_ptr<File> inner, std::shared_ptr<State> state, fs::path path,
               bool writes)
        : m_inner(std::move(inner)),
          m_state(std::move(state)),
          m_path(std::move(path)),
          m_writes(writes) {}

    Result<std::size_t> readAt(std::uint64_t offset, std::span<std::byte> buffer) override {
      CAIRN_TRY(m_state->onRead(m_path));
      return m_inner->readAt(offset, buffer);
    }
    Result<void> write(ByteView bytes) override {
      bool torn = false;
      Result<void> allowed = m_state->onWrite(fmt::format("write {}", bytes.size()), m_path, &torn);
      if (torn) (void)m_inner->write(bytes.first(bytes.size() / 2));
      if (!allowed) return allowed;
      return m_inner->write(bytes);
    }
    Result<void> allocate(std::uint64_t bytes) override {
      CAIRN_TRY(m_state->onWrite("allocate", m_path));
      return m_inner->allocate(bytes);
    }
    Result<void> sync() override {
      CAIRN_TRY(m_state->onWrite("sync", m_path));
      return m_inner->sync();
    }
    Result<FileStat> stat() override {
      CAIRN_TRY(m_state->onRead(m_path));
      return m_inner->stat();
    }
    Result<void> close() override {
      CAIRN_TRY(m_writes ? m_state->onWrite("close", m_path) : m_state->onRead(m_path));
      return m_inner->close();
    }
    Result<void> lock() override {
      CAIRN_TRY(m_state->onRead(m_path));
      return m_inner->lock();
    }

   private:
    std::unique_ptr<File> m_inner;
    std::shared_ptr<State> m_state;
    fs::path m_path;
    bool m_writes;
  };

  FileOps* m_inner;
  std::shared_ptr<State> m_state;
};

}  // namespace cairn::test
