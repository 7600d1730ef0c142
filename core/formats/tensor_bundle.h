#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"
#include "core/formats/tensor.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

/// A rectangle of a partitioned variable; length -1 is the whole dimension.
struct Slice {
  struct Extent {
    std::int64_t start = 0;
    std::int64_t length = -1;
    bool operator==(const Extent&) const = default;
  };
  std::vector<Extent> extents;
  bool operator==(const Slice&) const = default;
};

/// What a checkpoint's index says of one tensor.
struct BundleEntry {
  std::string name;
  DType dtype = DType::Invalid;
  Shape shape;
  std::int32_t shard = 0;
  std::uint64_t offset = 0;   // in its shard's data file
  std::uint64_t size = 0;     // bytes
  std::uint32_t crc = 0;      // masked CRC-32C of the bytes, as stored
  std::vector<Slice> slices;  // of a partitioned variable; its data stand in entries of their own
  std::optional<Error> problem;  // why its values can't be read, as far as the index tells

  bool operator==(const BundleEntry&) const = default;
};

/// One checkpoint, opened by prefix: a V2 bundle (`.index` and `.data-*`) or a V1 table.
/// Opening reads the index only; values are read, and their checksums held against them, on demand.
/// Format: doc/tensor_bundle.md.
/// Thread: Immutable after open; share freely.
class TensorBundle {
 public:
  /// Errors: NotFound when `<prefix>.index` (and a V1 file) is missing; Truncated, Corrupt,
  ///         Unsupported with file and offset. Messages carry TensorFlow's own words where it has
  ///         some.
  static Result<TensorBundle> open(FileOps& files, const fs::path& prefix);

  const fs::path& prefix() const;
  /// In byte order of their names; slices of partitioned variables are not listed.
  const std::vector<BundleEntry>& entries() const;
  const BundleEntry* find(std::string_view name) const;
  std::int32_t shardCount() const;
  bool isV1() const;
  /// `<prefix>.data-00000-of-00001` …, whether they exist or not; empty for V1.
  std::vector<fs::path> dataFiles() const;
  fs::path indexFile() const;

  /// The tensor's value, slices joined.
  /// Errors: NotFound for the name or a data file; Truncated or Corrupt with file and offset.
  Result<Tensor> read(std::string_view name) const;

  /// Reads every tensor; one error for each that can't be. `stop` ends it early with Cancelled.
  std::vector<Error> verify(std::stop_token stop = {}, const ProgressCallback& progress = {}) const;

 private:
  struct Content;
  explicit TensorBundle(std::shared_ptr<const Content> content);
  std::shared_ptr<const Content> m_content;
};

/// `<prefix>.index`, `<prefix>.data-%05d-of-%05d`.
fs::path indexPath(const fs::path& prefix);
fs::path dataPath(const fs::path& prefix, std::int32_t shard, std::int32_t shards);

/// One tensor to write. `slice`s of a partitioned variable share `name` and `fullShape`.
struct BundleItem {
  std::string name;
  Tensor tensor;
  std::optional<Slice> slice = {};
  Shape fullShape = {};  // of the whole variable, when `slice` is set
  std::int32_t shard = 0;
};

/// The files of a bundle as bytes, ready to be put on the disk.
struct BundleImage {
  std::vector<Bytes> data;  // a shard each
  Bytes index;
};

/// Encodes `items`, whose data stand in the files in the order given (TensorFlow's Saver: by name).
/// Errors: InvalidArgument for a name twice, or a size that does not fit its shape.
Result<BundleImage> encodeBundle(const std::vector<BundleItem>& items, std::int32_t shards = 1);

/// Writes a bundle under `prefix` so that it is whole or absent: data, then `.index` as the commit
/// record, each durable before the next; the directory is synced last.
Result<void> writeBundle(FileOps& files, const fs::path& prefix, const BundleImage& image);

}  // namespace cairn::formats
