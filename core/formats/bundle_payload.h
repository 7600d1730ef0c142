#pragma once

#include "core/formats/tensor.h"

#include <functional>

namespace cairn::formats {

/// The bytes of one tensor in a data file, walked once: its checksum and its elements.
/// Format: doc/tensor_bundle.md, "Data files".
/// Errors: Corrupt or Truncated, in TensorFlow's words; where and offset are the caller's to add.

/// Checks the lengths of `count` strings against their own checksum and shows each string.
/// Returns: the CRC-32C, not masked, that the entry must hold.
Result<std::uint32_t> walkStrings(ByteView payload, std::uint64_t count, bool bigEndian,
                                  const std::function<void(ByteView)>& string = {});
/// Checks each of `count` variants against its own checksum. Returns: as walkStrings.
Result<std::uint32_t> walkVariants(ByteView payload, std::uint64_t count);

/// Appends `strings` as a data file holds them and returns their CRC-32C, not masked.
std::uint32_t appendStrings(Bytes& out, const std::vector<std::string>& strings);

/// Turns the elements of a file of the other byte order round, in place.
void swapElements(DType dtype, Bytes& bytes);

}  // namespace cairn::formats
