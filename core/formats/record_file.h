#pragma once

#include "core/base/file_ops.h"

#include <optional>
#include <stop_token>
#include <string>

namespace cairn::formats {

/// Takes what `readRecords` finds in a file, in its order.
class RecordSink {
 public:
  virtual ~RecordSink() = default;
  /// The payload lasts for the call only.
  virtual void takeRecord(std::uint64_t offset, ByteView payload) = 0;
  /// A stretch that was skipped: more records came after it.
  virtual void takeDamage(Error damage) = 0;
  /// All before `offset` was taken; a later reading may go on there.
  virtual void tookUpTo(std::uint64_t offset) = 0;
};

/// What stands behind the last whole record of a file that may still grow.
struct RecordTail {
  std::uint64_t offset = 0;     // where to go on once the file has changed
  std::optional<Error> damage;  // no record could be found behind it, up to the end
  bool isZeros = false;         // the damage ends in zeros, which may become data
};

/// Reads the TFRecords of `file` from `from` up to `size`, a chunk at a time.
/// Errors: of the file; Cancelled. The sink was told how far the reading came.
/// Cost:   memory for the largest record or stretch of damage.
Result<RecordTail> readRecords(File& file, const std::string& name, std::uint64_t from,
                               std::uint64_t size, RecordSink& sink, std::stop_token stop = {});

}  // namespace cairn::formats
