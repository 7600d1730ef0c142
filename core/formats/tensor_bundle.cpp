#include "core/formats/tensor_bundle.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "core/formats/bundle_index.h"
#include "core/formats/bundle_payload.h"
#include "core/formats/index_table.h"
#include "core/formats/v1_checkpoint.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <new>

namespace cairn::formats {
namespace {

constexpr std::uint64_t kIndexBytes = std::uint64_t{1} << 32;
constexpr std::size_t kChunk = std::size_t{1} << 20;
// Tensors may share bytes, but not so that checking a file costs many times its size.
constexpr std::uint64_t kReadFactor = 4;

/// A pointer file that `git lfs` left in the place of the real one.
std::string lfsHint(ByteView head) {
  const bool isPointer = asText(head).starts_with("version https://git-lfs.github.com/spec/");
  return isPointer ? "this is a Git LFS pointer; `git lfs pull` fetches the file" : "";
}

/// Runs `work`; what it can't allocate becomes an error, for sizes come from files.
template <class Work>
auto withinMemory(const fs::path& what, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::NoSpace, "does not fit into memory", what.string()};
  }
}

Error at(Error error, const fs::path& file, std::uint64_t offset) {
  error.where = file.string();
  error.offset = offset;
  return error;
}

/// The data files of one operation, each opened once.
class DataFiles {
 public:
  DataFiles(FileOps& files, const fs::path& prefix, const BundleIndex& index)
      : m_files(files), m_prefix(prefix), m_index(index) {}

  /// The tensor or part that `entry` describes, its checksum held against it.
  Result<Tensor> read(const BundleEntry& entry);
  /// Only the checksum, in pieces. Errors: also Cancelled.
  Result<void> check(const BundleEntry& entry, const std::stop_token& stop);
  /// Bytes of the files that `entries` stand in.
  Result<std::uint64_t> bytesOf(const std::vector<const BundleEntry*>& entries);

 private:
  struct Shard {
    fs::path path;
    std::unique_ptr<File> file;
    std::uint64_t size = 0;
    std::uint64_t taken = 0;  // bytes that were read so far
  };
  Result<Shard*> shardOf(const BundleEntry& entry);
  Result<Shard*> reach(const BundleEntry& entry);
  Result<void> readInto(const BundleEntry& entry, Shard& shard, std::uint64_t from,
                        std::span<std::byte> buffer);
  Result<void> compare(const BundleEntry& entry, const Shard& shard, std::uint32_t crc) const;
  std::string lfsHintOf(Shard& shard);

  FileOps& m_files;
  const fs::path& m_prefix;
  const BundleIndex& m_index;
  std::map<std::int32_t, Shard> m_shards;
};

