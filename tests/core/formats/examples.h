#pragma once

#include "tests/core/formats/records.h"

#include <cstring>
#include <string>
#include <vector>

// tf.Examples, written field by field.
namespace cairn::tests {

inline std::string varint(std::uint64_t value) {
  std::string bytes;
  for (; value >= 0x80; value >>= 7) bytes += static_cast<char>(value | 0x80);
  return bytes + static_cast<char>(value);
}

/// A length-delimited field.
inline std::string field(int number, std::string_view content) {
  return varint(static_cast<std::uint64_t>(number) << 3 | 2) + varint(content.size()) +
         std::string(content);
}

inline std::string bytesList(const std::vector<std::string>& values) {
  std::string list;
  for (const std::string& value : values) list += field(1, value);
  return field(1, list);
}

inline std::string floatList(const std::vector<float>& values) {
  if (values.empty()) return field(2, "");
  std::string packed(values.size() * sizeof(float), '\0');
  std::memcpy(packed.data(), values.data(), packed.size());
  return field(2, field(1, packed));
}

inline std::string int64List(const std::vector<std::int64_t>& values) {
  std::string packed;
  for (const std::int64_t value : values) packed += varint(static_cast<std::uint64_t>(value));
  return field(3, values.empty() ? "" : field(1, packed));
}

/// One entry of Features; `list` is one of the above, or empty.
inline std::string feature(std::string_view name, std::string_view list) {
  return field(1, field(1, name) + field(2, list));
}

/// A serialized tf.Example of such entries.
inline std::string example(std::initializer_list<std::string> features) {
  std::string all;
  for (const std::string& one : features) all += one;
  return field(1, all);
}

/// A TFRecord file of serialized examples.
inline std::string recordFile(std::initializer_list<std::string> examples) {
  Bytes bytes;
  for (const std::string& one : examples) append(bytes, test::record(one));
  return std::string(asText(bytes));
}

}  // namespace cairn::tests
