#include "core/formats/tensor.h"

#include "core/base/limits.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace cairn::formats {
namespace {

static_assert(std::endian::native == std::endian::little,
              "tensors are kept as the files hold them");

struct TypeRow {
  DType dtype;
  std::string_view name;
  std::size_t width;
};

constexpr std::array kTypes = {
    TypeRow{DType::Float, "float32", 4},
    TypeRow{DType::Double, "float64", 8},
    TypeRow{DType::Int32, "int32", 4},
    TypeRow{DType::UInt8, "uint8", 1},
    TypeRow{DType::Int16, "int16", 2},
    TypeRow{DType::Int8, "int8", 1},
    TypeRow{DType::String, "string", 0},
    TypeRow{DType::Complex64, "complex64", 8},
    TypeRow{DType::Int64, "int64", 8},
    TypeRow{DType::Bool, "bool", 1},
    TypeRow{DType::QInt8, "qint8", 1},
    TypeRow{DType::QUInt8, "quint8", 1},
    TypeRow{DType::QInt32, "qint32", 4},
    TypeRow{DType::BFloat16, "bfloat16", 2},
    TypeRow{DType::QInt16, "qint16", 2},
    TypeRow{DType::QUInt16, "quint16", 2},
    TypeRow{DType::UInt16, "uint16", 2},
    TypeRow{DType::Complex128, "complex128", 16},
    TypeRow{DType::Half, "float16", 2},
    TypeRow{DType::Resource, "resource", 0},
    TypeRow{DType::Variant, "variant", 0},
    TypeRow{DType::UInt32, "uint32", 4},
    TypeRow{DType::UInt64, "uint64", 8},
    TypeRow{DType::Float8E5M2, "float8_e5m2", 1},
    TypeRow{DType::Float8E4M3FN, "float8_e4m3fn", 1},
    TypeRow{DType::Int4, "int4", 1},
    TypeRow{DType::UInt4, "uint4", 1},
};

const TypeRow* rowOf(DType dtype) {
  const auto row = std::find_if(kTypes.begin(), kTypes.end(),
                                [dtype](const TypeRow& type) { return type.dtype == dtype; });
  return row == kTypes.end() ? nullptr : &*row;
}

/// Value of a small binary float: sign, `exponentBits`, the rest mantissa.
double smallFloat(std::uint32_t bits, int exponentBits, int mantissaBits, bool hasInfinity) {
  const int bias = (1 << (exponentBits - 1)) - 1;
  const int top = (1 << exponentBits) - 1;
  const auto mantissa = static_cast<int>(bits & ((1U << mantissaBits) - 1));
  const auto exponent = static_cast<int>((bits >> mantissaBits) & static_cast<std::uint32_t>(top));
  const bool negative = ((bits >> (exponentBits + mantissaBits)) & 1U) != 0;
  double value = 0;
  if (exponent == top && hasInfinity)
    value = mantissa == 0 ? HUGE_VAL : std::nan("");
  else if (exponent == top && mantissa == (1 << mantissaBits) - 1)
    value = std::nan("");  // "fn" types have one NaN and no infinity
  else if (exponent == 0)
    value = std::ldexp(mantissa, 1 - bias - mantissaBits);
  else
    value = std::ldexp(mantissa + (1 << mantissaBits), exponent - bias - mantissaBits);
  return negative ? -value : value;
}

double fromHalf(std::uint16_t bits) { return smallFloat(bits, 5, 10, true); }
double fromBFloat16(std::uint16_t bits) {
  return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16));
}
double fromFloat8E5M2(std::uint8_t bits) { return smallFloat(bits, 5, 2, true); }
double fromFloat8E4M3FN(std::uint8_t bits) { return smallFloat(bits, 4, 3, false); }
double fromInt4(std::uint8_t bits) { return static_cast<double>(((bits & 0xf) ^ 0x8) - 0x8); }
double fromUInt4(std::uint8_t bits) { return static_cast<double>(bits & 0xf); }
double fromBool(std::uint8_t bits) { return bits != 0 ? 1 : 0; }

template <class T>
double same(T value) {
  return static_cast<double>(value);
}

template <class T>
std::vector<double> decode(const Bytes& bytes, double (*convert)(T) = same<T>) {
  std::vector<double> values(bytes.size() / sizeof(T));
  for (std::size_t i = 0; i < values.size(); ++i) {
    T element;
    std::memcpy(&element, bytes.data() + i * sizeof(T), sizeof(T));
    values[i] = convert(element);
  }
  return values;
}

