#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <optional>
#include <string>

namespace cairn::formats {

/// Cuts a byte range into the records of one TFRecord file, in file order.
/// Format: u64 length, u32 masked CRC-32C of it, payload, u32 masked CRC-32C; doc/tfrecord.md.
/// Errors: Corrupt, with the record's offset, for a wrong checksum; then `skipDamage` goes on.
///         A record cut off by the end is not an error: next() returns nothing and resumeOffset()
///         says where to go on once the file has grown.
/// Owner:  borrows the bytes; they must outlive the reader and every payload it returned.
/// Thread: Not locked; one thread at a time.
/// Cost:   no allocation; one pass over each payload for its checksum.
class TfRecordReader {
 public:
  /// `fileOffset` is where `bytes` begin in the file: all offsets count from the file's start.
  TfRecordReader(ByteView bytes, std::string file, std::uint64_t fileOffset = 0);
  Result<std::optional<ByteView>> next();
  /// Moves behind the damage that next() has just reported: past the record when only its payload
  /// is bad, else to the next offset whose twelve header bytes check, or to the end when there is
  /// none. Returns the bytes skipped.
  std::uint64_t skipDamage();
  /// Of the next record's first byte.
  std::uint64_t resumeOffset() const { return m_fileOffset + m_position; }
  /// After damage: whether the bytes end in zeros from within the failed checksum on. A power loss
  /// leaves such a tail; on a network file system it may become data later.
  bool damageIsZeroTail() const;

 private:
  Error corrupt(std::string message) const;
  ByteView rest() const { return m_bytes.subspan(m_position); }
  std::uint64_t brokenRecordBytes() const;
  ByteView m_bytes;
  std::string m_file;
  std::uint64_t m_fileOffset;
  std::size_t m_position = 0;  // in m_bytes
};

/// Appends one framed record.
void appendTfRecord(Bytes& out, ByteView payload);

}  // namespace cairn::formats
