#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/formats/proto/event.pb.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

/// What one pass over an event file found.
struct EventFileContent {
  struct Record {
    std::uint64_t offset = 0;  // of the framed record
    pb::Event event;
  };
  std::vector<Record> records;
  std::vector<Error> damage;       // each with its offset; the records after it are still read
  std::uint64_t resumeOffset = 0;  // where an unfinished last record or a tail of zeros begins
};

/// All events of one file's bytes. Damage is local: bad records are named, the others are given.
/// A tail of zeros is named too, but may become data later: resumeOffset stays before it.
EventFileContent readEvents(ByteView bytes, const std::string& file);

/// Whether TensorBoard takes a file of this name for an event file.
bool isEventFileName(std::string_view name);

/// Appends events to one new file of its own, as TensorFlow's events writer does.
/// The first record is the file_version, its wall time in whole seconds; doc/event_file.md.
/// Errors: as FileOps. After one, the file may end in a torn record, so that the writer takes
///         nothing more and answers with the same error.
/// Owner:  borrows `files` and `clock`. Destroyed without `flush`, it drops what is buffered.
/// Thread: Not locked; one thread at a time.
class EventFileWriter {
 public:
  /// `directory/events.out.tfevents.<10-digit seconds>.<host>`; a number is added for a name taken.
  /// The version record is handed to the system at once.
  static Result<EventFileWriter> create(FileOps& files, Clock& clock, const fs::path& directory);

  const fs::path& path() const { return m_path; }
  /// Buffers `event`, its wall time set to now when it has none.
  void add(pb::Event event);
  void addScalars(Step step, const std::vector<std::pair<std::string, float>>& values);
  /// Hands what is buffered to the system.
  Result<void> flush();
  /// flush, then to the disk, the file's name too.
  Result<void> sync();
  std::size_t bufferedBytes() const { return m_buffer.size(); }

 private:
  EventFileWriter(FileOps& files, Clock& clock, fs::path path, std::unique_ptr<File> file);
  Result<void> failed(Error error);
  FileOps* m_files;
  Clock* m_clock;
  fs::path m_path;
  std::unique_ptr<File> m_file;
  Bytes m_buffer;
  std::optional<Error> m_failure;
  bool m_nameIsDurable = false;
};

}  // namespace cairn::formats
