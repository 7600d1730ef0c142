#include "core/formats/shape_proto.h"

#include "core/base/limits.h"
#include "core/formats/proto/tensor.pb.h"

#include <fmt/format.h>

namespace cairn::formats {

Result<Shape> fromProto(const std::string& name, const pb::TensorShapeProto& proto) {
  const auto invalid = [&name](const std::string& what) {
    return Error{ErrorCode::Corrupt, fmt::format("Invalid tensor shape: {} {}", name, what)};
  };
  if (proto.unknown_rank()) return invalid("unknown_rank: true");
  // Counted before it is copied: a megabyte of empty dimensions is not a shape.
  if (static_cast<std::size_t>(proto.dim_size()) > limits::kDimensions)
    return invalid(fmt::format("{} dimensions, at most {}", proto.dim_size(), limits::kDimensions));
  Shape shape;
  shape.reserve(static_cast<std::size_t>(proto.dim_size()));
  for (const auto& dim : proto.dim()) {
    if (dim.size() < 0) return invalid(fmt::format("dim {{ size: {} }}", dim.size()));
    shape.push_back(dim.size());
  }
  if (!elementCount(shape)) return invalid(fmt::format("{} is too large", shapeText(shape)));
  return shape;
}

Slice fromProto(const pb::TensorSliceProto& proto) {
  Slice slice;
  slice.extents.reserve(static_cast<std::size_t>(proto.extent_size()));
  for (const auto& extent : proto.extent())
    slice.extents.push_back(
        {extent.start(),
         extent.has_length_case() == pb::TensorSliceProto::Extent::kLength ? extent.length() : -1});
  return slice;
}

void toProto(const Shape& shape, pb::TensorShapeProto& proto) {
  for (const std::int64_t size : shape) proto.add_dim()->set_size(size);
}

void toProto(const Slice& slice, pb::TensorSliceProto& proto) {
  for (const Slice::Extent& extent : slice.extents) {
    auto* added = proto.add_extent();
    added->set_start(extent.start);
    if (extent.length >= 0) added->set_length(extent.length);
  }
}

}  // namespace cairn::formats
