#include "core/formats/bundle_payload.h"

#include "core/base/byte_reader.h"
#include "core/base/crc32c.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <limits>

namespace cairn::formats {
namespace {

/// Goes on from `crc` over an integer's bytes in the order of the machine that wrote it.
std::uint32_t crcOfNumber(std::uint64_t value, std::size_t width, bool bigEndian,
                          std::uint32_t crc) {
  std::array<std::byte, 8> bytes;
  for (std::size_t i = 0; i < width; ++i)
    bytes[bigEndian ? width - 1 - i : i] = static_cast<std::byte>(value >> (8 * i));
  return crc32c(std::span(bytes).first(width), crc);
}

// Lengths were 32 bits once, so only longer ones count eight bytes.
std::uint32_t crcOfLength(std::uint64_t length, bool bigEndian, std::uint32_t crc) {
  const bool isLong = length > std::numeric_limits<std::uint32_t>::max();
  return crcOfNumber(length, isLong ? 8 : 4, bigEndian, crc);
}

std::uint32_t readFixed32(ByteView four, bool bigEndian) {
  const auto value = static_cast<std::uint32_t>(readLittleEndian(four));
  return bigEndian ? __builtin_bswap32(value) : value;
}

Error corrupt(std::string message) { return {ErrorCode::Corrupt, std::move(message)}; }

}  // namespace

Result<std::uint32_t> walkStrings(ByteView payload, std::uint64_t count, bool bigEndian,
                                  const std::function<void(ByteView)>& string) {
  if (count > payload.size())
    return corrupt(
        fmt::format("{} bytes can't hold the lengths of {} strings", payload.size(), count));
  ByteReader reader(payload);
  std::uint32_t crc = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    CAIRN_ASSIGN(const std::uint64_t length, reader.readVarint());
    crc = crcOfLength(length, bigEndian, crc);
  }
  ByteReader lengths(payload.first(reader.position()));
  CAIRN_ASSIGN(const ByteView storedCrc, reader.readBytes(4));
  if (const std::uint32_t stored = unmaskCrc(readFixed32(storedCrc, bigEndian)); stored != crc)
    return corrupt(fmt::format(
        "The length checksum does not match: expected {:08} but actual is {:08}", stored, crc));
  crc = crc32c(storedCrc, crc);
  for (std::uint64_t i = 0; i < count; ++i) {
    CAIRN_ASSIGN(const std::uint64_t length, lengths.readVarint());
    const auto bytes = reader.readBytes(length);
    if (!bytes)
      return corrupt(
          fmt::format("String lengths longer than expected: string {} of {} bytes, {} "
                      "are left",
                      i, length, reader.remaining()));
    crc = crc32c(*bytes, crc);
    if (string) string(*bytes);
  }
  return crc;
}

Result<std::uint32_t> walkVariants(ByteView payload, std::uint64_t count) {
  ByteReader reader(payload);
  std::uint32_t crc = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    CAIRN_ASSIGN(const std::uint64_t length, reader.readVarint());
    CAIRN_ASSIGN(const ByteView message, reader.readBytes(length));
    crc = crc32c(message, crcOfNumber(length, 8, false, crc));
    CAIRN_ASSIGN(const ByteView storedCrc, reader.readBytes(4));
    if (const std::uint32_t stored = unmaskCrc(readFixed32(storedCrc, false)); stored != crc)
      return corrupt(
          fmt::format("The checksum after Variant {} does not match. Expected: {:08} Actual: {:08}",
                      i, stored, crc));
    crc = crc32c(storedCrc, crc);
  }
  return crc;
}

std::uint32_t appendStrings(Bytes& out, const std::vector<std::string>& strings) {
  std::uint32_t crc = 0;
  for (const std::string& string : strings) {
    appendVarint(out, string.size());
    crc = crcOfLength(string.size(), false, crc);
  }
  const std::uint32_t masked = maskCrc(crc);
  appendLittleEndian(out, masked, 4);
  crc = crcOfNumber(masked, 4, false, crc);
  for (const std::string& string : strings) {
    append(out, asBytes(string));
    crc = crc32c(asBytes(string), crc);
  }
  return crc;
}

void swapElements(DType dtype, Bytes& bytes) {
  const bool isComplex = dtype == DType::Complex64 || dtype == DType::Complex128;
  const std::size_t width = dtypeWidth(dtype) / (isComplex ? 2 : 1);
  if (width < 2) return;
  for (std::size_t i = 0; i + width <= bytes.size(); i += width) {
    const std::span<std::byte> element = std::span(bytes).subspan(i, width);
    std::reverse(element.begin(), element.end());
  }
}

}  // namespace cairn::formats
