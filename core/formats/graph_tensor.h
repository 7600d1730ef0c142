#pragma once

#include "core/formats/proto/graph.pb.h"
#include "core/formats/tensor.h"

namespace cairn::formats {

/// The tensor as TensorFlow writes constants: one value where all elements are equal, else the raw
/// bytes (`tensor_content`) where the type has them, else a list of values.
/// `tensor` fills its shape and has a type with values.
pb::GraphTensor toGraphTensor(const Tensor& tensor);

/// The elements of a constant; a list shorter than the shape repeats its last value.
/// Errors: Corrupt for a content that does not fill the shape, Unsupported for a type without
/// values or a repetition over limits::kFilledTensorBytes.
Result<Tensor> fromGraphTensor(const pb::GraphTensor& proto);

pb::DataType toProto(DType dtype);
void setShape(pb::TensorShapeProto& proto, const Shape& shape);  // -1: unknown dimension

}  // namespace cairn::formats
