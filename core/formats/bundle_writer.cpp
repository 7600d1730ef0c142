#include "core/base/atomic_file.h"
#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "core/formats/bundle_payload.h"
#include "core/formats/index_table.h"
#include "core/formats/proto/bundle.pb.h"
#include "core/formats/shape_proto.h"
#include "core/formats/tensor_bundle.h"

#include <fmt/format.h>
#include <map>

namespace cairn::formats {
namespace {

constexpr int kProducer = 1;  // kTensorBundleVersion of TensorFlow 2.15

Error invalid(const BundleItem& item, std::string_view what) {
  return {ErrorCode::InvalidArgument, fmt::format("{} can't be written: {}", item.name, what)};
}

/// Appends the item's bytes. Returns: their CRC-32C, not masked.
Result<std::uint32_t> appendTensor(Bytes& out, const BundleItem& item) {
  const Tensor& tensor = item.tensor;
  const auto count = elementCount(tensor.shape);
  if (!count) return invalid(item, count.error().message);
  const auto elements = static_cast<std::uint64_t>(*count);
  if (tensor.dtype == DType::String) {
    if (tensor.strings.size() != elements)
      return invalid(item, fmt::format("{} strings in shape {}", tensor.strings.size(),
                                       shapeText(tensor.shape)));
    return appendStrings(out, tensor.strings);
  }
  append(out, tensor.bytes);
  if (tensor.dtype == DType::Variant) return walkVariants(tensor.bytes, elements);
  const std::size_t width = dtypeWidth(tensor.dtype);
  std::uint64_t want = 0;
  if (width == 0) return invalid(item, fmt::format("type {}", dtypeName(tensor.dtype)));
  if (!multiplyFits(elements, width, want) || tensor.bytes.size() != want)
    return invalid(item, fmt::format("{} bytes in {} of shape {}", tensor.bytes.size(),
                                     dtypeName(tensor.dtype), shapeText(tensor.shape)));
  return crc32c(tensor.bytes);
}

/// The index under construction, in key order.
class IndexBuilder {
 public:
  Result<void> add(const BundleItem& item, std::uint64_t offset, std::uint64_t size,
                   std::uint32_t crc);
  Result<Bytes> finish(std::int32_t shards) const;

 private:
  /// Makes or extends the entry that lists the variable's slices.
  Result<void> addWhole(const BundleItem& item);

  std::map<std::string, pb::BundleEntryProto> m_entries;
};

Result<void> IndexBuilder::add(const BundleItem& item, std::uint64_t offset, std::uint64_t size,
                               std::uint32_t crc) {
  if (item.name.empty() || isSliceKey(item.name)) return invalid(item, "not a name");
  std::string key = item.name;
  if (item.slice) {
    const auto shape = sliceShape(*item.slice, item.fullShape);
    if (!shape || !elementCount(item.fullShape) || *shape != item.tensor.shape)
      return invalid(item, fmt::format("slice {} of {} with shape {}", sliceText(*item.slice),
                                       shapeText(item.fullShape), shapeText(item.tensor.shape)));
    // TensorFlow stores a variable in one part as a plain tensor.
    if (*shape != item.fullShape) {
      CAIRN_TRY(addWhole(item));
      key = sliceKey(item.name, *item.slice);
    }
  }
  const auto [place, isNew] = m_entries.try_emplace(std::move(key));
  if (!isNew) return invalid(item, fmt::format("Adding duplicate key: {}", item.name));
  pb::BundleEntryProto& entry = place->second;
  entry.set_dtype(static_cast<int>(item.tensor.dtype));
  toProto(item.tensor.shape, *entry.mutable_shape());
  entry.set_shard_id(item.shard);
  entry.set_offset(static_cast<std::int64_t>(offset));
  entry.set_size(static_cast<std::int64_t>(size));
  entry.set_crc32c(maskCrc(crc));
  return {};
}

Result<void> IndexBuilder::addWhole(const BundleItem& item) {
  const auto [place, isNew] = m_entries.try_emplace(item.name);
  pb::BundleEntryProto& entry = place->second;
  if (isNew) {
    entry.set_dtype(static_cast<int>(item.tensor.dtype));
    toProto(item.fullShape, *entry.mutable_shape());
    entry.set_shard_id(item.shard);  // as a merge of the parts leaves it
  } else if (entry.slices().empty() || entry.dtype() != static_cast<int>(item.tensor.dtype) ||
             *fromProto(item.name, entry.shape()) != item.fullShape) {
    return invalid(item, "its slices do not agree");
  }
  toProto(*item.slice, *entry.add_slices());
  return {};
}

Result<Bytes> IndexBuilder::finish(std::int32_t shards) const {
  pb::BundleHeaderProto header;
  header.set_num_shards(shards);
  header.mutable_version()->set_producer(kProducer);
  std::vector<TableEntry> entries;
  entries.reserve(m_entries.size() + 1);
  entries.push_back({"", header.SerializeAsString()});
  for (const auto& [key, entry] : m_entries) entries.push_back({key, entry.SerializeAsString()});
  return writeTable(entries);
}

/// The files that writeBundle has published, taken back unless it comes to its end.
class Undo {
 public:
  explicit Undo(FileOps& files) : m_files(files) {}
  Undo(const Undo&) = delete;
  Undo& operator=(const Undo&) = delete;
  ~Undo() {
    // Best effort: data without an index are no checkpoint.
    for (const fs::path& path : m_published) (void)m_files.remove(path);
  }
  void add(fs::path path) { m_published.push_back(std::move(path)); }
  void keep() { m_published.clear(); }

