#include "core/formats/v1_checkpoint.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "core/formats/index_table.h"
#include "core/formats/proto/bundle.pb.h"
#include "core/formats/shape_proto.h"
#include "core/formats/wire.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::formats {
namespace {

/// Elements of a protobuf list, each cast to what a checkpoint stores.
template <class Stored, class List>
Bytes pack(const List& list) {
  Bytes bytes;
  bytes.reserve(static_cast<std::size_t>(list.size()) * sizeof(Stored));
  for (const auto element : list) {
    const auto stored = static_cast<Stored>(element);
    append(bytes, std::as_bytes(std::span(&stored, 1)));
  }
  return bytes;
}

/// The typed list that holds the values of `dtype`; nothing for a type without one.
std::optional<Bytes> elementsOf(const pb::TensorProto& proto, DType dtype) {
  switch (dtype) {
    case DType::Float:
      return pack<float>(proto.float_val());
    case DType::Double:
      return pack<double>(proto.double_val());
    case DType::Int32:
    case DType::QInt32:
      return pack<std::int32_t>(proto.int_val());
    case DType::Int16:
    case DType::QInt16:
      return pack<std::int16_t>(proto.int_val());
    case DType::UInt16:
    case DType::QUInt16:
      return pack<std::uint16_t>(proto.int_val());
    case DType::Int8:
    case DType::QInt8:
    case DType::Int4:
      return pack<std::int8_t>(proto.int_val());
    case DType::UInt8:
    case DType::QUInt8:
    case DType::UInt4:
      return pack<std::uint8_t>(proto.int_val());
    case DType::Complex64:
      return pack<float>(proto.scomplex_val());
    case DType::Complex128:
      return pack<double>(proto.dcomplex_val());
    case DType::Int64:
      return pack<std::int64_t>(proto.int64_val());
    case DType::Bool:
      return pack<std::uint8_t>(proto.bool_val());
    case DType::BFloat16:
    case DType::Half:
      return pack<std::uint16_t>(proto.half_val());
    case DType::UInt32:
      return pack<std::uint32_t>(proto.uint32_val());
    case DType::UInt64:
      return pack<std::uint64_t>(proto.uint64_val());
    default:
      return std::nullopt;
  }
}

BundleEntry entryOf(const pb::SavedSliceMeta& meta, const std::string& file) {
  BundleEntry entry;
  entry.name = meta.name().substr(0, limits::kNameBytes);
  entry.dtype = static_cast<DType>(meta.type());
  if (auto shape = fromProto(entry.name, meta.shape())) {
    entry.shape = *std::move(shape);
    if (!multiplyFits(static_cast<std::uint64_t>(*elementCount(entry.shape)),
                      dtypeWidth(entry.dtype), entry.size))
      entry.problem = Error{ErrorCode::Corrupt,
                            fmt::format("Invalid tensor shape: {} {} is too large", entry.name,
                                        shapeText(entry.shape)),
                            file};
  } else {
    entry.problem = shape.error();
    entry.problem->where = file;
  }
  const bool opaque = dtypeWidth(entry.dtype) == 0 && entry.dtype != DType::String;
  if (!entry.problem && opaque)
    entry.problem = Error{
        ErrorCode::Unsupported,
        fmt::format("{}: {} has no values in a V1 checkpoint", entry.name, dtypeName(entry.dtype)),
        file};
  return entry;
}

Result<void> addMeta(const pb::SavedTensorSliceMeta& meta, const std::string& file,
                     V1Checkpoint& checkpoint) {
  for (const pb::SavedSliceMeta& tensor : meta.tensor()) {
    if (checkpoint.entries.size() >= limits::kTensors)
      return Error{ErrorCode::Corrupt, fmt::format("over {} tensors", limits::kTensors), file};
    BundleEntry entry = entryOf(tensor, file);
    std::vector<Slice>& parts = checkpoint.parts[entry.name];
    // Shards name a partitioned variable once each.
    if (parts.empty()) checkpoint.entries.push_back(std::move(entry));
    for (const pb::TensorSliceProto& proto : tensor.slice()) {
      if (parts.size() > limits::kSlices) break;  // reading it says that these are too many
      parts.push_back(fromProto(proto));
    }
  }
  return {};
}

/// Whether each part is there. Gives the entry a checksum that tells its values from others.
std::optional<Error> joinParts(BundleEntry& entry, const V1Checkpoint& checkpoint) {
  const std::vector<Slice>& parts = checkpoint.parts.find(entry.name)->second;
  const auto inside = checkSlices(entry.name, entry.shape, parts);
  if (!inside) return inside.error();
  std::uint32_t crc = 0;
  for (const Slice& slice : parts) {
    const auto value = checkpoint.values.find(sliceKey(entry.name, slice));
    if (value == checkpoint.values.end())
      return Error{ErrorCode::Corrupt, fmt::format("slice {} of {} not found in checkpoint",
                                                   sliceText(slice), entry.name)};
    crc = crc32c(asBytes(value->second), crc);
  }
  entry.crc = maskCrc(crc);
  return std::nullopt;
}

/// The elements of one slice, as many as its shape says.
Result<Tensor> decodePart(const std::string& value, const BundleEntry& entry, const Slice& slice) {
  const auto corrupt = [&](std::string_view what) {
    return Error{ErrorCode::Corrupt,
                 fmt::format("{}: slice {} {}", entry.name, sliceText(slice), what)};
  };
  pb::SavedTensorSlices proto;
  if (!parseMessage(asBytes(value), proto)) return corrupt("is not parseable");
  Tensor part{entry.dtype, {}, {}, {}};
  CAIRN_ASSIGN(part.shape, sliceShape(slice, entry.shape));
  CAIRN_ASSIGN(const std::int64_t count, elementCount(part.shape));
  const pb::TensorProto& data = proto.data().data();
  std::uint64_t found = 0;
  if (entry.dtype == DType::String) {
    part.strings.assign(data.string_val().begin(), data.string_val().end());
    found = part.strings.size();
  } else if (auto elements = elementsOf(data, entry.dtype)) {
    part.bytes = *std::move(elements);
    found = part.bytes.size() / dtypeWidth(entry.dtype);
  }
  if (found != static_cast<std::uint64_t>(count))
    return corrupt(fmt::format("has {} elements, want {}", found, count));
  return part;
}

}  // namespace

