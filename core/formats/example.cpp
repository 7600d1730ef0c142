#include "core/formats/example.h"

#include "core/base/byte_reader.h"
#include "core/formats/wire_reader.h"

#include <algorithm>
#include <bit>

namespace cairn::formats {
namespace {

using Type = WireReader::Type;
using Kind = ExampleFeature::Kind;

Error corrupt() { return {ErrorCode::Corrupt, "the record is no tf.Example"}; }

/// Feature: oneof BytesList 1, FloatList 2, Int64List 3; the last one set counts.
bool readKind(ByteView message, ExampleFeature& feature) {
  WireReader reader(message);
  while (reader.next()) {
    if (reader.type() != Type::Bytes || reader.number() < 1 || reader.number() > 3) continue;
    feature.kind = static_cast<Kind>(reader.number());
    feature.list = reader.bytes();
  }
  return !reader.failed();
}

/// An entry of Features' map: name 1, Feature 2.
bool readEntry(ByteView message, ExampleFeature& feature) {
  WireReader reader(message);
  while (reader.next()) {
    if (reader.is(1, Type::Bytes)) feature.name = reader.text();
    if (reader.is(2, Type::Bytes) && !readKind(reader.bytes(), feature)) return false;
  }
  return !reader.failed();
}

bool readFeatures(ByteView message, std::vector<ExampleFeature>& features) {
  WireReader reader(message);
  while (reader.next()) {
    if (!reader.is(1, Type::Bytes)) continue;
    if (!readEntry(reader.bytes(), features.emplace_back())) return false;
  }
  return !reader.failed();
}

/// Sorted by name; of equal ones the last stays.
void keepLast(std::vector<ExampleFeature>& features) {
  std::stable_sort(features.begin(), features.end(),
                   [](const auto& a, const auto& b) { return a.name < b.name; });
  const auto kept = std::unique(features.rbegin(), features.rend(),
                                [](const auto& a, const auto& b) { return a.name == b.name; });
  features.erase(features.begin(), kept.base());
}

/// Walks a list message whose values are `unpacked`, or packed into one field.
template <class TakeOne, class TakePacked>
bool readList(ByteView list, Type unpacked, TakeOne takeOne, TakePacked takePacked) {
  WireReader reader(list);
  while (reader.next()) {
    if (reader.is(1, unpacked))
      takeOne(reader);
    else if (reader.is(1, Type::Bytes) && !takePacked(reader.bytes()))
      return false;
  }
  return !reader.failed();
}

}  // namespace

Result<void> readExample(ByteView example, std::vector<ExampleFeature>& features) {
  features.clear();
  WireReader reader(example);
  while (reader.next())
    if (reader.is(1, Type::Bytes) && !readFeatures(reader.bytes(), features)) return corrupt();
  if (reader.failed()) return corrupt();
  keepLast(features);
  return {};
}

bool appendValues(const ExampleFeature& feature, std::vector<std::string>& values) {
  WireReader reader(feature.list);
  while (reader.next())
    if (reader.is(1, Type::Bytes)) values.emplace_back(reader.text());
  return !reader.failed();
}

bool appendValues(const ExampleFeature& feature, std::vector<float>& values) {
  return readList(
      feature.list, Type::Fixed32,
      [&](const WireReader& reader) { values.push_back(reader.asFloat()); },
      [&](ByteView packed) {
        if (packed.size() % sizeof(float) != 0) return false;
        for (std::size_t at = 0; at < packed.size(); at += sizeof(float)) {
          float value = 0;
          std::memcpy(&value, packed.data() + at, sizeof value);
          values.push_back(value);
        }
        return true;
      });
}

bool appendValues(const ExampleFeature& feature, std::vector<std::int64_t>& values) {
  return readList(
      feature.list, Type::Varint,
      [&](const WireReader& reader) {
        values.push_back(static_cast<std::int64_t>(reader.value()));
      },
      [&](ByteView packed) {
        WireReader varints(packed);
        while (!varints.atEnd() && !varints.failed())
          values.push_back(static_cast<std::int64_t>(varints.varint()));
        return !varints.failed();
      });
}

namespace {

/// A field of bytes: tag, length, content.
void appendField(Bytes& out, std::uint64_t number, ByteView content) {
  appendVarint(out, number << 3 | 2);
  appendVarint(out, content.size());
  append(out, content);
}

Bytes listOf(const std::vector<std::string>& values) {
  Bytes list;
  for (const std::string& value : values) appendField(list, 1, asBytes(value));
  return list;
}

Bytes listOf(const std::vector<float>& values) {
  Bytes packed, list;
  for (const float value : values)
    appendLittleEndian(packed, std::bit_cast<std::uint32_t>(value), 4);
  appendField(list, 1, packed);
  return list;
}

Bytes listOf(const std::vector<std::int64_t>& values) {
  Bytes packed, list;
  for (const std::int64_t value : values) appendVarint(packed, static_cast<std::uint64_t>(value));
  appendField(list, 1, packed);
  return list;
}

std::uint64_t fieldOf(const ExampleValues& feature) {
  if (std::holds_alternative<std::vector<std::string>>(feature.values)) return 1;
  return std::holds_alternative<std::vector<float>>(feature.values) ? 2 : 3;
}

}  // namespace

std::string encodeExample(const std::vector<ExampleValues>& features) {
  Bytes all;
  for (const ExampleValues& feature : features) {
    Bytes value, entry;
    appendField(value, fieldOf(feature),
                std::visit([](const auto& held) { return listOf(held); }, feature.values));
    appendField(entry, 1, asBytes(feature.name));
    appendField(entry, 2, value);
    appendField(all, 1, entry);
  }
  Bytes example;
  appendField(example, 1, all);
  return std::string(asText(example));
}

}  // namespace cairn::formats
