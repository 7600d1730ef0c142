#include "core/formats/bundle_data.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "core/formats/bundle_payload.h"
#include "core/formats/tensor_bundle.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::formats {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 20;
constexpr std::size_t kSmall = std::size_t{1} << 16;  // read ahead below it
// Tensors may share bytes, but not so that checking a file costs many times its size.
constexpr std::uint64_t kReadFactor = 4;

Error at(Error error, const fs::path& file, std::uint64_t offset) {
  error.where = file.string();
  error.offset = offset;
  return error;
}

}  // namespace

std::string lfsHint(ByteView head) {
  const bool isPointer = asText(head).starts_with("version https://git-lfs.github.com/spec/");
  return isPointer ? "this is a Git LFS pointer; `git lfs pull` fetches the file" : "";
}

Result<BundleData::Shard*> BundleData::shardOf(const BundleEntry& entry) {
  if (const auto known = m_shards.find(entry.shard); known != m_shards.end()) return &known->second;
  Shard shard;
  shard.path = dataPath(m_prefix, entry.shard, m_index.shards);
  auto file = m_files.open(shard.path, OpenMode::Read);
  if (!file) {
    Error error = file.error();
    if (error.code == ErrorCode::NotFound) {
      error.tensorflow = fmt::format("{}; No such file or directory", shard.path.string());
      error.message = fmt::format("{}: {}", entry.name, error.tensorflow);
    }
    return error;
  }
  shard.file = *std::move(file);
  CAIRN_ASSIGN(const FileStat stat, shard.file->stat());
  shard.size = stat.size;
  return &m_shards.emplace(entry.shard, std::move(shard)).first->second;
}

Result<BundleData::Shard*> BundleData::reach(const BundleEntry& entry) {
  CAIRN_ASSIGN(Shard* const shard, shardOf(entry));
  std::uint64_t end = 0;
  if (addFits(entry.offset, entry.size, end) && end <= shard->size) return shard;
  Error error{ErrorCode::Truncated,
              fmt::format("{}: Read less bytes than requested: {} bytes at {} of a file of {}",
                          entry.name, entry.size, entry.offset, shard->size)};
  Bytes head(64);
  if (const auto count = shard->file->readAt(0, head))
    error.hint = lfsHint(ByteView(head).first(*count));
  error.tensorflow = "Read less bytes than requested";
  return at(std::move(error), shard->path, entry.offset);
}

Result<void> BundleData::spend(const BundleEntry& entry) {
  CAIRN_ASSIGN(Shard* const shard, reach(entry));
  shard->spent += entry.size;
  if (shard->spent <= kReadFactor * shard->size) return {};
  return at(
      {ErrorCode::Corrupt, fmt::format("{}: the tensors claim over {} times the file's {} bytes",
                                       entry.name, kReadFactor, shard->size)},
      shard->path, entry.offset);
}

Result<std::uint64_t> BundleData::bytesOf(const std::vector<const BundleEntry*>& entries) {
  std::map<std::int32_t, std::uint64_t> sizes;
  for (const BundleEntry* entry : entries) {
    CAIRN_ASSIGN(Shard* const shard, shardOf(*entry));
    sizes[entry->shard] = shard->size;
  }
  std::uint64_t sum = 0;
  for (const auto& [shard, size] : sizes) sum += size;
  return sum;
}

Result<void> BundleData::readAt(const BundleEntry& entry, Shard& shard, std::uint64_t from,
                                std::span<std::byte> buffer) {
  const auto isAhead = [&] {
    return from >= shard.aheadAt && from - shard.aheadAt <= shard.ahead.size() &&
           buffer.size() <= shard.ahead.size() - (from - shard.aheadAt);
  };
  const auto shrunk = [&](std::uint64_t offset) {
    return at(inItsWords({ErrorCode::Truncated,
                          fmt::format("{}: Read less bytes than requested: the file shrank while "
                                      "it was read",
                                      entry.name)},
                         "Read less bytes than requested"),
              shard.path, offset);
  };
  const bool goesOn = from == shard.next;
  shard.next = from + buffer.size();
  if (!isAhead() && goesOn && buffer.size() < kSmall) {
    shard.ahead.resize(
        static_cast<std::size_t>(std::min<std::uint64_t>(kChunk, shard.size - from)));
    shard.aheadAt = from;
    CAIRN_ASSIGN(const std::size_t count, shard.file->readAt(from, shard.ahead));
    shard.ahead.resize(count);
    if (!isAhead()) return shrunk(from + count);
  }
  if (isAhead()) {
    const auto start = shard.ahead.begin() + static_cast<std::ptrdiff_t>(from - shard.aheadAt);
    std::copy_n(start, buffer.size(), buffer.begin());
    return {};
  }
  CAIRN_ASSIGN(const std::size_t count, shard.file->readAt(from, buffer));
  if (count != buffer.size()) return shrunk(from + count);
  return {};
}