template <class T>
Tensor makeTensor(DType dtype, Shape shape, std::span<const T> values) {
  const ByteView bytes = std::as_bytes(values);
  return {dtype, std::move(shape), Bytes(bytes.begin(), bytes.end()), {}};
}

Error notReal(DType dtype) {
  return {ErrorCode::InvalidArgument,
          fmt::format("a tensor of type {} has no real values", dtypeName(dtype))};
}

}  // namespace

std::string dtypeName(DType dtype) {
  if (const TypeRow* row = rowOf(dtype)) return std::string(row->name);
  return fmt::format("dtype {}", static_cast<int>(dtype));
}

std::size_t dtypeWidth(DType dtype) {
  const TypeRow* row = rowOf(dtype);
  return row == nullptr ? 0 : row->width;
}

Result<std::int64_t> elementCount(const Shape& shape) {
  if (shape.size() > limits::kDimensions)
    return Error{ErrorCode::Corrupt,
                 fmt::format("{} dimensions, at most {}", shape.size(), limits::kDimensions)};
  std::int64_t count = 1;
  for (const std::int64_t size : shape) {
    if (size < 0) return Error{ErrorCode::Corrupt, fmt::format("dimension of {}", size)};
    if (__builtin_mul_overflow(count, size, &count))
      return Error{ErrorCode::Corrupt,
                   fmt::format("shape {} has over 2^63 elements", shapeText(shape))};
  }
  return count;
}

std::string shapeText(const Shape& shape) { return fmt::format("[{}]", fmt::join(shape, ",")); }

Tensor makeFloatTensor(Shape shape, std::span<const float> values) {
  return makeTensor(DType::Float, std::move(shape), values);
}

Tensor makeInt64Tensor(Shape shape, std::span<const std::int64_t> values) {
  return makeTensor(DType::Int64, std::move(shape), values);
}

Result<std::vector<float>> floatValues(const Tensor& tensor) {
  if (tensor.dtype != DType::Float)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("a tensor of type {}, want float32", dtypeName(tensor.dtype))};
  std::vector<float> values(tensor.bytes.size() / sizeof(float));
  if (!values.empty())
    std::memcpy(values.data(), tensor.bytes.data(), values.size() * sizeof(float));
  return values;
}

Result<std::vector<double>> realValues(const Tensor& tensor) {
  const Bytes& bytes = tensor.bytes;
  switch (tensor.dtype) {
    case DType::Float:
      return decode<float>(bytes);
    case DType::Double:
      return decode<double>(bytes);
    case DType::Int32:
    case DType::QInt32:
      return decode<std::int32_t>(bytes);
    case DType::UInt8:
    case DType::QUInt8:
      return decode<std::uint8_t>(bytes);
    case DType::Int16:
    case DType::QInt16:
      return decode<std::int16_t>(bytes);
    case DType::Int8:
    case DType::QInt8:
      return decode<std::int8_t>(bytes);
    case DType::Int64:
      return decode<std::int64_t>(bytes);
    case DType::Bool:
      return decode<std::uint8_t>(bytes, fromBool);
    case DType::BFloat16:
      return decode<std::uint16_t>(bytes, fromBFloat16);
    case DType::QUInt16:
    case DType::UInt16:
      return decode<std::uint16_t>(bytes);
    case DType::Half:
      return decode<std::uint16_t>(bytes, fromHalf);
    case DType::UInt32:
      return decode<std::uint32_t>(bytes);
    case DType::UInt64:
      return decode<std::uint64_t>(bytes);
    case DType::Float8E5M2:
      return decode<std::uint8_t>(bytes, fromFloat8E5M2);
    case DType::Float8E4M3FN:
      return decode<std::uint8_t>(bytes, fromFloat8E4M3FN);
    case DType::Int4:
      return decode<std::uint8_t>(bytes, fromInt4);
    case DType::UInt4:
      return decode<std::uint8_t>(bytes, fromUInt4);
    case DType::Invalid:
    case DType::String:
    case DType::Complex64:
    case DType::Complex128:
    case DType::Resource:
    case DType::Variant:
      break;
  }
  return notReal(tensor.dtype);
}

}  // namespace cairn::formats
