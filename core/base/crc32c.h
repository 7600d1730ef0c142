#pragma once

#include "core/base/bytes.h"

namespace cairn {

/// CRC-32C (Castagnoli) of `bytes`, going on from `crc`, the value over what came before (0:
/// nothing). Thread: Thread-safe.
std::uint32_t crc32c(ByteView bytes, std::uint32_t crc = 0);

/// The form in which TensorFlow and LevelDB store a checksum, so that a checksum over data that
/// holds checksums stays good.
constexpr std::uint32_t maskCrc(std::uint32_t crc) {
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

constexpr std::uint32_t unmaskCrc(std::uint32_t masked) {
  const std::uint32_t rotated = masked - 0xa282ead8U;
  return (rotated >> 17) | (rotated << 15);
}

inline std::uint32_t maskedCrc32c(ByteView bytes) { return maskCrc(crc32c(bytes)); }

}  // namespace cairn