Result<DataFiles::Shard*> DataFiles::shardOf(const BundleEntry& entry) {
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

Result<DataFiles::Shard*> DataFiles::reach(const BundleEntry& entry) {
  CAIRN_ASSIGN(Shard* const shard, shardOf(entry));
  std::uint64_t end = 0;
  if (!addFits(entry.offset, entry.size, end) || end > shard->size) {
    Error error{ErrorCode::Truncated,
                fmt::format("{}: Read less bytes than requested: {} bytes at {} of a file of {}",
                            entry.name, entry.size, entry.offset, shard->size)};
    error.hint = lfsHintOf(*shard);
    error.tensorflow = "Read less bytes than requested";
    return at(std::move(error), shard->path, entry.offset);
  }
  shard->taken += entry.size;
  if (shard->taken > kReadFactor * shard->size)
    return at(
        {ErrorCode::Corrupt, fmt::format("{}: the tensors claim over {} times the file's {} bytes",
                                         entry.name, kReadFactor, shard->size)},
        shard->path, entry.offset);
  return shard;
}

std::string DataFiles::lfsHintOf(Shard& shard) {
  Bytes head(64);
  const auto count = shard.file->readAt(0, head);
  return count ? lfsHint(ByteView(head).first(*count)) : "";
}

Result<void> DataFiles::readInto(const BundleEntry& entry, Shard& shard, std::uint64_t from,
                                 std::span<std::byte> buffer) {
  CAIRN_ASSIGN(const std::size_t count, shard.file->readAt(entry.offset + from, buffer));
  if (count == buffer.size()) return {};
  return at(inItsWords({ErrorCode::Truncated,
                        fmt::format(
                            "{}: Read less bytes than requested: the file shrank while it was read",
                            entry.name)},
                       "Read less bytes than requested"),
            shard.path, entry.offset + from + count);
}

Result<void> DataFiles::compare(const BundleEntry& entry, const Shard& shard,
                                std::uint32_t crc) const {
  if (unmaskCrc(entry.crc) == crc) return {};
  std::string words = fmt::format(
      "TensorBundle at {} shard {} ({} bytes): Checksum does not match: stored {:08} vs. "
      "calculated "
      "on the restored bytes {}",
      m_prefix.string(), entry.shard, entry.size, unmaskCrc(entry.crc), crc);
  Error error{ErrorCode::Corrupt, fmt::format("{}: {}", entry.name, words)};
  return at(inItsWords(std::move(error), std::move(words)), shard.path, entry.offset);
}

Result<Tensor> DataFiles::read(const BundleEntry& entry) {
  CAIRN_ASSIGN(Shard* const shard, reach(entry));
  Bytes payload(static_cast<std::size_t>(entry.size));
  CAIRN_TRY(readInto(entry, *shard, 0, payload));
  Tensor tensor{entry.dtype, entry.shape, {}, {}};
  const auto count = static_cast<std::uint64_t>(*elementCount(entry.shape));
  Result<std::uint32_t> crc = std::uint32_t{0};
  if (entry.dtype == DType::String) {
    // TensorFlow writes the lengths' checksum even of no strings, and reads nothing all the same.
    if (!payload.empty())
      crc = walkStrings(payload, count, m_index.bigEndian,
                        [&tensor](ByteView bytes) { tensor.strings.emplace_back(asText(bytes)); });
  } else if (entry.dtype == DType::Variant) {
    if (m_index.bigEndian)
      return at(
          {ErrorCode::Unsupported, fmt::format("{}: a variant of another byte order", entry.name)},
          shard->path, entry.offset);
    crc = walkVariants(payload, count);
  } else {
    crc = crc32c(payload);
  }
  if (!crc) {
    Error error = at(inItsWords(crc.error(), crc.error().message), shard->path, entry.offset);
    error.message = fmt::format("{}: {}", entry.name, error.message);
    return error;
  }
  CAIRN_TRY(compare(entry, *shard, *crc));
  if (entry.dtype == DType::String) return tensor;
  tensor.bytes = std::move(payload);
  if (m_index.bigEndian) swapElements(entry.dtype, tensor.bytes);
  return tensor;
}

Result<void> DataFiles::check(const BundleEntry& entry, const std::stop_token& stop) {
  if (dtypeWidth(entry.dtype) == 0) {
    CAIRN_TRY(read(entry));
    return {};
  }
  CAIRN_ASSIGN(Shard* const shard, reach(entry));
  Bytes buffer(static_cast<std::size_t>(std::min<std::uint64_t>(entry.size, kChunk)));
  std::uint32_t crc = 0;
  for (std::uint64_t done = 0; done < entry.size;) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", shard->path.string()};
    const auto piece = std::span(buffer).first(
        static_cast<std::size_t>(std::min<std::uint64_t>(entry.size - done, kChunk)));
    CAIRN_TRY(readInto(entry, *shard, done, piece));
    crc = crc32c(piece, crc);
    done += piece.size();
  }
  return compare(entry, *shard, crc);
}

Result<std::uint64_t> DataFiles::bytesOf(const std::vector<const BundleEntry*>& entries) {
  std::map<std::int32_t, std::uint64_t> sizes;
  for (const BundleEntry* entry : entries) {
    CAIRN_ASSIGN(Shard* const shard, shardOf(*entry));
    sizes[entry->shard] = shard->size;
  }
  std::uint64_t sum = 0;
  for (const auto& [shard, size] : sizes) sum += size;
  return sum;
}

/// The entries of a partitioned variable's parts, in the order of its slices.
std::vector<const BundleEntry*> partsOf(const BundleEntry& entry, const BundleIndex& index) {
  std::vector<const BundleEntry*> parts;
  for (const Slice& slice : entry.slices)
    parts.push_back(&index.slices.find(sliceKey(entry.name, slice))->second);
  return parts;
}

/// A part's entry with the name that messages should tell.
BundleEntry named(const BundleEntry& part, const BundleEntry& whole, const Slice& slice) {
  BundleEntry entry = part;
  entry.name = fmt::format("{}[{}]", whole.name, sliceText(slice));
  return entry;
}

Result<Tensor> readJoined(DataFiles& data, const BundleEntry& entry, const Slice& wanted,
                          const BundleIndex& index) {
  const std::vector<const BundleEntry*> parts = partsOf(entry, index);
  // Parts that share their bytes could claim any size.
  CAIRN_ASSIGN(const std::uint64_t room, data.bytesOf(parts));
  if (entry.size > room)
    return Error{ErrorCode::Corrupt, fmt::format("{}: parts of {} bytes in data files of {}",
                                                 entry.name, entry.size, room)};
  return joinSlices(
      {entry.name, entry.dtype, entry.shape, entry.slices}, wanted,
      [&](std::size_t i) { return data.read(named(*parts[i], entry, entry.slices[i])); });
}

