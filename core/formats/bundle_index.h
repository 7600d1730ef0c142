#pragma once

#include "core/formats/bundle_entry.h"

#include <map>

namespace cairn::formats {

/// What a V2 checkpoint's `.index` says. Entries that are wrong in themselves are listed with their
/// problem; only a table or a header that can't be read is an error.
/// Owner: owns its content.   Thread: Immutable; share freely.
struct BundleIndex {
  std::int32_t shards = 0;
  bool bigEndian = false;
  std::vector<BundleEntry> entries;                        // by name, without slices
  std::map<std::string, BundleEntry, std::less<>> slices;  // by slice key
};

/// Format: doc/tensor_bundle.md.
/// Errors: Corrupt, Truncated or Unsupported with the offset, in TensorFlow's words where it has
///         some.
Result<BundleIndex> decodeBundleIndex(ByteView bytes, const std::string& file);

}  // namespace cairn::formats
