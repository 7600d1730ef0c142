#pragma once

#include "core/formats/tensor_slice.h"

#include <optional>
#include <string>
#include <vector>

namespace cairn::formats {

/// What a checkpoint's index says of one tensor.
struct BundleEntry {
  std::string name;
  DType dtype = DType::Invalid;
  Shape shape;
  std::int32_t shard = 0;
  std::uint64_t offset = 0;   // in its shard's data file
  std::uint64_t size = 0;     // bytes; of a partitioned variable all of its parts'
  std::uint32_t crc = 0;      // masked CRC-32C of the bytes, as stored; else over the parts' ones
  std::vector<Slice> slices;  // of a partitioned variable; its data stand in entries of their own
  std::optional<Error> problem;  // why its values can't be read, as far as the index tells

  bool operator==(const BundleEntry&) const = default;
};

}  // namespace cairn::formats
