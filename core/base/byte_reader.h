#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <array>
#include <string>

namespace cairn {

/// A cursor over bytes of a file that never steps outside them.
/// Errors: Truncated at the cursor's offset when fewer bytes are left than asked for; Corrupt for a
///         varint of over ten bytes. The cursor stays where it was.
/// Owner:  borrows the bytes.
/// Thread: Not locked; one thread at a time.
class ByteReader {
 public:
  /// `fileOffset` is where `bytes` begin in the file named `file`, so that errors can say where.
  explicit ByteReader(ByteView bytes, std::string file = {}, std::uint64_t fileOffset = 0);

  std::size_t remaining() const { return m_bytes.size() - m_position; }
  std::size_t position() const { return m_position; }
  std::uint64_t fileOffset() const { return m_fileOffset + m_position; }
  bool atEnd() const { return remaining() == 0; }

  Result<ByteView> readBytes(std::uint64_t count) {
    if (count > remaining()) return truncated(count);
    const ByteView taken = m_bytes.subspan(m_position, static_cast<std::size_t>(count));
    m_position += taken.size();
    return taken;
  }
  Result<std::uint8_t> readByte();
  Result<std::uint32_t> readFixed32();
  Result<std::uint64_t> readFixed64();
  Result<std::uint64_t> readVarint();
  /// Fills `values` when each of the varints that follow is a single byte; else reads nothing.
  template <std::size_t Count>
  bool readShortVarints(std::array<std::uint64_t, Count>& values) {
    if (remaining() < Count) return false;
    const ByteView bytes = m_bytes.subspan(m_position, Count);
    std::uint64_t all = 0;
    for (std::size_t i = 0; i < Count; ++i)
      all |= values[i] = std::to_integer<std::uint64_t>(bytes[i]);
    if (all >= 0x80) return false;
    m_position += Count;
    return true;
  }

  Error corrupt(std::string message) const;

 private:
  Error truncated(std::uint64_t wanted) const;
  ByteView m_bytes;
  std::size_t m_position = 0;
  std::string m_file;
  std::uint64_t m_fileOffset;
};

/// Appends `value` as a protobuf varint.
void appendVarint(Bytes& out, std::uint64_t value);

}  // namespace cairn
