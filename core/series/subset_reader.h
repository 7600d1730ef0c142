#pragma once

#include "core/base/file_ops.h"
#include "core/series/subset_store.h"

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::series {

/// Told how many bytes were read, and of which file.
using OnBytes = std::function<void(std::uint64_t, const std::string&)>;

/// Reads the event files of one folder into a SubsetStore, poll by poll.
/// Its files are read one after the other, ordered by their first event's wall time, then name. The
/// last one is read on where it ended; any other change means that all are read again.
/// Thread: Not locked; one thread at a time.
class SubsetReader {
 public:
  SubsetReader(FileOps& files, fs::path directory, std::string subset);

  /// `entries` is what the folder holds.
  /// Returns: whether something changed.
  /// Errors: Cancelled; the next poll goes on from there.
  Result<bool> poll(const std::vector<DirectoryEntry>& entries, std::stop_token stop,
                    const OnBytes& onBytes);

  SubsetStore& store() { return m_store; }
  std::vector<Error> problems() const;
  std::uint64_t events() const;

 private:
  struct EventFile {
    std::string name;
    FileStat found;            // at this poll
    FileStat read;             // when it was last read to its end
    std::uint64_t offset = 0;  // of the first byte that was not taken
    std::uint64_t events = 0;
    std::optional<double> begins;  // wall time of its first event
    std::uint32_t headCrc = 0;     // of the first bytes, to know a file that was written anew
    std::uint64_t headBytes = 0;
    std::vector<Error> problems;
    std::optional<Error> tail;  // damage that goes on to the end: looked at again
    bool isPresent = true;

    bool needsReading() const { return found != read; }
  };

  class FileSink;

  /// Whether all has to be read again.
  bool look(const std::vector<DirectoryEntry>& entries);
  bool isSameFile(const EventFile& file, const FileStat& found);
  void order();
  bool mustRestart() const;
  void restart();
  std::optional<double> peek(const EventFile& file);
  std::uint32_t crcOfHead(const fs::path& path, std::uint64_t bytes);
  Result<void> read(EventFile& file, std::stop_token stop, const OnBytes& onBytes);
  void takePayload(EventFile& file, std::uint64_t offset, ByteView payload);
  fs::path pathOf(const EventFile& file) const { return m_directory / file.name; }

  FileOps* m_files;
  fs::path m_directory;
  std::string m_subset;
  SubsetStore m_store;
  std::vector<EventFile> m_eventFiles;
  std::vector<Error> m_oddEntries;  // named like event files, and none
  EventScanner m_scanner;
};

}  // namespace cairn::series
