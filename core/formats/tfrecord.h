#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <optional>
#include <string>

namespace cairn::formats {

/// Cuts a byte range into the records of one TFRecord file, in file order.
/// Format: u64 length, u32 masked CRC-32C of it, payload, u32 masked CRC-32C; doc/tfrecord.md.
/// Errors: Corrupt, with the record's offset, for a wrong checksum; then `skipDamage` goes on
/// behind
///         it. A record cut off by the end is not an error: next() returns nothing and
///         resumeOffset() says where to go on once the file has grown.
/// Owner:  borrows the bytes; they must outlive the reader and every payload it returned.
/// Thread: Not locked; one thread at a time.
/// Cost:   no allocation; one pass over each payload for its checksum.
class TfRecordReader {
 public:
  TfRecordReader(ByteView bytes, std::string file);
  Result<std::optional<ByteView>> next();
  /// Moves behind the damage that next() has just reported: past the record when only its payload
  /// is bad, else to the next offset whose twelve header bytes check. Returns the bytes skipped.
  std::uint64_t skipDamage();
  /// Of the next record's first byte.
  std::uint64_t resumeOffset() const { return m_offset; }

 private:
  Error corrupt(std::string message) const;
  ByteView m_bytes;
  std::string m_file;
  std::uint64_t m_offset = 0;
};

/// Appends one framed record.
void appendTfRecord(Bytes& out, ByteView payload);

}  // namespace cairn::formats
