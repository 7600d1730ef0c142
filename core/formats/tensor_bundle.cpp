#include "core/formats/tensor_bundle.h"

#include "core/formats/bundle_data.h"
#include "core/formats/bundle_index.h"
#include "core/formats/index_table.h"
#include "core/formats/v1_checkpoint.h"

#include <algorithm>
#include <fmt/format.h>
#include <new>

namespace cairn::formats {
namespace {

constexpr std::uint64_t kIndexBytes = std::uint64_t{1} << 32;

/// Runs `work`; what it can't allocate becomes an error, for sizes come from files.
template <class Work>
auto withinMemory(const fs::path& what, Work work) -> decltype(work()) {
  try {
    return work();
  } catch (const std::bad_alloc&) {
    return Error{ErrorCode::NoSpace, "does not fit into memory", what.string()};
  }
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

Result<Tensor> readJoined(BundleData& data, const BundleEntry& entry, const Slice& wanted,
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

  Result<Tensor> read(const BundleEntry& entry, BundleData& data) const {
    return readSlice(entry, wholeSlice(entry.shape.size()), data);
  }
  Result<Tensor> readSlice(const BundleEntry& entry, const Slice& wanted, BundleData& data) const;
  Result<void> check(const BundleEntry& entry, BundleData& data, const std::stop_token& stop) const;
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
  return TensorReader(*this).read(name);
}

Result<Tensor> TensorBundle::readSlice(std::string_view name, const Slice& wanted) const {
  return TensorReader(*this).readSlice(name, wanted);
}

TensorReader::TensorReader(const TensorBundle& bundle)
    : m_bundle(bundle),
      m_data(std::make_unique<BundleData>(*bundle.m_content->files, bundle.m_content->prefix,
                                          bundle.m_content->index)) {}
TensorReader::~TensorReader() = default;

Result<Tensor> TensorReader::read(std::string_view name) {
  const BundleEntry* entry = m_bundle.find(name);
  return readSlice(name, wholeSlice(entry == nullptr ? 0 : entry->shape.size()));
}

Result<Tensor> TensorReader::readSlice(std::string_view name, const Slice& wanted) {
  const BundleEntry* entry = m_bundle.find(name);
  if (entry == nullptr)
    return Error{ErrorCode::NotFound, fmt::format("Key {} not found in checkpoint", name),
                 m_bundle.indexFile().string()};
  return withinMemory(m_bundle.prefix(),
                      [&] { return m_bundle.m_content->readSlice(*entry, wanted, *m_data); });
}

Result<Tensor> TensorBundle::Content::readSlice(const BundleEntry& entry, const Slice& wanted,
                                                BundleData& data) const {
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
    BundleData data(*m_content->files, prefix(), index);
    Items items;
    for (const auto& [entry, slice] : m_content->storedOrder()) {
      if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", prefix().string()};
      BundleItem item{entry->name, {}, {}, {}, entry->shard};
      if (slice == nullptr) {
        if (!m_content->v1) CAIRN_TRY(data.spend(*entry));
        CAIRN_ASSIGN(item.tensor, m_content->read(*entry, data));
      } else {
        const BundleEntry part =
            named(index.slices.find(sliceKey(entry->name, *slice))->second, *entry, *slice);
        CAIRN_TRY(data.spend(part));
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

Result<void> TensorBundle::Content::check(const BundleEntry& entry, BundleData& data,
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
  BundleData data(*m_content->files, prefix(), m_content->index);
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