 private:
  FileOps& m_files;
  std::vector<fs::path> m_published;
};

Result<void> checkSpace(FileOps& files, const fs::path& directory, const BundleImage& image) {
  std::uint64_t bytes = image.index.size();
  for (const Bytes& data : image.data) bytes += data.size();
  const std::uint64_t want = bytes + bytes / 5;  // 1.2 times: the file system needs some too
  CAIRN_ASSIGN(const std::uint64_t free, files.freeSpace(directory));
  if (free >= want) return {};
  return Error{ErrorCode::NoSpace,
               fmt::format("{} bytes are free, a checkpoint of {} wants {}", free, bytes, want),
               directory.string()};
}

}  // namespace

Result<BundleImage> encodeBundle(const std::vector<BundleItem>& items, std::int32_t shards) {
  if (shards < 1 || shards > limits::kShards)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("{} shards, want 1 to {}", shards, limits::kShards)};
  BundleImage image;
  image.data.resize(static_cast<std::size_t>(shards));
  IndexBuilder index;
  for (const BundleItem& item : items) {
    if (item.shard < 0 || item.shard >= shards)
      return invalid(item, fmt::format("shard {} of {}", item.shard, shards));
    Bytes& data = image.data[static_cast<std::size_t>(item.shard)];
    const std::uint64_t offset = data.size();
    CAIRN_ASSIGN(const std::uint32_t crc, appendTensor(data, item));
    CAIRN_TRY(index.add(item, offset, data.size() - offset, crc));
  }
  CAIRN_ASSIGN(image.index, index.finish(shards));
  return image;
}

Result<void> writeBundle(FileOps& files, const fs::path& prefix, const BundleImage& image) {
  const fs::path directory = prefix.parent_path();
  const auto shards = static_cast<std::int32_t>(image.data.size());
  CAIRN_TRY(checkSpace(files, directory, image));
  if (exists(files, indexPath(prefix))) {
    CAIRN_TRY(files.remove(indexPath(prefix)));
    CAIRN_TRY(files.syncDirectory(directory));
  }
  Undo undo(files);
  for (std::int32_t shard = 0; shard < shards; ++shard) {
    const fs::path path = dataPath(prefix, shard, shards);
    CAIRN_TRY(replaceReserved(files, path, image.data[static_cast<std::size_t>(shard)]));
    undo.add(path);
  }
  // Renames may reach the disk in any order: an index must not be there before its data.
  CAIRN_TRY(files.syncDirectory(directory));
  CAIRN_TRY(replaceReserved(files, indexPath(prefix), image.index));
  undo.add(indexPath(prefix));
  CAIRN_TRY(files.syncDirectory(directory));
  undo.keep();
  return {};
}

}  // namespace cairn::formats
