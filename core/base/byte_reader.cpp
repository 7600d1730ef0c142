#include "core/base/byte_reader.h"

#include <fmt/format.h>

namespace cairn {

ByteReader::ByteReader(ByteView bytes, std::string file, std::uint64_t fileOffset)
    : m_bytes(bytes), m_file(std::move(file)), m_fileOffset(fileOffset) {}

Result<std::uint8_t> ByteReader::readByte() {
  CAIRN_ASSIGN(const ByteView one, readBytes(1));
  return std::to_integer<std::uint8_t>(one.front());
}

Result<std::uint32_t> ByteReader::readFixed32() {
  CAIRN_ASSIGN(const ByteView four, readBytes(4));
  return static_cast<std::uint32_t>(readLittleEndian(four));
}

Result<std::uint64_t> ByteReader::readFixed64() {
  CAIRN_ASSIGN(const ByteView eight, readBytes(8));
  return readLittleEndian(eight);
}

Result<std::uint64_t> ByteReader::readVarint() {
  constexpr std::size_t kLongest = 10;  // 64 bits, seven a byte
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < kLongest; ++i) {
    if (m_position + i >= m_bytes.size()) return truncated(i + 1);
    const auto byte = std::to_integer<std::uint64_t>(m_bytes[m_position + i]);
    value |= (byte & 0x7f) << (7 * i);
    if ((byte & 0x80) == 0) {
      m_position += i + 1;
      return value;
    }
  }
  return corrupt("varint of over ten bytes");
}

Error ByteReader::corrupt(std::string message) const {
  return {ErrorCode::Corrupt, std::move(message), m_file, fileOffset()};
}

Error ByteReader::truncated(std::uint64_t wanted) const {
  return {ErrorCode::Truncated, fmt::format("{} bytes are left, want {}", remaining(), wanted),
          m_file, fileOffset()};
}

void appendVarint(Bytes& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<std::byte>((value & 0x7f) | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<std::byte>(value));
}

}  // namespace cairn
