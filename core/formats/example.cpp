#include "core/formats/example.h"

#include "core/formats/wire_reader.h"

#include <algorithm>

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

}  // namespace cairn::formats
