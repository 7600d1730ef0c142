#include "core/formats/index_table.h"

#include "core/base/byte_reader.h"
#include "core/base/crc32c.h"
#include "core/base/limits.h"

#include <fmt/format.h>
#include <leveldb/env.h>
#include <leveldb/options.h>
#include <leveldb/table_builder.h>
#include <snappy.h>

namespace cairn::formats {
namespace {

constexpr std::uint64_t kMagic = 0xdb4775248b80fb57;
constexpr std::size_t kFooter = 48;   // two handles, zeros to 40, magic
constexpr std::size_t kHandles = 40;  // of the footer's bytes
constexpr std::size_t kTrailer = 5;   // u8 compression + u32 masked crc
constexpr std::size_t kBlockSize = 262144;
constexpr int kRestartInterval = 16;

struct Handle {
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
};

/// A block's contents, unpacked, and where they are told from.
struct Block {
  ByteView contents;
  Bytes unpacked;  // what `contents` points into when the block is compressed
  std::uint64_t offset = 0;

  /// Where an error at `position` of the contents lies in the file.
  std::uint64_t fileOffset(std::size_t position) const {
    return unpacked.empty() ? offset + position : offset;
  }
};

std::string_view asView(leveldb::Slice slice) { return {slice.data(), slice.size()}; }
leveldb::Slice asSlice(std::string_view text) { return {text.data(), text.size()}; }

/// Walks a table and holds everything that it says against the bytes that are there.
class TableWalk {
 public:
  TableWalk(ByteView bytes, const std::string& file) : m_bytes(bytes), m_file(file) {}

  /// Shows every entry once its block is known to be whole.
  Result<void> run(const TableVisitor& visit);

 private:
  Error corrupt(std::string message, std::uint64_t offset) const {
    return {ErrorCode::Corrupt, std::move(message), m_file, offset};
  }
  Result<Handle> readHandle(ByteReader& reader) const;
  Result<Block> readBlock(Handle handle) const;
  Result<Bytes> unpack(ByteView packed, std::uint64_t offset) const;
  Result<std::vector<std::uint32_t>> readRestarts(const Block& block) const;
  /// Calls `entry(shared, suffix, value, offset)` for each entry whose lengths are good.
  template <class Entry>
  Result<void> walk(const Block& block, Entry entry);
  /// Shows the entries of the block that `indexKey` stands for.
  Result<void> visitBlock(const Block& block, std::string_view indexKey, const TableVisitor& visit);
  Result<void> spend(std::uint64_t bytes, std::uint64_t offset);