Result<std::vector<fs::path>> findV1Files(FileOps& files, const fs::path& prefix) {
  const Error missing{ErrorCode::NotFound,
                      fmt::format("Unsuccessful TensorSliceReader constructor: Failed to find any "
                                  "matching files for {}",
                                  prefix.string()),
                      prefix.string()};
  const auto stat = files.stat(prefix);
  if (stat && stat->kind == FileKind::Regular) return std::vector{prefix};
  // Sharded: `old.ckpt-00000-of-00002`, or the pattern that the state file holds instead.
  constexpr std::string_view kPattern = "-?????";
  std::string name = prefix.filename().string();
  if (const auto pattern = name.find(kPattern); pattern != std::string::npos) name.resize(pattern);
  const fs::path directory = prefix.parent_path();
  const auto entries = files.list(directory.empty() ? fs::path(".") : directory);
  if (!entries) return missing;
  std::vector<fs::path> found;
  for (const DirectoryEntry& entry : *entries) {
    const std::string_view rest =
        std::string_view(entry.name).substr(std::min(name.size(), entry.name.size()));
    const bool isShard = entry.name.starts_with(name) && rest.size() == 15 &&
                         rest.substr(0, 1) == "-" && rest.substr(6, 4) == "-of-" &&
                         rest.find_first_not_of("0123456789-of") == std::string_view::npos;
    if (isShard) found.push_back(directory / entry.name);
  }
  if (found.empty()) return missing;
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

struct TensorBundle::Content {
  FileOps* files;
  fs::path prefix;
  BundleIndex index;               // of a V1 checkpoint only the entries
  std::optional<V1Checkpoint> v1;  // values and all

  Result<Tensor> read(const BundleEntry& entry, DataFiles& data) const {
    return readSlice(entry, wholeSlice(entry.shape.size()), data);
  }
  Result<Tensor> readSlice(const BundleEntry& entry, const Slice& wanted, DataFiles& data) const;
  Result<void> check(const BundleEntry& entry, DataFiles& data, const std::stop_token& stop) const;
  /// Parts in place of partitioned variables, in the order of their bytes.
  std::vector<std::pair<const BundleEntry*, const Slice*>> storedOrder() const;
};

TensorBundle::TensorBundle(std::shared_ptr<const Content> content)
    : m_content(std::move(content)) {}

Result<TensorBundle> TensorBundle::open(FileOps& files, const fs::path& prefix) {
  return withinMemory(prefix, [&]() -> Result<TensorBundle> {
    auto content = std::make_shared<Content>(Content{&files, prefix, {}, std::nullopt});
    const std::string file = formats::indexPath(prefix).string();
    if (const auto bytes = readFile(files, file, kIndexBytes)) {
      auto index = decodeBundleIndex(*bytes, file);
      if (!index) {
        Error error = index.error();
        if (error.hint.empty()) error.hint = lfsHint(*bytes);
        return error;
      }
      content->index = *std::move(index);
      return TensorBundle(std::move(content));
    } else if (bytes.error().code != ErrorCode::NotFound) {
      return bytes.error();
    }
    CAIRN_ASSIGN(const std::vector<fs::path> tables, findV1Files(files, prefix));
    content->v1.emplace();
    for (const fs::path& table : tables) {
      CAIRN_ASSIGN(const Bytes bytes, readFile(files, table));
      CAIRN_TRY(addV1Table(bytes, table.string(), *content->v1));
    }
    finishV1(*content->v1);
    content->index.entries = content->v1->entries;
    return TensorBundle(std::move(content));
  });
}

const fs::path& TensorBundle::prefix() const { return m_content->prefix; }
const std::vector<BundleEntry>& TensorBundle::entries() const { return m_content->index.entries; }
std::int32_t TensorBundle::shardCount() const { return m_content->index.shards; }
bool TensorBundle::isV1() const { return m_content->v1.has_value(); }

const BundleEntry* TensorBundle::find(std::string_view name) const {
  const std::vector<BundleEntry>& all = entries();
  const auto found = std::lower_bound(
      all.begin(), all.end(), name,
      [](const BundleEntry& entry, std::string_view wanted) { return entry.name < wanted; });
  return found != all.end() && found->name == name ? &*found : nullptr;
}

std::vector<fs::path> TensorBundle::dataFiles() const {
  std::vector<fs::path> paths;
  for (std::int32_t shard = 0; shard < shardCount(); ++shard)
    paths.push_back(dataPath(prefix(), shard, shardCount()));
  return paths;
}

fs::path TensorBundle::indexFile() const {
  return isV1() ? prefix() : formats::indexPath(prefix());
}

Result<Tensor> TensorBundle::read(std::string_view name) const {
  const BundleEntry* entry = find(name);
  return readSlice(name, wholeSlice(entry == nullptr ? 0 : entry->shape.size()));
}

Result<Tensor> TensorBundle::readSlice(std::string_view name, const Slice& wanted) const {
  const BundleEntry* entry = find(name);
  if (entry == nullptr)
    return Error{ErrorCode::NotFound, fmt::format("Key {} not found in checkpoint", name),
                 indexFile().string()};
  return withinMemory(prefix(), [&] {
    DataFiles data(*m_content->files, prefix(), m_content->index);
    return m_content->readSlice(*entry, wanted, data);
  });
}

Result<Tensor> TensorBundle::Content::readSlice(const BundleEntry& entry, const Slice& wanted,
                                                DataFiles& data) const {
  if (entry.problem) return *entry.problem;
  if (v1) return readV1Tensor(*v1, entry, wanted);
  if (!entry.slices.empty()) return readJoined(data, entry, wanted, index);
  const auto shape = sliceShape(wanted, entry.shape);
  if (!shape)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("{}: {}", entry.name, shape.error().message), prefix.string()};
  CAIRN_ASSIGN(Tensor whole, data.read(entry));
  return *shape == entry.shape ? std::move(whole) : cutSlice(wanted, whole);
}

