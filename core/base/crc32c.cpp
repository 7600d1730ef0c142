#include "core/base/crc32c.h"

#include <algorithm>
#include <isa-l/crc.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace cairn {
namespace {

std::uint32_t crcOfMany(ByteView bytes, std::uint32_t inverted) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // ISA-L counts bytes in an int
  while (!bytes.empty()) {
    const ByteView piece = bytes.first(std::min(bytes.size(), kPiece));
    // The library's prototype lacks const; it only reads.
    auto* data =
        static_cast<unsigned char*>(const_cast<void*>(static_cast<const void*>(piece.data())));
    inverted = crc32_iscsi(data, static_cast<int>(piece.size()), inverted);
    bytes = bytes.subspan(piece.size());
  }
  return inverted;
}

#if defined(__x86_64__)
// Below this the library's own preparations cost more than the bytes.
constexpr std::size_t kFew = 128;

__attribute__((target("sse4.2"))) std::uint32_t crcOfFew(ByteView bytes, std::uint32_t inverted) {
  std::uint64_t crc = inverted;
  while (bytes.size() >= 8) {
    crc = _mm_crc32_u64(crc, readLittleEndian(bytes.first(8)));
    bytes = bytes.subspan(8);
  }
  auto rest = static_cast<std::uint32_t>(crc);
  for (const std::byte b : bytes) rest = _mm_crc32_u8(rest, std::to_integer<std::uint8_t>(b));
  return rest;
}

bool hasInstruction() {
  static const bool has = __builtin_cpu_supports("sse4.2") != 0;
  return has;
}

__attribute__((target("avx"))) void zeroUpperHalves() { _mm256_zeroupper(); }

/// ISA-L's AVX-512 kernel leaves the upper halves of the vector registers dirty, and every SSE
/// instruction after it, in the whole program, then waits some 70 cycles.
void cleanRegisters() {
  static const bool hasAvx = __builtin_cpu_supports("avx") != 0;
  if (hasAvx) zeroUpperHalves();
}
#else
void cleanRegisters() {}
#endif

}  // namespace

std::uint32_t crc32c(ByteView bytes, std::uint32_t crc) {
  const std::uint32_t inverted = ~crc;  // as ISA-L and the instruction want it
#if defined(__x86_64__)
  if (bytes.size() < kFew && hasInstruction()) return ~crcOfFew(bytes, inverted);
#endif
  const std::uint32_t result = ~crcOfMany(bytes, inverted);
  cleanRegisters();
  return result;
}

}  // namespace cairn