Result<void> BundleData::compare(const BundleEntry& entry, const Shard& shard,
                                 std::uint32_t crc) const {
  if (unmaskCrc(entry.crc) == crc) return {};
  std::string words = fmt::format(
      "TensorBundle at {} shard {} ({} bytes): Checksum does not match: stored {:08} "
      "vs. calculated on the restored bytes {}",
      m_prefix.string(), entry.shard, entry.size, unmaskCrc(entry.crc), crc);
  Error error{ErrorCode::Corrupt, fmt::format("{}: {}", entry.name, words)};
  return at(inItsWords(std::move(error), std::move(words)), shard.path, entry.offset);
}

Result<std::uint32_t> BundleData::decode(const BundleEntry& entry, Bytes& payload,
                                         Tensor& tensor) const {
  const auto count = static_cast<std::uint64_t>(*elementCount(entry.shape));
  if (entry.dtype == DType::String) {
    // TensorFlow writes the lengths' checksum even of no strings, and reads nothing all the same.
    if (payload.empty()) return std::uint32_t{0};
    return walkStrings(payload, count, m_index.bigEndian,
                       [&tensor](ByteView bytes) { tensor.strings.emplace_back(asText(bytes)); });
  }
  if (entry.dtype == DType::Variant && m_index.bigEndian)
    return Error{ErrorCode::Unsupported, "a variant of another byte order"};
  auto crc = entry.dtype == DType::Variant ? walkVariants(payload, count) : crc32c(payload);
  tensor.bytes = std::move(payload);
  // The checksum is of the bytes as they lie in the file.
  if (m_index.bigEndian) swapElements(entry.dtype, tensor.bytes);
  return crc;
}

Result<Tensor> BundleData::read(const BundleEntry& entry) {
  CAIRN_ASSIGN(Shard* const shard, reach(entry));
  Bytes payload(static_cast<std::size_t>(entry.size));
  CAIRN_TRY(readAt(entry, *shard, entry.offset, payload));
  Tensor tensor{entry.dtype, entry.shape, {}, {}};
  const auto crc = decode(entry, payload, tensor);
  if (!crc) {
    Error error = at(inItsWords(crc.error(), crc.error().message), shard->path, entry.offset);
    error.message = fmt::format("{}: {}", entry.name, error.message);
    return error;
  }
  CAIRN_TRY(compare(entry, *shard, *crc));
  return tensor;
}

Result<void> BundleData::check(const BundleEntry& entry, const std::stop_token& stop) {
  CAIRN_TRY(spend(entry));
  if (dtypeWidth(entry.dtype) == 0) {
    CAIRN_TRY(read(entry));
    return {};
  }
  CAIRN_ASSIGN(Shard* const shard, reach(entry));
  Bytes buffer(static_cast<std::size_t>(std::min<std::uint64_t>(entry.size, kChunk)));
  std::uint32_t crc = 0;
  for (std::uint64_t done = 0; done < entry.size;) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", shard->path.string()};
    const std::uint64_t left = entry.size - done;
    const auto piece =
        std::span(buffer).first(static_cast<std::size_t>(std::min<std::uint64_t>(left, kChunk)));
    CAIRN_TRY(readAt(entry, *shard, entry.offset + done, piece));
    crc = crc32c(piece, crc);
    done += piece.size();
  }
  return compare(entry, *shard, crc);
}

}  // namespace cairn::formats