  ByteView m_bytes;
  const std::string& m_file;
  std::size_t m_entries = 0;
  std::string m_key;          // of the newest entry
  std::string m_indexKey;     // of the newest block
  std::uint64_t m_spent = 0;  // bytes of keys and values, prefixes not shared any more
};

Result<void> TableWalk::run(const TableVisitor& visit) {
  if (m_bytes.size() < kFooter)
    return inItsWords(
        {ErrorCode::Truncated,
         fmt::format("file is too short to be an sstable: {} bytes, a table has {} or more",
                     m_bytes.size(), kFooter),
         m_file, m_bytes.size()},
        "file is too short to be an sstable");
  const std::size_t footer = m_bytes.size() - kFooter;
  if (!looksLikeTable(m_bytes))
    return inItsWords(
        corrupt(fmt::format("not an sstable (bad magic number): 0x{:016x}, want 0x{:x}",
                            readLittleEndian(m_bytes.last(8)), kMagic),
                footer + kHandles),
        "not an sstable (bad magic number)");

  ByteReader handles(m_bytes.subspan(footer, kHandles), m_file, footer);
  CAIRN_TRY(readHandle(handles));  // the metaindex block, which TensorFlow never reads either
  CAIRN_ASSIGN(const Handle indexHandle, readHandle(handles));
  CAIRN_ASSIGN(const Block index, readBlock(indexHandle));

  std::string indexKey;
  std::uint64_t nextOffset = 0;
  const auto enter = [&](std::size_t shared, ByteView suffix, ByteView value,
                         std::uint64_t offset) -> Result<void> {
    indexKey.resize(shared);
    indexKey += asText(suffix);
    ByteReader reader(value, m_file, offset);
    CAIRN_ASSIGN(const Handle handle, readHandle(reader));
    // One block behind many handles would be read many times.
    if (handle.offset < nextOffset)
      return corrupt(fmt::format("block at {} begins before the end of another, {}", handle.offset,
                                 nextOffset),
                     offset);
    CAIRN_ASSIGN(const Block block, readBlock(handle));
    nextOffset = handle.offset + handle.size + kTrailer;
    return visitBlock(block, indexKey, visit);
  };
  return walk(index, enter);
}

Result<void> TableWalk::visitBlock(const Block& block, std::string_view indexKey,
                                   const TableVisitor& visit) {
  // Lookups go by the index keys, so a wrong one hides what stands in the block.
  const auto misplaced = [&] {
    return corrupt(
        fmt::format("key of the block at {} does not part it from the next", block.offset),
        block.offset);
  };
  const bool isFirst = m_entries == 0;
  bool inBlock = false;
  const auto show = [&](std::size_t shared, ByteView suffix, ByteView value,
                        std::uint64_t offset) -> Result<void> {
    const std::string_view end = asText(suffix);
    // The prefix is shared within a block only; the key before it may be another block's.
    const bool ascends = (isFirst && !inBlock) || std::string_view(m_key).substr(shared) < end;
    if (!ascends)
      return corrupt(fmt::format("key {} of the table is not above the one before", m_entries),
                     offset);
    if (++m_entries > limits::kTensors)
      return corrupt(fmt::format("over {} entries", limits::kTensors), offset);
    m_key.resize(shared);
    m_key += end;
    if (!inBlock && !isFirst && m_indexKey >= m_key) return misplaced();
    inBlock = true;
    return visit(m_key, value);
  };
  CAIRN_TRY(walk(block, show));
  if (indexKey < m_key) return misplaced();
  m_indexKey = indexKey;
  return {};
}

Result<Handle> TableWalk::readHandle(ByteReader& reader) const {
  Handle handle;
  CAIRN_ASSIGN(handle.offset, reader.readVarint());
  CAIRN_ASSIGN(handle.size, reader.readVarint());
  return handle;
}

Result<Block> TableWalk::readBlock(Handle handle) const {
  const std::uint64_t room = m_bytes.size() - kFooter;
  std::uint64_t end = 0;
  if (!addFits(handle.offset, handle.size, end) || !addFits(end, kTrailer, end) || end > room)
    return corrupt(fmt::format("block of {} bytes at {} does not end before the footer at {}",
                               handle.size, handle.offset, room),
                   handle.offset);
  const ByteView stored = m_bytes.subspan(static_cast<std::size_t>(handle.offset),
                                          static_cast<std::size_t>(handle.size) + 1);
  const ByteView crc = m_bytes.subspan(static_cast<std::size_t>(end) - 4, 4);
  const auto want = static_cast<std::uint32_t>(readLittleEndian(crc));
  if (const std::uint32_t found = maskedCrc32c(stored); found != want)
    return inItsWords(
        corrupt(fmt::format("block checksum mismatch: stored 0x{:08x}, the bytes give 0x{:08x}",
                            want, found),
                handle.offset),
        "block checksum mismatch");

  Block block;
  block.offset = handle.offset;
  block.contents = stored.first(stored.size() - 1);
  const auto compression = std::to_integer<int>(stored.back());
  if (compression == leveldb::kSnappyCompression) {
    CAIRN_ASSIGN(block.unpacked, unpack(block.contents, handle.offset));
    block.contents = block.unpacked;
  } else if (compression != leveldb::kNoCompression) {
    return inItsWords(
        corrupt(fmt::format("bad block type {}, want 0 or 1", compression), handle.offset),
        "bad block type");
  }
  return block;
}

Result<Bytes> TableWalk::unpack(ByteView packed, std::uint64_t offset) const {
  const std::string_view text = asText(packed);
  std::size_t length = 0;
  if (!snappy::GetUncompressedLength(text.data(), text.size(), &length))
    return corrupt("snappy block without a length", offset);
  if (length > limits::kSnappyBlockBytes || length > limits::kSnappyRatio * packed.size())
    return corrupt(fmt::format("snappy block of {} bytes claims {}", packed.size(), length),
                   offset);
  std::string plain;
  if (!snappy::Uncompress(text.data(), text.size(), &plain))
    return corrupt("snappy block can't be decompressed", offset);
  const ByteView bytes = asBytes(plain);
  return Bytes(bytes.begin(), bytes.end());
}

Result<std::vector<std::uint32_t>> TableWalk::readRestarts(const Block& block) const {
  const ByteView contents = block.contents;
  if (contents.size() < 4)
    return corrupt(fmt::format("block of {} bytes has no restart count", contents.size()),
                   block.offset);
  const std::uint64_t count = readLittleEndian(contents.last(4));
  if (count == 0 || count > (contents.size() - 4) / 4)
    return corrupt(fmt::format("{} restarts in a block of {} bytes", count, contents.size()),
                   block.fileOffset(contents.size() - 4));
  std::vector<std::uint32_t> restarts(static_cast<std::size_t>(count));
  const std::size_t start = contents.size() - 4 - 4 * restarts.size();
  for (std::size_t i = 0; i < restarts.size(); ++i)
    restarts[i] = static_cast<std::uint32_t>(readLittleEndian(contents.subspan(start + 4 * i, 4)));
  return restarts;
}

template <class Entry>
Result<void> TableWalk::walk(const Block& block, Entry entry) {
  CAIRN_ASSIGN(const std::vector<std::uint32_t> restarts, readRestarts(block));
  const std::size_t end = block.contents.size() - 4 - 4 * restarts.size();
  ByteReader reader(block.contents.first(end), m_file, block.offset);
  std::size_t restart = 0;
  std::uint64_t keyLength = 0;
  while (!reader.atEnd()) {
    const std::size_t position = reader.position();
    const std::uint64_t offset = block.fileOffset(position);
    std::array<std::uint64_t, 3> lengths{};
    if (!reader.readShortVarints(lengths))
      for (std::uint64_t& length : lengths) {
        const std::size_t begin = reader.position();
        CAIRN_ASSIGN(length, reader.readVarint());
        // LevelDB reads these as 32-bit numbers, and takes no longer form of one.
        if (length >> 32 != 0 || reader.position() - begin > 5)
          return corrupt("varint of over 32 bits", offset);
      }
    const auto [shared, unshared, valueLength] = lengths;
    if (shared > keyLength)
      return corrupt(fmt::format("entry shares {} bytes with a key of {}", shared, keyLength),
                     offset);
    if (restart < restarts.size() && restarts[restart] == position) {
      if (shared != 0)
        return corrupt(fmt::format("entry at a restart shares {} bytes", shared), offset);
      ++restart;
    }
    CAIRN_ASSIGN(const ByteView suffix, reader.readBytes(unshared));
    const std::uint64_t valueOffset = block.fileOffset(reader.position());
    CAIRN_ASSIGN(const ByteView value, reader.readBytes(valueLength));
    keyLength = shared + unshared;
    CAIRN_TRY(spend(keyLength + valueLength, offset));
    CAIRN_TRY(entry(static_cast<std::size_t>(shared), suffix, value, valueOffset));
  }
  // An empty block still has one restart, at 0.
  if (end == 0 && restarts.size() == 1 && restarts.front() == 0) return {};
  if (restart != restarts.size())
    return corrupt(fmt::format("restart {} is not where an entry begins", restarts[restart]),
                   block.fileOffset(end + 4 * restart));
  return {};
}

Result<void> TableWalk::spend(std::uint64_t bytes, std::uint64_t offset) {
  m_spent += bytes;
  // Shared prefixes make a megabyte of file a terabyte of keys.
  if (m_spent > limits::kMemoryBase + limits::kMemoryFactor * m_bytes.size())
    return corrupt(fmt::format("keys and values of over {} bytes in a file of {}", m_spent - bytes,
                               m_bytes.size()),
                   offset);
  return {};
}

class MemoryWriter : public leveldb::WritableFile {
 public:
  leveldb::Status Append(const leveldb::Slice& data) override {
    append(bytes, asBytes(asView(data)));
    return leveldb::Status::OK();
  }
  leveldb::Status Close() override { return leveldb::Status::OK(); }
  leveldb::Status Flush() override { return leveldb::Status::OK(); }
  leveldb::Status Sync() override { return leveldb::Status::OK(); }

