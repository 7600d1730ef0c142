#include "core/formats/bundle_index.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "core/formats/index_table.h"
#include "core/formats/proto/bundle.pb.h"
#include "core/formats/wire.h"
#include "core/formats/wire_reader.h"

#include <fmt/format.h>

namespace cairn::formats {
namespace {

constexpr int kVersion = 1;  // of the format, as TensorFlow 2.15 counts
constexpr int kReferenceTypes = 100;
constexpr std::size_t kEntryBytes = 32;  // of an index for one tensor, about

/// TensorFlow's words around what it can't read of an index.
std::string cantRead(const std::string& file, std::string_view detail) {
  return fmt::format(
      "Unable to read file ({}). Perhaps the file is corrupt or was produced by a newer version of "
      "TensorFlow with format changes ({})",
      file, detail);
}

Result<void> checkVersion(const pb::VersionDef& version) {
  constexpr std::string_view kUpgrade = "Please upgrade TensorFlow";
  if (version.min_consumer() > kVersion)
    return Error{ErrorCode::Unsupported,
                 fmt::format("Checkpoint min consumer version {} above current version {} for "
                             "TensorFlow 2.15.1.  {}.",
                             version.min_consumer(), kVersion, kUpgrade)};
  for (const int bad : version.bad_consumers())
    if (bad == kVersion)
      return Error{ErrorCode::Unsupported,
                   fmt::format("Checkpoint disallows consumer version {}.  {}: this version is "
                               "likely buggy.",
                               kVersion, kUpgrade)};
  return {};
}

std::optional<Error> dtypeProblem(int number) {
  const auto dtype = static_cast<DType>(number);
  if (number == 0) return Error{ErrorCode::Corrupt, "has no type (INVALID)"};
  if (number > kReferenceTypes)
    return Error{ErrorCode::Corrupt, fmt::format("type {} is a reference type", number)};
  if (dtype == DType::Resource)
    return Error{ErrorCode::Unsupported, "type resource has no stored values"};
  if (dtypeWidth(dtype) == 0 && dtype != DType::String && dtype != DType::Variant)
    return Error{ErrorCode::Unsupported, fmt::format("unknown dtype enum ({})", number)};
  return std::nullopt;
}

/// A BundleEntryProto, walked once; ten thousand of them are listed before a person notices.
struct StoredEntry {
  std::int32_t dtype = 0;
  std::int64_t offset = 0;
  std::int64_t size = 0;
  bool unknownRank = false;
  std::size_t dimensions = 0;  // all that are named, of which Shape gets limits::kDimensions
};

/// Dimensions of a TensorShapeProto. Returns: false when it is no message.
bool decodeShape(ByteView message, StoredEntry& stored, Shape& shape) {
  WireReader fields(message);
  while (fields.next()) {
    if (fields.is(3, WireReader::Type::Varint)) stored.unknownRank = fields.value() != 0;
    if (!fields.is(2, WireReader::Type::Bytes)) continue;
    std::int64_t size = 0;
    WireReader dimension(fields.bytes());
    while (dimension.next())
      if (dimension.is(1, WireReader::Type::Varint))
        size = static_cast<std::int64_t>(dimension.value());
    if (dimension.failed()) return false;
    if (++stored.dimensions <= limits::kDimensions) shape.push_back(size);
  }
  return !fields.failed();
}

/// Appends a TensorSliceProto. Returns: false when it is no message.
bool decodeSlice(ByteView message, std::vector<Slice>& slices) {
  Slice slice;
  WireReader fields(message);
  while (fields.next()) {
    if (!fields.is(1, WireReader::Type::Bytes)) continue;
    Slice::Extent extent;
    WireReader numbers(fields.bytes());
    while (numbers.next()) {
      if (numbers.is(1, WireReader::Type::Varint))
        extent.start = static_cast<std::int64_t>(numbers.value());
      if (numbers.is(2, WireReader::Type::Varint))
        extent.length = static_cast<std::int64_t>(numbers.value());
    }
    if (numbers.failed()) return false;
    // One more than any shape has, so that it fits none.
    if (slice.extents.size() <= limits::kDimensions) slice.extents.push_back(extent);
  }
  // One more than can be joined, so that reading it says that these are too many.
  if (slices.size() <= limits::kSlices) slices.push_back(std::move(slice));
  return !fields.failed();
}

/// Fills what stands in `value` as it stands. Returns: false when it is no message.
bool decodeFields(ByteView value, StoredEntry& stored, BundleEntry& entry) {
  using Type = WireReader::Type;
  WireReader fields(value);
  while (fields.next()) {
    const bool isNumber = fields.type() == Type::Varint;
    switch (fields.number()) {
      case 1:
        if (isNumber) stored.dtype = static_cast<std::int32_t>(fields.value());
        break;
      case 2:
        if (fields.type() != Type::Bytes) break;
        if (!decodeShape(fields.bytes(), stored, entry.shape)) return false;
        break;
      case 3:
        if (isNumber) entry.shard = static_cast<std::int32_t>(fields.value());
        break;
      case 4:
        if (isNumber) stored.offset = static_cast<std::int64_t>(fields.value());
        break;
      case 5:
        if (isNumber) stored.size = static_cast<std::int64_t>(fields.value());
        break;
      case 6:
        if (fields.type() == Type::Fixed32) entry.crc = static_cast<std::uint32_t>(fields.value());
        break;
      case 7:
        if (fields.type() != Type::Bytes) break;
        if (!decodeSlice(fields.bytes(), entry.slices)) return false;
        break;
      default:
        break;  // of a newer release
    }
  }
  return !fields.failed();
}

/// Gives `count` the elements of a shape that is none.
std::optional<Error> shapeProblem(const StoredEntry& stored, const BundleEntry& entry,
                                  std::uint64_t& count) {
  std::string what;
  if (stored.unknownRank)
    what = "unknown_rank: true";
  else if (stored.dimensions > limits::kDimensions)
    what = fmt::format("{} dimensions, at most {}", stored.dimensions, limits::kDimensions);
  for (const std::int64_t size : entry.shape)
    if (what.empty() && size < 0) what = fmt::format("dim {{ size: {} }}", size);
  if (what.empty()) {
    if (const Result<std::int64_t> elements = elementCount(entry.shape)) {
      count = static_cast<std::uint64_t>(*elements);
      return std::nullopt;
    }
    what = shapeText(entry.shape) + " is too large";
  }
  return Error{ErrorCode::Corrupt, fmt::format("Invalid tensor shape: {} {}", entry.name, what)};
}

std::optional<Error> sizeProblem(const BundleEntry& entry, std::uint64_t count) {
  const std::size_t width = dtypeWidth(entry.dtype);
  std::uint64_t want = 0;
  const bool known = multiplyFits(count, width == 0 ? 1 : width, want);
  // A string takes a byte for its length at least.
  if (known && (width == 0 ? entry.size >= want : entry.size == want)) return std::nullopt;
  return Error{
      ErrorCode::Corrupt,
      fmt::format("Invalid size in bundle entry: key {}; stored size {}; expected size {}{}",
                  entry.name, entry.size, width == 0 ? "is at least " : "",
                  known ? fmt::to_string(want) : "over 2^64")};
}

std::optional<Error> problemOf(const StoredEntry& stored, const BundleEntry& entry,
                               std::size_t nameBytes, std::int32_t shards) {
  const std::string& name = entry.name;
  std::uint64_t count = 0;
  if (auto problem = shapeProblem(stored, entry, count)) return problem;
  if (stored.offset < 0 || stored.size < 0)
    return Error{ErrorCode::Corrupt,
                 fmt::format("{}: offset {}, size {}", name, stored.offset, stored.size)};
  if (nameBytes > limits::kNameBytes)
    return Error{ErrorCode::Unsupported, fmt::format("name of {} bytes, at most {} are kept",
                                                     nameBytes, limits::kNameBytes)};
  if (auto problem = dtypeProblem(stored.dtype)) {
    problem->message = fmt::format("{}: {}", name, problem->message);
    return problem;
  }
  if (entry.shard < 0 || entry.shard >= shards)
    return Error{ErrorCode::Corrupt,
                 fmt::format("{}: shard {} of a checkpoint of {}", name, entry.shard, shards)};
  return entry.slices.empty() ? sizeProblem(entry, count) : std::nullopt;
}

void decodeEntry(std::string_view key, ByteView value, std::int32_t shards, const std::string& file,
                 BundleEntry& entry) {
  entry.name = key.substr(0, limits::kNameBytes);
  StoredEntry stored;
  if (decodeFields(value, stored, entry)) {
    entry.dtype = static_cast<DType>(stored.dtype);
    if (stored.offset >= 0) entry.offset = static_cast<std::uint64_t>(stored.offset);
    if (stored.size >= 0) entry.size = static_cast<std::uint64_t>(stored.size);
    entry.problem = problemOf(stored, entry, key.size(), shards);
  } else {
    entry = BundleEntry{};
    entry.name = key.substr(0, limits::kNameBytes);
    entry.problem =
        Error{ErrorCode::Corrupt, fmt::format("Entry for key {} not parseable.", entry.name)};
  }
  if (entry.problem) entry.problem->where = file;
}

/// Whether each part of a partitioned variable is there and of the right shape and type. Gives
/// the variable the size and the checksum of its parts.
std::optional<Error> joinParts(BundleEntry& entry, const BundleIndex& index) {
  const auto inside = checkSlices(entry.name, entry.shape, entry.slices);
  if (!inside) return inside.error();
  Bytes checksums;
  entry.offset = 0;
  entry.size = 0;
  for (const Slice& slice : entry.slices) {
    const auto part = index.slices.find(sliceKey(entry.name, slice));
    if (part == index.slices.end())
      return Error{ErrorCode::Corrupt, fmt::format("slice {} of {} not found in checkpoint",
                                                   sliceText(slice), entry.name)};
    if (part->second.problem) return *part->second.problem;
    const auto shape = sliceShape(slice, entry.shape);
    if (part->second.dtype != entry.dtype || part->second.shape != *shape)
      return Error{ErrorCode::Corrupt,
                   fmt::format("slice {} of {} is {} {}, want {} {}", sliceText(slice), entry.name,
                               dtypeName(part->second.dtype), shapeText(part->second.shape),
                               dtypeName(entry.dtype), shapeText(*shape))};
    if (!addFits(entry.size, part->second.size, entry.size))
      return Error{ErrorCode::Corrupt, fmt::format("{}: sizes of its slices wrap", entry.name)};
    appendLittleEndian(checksums, part->second.crc, 4);
  }
  entry.crc = maskedCrc32c(checksums);
  return std::nullopt;
}

Result<void> decodeHeader(std::string_view key, ByteView value, const std::string& file,
                          BundleIndex& index) {
  const auto corrupt = [&file](std::string_view detail) {
    return Error{ErrorCode::Corrupt, cantRead(file, detail), file};
  };
  if (!key.empty()) return corrupt("no header entry");
  pb::BundleHeaderProto header;
  if (!parseMessage(value, header)) return corrupt("unable to parse header");
  if (const auto known = checkVersion(header.version()); !known) {
    Error error = known.error();
    error.where = file;
    return error;
  }
  if (header.endianness() != 0 && header.endianness() != 1)
    return Error{ErrorCode::Unsupported,
                 fmt::format("endianness {}, want 0 (little) or 1 (big)", header.endianness()),
                 file};
  index.bigEndian = header.endianness() == 1;
  // A count that no file name can hold leaves every tensor listed, and without values.
  const bool sane = header.num_shards() >= 0 && header.num_shards() <= limits::kShards;
  index.shards = sane ? header.num_shards() : 0;
  return {};
}

}  // namespace

Result<BundleIndex> decodeBundleIndex(ByteView bytes, const std::string& file) {
  BundleIndex index;
  index.entries.reserve(bytes.size() / kEntryBytes);
  bool hasHeader = false;
  const auto visited =
      visitTable(bytes, file, [&](std::string_view key, ByteView value) -> Result<void> {
        if (!hasHeader) {
          hasHeader = true;
          return decodeHeader(key, value, file, index);
        }
        BundleEntry& entry =
            isSliceKey(key) ? index.slices[std::string(key)] : index.entries.emplace_back();
        decodeEntry(key, value, index.shards, file, entry);
        return {};
      });
  if (!visited) {
    Error error = visited.error();
    // TensorFlow meets the first data block, at offset 0, when it looks for the header.
    if (error.offset == std::uint64_t{0} && bytes.size() >= 48)
      for (std::string* text : {&error.message, &error.tensorflow})
        *text = fmt::format("{}: {}", cantRead(file, "failed to seek to header entry"), *text);
    return error;
  }
  if (!hasHeader)
    return Error{ErrorCode::Corrupt, cantRead(file, "failed to seek to header entry"), file};
  for (BundleEntry& entry : index.entries)
    if (!entry.problem && !entry.slices.empty()) {
      entry.problem = joinParts(entry, index);
      if (entry.problem && entry.problem->where.empty()) entry.problem->where = file;
    }
  return index;
}

}  // namespace cairn::formats
