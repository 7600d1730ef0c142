#pragma once

#include "core/base/byte_reader.h"
#include "core/base/crc32c.h"

#include <algorithm>

namespace cairn::fuzz {

/// Makes the block's checksum right, where there is such a block.
inline void mendBlock(Bytes& table, std::uint64_t offset, std::uint64_t size) {
  if (offset > table.size() || size > table.size() || offset + size + 5 > table.size()) return;
  const std::uint32_t crc = maskedCrc32c(ByteView(table).subspan(
      static_cast<std::size_t>(offset), static_cast<std::size_t>(size) + 1));
  Bytes stored;
  appendLittleEndian(stored, crc, 4);
  std::copy(stored.begin(), stored.end(),
            table.begin() + static_cast<std::ptrdiff_t>(offset + size + 1));
}

/// The input with the magic of a table and right checksums for its index block and, as far as its
/// first entry says, its first data block: else the checksums hide everything behind them.
inline Bytes mended(ByteView input) {
  Bytes table(input.begin(), input.end());
  if (table.size() < 48) return table;
  Bytes magic;
  appendLittleEndian(magic, 0xdb4775248b80fb57, 8);
  std::copy(magic.begin(), magic.end(), table.end() - 8);
  ByteReader footer(ByteView(table).last(48));
  std::uint64_t handle[4] = {};
  for (std::uint64_t& number : handle)
    if (const auto read = footer.readVarint()) number = *read;
  const std::uint64_t offset = handle[2];
  if (offset + handle[3] < table.size() && offset < table.size()) {
    ByteReader index(ByteView(table).subspan(static_cast<std::size_t>(offset)));
    std::uint64_t lengths[3] = {};
    for (std::uint64_t& number : lengths)
      if (const auto read = index.readVarint()) number = *read;
    if (index.readBytes(lengths[1])) {
      const auto first = index.readVarint();
      const auto size = index.readVarint();
      if (first && size) mendBlock(table, *first, *size);
    }
  }
  mendBlock(table, offset, handle[3]);
  return table;
}

/// The fuzzer's bytes, as they are or mended as their last bit says.
inline Bytes input(const std::uint8_t* data, std::size_t size) {
  const ByteView raw = std::as_bytes(std::span(data, size));
  const bool asIs = size == 0 || (data[size - 1] & 1U) != 0;
  return asIs ? Bytes(raw.begin(), raw.end()) : mended(raw.first(size - 1));
}

}  // namespace cairn::fuzz
