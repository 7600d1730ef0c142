#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/formats/shape.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::formats {

/// TensorFlow's DataType. Written to disk: never renumber.
enum class DType : int {
  Invalid = 0,
  Float = 1,
  Double = 2,
  Int32 = 3,
  UInt8 = 4,
  Int16 = 5,
  Int8 = 6,
  String = 7,
  Complex64 = 8,
  Int64 = 9,
  Bool = 10,
  QInt8 = 11,
  QUInt8 = 12,
  QInt32 = 13,
  BFloat16 = 14,
  QInt16 = 15,
  QUInt16 = 16,
  UInt16 = 17,
  Complex128 = 18,
  Half = 19,
  Resource = 20,
  Variant = 21,
  UInt32 = 22,
  UInt64 = 23,
  Float8E5M2 = 24,
  Float8E4M3FN = 25,
  Int4 = 29,
  UInt4 = 30,
};

/// TensorFlow's name of the type: `float32`, `int64`, `string`, …; `dtype 99` for an unknown
/// number.
std::string dtypeName(DType dtype);
/// Bytes of one element in a checkpoint; 0 for strings, variants and unknown types.
std::size_t dtypeWidth(DType dtype);

/// Sizes of a tensor's dimensions, outermost first; a scalar has none.

/// Product of the dimensions.
/// Errors: Corrupt for a negative dimension, over 254 of them, or a product over 2^63 - 1.
Result<std::int64_t> elementCount(const Shape& shape);
/// As TensorFlow writes it: `[4,10]`, `[]`.
std::string shapeText(const Shape& shape);

/// A tensor as checkpoints hold it: row-major, little-endian elements, or byte strings.
/// Owner: owns its content.   Thread: Immutable; share freely.
struct Tensor {
  DType dtype = DType::Float;
  Shape shape;
  Bytes bytes;                       // elements of all types but strings
  std::vector<std::string> strings;  // elements of DType::String

  bool operator==(const Tensor&) const = default;
};

Tensor makeFloatTensor(Shape shape, std::span<const float> values);
Tensor makeInt64Tensor(Shape shape, std::span<const std::int64_t> values);
/// Elements of a float32 tensor. Errors: InvalidArgument for any other type.
Result<std::vector<float>> floatValues(const Tensor& tensor);
/// Elements of any real type as doubles, bfloat16, half and float8 decoded.
/// Errors: InvalidArgument for strings, complex numbers and unknown types.
Result<std::vector<double>> realValues(const Tensor& tensor);

}  // namespace cairn::formats
