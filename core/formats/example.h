#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace cairn::formats {

/// One feature of a tf.Example: a name and a list of values of one type.
/// Owner: borrows the example's bytes.
struct ExampleFeature {
  enum class Kind { None, Bytes, Float, Int64 };  // None: the feature is there, its list is not
  std::string_view name;
  Kind kind = Kind::None;
  ByteView list;  // BytesList, FloatList or Int64List
};

/// The features of a serialized tf.Example, each name once: of equal ones the last counts. Clears
/// `features` first.   Format: doc/example.md.   Errors: Corrupt when it is no tf.Example.
Result<void> readExample(ByteView example, std::vector<ExampleFeature>& features);

/// Appends the values of a feature whose kind is theirs, packed or not.
/// Errors: false when the list is damaged; `values` may then hold some of them.
bool appendValues(const ExampleFeature& feature, std::vector<std::string>& values);
bool appendValues(const ExampleFeature& feature, std::vector<float>& values);
bool appendValues(const ExampleFeature& feature, std::vector<std::int64_t>& values);

/// The values of one feature, ready to be written.
struct ExampleValues {
  std::string name;
  std::variant<std::vector<float>, std::vector<std::int64_t>, std::vector<std::string>> values;
};
/// A serialized tf.Example, its features in the order given. Each name stands once.
std::string encodeExample(const std::vector<ExampleValues>& features);

}  // namespace cairn::formats
