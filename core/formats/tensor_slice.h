#pragma once

#include "core/formats/tensor.h"

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
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

/// TensorFlow's text of a slice: `0,4:-`.
std::string sliceText(const Slice& slice);

/// The table key under which the data of one slice of `name` stand. It begins with a NUL byte.
/// Format: doc/tensor_bundle.md, "Slice keys".
std::string sliceKey(std::string_view name, const Slice& slice);
/// Whether a table key belongs to a slice, so that lists leave it out.
inline bool isSliceKey(std::string_view key) { return key.starts_with('\0'); }

/// The shape of `slice`, cut from a tensor of shape `full`.
/// Errors: Corrupt for another rank or an extent that is not inside.
Result<Shape> sliceShape(const Slice& slice, const Shape& full);
/// Whether `slice` is all of a tensor of shape `full`.
bool isWhole(const Slice& slice, const Shape& full);

/// Errors: Corrupt unless each slice lies inside `full` and none overlaps another; Unsupported for
///         more than limits::kSlices of them. They need not fill it: TensorFlow stores each part's
///         optimizer slot as one slice of a variable of its own.
Result<void> checkSlices(const std::string& name, const Shape& full,
                         const std::vector<Slice>& slices);

/// A partitioned variable whose parts passed checkSlices.
struct PartitionedTensor {
  const std::string& name;
  DType dtype;
  const Shape& shape;
  const std::vector<Slice>& slices;
};
/// What `wanted` cuts of the variable; `readPart` gives the part of one of its slices, whole.
/// Errors: InvalidArgument, in TensorFlow's words, when the slices leave a part of it open or it
///         does not fit; those of `readPart`.
Result<Tensor> joinSlices(const PartitionedTensor& tensor, const Slice& wanted,
                          const std::function<Result<Tensor>(std::size_t)>& readPart);

/// The slice that is all of a tensor of `rank` dimensions.
Slice wholeSlice(std::size_t rank);
/// Copies `part` to its place in `whole`. The slice fits both, and the types are equal.
void placeSlice(const Slice& slice, Tensor part, Tensor& whole);
/// What `slice` holds of `whole`, which it fits.
Tensor cutSlice(const Slice& slice, const Tensor& whole);

}  // namespace cairn::formats
