#pragma once

#include "core/formats/tensor.h"

namespace cairn::formats {

/// The tensor as NumPy's `.npy` file, version 1.0, row-major.
/// bfloat16 and float8, which NumPy does not know, become float32, which holds them exactly;
/// quantized integers become plain ones, byte strings `|S<longest>`.
/// Format: doc/npy.md.
/// Errors: Unsupported for resources, variants, and strings that end in NUL (NumPy drops it).
Result<Bytes> encodeNpy(const Tensor& tensor);

/// The array of a `.npy` file of version 1.0 to 3.0, brought into row-major little-endian order.
/// Errors: Corrupt or Truncated with the offset; Unsupported for objects and records.
Result<Tensor> decodeNpy(ByteView bytes, const std::string& file);

}  // namespace cairn::formats
