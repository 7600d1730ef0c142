#include "core/base/crc32c.h"

#include <algorithm>
#include <isa-l/crc.h>

namespace cairn {

std::uint32_t crc32c(ByteView bytes, std::uint32_t crc) {
  constexpr std::size_t kPiece = std::size_t{1} << 30;  // ISA-L counts bytes in an int
  std::uint32_t inverted = ~crc;                        // and inverts nothing
  while (!bytes.empty()) {
    const ByteView piece = bytes.first(std::min(bytes.size(), kPiece));
    // The library's prototype lacks const; it only reads.
    auto* data =
        static_cast<unsigned char*>(const_cast<void*>(static_cast<const void*>(piece.data())));
    inverted = crc32_iscsi(data, static_cast<int>(piece.size()), inverted);
    bytes = bytes.subspan(piece.size());
  }
  return ~inverted;
}

}  // namespace cairn
