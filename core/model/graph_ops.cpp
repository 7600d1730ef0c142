#include "core/model/graph_ops.h"

#include "core/formats/graph_tensor.h"

namespace cairn::model {

using formats::boolAttr;
using formats::DType;
using formats::intAttr;
using formats::NodeAttributes;
using formats::Shape;
using formats::Tensor;
using formats::typeAttr;

namespace {

Tensor intTensor(Shape shape, const std::vector<std::int32_t>& values) {
  Tensor tensor;
  tensor.dtype = DType::Int32;
  tensor.shape = std::move(shape);
  for (const std::int32_t value : values)
    appendLittleEndian(tensor.bytes, static_cast<std::uint32_t>(value), 4);
  return tensor;
}

}  // namespace

std::string GraphOps::add(const std::string& name, const std::string& op,
                          const std::vector<std::string>& inputs, const NodeAttributes& attributes,
                          DType dtype) {
  NodeAttributes all = attributes;
  all.emplace_back("T", typeAttr(dtype));
  return m_graph.add(name, op, inputs, all);
}

std::string GraphOps::addPlain(const std::string& name, const std::string& op,
                               const std::vector<std::string>& inputs,
                               const NodeAttributes& attributes) {
  return m_graph.add(name, op, inputs, attributes);
}

std::string GraphOps::scalar(const std::string& name, double value) {
  return filled(name, {}, value);
}

std::string GraphOps::integer(const std::string& name, std::int32_t value) {
  return m_graph.addConst(name, intTensor({}, {value}));
}

std::string GraphOps::integers(const std::string& name, std::vector<std::int32_t> list) {
  return m_graph.addConst(name, intTensor({static_cast<std::int64_t>(list.size())}, list));
}

std::string GraphOps::strings(const std::string& name, std::vector<std::string> list) {
  Tensor tensor;
  tensor.dtype = DType::String;
  tensor.shape = {static_cast<std::int64_t>(list.size())};
  tensor.strings = std::move(list);
  return m_graph.addConst(name, tensor);
}

std::string GraphOps::word(const std::string& name, std::string text) {
  Tensor tensor;
  tensor.dtype = DType::String;
  tensor.strings = {std::move(text)};
  return m_graph.addConst(name, tensor);
}

std::string GraphOps::constant(const std::string& name, const Tensor& value) {
  return m_graph.addConst(name, value);
}

std::string GraphOps::filled(const std::string& name, const Shape& shape, double value, DType dtype,
                             const std::vector<std::string>& after) {
  pb::AttrValue attr;
  pb::GraphTensor& tensor = *attr.mutable_tensor();
  tensor.set_dtype(formats::toProto(dtype));
  formats::setShape(*tensor.mutable_tensor_shape(), shape);
  if (dtype == DType::Int64)
    tensor.add_int64_val(static_cast<std::int64_t>(value));
  else if (dtype == DType::Bool)
    tensor.add_bool_val(value != 0);
  else
    tensor.add_float_val(static_cast<float>(value));
  return m_graph.add(name, "Const", after, {{"dtype", typeAttr(dtype)}, {"value", attr}});
}

std::string GraphOps::placeholder(const std::string& name, DType dtype, const Shape& shape) {
  return m_graph.add(name, "Placeholder", {},
                     {{"dtype", typeAttr(dtype)}, {"shape", formats::shapeAttr(shape)}});
}

std::string GraphOps::reduce(const std::string& name, const std::string& op, const std::string& x,
                             std::vector<std::int32_t> axes, bool keepDims) {
  const auto indices = integers(name + "/reduction_indices", std::move(axes));
  return add(name, op, {x, indices}, {{"keep_dims", boolAttr(keepDims)}});
}

std::string GraphOps::concat(const std::string& name, std::vector<std::string> inputs,
                             std::int32_t axis) {
  const auto count = static_cast<std::int64_t>(inputs.size());
  inputs.push_back(integer(name + "/axis", axis));
  return add(name, "ConcatV2", inputs, {{"N", intAttr(count)}});
}

std::string GraphOps::rows(const std::string& scope, const std::string& x, DType dtype) {
  const auto shape = add(scope + "/Shape", "Shape", {x}, {}, dtype);
  const std::string slice = scope + "/strided_slice";
  return add(slice, "StridedSlice",
             {shape, integers(slice + "/stack", {0}), integers(slice + "/stack_1", {1}),
              integers(slice + "/stack_2", {1})},
             {{"Index", typeAttr(DType::Int32)}, {"shrink_axis_mask", intAttr(1)}}, DType::Int32);
}

std::string GraphOps::expandDims(const std::string& name, const std::string& x, std::int32_t axis,
                                 DType dtype) {
  return add(name, "ExpandDims", {x, integer(name + "/dim", axis)}, {}, dtype);
}

std::string GraphOps::read(const std::string& name, const std::string& handle, DType dtype) {
  return m_graph.add(name, "ReadVariableOp", {handle}, {{"dtype", typeAttr(dtype)}});
}

std::string nodeNamePart(const std::string& text) {
  std::string part = text;
  for (char& c : part) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool other = (c >= '0' && c <= '9') || c == '_' || c == '.' || c == '-';
    if (!letter && !other) c = '_';
  }
  return part;
}

}  // namespace cairn::model
