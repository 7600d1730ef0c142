#pragma once

#include "core/formats/tensor.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace cairn::training {

/// A tensor while a graph runs: floating types as float32, integers and bools as int64, strings;
/// of a resource the name of its node.
struct GraphValue {
  formats::DType dtype = formats::DType::Float;
  formats::Shape shape;
  std::variant<std::vector<float>, std::vector<std::int64_t>, std::vector<std::string>> values;
  bool operator==(const GraphValue&) const = default;

  std::size_t count() const;
};
using GraphValues = std::vector<GraphValue>;

GraphValue floatValue(formats::Shape shape, std::vector<float> values);
GraphValue intValue(formats::Shape shape, std::vector<std::int64_t> values,
                    formats::DType dtype = formats::DType::Int64);
GraphValue stringValue(formats::Shape shape, std::vector<std::string> values);

/// Zeros, or empty strings.
/// Errors: Unsupported for a type that has no values here or for more than limits::kColumnIds.
Result<GraphValue> emptyValue(formats::DType dtype, const formats::Shape& shape);

/// The elements `from` of `value`, in that order, as `shape`. Every index is one of `value`'s.
GraphValue picked(const GraphValue& value, formats::Shape shape,
                  const std::vector<std::size_t>& from);

/// Errors: Unsupported for a type that has no values here.
Result<GraphValue> graphValue(const formats::Tensor& tensor);

}  // namespace cairn::training
