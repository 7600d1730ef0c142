#include "core/formats/tfrecord.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::formats {
namespace {

constexpr std::size_t kHeader = 12;  // u64 length + u32 masked crc
constexpr std::size_t kFooter = 4;   // u32 masked crc of the payload

bool headerChecks(ByteView header) {
  return readLittleEndian(header.subspan(8, 4)) == maskedCrc32c(header.first(8));
}

}  // namespace

TfRecordReader::TfRecordReader(ByteView bytes, std::string file, std::uint64_t fileOffset)
    : m_bytes(bytes), m_file(std::move(file)), m_fileOffset(fileOffset) {}

Result<std::optional<ByteView>> TfRecordReader::next() {
  const ByteView left = rest();
  if (left.size() < kHeader) return std::optional<ByteView>{};
  if (!headerChecks(left)) return corrupt("the checksum of the record's length does not match");

  // The checksum proves the length arrived whole, not that it is sane: bound it before using it.
  const std::uint64_t length = readLittleEndian(left.first(8));
  if (length > limits::kRecordBytes)
    return corrupt(
        fmt::format("record of {} bytes, at most {} are possible", length, limits::kRecordBytes));
  if (left.size() - kHeader < length + kFooter) return std::optional<ByteView>{};

  const auto size = static_cast<std::size_t>(length);
  const ByteView payload = left.subspan(kHeader, size);
  const std::uint64_t stored = readLittleEndian(left.subspan(kHeader + size, kFooter));
  if (const std::uint32_t found = maskedCrc32c(payload); stored != found)
    return corrupt(
        fmt::format("the checksum of the record's {} bytes does not match: stored {:#010x}, "
                    "calculated {:#010x}",
                    length, stored, found));
  m_position += kHeader + size + kFooter;
  return std::optional{payload};
}

std::uint64_t TfRecordReader::skipDamage() {
  const std::size_t before = m_position;
  if (const std::uint64_t record = brokenRecordBytes(); record > 0) {
    m_position += static_cast<std::size_t>(record);
    return record;
  }
  while (m_bytes.size() - m_position > kHeader) {
    ++m_position;
    // Twelve zeros never check; a stretch of them may be very long.
    const ByteView left = rest();
    const auto data =
        std::find_if(left.begin(), left.end(), [](std::byte b) { return b != std::byte{0}; });
    const auto zeros = static_cast<std::size_t>(data - left.begin());
    if (zeros >= kHeader) m_position += zeros - (kHeader - 1);
    if (m_bytes.size() - m_position < kHeader) break;
    const ByteView header = rest().first(kHeader);
    if (headerChecks(header) && readLittleEndian(header.first(8)) <= limits::kRecordBytes)
      return m_position - before;
  }
  m_position = m_bytes.size();
  return m_position - before;
}

bool TfRecordReader::damageIsZeroTail() const {
  const std::uint64_t record = brokenRecordBytes();
  const std::uint64_t checked = record > 0 ? record : kHeader;  // ends in the failed checksum
  const ByteView tail = rest().subspan(static_cast<std::size_t>(checked) - 1);
  return std::all_of(tail.begin(), tail.end(), [](std::byte b) { return b == std::byte{0}; });
}

/// Of the record whose payload failed its checksum; 0 when not even its length can be trusted.
std::uint64_t TfRecordReader::brokenRecordBytes() const {
  const ByteView left = rest();
  if (left.size() < kHeader || !headerChecks(left)) return 0;
  const std::uint64_t length = readLittleEndian(left.first(8));
  if (length > limits::kRecordBytes || left.size() - kHeader < length + kFooter) return 0;
  return kHeader + length + kFooter;
}

Error TfRecordReader::corrupt(std::string message) const {
  return {ErrorCode::Corrupt, std::move(message), m_file, resumeOffset()};
}

void appendTfRecord(Bytes& out, ByteView payload) {
  const std::size_t start = out.size();
  appendLittleEndian(out, payload.size(), 8);
  appendLittleEndian(out, maskedCrc32c(ByteView(out).subspan(start, 8)), 4);
  append(out, payload);
  appendLittleEndian(out, maskedCrc32c(payload), 4);
}

}  // namespace cairn::formats