  Bytes bytes;
};

leveldb::Options tableOptions() {
  leveldb::Options options;
  options.compression = leveldb::kNoCompression;
  options.block_size = kBlockSize;
  options.block_restart_interval = kRestartInterval;
  return options;
}

}  // namespace

bool looksLikeTable(ByteView bytes) {
  return bytes.size() >= kFooter && readLittleEndian(bytes.last(8)) == kMagic;
}

Result<void> visitTable(ByteView bytes, const std::string& file, const TableVisitor& visit) {
  return TableWalk(bytes, file).run(visit);
}

Result<std::vector<TableEntry>> readTable(ByteView bytes, const std::string& file) {
  std::vector<TableEntry> entries;
  CAIRN_TRY(visitTable(bytes, file, [&entries](std::string_view key, ByteView value) {
    entries.push_back({std::string(key), std::string(asText(value))});
    return Result<void>();
  }));
  return entries;
}

Result<Bytes> writeTable(const std::vector<TableEntry>& entries) {
  for (std::size_t i = 1; i < entries.size(); ++i)
    if (entries[i].key <= entries[i - 1].key)
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("key {} of a table is not above the one before", i)};
  MemoryWriter target;
  leveldb::TableBuilder builder(tableOptions(), &target);
  for (const TableEntry& entry : entries) builder.Add(asSlice(entry.key), asSlice(entry.value));
  if (const leveldb::Status status = builder.Finish(); !status.ok())
    return Error{ErrorCode::Io, status.ToString()};
  return std::move(target.bytes);
}

}  // namespace cairn::formats