std::vector<std::pair<const BundleEntry*, const Slice*>> TensorBundle::Content::storedOrder()
    const {
  std::vector<std::pair<const BundleEntry*, const Slice*>> stored;
  for (const BundleEntry& entry : index.entries) {
    if (entry.slices.empty() || entry.problem || v1) {
      stored.emplace_back(&entry, nullptr);
      continue;
    }
    for (const Slice& slice : entry.slices) stored.emplace_back(&entry, &slice);
  }
  const auto place = [this](const auto& item) {
    const BundleEntry* entry = item.first;
    if (item.second != nullptr)
      entry = &index.slices.find(sliceKey(entry->name, *item.second))->second;
    return std::pair(entry->shard, entry->offset);
  };
  std::stable_sort(stored.begin(), stored.end(),
                   [&](const auto& a, const auto& b) { return place(a) < place(b); });
  return stored;
}

Result<std::vector<BundleItem>> TensorBundle::readItems(std::stop_token stop) const {
  using Items = std::vector<BundleItem>;
  return withinMemory(prefix(), [&]() -> Result<Items> {
    const BundleIndex& index = m_content->index;
    DataFiles data(*m_content->files, prefix(), index);
    Items items;
    for (const auto& [entry, slice] : m_content->storedOrder()) {
      if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", prefix().string()};
      BundleItem item{entry->name, {}, {}, {}, entry->shard};
      if (slice == nullptr) {
        CAIRN_ASSIGN(item.tensor, m_content->read(*entry, data));
      } else {
        const BundleEntry part =
            named(index.slices.find(sliceKey(entry->name, *slice))->second, *entry, *slice);
        CAIRN_ASSIGN(item.tensor, data.read(part));
        item.slice = *slice;
        item.fullShape = entry->shape;
        item.shard = part.shard;
      }
      items.push_back(std::move(item));
    }
    return items;
  });
}

Result<void> TensorBundle::Content::check(const BundleEntry& entry, DataFiles& data,
                                          const std::stop_token& stop) const {
  if (entry.problem) return *entry.problem;
  if (v1) {
    for (const Slice& part : v1->parts.find(entry.name)->second)
      CAIRN_TRY(readV1Tensor(*v1, entry, part));
    return {};
  }
  if (entry.slices.empty()) return data.check(entry, stop);
  const std::vector<const BundleEntry*> parts = partsOf(entry, index);
  for (std::size_t i = 0; i < parts.size(); ++i)
    CAIRN_TRY(data.check(named(*parts[i], entry, entry.slices[i]), stop));
  return {};
}

std::vector<Error> TensorBundle::verify(std::stop_token stop,
                                        const ProgressCallback& progress) const {
  DataFiles data(*m_content->files, prefix(), m_content->index);
  std::vector<Error> errors;
  const std::size_t total = entries().size();
  // A hundred reports a checkpoint; there is no clock here to hold them back by time.
  const std::size_t stride = total / 100 + 1;
  for (std::size_t i = 0; i < total; ++i) {
    const BundleEntry& entry = entries()[i];
    if (progress && i % stride == 0) progress({i, total, entry.name});
    const auto checked =
        stop.stop_requested()
            ? Result<void>(Error{ErrorCode::Cancelled, "stopped", prefix().string()})
            : withinMemory(prefix(), [&] { return m_content->check(entry, data, stop); });
    if (checked) continue;
    errors.push_back(checked.error());
    if (checked.error().code == ErrorCode::Cancelled) break;
  }
  return errors;
}

fs::path indexPath(const fs::path& prefix) { return prefix.string() + ".index"; }

fs::path dataPath(const fs::path& prefix, std::int32_t shard, std::int32_t shards) {
  return fmt::format("{}.data-{:05}-of-{:05}", prefix.string(), shard, shards);
}

}  // namespace cairn::formats
