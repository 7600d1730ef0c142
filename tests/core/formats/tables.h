#pragma once

#include "core/base/byte_reader.h"
#include "core/base/crc32c.h"
#include "core/formats/index_table.h"

#include <QByteArray>
#include <string>
#include <vector>

// Tables made by hand, so that a test can put anything under a right checksum.
namespace cairn::tests {

inline Bytes fromHex(const QByteArray& hex) {
  const QByteArray raw = QByteArray::fromHex(hex);
  const ByteView view =
      asBytes(std::string_view(raw.constData(), static_cast<std::size_t>(raw.size())));
  return Bytes(view.begin(), view.end());
}

inline QByteArray toHex(ByteView bytes) {
  const std::string_view text = asText(bytes);
  return QByteArray(text.data(), static_cast<qsizetype>(text.size())).toHex();
}

/// One entry of a block as it is written.
inline void appendEntry(Bytes& block, std::uint64_t shared, std::string_view suffix,
                        std::string_view value) {
  appendVarint(block, shared);
  appendVarint(block, suffix.size());
  appendVarint(block, value.size());
  append(block, asBytes(suffix));
  append(block, asBytes(value));
}

inline Bytes withRestarts(Bytes block, const std::vector<std::uint32_t>& restarts) {
  for (const std::uint32_t restart : restarts) appendLittleEndian(block, restart, 4);
  appendLittleEndian(block, restarts.size(), 4);
  return block;
}

/// A block whose entries share nothing, one restart.
inline Bytes plainBlock(const std::vector<formats::TableEntry>& entries) {
  Bytes block;
  for (const auto& entry : entries) appendEntry(block, 0, entry.key, entry.value);
  return withRestarts(std::move(block), {0});
}

inline std::string handle(std::uint64_t offset, std::uint64_t size) {
  Bytes bytes;
  appendVarint(bytes, offset);
  appendVarint(bytes, size);
  return std::string(asText(bytes));
}

/// Puts blocks one behind the other, checksums right whatever they hold, and closes the table.
class TableMaker {
 public:
  /// Returns: the block's handle.
  std::string add(Bytes contents, int compression = 0) {
    const std::uint64_t offset = m_bytes.size();
    const std::uint64_t size = contents.size();
    contents.push_back(static_cast<std::byte>(compression));
    const std::uint32_t crc = maskedCrc32c(contents);
    append(m_bytes, contents);
    appendLittleEndian(m_bytes, crc, 4);
    return handle(offset, size);
  }
  Bytes finish(const std::string& indexHandle) {
    const std::string meta = add(plainBlock({}));
    Bytes footer;
    append(footer, asBytes(meta));
    append(footer, asBytes(indexHandle));
    footer.resize(40);
    appendLittleEndian(footer, 0xdb4775248b80fb57, 8);
    append(m_bytes, footer);
    return m_bytes;
  }

 private:
  Bytes m_bytes;
};

/// A table of one data block.
inline Bytes tableOf(Bytes block, int compression = 0, const std::string& lastKey = "\x7f") {
  TableMaker maker;
  const std::string data = maker.add(std::move(block), compression);
  return maker.finish(maker.add(plainBlock({{lastKey, data}})));
}

}  // namespace cairn::tests
