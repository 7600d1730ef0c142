#pragma once

#include "core/formats/bundle_entry.h"

#include <map>

namespace cairn::formats {

/// The content of a V1 checkpoint: one table a shard, values and all.
/// Owner: owns its content.   Thread: Immutable; share freely.
struct V1Checkpoint {
  std::vector<BundleEntry> entries;                              // by name
  std::map<std::string, std::vector<Slice>, std::less<>> parts;  // by name; of whole ones too
  std::map<std::string, std::string, std::less<>> values;        // by slice key
};

/// Adds one shard's table to `checkpoint`. Call finishV1 after the last.
/// Format: doc/v1_checkpoint.md.
/// Errors: Corrupt, Truncated or Unsupported, in TensorFlow's words where it has some;
///         InvalidArgument when the file is the index of a V2 checkpoint.
Result<void> addV1Table(ByteView bytes, const std::string& file, V1Checkpoint& checkpoint);
/// Sorts the entries and tells each one's problem, if it has one.
void finishV1(V1Checkpoint& checkpoint);

/// What `wanted` cuts of one tensor, its parts joined. `entry` is one of `checkpoint.entries`.
/// Errors: as joinSlices; Corrupt; the entry's own problem.
Result<Tensor> readV1Tensor(const V1Checkpoint& checkpoint, const BundleEntry& entry,
                            const Slice& wanted);

}  // namespace cairn::formats
