#pragma once

#include "core/base/file_ops.h"
#include "core/formats/bundle_index.h"

#include <map>
#include <memory>
#include <stop_token>

namespace cairn::formats {

/// A Git LFS pointer that lies in the place of a real file: what to do about it; else nothing.
std::string lfsHint(ByteView head);

/// The data files of a bundle, each opened once, when it is first asked for.
/// Format: doc/tensor_bundle.md, "Data files".
/// Errors: NotFound for a data file; Truncated, Corrupt with file and offset, in TensorFlow's
/// words. Owner:  borrows all that it is given. Thread: Not locked; one thread at a time.
class BundleData {
 public:
  BundleData(FileOps& files, const fs::path& prefix, const BundleIndex& index)
      : m_files(files), m_prefix(prefix), m_index(index) {}

  /// The tensor or part that `entry` describes, its checksum held against it. The entry has no
  /// problem and no slices.
  Result<Tensor> read(const BundleEntry& entry);
  /// Only the checksum, in pieces. Errors: also Cancelled.
  Result<void> check(const BundleEntry& entry, const std::stop_token& stop);
  /// Bytes of the files that `entries` stand in.
  Result<std::uint64_t> bytesOf(const std::vector<const BundleEntry*>& entries);
  /// Counts the entry's bytes. Errors: Corrupt once a shard's entries come to many times its size.
  Result<void> spend(const BundleEntry& entry);

 private:
  struct Shard {
    fs::path path;
    std::unique_ptr<File> file;
    std::uint64_t size = 0;
    std::uint64_t spent = 0;
    std::uint64_t next = 0;  // behind what was read last
    Bytes ahead;             // bytes from aheadAt on that were read early
    std::uint64_t aheadAt = 0;
  };
  Result<Shard*> shardOf(const BundleEntry& entry);
  /// The entry's shard, if its bytes lie inside the file.
  Result<Shard*> reach(const BundleEntry& entry);
  Result<void> readAt(const BundleEntry& entry, Shard& shard, std::uint64_t from,
                      std::span<std::byte> buffer);
  Result<std::uint32_t> decode(const BundleEntry& entry, Bytes& payload, Tensor& tensor) const;
  Result<void> compare(const BundleEntry& entry, const Shard& shard, std::uint32_t crc) const;

  FileOps& m_files;
  const fs::path& m_prefix;
  const BundleIndex& m_index;
  std::map<std::int32_t, Shard> m_shards;
};

}  // namespace cairn::formats
