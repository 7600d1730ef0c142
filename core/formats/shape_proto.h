#pragma once

#include "core/formats/tensor_slice.h"

namespace cairn::pb {
class TensorShapeProto;
class TensorSliceProto;
}  // namespace cairn::pb

namespace cairn::formats {

/// Errors: Corrupt, in TensorFlow's words, for a negative dimension, an unknown rank, over 254
///         dimensions or a product over 2^63 - 1. `name` is the tensor's.
Result<Shape> fromProto(const std::string& name, const pb::TensorShapeProto& proto);
/// Extents as written; whether they fit a shape is another question.
Slice fromProto(const pb::TensorSliceProto& proto);

void toProto(const Shape& shape, pb::TensorShapeProto& proto);
void toProto(const Slice& slice, pb::TensorSliceProto& proto);

}  // namespace cairn::formats
