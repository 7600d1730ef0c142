#include "core/formats/graph_tensor.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>

namespace cairn::formats {
namespace {

template <class T>
T elementAt(const Bytes& bytes, std::size_t index) {
  T value;
  std::memcpy(&value, bytes.data() + index * sizeof(T), sizeof(T));
  return value;
}

template <class T, class List>
void listElements(const Bytes& bytes, std::size_t count, List& list) {
  for (std::size_t i = 0; i < count; ++i)
    list.Add(static_cast<typename List::value_type>(elementAt<T>(bytes, i)));
}

/// `count` leading elements as the typed list that the message has for them.
void setValues(const Tensor& tensor, std::size_t count, pb::GraphTensor& proto) {
  const Bytes& bytes = tensor.bytes;
  switch (tensor.dtype) {
    case DType::Float:
      return listElements<float>(bytes, count, *proto.mutable_float_val());
    case DType::Double:
      return listElements<double>(bytes, count, *proto.mutable_double_val());
    case DType::Int32:
    case DType::QInt32:
      return listElements<std::int32_t>(bytes, count, *proto.mutable_int_val());
    case DType::Int16:
    case DType::QInt16:
      return listElements<std::int16_t>(bytes, count, *proto.mutable_int_val());
    case DType::UInt16:
    case DType::QUInt16:
      return listElements<std::uint16_t>(bytes, count, *proto.mutable_int_val());
    case DType::Int8:
    case DType::QInt8:
    case DType::Int4:
      return listElements<std::int8_t>(bytes, count, *proto.mutable_int_val());
    case DType::UInt8:
    case DType::QUInt8:
    case DType::UInt4:
      return listElements<std::uint8_t>(bytes, count, *proto.mutable_int_val());
    case DType::Int64:
      return listElements<std::int64_t>(bytes, count, *proto.mutable_int64_val());
    case DType::UInt32:
      return listElements<std::uint32_t>(bytes, count, *proto.mutable_uint32_val());
    case DType::UInt64:
      return listElements<std::uint64_t>(bytes, count, *proto.mutable_uint64_val());
    case DType::Bool:
      return listElements<std::uint8_t>(bytes, count, *proto.mutable_bool_val());
    case DType::Half:
    case DType::BFloat16:
      return listElements<std::uint16_t>(bytes, count, *proto.mutable_half_val());
    case DType::Complex64:
      return listElements<float>(bytes, 2 * count, *proto.mutable_scomplex_val());
    case DType::Complex128:
      return listElements<double>(bytes, 2 * count, *proto.mutable_dcomplex_val());
    case DType::Float8E5M2:
    case DType::Float8E4M3FN:
      proto.set_float8_val(std::string(asText(ByteView(bytes).first(count))));
      return;
    default:
      return;
  }
}

/// Types whose several elements TensorFlow writes as raw bytes (tensor_util's list).
bool hasContent(DType dtype) {
  switch (dtype) {
    case DType::Float:
    case DType::Double:
    case DType::Int32:
    case DType::UInt8:
    case DType::Int16:
    case DType::Int8:
    case DType::Int64:
    case DType::QInt8:
    case DType::QUInt8:
    case DType::QInt32:
    case DType::UInt32:
    case DType::UInt64:
      return true;
    default:
      return false;
  }
}

bool allEqual(const Bytes& bytes, std::size_t width) {
  return bytes.size() > width &&
         std::equal(bytes.begin() + static_cast<std::ptrdiff_t>(width), bytes.end(), bytes.begin());
}

/// Spreads the values of a list over `count` elements, the last one as often as it takes.
template <class T, class List>
void spread(const List& list, std::size_t count, Bytes& bytes) {
  bytes.resize(count * sizeof(T));
  T value{};
  for (std::size_t i = 0; i < count; ++i) {
    if (i < static_cast<std::size_t>(list.size()))
      value = static_cast<T>(list[static_cast<int>(i)]);
    std::memcpy(bytes.data() + i * sizeof(T), &value, sizeof(T));
  }
}

template <class T, class List>
void spreadPairs(const List& list, std::size_t count, Bytes& bytes) {
  bytes.resize(count * 2 * sizeof(T));
  T value[2] = {};
  for (std::size_t i = 0; i < count; ++i) {
    if (2 * i + 1 < static_cast<std::size_t>(list.size())) {
      value[0] = list[static_cast<int>(2 * i)];
      value[1] = list[static_cast<int>(2 * i + 1)];
    }
    std::memcpy(bytes.data() + 2 * i * sizeof(T), value, sizeof value);
  }
}

void readValues(const pb::GraphTensor& proto, std::size_t count, Tensor& tensor) {
  Bytes& bytes = tensor.bytes;
  switch (tensor.dtype) {
    case DType::Float:
      return spread<float>(proto.float_val(), count, bytes);
    case DType::Double:
      return spread<double>(proto.double_val(), count, bytes);
    case DType::Int32:
    case DType::QInt32:
      return spread<std::int32_t>(proto.int_val(), count, bytes);
    case DType::Int16:
    case DType::QInt16:
    case DType::UInt16:
    case DType::QUInt16:
      return spread<std::uint16_t>(proto.int_val(), count, bytes);
    case DType::Int8:
    case DType::QInt8:
    case DType::UInt8:
    case DType::QUInt8:
    case DType::Int4:
    case DType::UInt4:
      return spread<std::uint8_t>(proto.int_val(), count, bytes);
    case DType::Int64:
      return spread<std::int64_t>(proto.int64_val(), count, bytes);
    case DType::UInt32:
      return spread<std::uint32_t>(proto.uint32_val(), count, bytes);
    case DType::UInt64:
      return spread<std::uint64_t>(proto.uint64_val(), count, bytes);
    case DType::Bool:
      return spread<std::uint8_t>(proto.bool_val(), count, bytes);
    case DType::Half:
    case DType::BFloat16:
      return spread<std::uint16_t>(proto.half_val(), count, bytes);
    case DType::Complex64:
      return spreadPairs<float>(proto.scomplex_val(), count, bytes);
    case DType::Complex128:
      return spreadPairs<double>(proto.dcomplex_val(), count, bytes);
    case DType::Float8E5M2:
    case DType::Float8E4M3FN: {
      const std::string& list = proto.float8_val();
      bytes.resize(count, list.empty() ? std::byte{0} : static_cast<std::byte>(list.back()));
      const auto given = std::min(count, list.size());
      std::copy_n(asBytes(list).begin(), given, bytes.begin());
      return;
    }
    default:
      return;
  }
}

Result<void> readStrings(const pb::GraphTensor& proto, std::size_t count, Tensor& tensor) {
  const auto given = static_cast<std::size_t>(proto.string_val_size());
  const std::uint64_t repeated =
      given == 0 ? 0 : proto.string_val(static_cast<int>(given) - 1).size();
  std::uint64_t bytes = 0;
  if (count > given && (!multiplyFits(count - given, repeated + sizeof(std::string), bytes) ||
                        bytes > limits::kFilledTensorBytes))
    return Error{ErrorCode::Unsupported, fmt::format("{} strings from a list of {}", count, given)};
  tensor.strings.reserve(count);
  for (std::size_t i = 0; i < count; ++i)
    tensor.strings.push_back(
        given == 0 ? std::string() : proto.string_val(static_cast<int>(std::min(i, given - 1))));
  return {};
}

}  // namespace

pb::DataType toProto(DType dtype) { return static_cast<pb::DataType>(dtype); }

void setShape(pb::TensorShapeProto& proto, const Shape& shape) {
  proto.clear_dim();
  for (const std::int64_t size : shape) proto.add_dim()->set_size(size);
}

pb::GraphTensor toGraphTensor(const Tensor& tensor) {
  pb::GraphTensor proto;
  proto.set_dtype(toProto(tensor.dtype));
  setShape(*proto.mutable_tensor_shape(), tensor.shape);
  if (tensor.dtype == DType::String) {
    for (const std::string& text : tensor.strings) proto.add_string_val(text);
    return proto;
  }
  const std::size_t width = dtypeWidth(tensor.dtype);
  const std::size_t count = width == 0 ? 0 : tensor.bytes.size() / width;
  if (allEqual(tensor.bytes, width))
    setValues(tensor, 1, proto);
  else if (count > 1 && hasContent(tensor.dtype))
    proto.set_tensor_content(std::string(asText(tensor.bytes)));
  else
    setValues(tensor, count, proto);
  return proto;
}

Result<Tensor> fromGraphTensor(const pb::GraphTensor& proto) {
  Tensor tensor;
  tensor.dtype = static_cast<DType>(proto.dtype());
  if (proto.tensor_shape().unknown_rank())
    return Error{ErrorCode::Corrupt, "a constant of unknown rank"};
  if (static_cast<std::size_t>(proto.tensor_shape().dim_size()) > limits::kDimensions)
    return Error{ErrorCode::Corrupt,
                 fmt::format("{} dimensions, at most {} are possible",
                             proto.tensor_shape().dim_size(), limits::kDimensions)};
  for (const auto& dim : proto.tensor_shape().dim()) tensor.shape.push_back(dim.size());
  CAIRN_ASSIGN(const std::int64_t elements, elementCount(tensor.shape));
  const auto count = static_cast<std::uint64_t>(elements);
  if (tensor.dtype == DType::String) {
    CAIRN_TRY(readStrings(proto, count, tensor));
    return tensor;
  }

  const std::size_t width = dtypeWidth(tensor.dtype);
  if (width == 0)
    return Error{ErrorCode::Unsupported,
                 fmt::format("a constant of type {}", dtypeName(tensor.dtype))};
  std::uint64_t size = 0;
  const bool fits = multiplyFits(count, width, size);
  const std::string& content = proto.tensor_content();
  if (!content.empty()) {
    if (!fits || content.size() != size)
      return Error{ErrorCode::Corrupt,
                   fmt::format("{} bytes of content for {} of shape {}", content.size(),
                               dtypeName(tensor.dtype), shapeText(tensor.shape))};
    append(tensor.bytes, asBytes(content));
    return tensor;
  }
  // The list itself came out of the file's bytes; only its repetition can ask for more.
  if (!fits || size > std::max<std::uint64_t>(limits::kFilledTensorBytes, proto.ByteSizeLong()))
    return Error{ErrorCode::Unsupported,
                 fmt::format("a constant of shape {} in {} bytes", shapeText(tensor.shape),
                             proto.ByteSizeLong())};
  readValues(proto, static_cast<std::size_t>(count), tensor);
  return tensor;
}

}  // namespace cairn::formats
