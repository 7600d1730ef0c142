#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"
#include "core/formats/bundle_entry.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

class BundleData;

/// One tensor to write. `slice`s of a partitioned variable share `name` and `fullShape`.
struct BundleItem {
  std::string name;
  Tensor tensor;
  std::optional<Slice> slice = {};
  Shape fullShape = {};  // of the whole variable, when `slice` is set
  std::int32_t shard = 0;
};

/// One checkpoint, opened by prefix: a V2 bundle (`.index` and `.data-*`) or a V1 table.
/// Opening reads the index only; values are read, and their checksums held against them, on demand.
/// Format: doc/tensor_bundle.md, doc/v1_checkpoint.md.
/// Owner:  borrows the FileOps.
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

  /// The tensor's value, slices joined. For many tensors use a TensorReader.
  /// Errors: NotFound for the name or a data file; Truncated or Corrupt with file and offset.
  Result<Tensor> read(std::string_view name) const;
  /// The rectangle `wanted` of it, whole or partitioned, as RestoreV2 cuts it.
  /// Errors: as read; InvalidArgument, in TensorFlow's words, when slices leave a part of it open.
  Result<Tensor> readSlice(std::string_view name, const Slice& wanted) const;

  /// Everything in it in the order of its data files, ready for `encodeBundle`.
  /// Errors: of the first tensor that can't be read; Cancelled.
  Result<std::vector<BundleItem>> readItems(std::stop_token stop = {}) const;

  /// Reads every tensor; one error for each that can't be. `stop` ends it early with Cancelled.
  std::vector<Error> verify(std::stop_token stop = {}, const ProgressCallback& progress = {}) const;

 private:
  friend class TensorReader;
  struct Content;
  explicit TensorBundle(std::shared_ptr<const Content> content);
  std::shared_ptr<const Content> m_content;
};

/// Reads many tensors of one bundle: each data file is opened once and stays open while the reader
/// lives, so that a checkpoint which is deleted meanwhile can still be read to its end.
/// Thread: Not locked; one thread at a time.
/// Cost:   small tensors in the order of their bytes come out of one buffer.
class TensorReader {
 public:
  explicit TensorReader(const TensorBundle& bundle);
  ~TensorReader();
  TensorReader(const TensorReader&) = delete;
  TensorReader& operator=(const TensorReader&) = delete;

  /// Errors: as TensorBundle::read and readSlice.
  Result<Tensor> read(std::string_view name);
  Result<Tensor> readSlice(std::string_view name, const Slice& wanted);

 private:
  TensorBundle m_bundle;
  std::unique_ptr<BundleData> m_data;
};

/// `<prefix>.index`, `<prefix>.data-%05d-of-%05d`.
fs::path indexPath(const fs::path& prefix);
fs::path dataPath(const fs::path& prefix, std::int32_t shard, std::int32_t shards);

/// The files of a bundle as bytes, ready to be put on the disk.
struct BundleImage {
  std::vector<Bytes> data;  // a shard each
  Bytes index;
};

/// Encodes `items`, whose data stand in the files in the order given (TensorFlow's Saver: by name).
/// Errors: InvalidArgument for an empty name or one twice, a type that has no stored form, a shard
///         or slice out of range, or a size that does not fit its shape.
Result<BundleImage> encodeBundle(const std::vector<BundleItem>& items, std::int32_t shards = 1);

/// Writes a bundle under `prefix` so that it is whole or absent: data, then `.index` as the commit
/// record, each durable before the next; the directory is synced last. An index of that name is
/// removed first, so the state file must not name `prefix` meanwhile (spec/reliability.md W5).
/// Errors: NoSpace unless 1.2 times the bytes are free; those of FileOps. After an error nothing is
///         left of what was written.
Result<void> writeBundle(FileOps& files, const fs::path& prefix, const BundleImage& image);

}  // namespace cairn::formats
