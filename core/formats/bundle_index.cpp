#include "core/formats/bundle_index.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "core/formats/index_table.h"
#include "core/formats/proto/bundle.pb.h"
#include "core/formats/shape_proto.h"
#include "core/formats/wire.h"

#include <fmt/format.h>

namespace cairn::formats {
namespace {

constexpr int kVersion = 1;  // of the format, as TensorFlow 2.15 counts
constexpr int kReferenceTypes = 100;

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

/// Decodes entries with one message, so that ten thousand cost no allocation for parsing.
class EntryDecoder {
 public:
  EntryDecoder(const std::string& file, std::int32_t shards) : m_file(file), m_shards(shards) {}

  BundleEntry decode(std::string_view key, ByteView value);

 private:
  std::optional<Error> problemOf(BundleEntry& entry, std::string_view key);
  std::optional<Error> sizeProblem(const BundleEntry& entry) const;

  const std::string& m_file;
  std::int32_t m_shards;
  pb::BundleEntryProto m_proto;
};

BundleEntry EntryDecoder::decode(std::string_view key, ByteView value) {
  BundleEntry entry;
  entry.name = key.substr(0, limits::kNameBytes);
  if (!parseMessage(value, m_proto)) {
    entry.problem =
        Error{ErrorCode::Corrupt, fmt::format("Entry for key {} not parseable.", entry.name)};
  } else {
    entry.dtype = static_cast<DType>(m_proto.dtype());
    entry.crc = m_proto.crc32c();
    entry.shard = m_proto.shard_id();
    entry.problem = problemOf(entry, key);
  }
  if (entry.problem) entry.problem->where = m_file;
  return entry;
}

std::optional<Error> EntryDecoder::problemOf(BundleEntry& entry, std::string_view key) {
  const std::string& name = entry.name;
  auto shape = fromProto(name, m_proto.shape());
  if (!shape) return shape.error();
  entry.shape = *std::move(shape);
  for (const pb::TensorSliceProto& slice : m_proto.slices()) {
    if (entry.slices.size() > limits::kSlices) break;  // reading it says that these are too many
    entry.slices.push_back(fromProto(slice));
  }
  if (m_proto.offset() < 0 || m_proto.size() < 0)
    return Error{ErrorCode::Corrupt,
                 fmt::format("{}: offset {}, size {}", name, m_proto.offset(), m_proto.size())};
  entry.offset = static_cast<std::uint64_t>(m_proto.offset());
  entry.size = static_cast<std::uint64_t>(m_proto.size());
  if (key.size() > limits::kNameBytes)
    return Error{ErrorCode::Unsupported, fmt::format("name of {} bytes, at most {} are kept",
                                                     key.size(), limits::kNameBytes)};
  if (auto problem = dtypeProblem(m_proto.dtype())) {
    problem->message = fmt::format("{}: {}", name, problem->message);
    return problem;
  }
  if (entry.shard < 0 || entry.shard >= m_shards)
    return Error{ErrorCode::Corrupt,
                 fmt::format("{}: shard {} of a checkpoint of {}", name, entry.shard, m_shards)};
  return entry.slices.empty() ? sizeProblem(entry) : std::nullopt;
}

std::optional<Error> EntryDecoder::sizeProblem(const BundleEntry& entry) const {
  const auto count = static_cast<std::uint64_t>(*elementCount(entry.shape));
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
    if (part->second.problem) return part->second.problem;
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
  std::optional<EntryDecoder> decoder;
  const auto visited =
      visitTable(bytes, file, [&](std::string_view key, ByteView value) -> Result<void> {
        if (!decoder) {
          CAIRN_TRY(decodeHeader(key, value, file, index));
          decoder.emplace(file, index.shards);
          return {};
        }
        BundleEntry entry = decoder->decode(key, value);
        if (isSliceKey(key))
          index.slices.emplace(key, std::move(entry));
        else
          index.entries.push_back(std::move(entry));
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
  if (!decoder)
    return Error{ErrorCode::Corrupt, cantRead(file, "failed to seek to header entry"), file};
  for (BundleEntry& entry : index.entries)
    if (!entry.problem && !entry.slices.empty()) {
      entry.problem = joinParts(entry, index);
      if (entry.problem && entry.problem->where.empty()) entry.problem->where = file;
    }
  return index;
}

}  // namespace cairn::formats