Result<void> addV1Table(ByteView bytes, const std::string& file, V1Checkpoint& checkpoint) {
  bool first = true;
  return visitTable(bytes, file, [&](std::string_view key, ByteView value) -> Result<void> {
    if (!first) {
      checkpoint.values.insert_or_assign(std::string(key), std::string(asText(value)));
      return {};
    }
    first = false;
    pb::SavedTensorSlices proto;
    // A V2 header begins with field 1 as a number or with field 3.
    if (key.empty() && !value.empty() &&
        (value.front() == std::byte{0x08} || value.front() == std::byte{0x1a}))
      return Error{ErrorCode::InvalidArgument,
                   "is the index of a V2 checkpoint, want the prefix before `.index`", file};
    if (!key.empty() || !parseMessage(value, proto) || !proto.has_meta())
      return Error{ErrorCode::Corrupt, "has no V1 header entry", file};
    return addMeta(proto.meta(), file, checkpoint);
  });
}

void finishV1(V1Checkpoint& checkpoint) {
  std::sort(checkpoint.entries.begin(), checkpoint.entries.end(),
            [](const BundleEntry& a, const BundleEntry& b) { return a.name < b.name; });
  for (BundleEntry& entry : checkpoint.entries) {
    if (!entry.problem) entry.problem = joinParts(entry, checkpoint);
    const std::vector<Slice>& parts = checkpoint.parts.find(entry.name)->second;
    if (parts.size() != 1 || !isWhole(parts.front(), entry.shape)) entry.slices = parts;
  }
}

Result<Tensor> readV1Tensor(const V1Checkpoint& checkpoint, const BundleEntry& entry,
                            const Slice& wanted) {
  if (entry.problem) return *entry.problem;
  const std::vector<Slice>& parts = checkpoint.parts.find(entry.name)->second;
  return joinSlices({entry.name, entry.dtype, entry.shape, parts}, wanted, [&](std::size_t i) {
    const auto value = checkpoint.values.find(sliceKey(entry.name, parts[i]));
    return decodePart(value->second, entry, parts[i]);
  });
}

}  // namespace cairn::formats
