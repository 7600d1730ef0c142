#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace cairn {

/// Bytes that somebody else owns.
using ByteView = std::span<const std::byte>;
/// Bytes that are ours.
using Bytes = std::vector<std::byte>;

inline ByteView asBytes(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

inline std::string_view asText(ByteView bytes) {
  return {static_cast<const char*>(static_cast<const void*>(bytes.data())), bytes.size()};
}

inline void append(Bytes& out, ByteView more) { out.insert(out.end(), more.begin(), more.end()); }

/// Unsigned integer of up to eight bytes, lowest byte first.
inline std::uint64_t readLittleEndian(ByteView bytes) {
  std::uint64_t value = 0;
  if constexpr (std::endian::native == std::endian::little) {
    // Of a size that the compiler knows this is one load.
    if (bytes.size() == 8 || bytes.size() == 4) {
      std::memcpy(&value, bytes.data(), bytes.size());
      return value;
    }
  }
  for (std::size_t i = 0; i < bytes.size() && i < 8; ++i)
    value |= std::to_integer<std::uint64_t>(bytes[i]) << (8 * i);
  return value;
}

/// Appends the lowest `width` bytes of `value`, lowest byte first.
inline void appendLittleEndian(Bytes& out, std::uint64_t value, std::size_t width) {
  for (std::size_t i = 0; i < width; ++i) out.push_back(static_cast<std::byte>(value >> (8 * i)));
}

}  // namespace cairn
