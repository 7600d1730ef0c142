#include "core/training/graph_value.h"

#include "core/base/limits.h"

#include <fmt/format.h>

namespace cairn::training {
namespace {

using formats::DType;

enum class Kind { Floats, Ints, Strings, None };

Kind kindOf(DType dtype) {
  switch (dtype) {
    case DType::Float:
    case DType::Double:
    case DType::Half:
    case DType::BFloat16:
      return Kind::Floats;
    case DType::Int32:
    case DType::UInt8:
    case DType::Int16:
    case DType::Int8:
    case DType::Int64:
    case DType::Bool:
    case DType::UInt16:
    case DType::UInt32:
    case DType::UInt64:
      return Kind::Ints;
    case DType::String:
    case DType::Resource:
      return Kind::Strings;
    default:
      return Kind::None;
  }
}

bool isSigned(DType dtype) {
  return dtype == DType::Int32 || dtype == DType::Int16 || dtype == DType::Int8;
}

Error unsupported(DType dtype) {
  return {ErrorCode::Unsupported,
          fmt::format("values of type {} can't be computed", formats::dtypeName(dtype))};
}

}  // namespace

std::size_t GraphValue::count() const {
  return std::visit([](const auto& held) { return held.size(); }, values);
}

GraphValue floatValue(formats::Shape shape, std::vector<float> values) {
  return {DType::Float, std::move(shape), std::move(values)};
}

GraphValue intValue(formats::Shape shape, std::vector<std::int64_t> values, DType dtype) {
  return {dtype, std::move(shape), std::move(values)};
}

GraphValue stringValue(formats::Shape shape, std::vector<std::string> values) {
  return {DType::String, std::move(shape), std::move(values)};
}

Result<GraphValue> emptyValue(DType dtype, const formats::Shape& shape) {
  CAIRN_ASSIGN(const std::int64_t elements, formats::elementCount(shape));
  const auto count = static_cast<std::size_t>(elements);
  if (count > limits::kColumnIds)
    return Error{ErrorCode::Unsupported, fmt::format("a tensor of {} elements", count)};
  GraphValue value{dtype, shape, {}};
  switch (kindOf(dtype)) {
    case Kind::Floats:
      value.values = std::vector<float>(count);
      return value;
    case Kind::Ints:
      value.values = std::vector<std::int64_t>(count);
      return value;
    case Kind::Strings:
      value.values = std::vector<std::string>(count);
      return value;
    case Kind::None:
      break;
  }
  return unsupported(dtype);
}

GraphValue picked(const GraphValue& value, formats::Shape shape,
                  const std::vector<std::size_t>& from) {
  GraphValue out{value.dtype, std::move(shape), {}};
  std::visit(
      [&](const auto& held) {
        std::decay_t<decltype(held)> chosen;
        chosen.reserve(from.size());
        for (const std::size_t index : from) chosen.push_back(held[index]);
        out.values = std::move(chosen);
      },
      value.values);
  return out;
}

Result<GraphValue> graphValue(const formats::Tensor& tensor) {
  CAIRN_ASSIGN(GraphValue value, emptyValue(tensor.dtype, tensor.shape));
  if (auto* strings = std::get_if<std::vector<std::string>>(&value.values)) {
    if (tensor.dtype == DType::Resource) return unsupported(tensor.dtype);
    *strings = tensor.strings;
  } else if (auto* floats = std::get_if<std::vector<float>>(&value.values)) {
    if (tensor.dtype == DType::Float) {
      CAIRN_ASSIGN(*floats, formats::floatValues(tensor));
    } else {
      CAIRN_ASSIGN(const std::vector<double> wide, formats::realValues(tensor));
      floats->assign(wide.begin(), wide.end());
    }
  } else if (auto* ints = std::get_if<std::vector<std::int64_t>>(&value.values)) {
    const std::size_t width = formats::dtypeWidth(tensor.dtype);
    if (tensor.bytes.size() != ints->size() * width) return unsupported(tensor.dtype);
    const ByteView bytes = tensor.bytes;
    for (std::size_t i = 0; i < ints->size(); ++i) {
      std::uint64_t raw = readLittleEndian(bytes.subspan(i * width, width));
      // The sign bit of a narrower integer goes up to the widest.
      if (isSigned(tensor.dtype) && (raw >> (8 * width - 1)) != 0)
        raw |= ~std::uint64_t{0} << (8 * width);
      (*ints)[i] = static_cast<std::int64_t>(raw);
    }
  }
  if (value.count() != static_cast<std::size_t>(*formats::elementCount(tensor.shape)))
    return Error{ErrorCode::Corrupt, "a tensor's values do not fill its shape"};
  return value;
}

}  // namespace cairn::training
