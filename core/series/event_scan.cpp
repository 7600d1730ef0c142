#include "core/series/event_scan.h"

#include "core/formats/tensor.h"
#include "core/formats/wire_reader.h"

#include <bit>

namespace cairn::series {
namespace {

using formats::DType;
using formats::WireReader;
using Type = formats::WireReader::Type;

constexpr std::uint64_t kStart = 1;       // SessionLog.status
constexpr std::uint64_t kCheckpoint = 3;  // SessionLog.status

/// SessionLog { 1 status }.
std::optional<std::uint64_t> sessionStatus(ByteView sessionLog) {
  std::uint64_t status = 0;
  WireReader fields(sessionLog);
  while (fields.next())
    if (fields.is(1, Type::Varint)) status = fields.value();
  if (fields.failed()) return std::nullopt;
  return status;
}

/// SummaryMetadata { 1 plugin_data { 1 plugin_name } }.
std::optional<std::string_view> pluginName(ByteView metadata) {
  std::string_view name;
  WireReader fields(metadata);
  while (fields.next()) {
    if (!fields.is(1, Type::Bytes)) continue;
    WireReader plugin(fields.bytes());
    while (plugin.next())
      if (plugin.is(1, Type::Bytes)) name = plugin.text();
    if (plugin.failed()) return std::nullopt;
  }
  if (fields.failed()) return std::nullopt;
  return name;
}

/// Whether a TensorShapeProto { 2 dim { 1 size }, 3 unknown_rank } has exactly one element.
bool hasOneElement(ByteView shape) {
  WireReader fields(shape);
  while (fields.next()) {
    if (fields.is(3, Type::Varint) && fields.value() != 0) return false;
    if (!fields.is(2, Type::Bytes)) continue;
    std::uint64_t size = 0;
    WireReader dimension(fields.bytes());
    while (dimension.next())
      if (dimension.is(1, Type::Varint)) size = dimension.value();
    if (dimension.failed() || size != 1) return false;
  }
  return !fields.failed();
}

std::optional<float> decode(DType dtype, ByteView element) {
  const std::size_t width = formats::dtypeWidth(dtype);
  if (width == 0 || element.size() != width) return std::nullopt;
  const std::uint64_t bits = readLittleEndian(element);
  if (dtype == DType::Float) return std::bit_cast<float>(static_cast<std::uint32_t>(bits));
  if (dtype == DType::Double) return static_cast<float>(std::bit_cast<double>(bits));
  const auto values = formats::realValues({dtype, {}, Bytes(element.begin(), element.end()), {}});
  if (!values || values->size() != 1) return std::nullopt;
  return static_cast<float>(values->front());
}

/// The typed lists of a TensorProto that hold real numbers; spec/formats.md, section 3.
bool isNumberList(std::uint32_t field) {
  return (field >= 5 && field <= 7) || field == 10 || field == 11 || field == 13 || field == 16 ||
         field == 17;
}

/// The first number of a packed list, as the bytes of a `dtype` element.
std::optional<std::uint64_t> firstOfPacked(std::uint32_t field, ByteView list) {
  if (list.empty()) return 0;
  const std::size_t width = field == 5 ? 4 : field == 6 ? 8 : 0;
  if (width == 0) {
    WireReader numbers(list);
    const std::uint64_t number = numbers.varint();
    if (numbers.failed()) return std::nullopt;
    return number;
  }
  if (list.size() < width) return std::nullopt;
  return readLittleEndian(list.first(width));
}

}  // namespace

std::optional<float> scalarOf(ByteView tensorProto) {
  DType dtype = DType::Invalid;
  std::uint64_t number = 0;  // an empty list means zero
  bool seen = false;
  ByteView content;
  WireReader fields(tensorProto);
  while (fields.next()) {
    if (fields.is(1, Type::Varint)) {
      dtype = static_cast<DType>(static_cast<int>(fields.value()));
    } else if (fields.is(2, Type::Bytes)) {
      if (!hasOneElement(fields.bytes())) return std::nullopt;
    } else if (fields.is(4, Type::Bytes)) {
      content = fields.bytes();
    } else if (isNumberList(fields.number()) && !seen) {
      seen = true;
      if (fields.type() != Type::Bytes) {
        number = fields.value();
      } else if (const auto first = firstOfPacked(fields.number(), fields.bytes())) {
        number = *first;
      } else {
        return std::nullopt;
      }
    }
  }
  if (fields.failed()) return std::nullopt;
  if (!content.empty()) return decode(dtype, content);
  Bytes element;
  appendLittleEndian(element, number, formats::dtypeWidth(dtype));
  return decode(dtype, element);
}

const ScannedEvent* EventScanner::scan(ByteView payload) {
  m_event.wallTime = 0;
  m_event.step = 0;
  m_event.isStart = false;
  m_event.isCheckpoint = false;
  m_event.values.clear();
  WireReader fields(payload);
  while (fields.next()) {
    if (fields.is(1, Type::Fixed64)) {
      m_event.wallTime = fields.asDouble();
    } else if (fields.is(2, Type::Varint)) {
      m_event.step = static_cast<std::int64_t>(fields.value());
    } else if (fields.is(5, Type::Bytes)) {
      if (!scanSummary(fields.bytes())) return nullptr;
    } else if (fields.is(7, Type::Bytes)) {
      const std::optional<std::uint64_t> status = sessionStatus(fields.bytes());
      if (!status) return nullptr;
      m_event.isStart = *status == kStart;
      m_event.isCheckpoint = *status == kCheckpoint;
    }
  }
  return fields.failed() ? nullptr : &m_event;
}

bool EventScanner::scanSummary(ByteView summary) {
  WireReader fields(summary);
  while (fields.next())
    if (fields.is(1, Type::Bytes) && !scanValue(fields.bytes())) return false;
  return !fields.failed();
}

bool EventScanner::scanValue(ByteView value) {
  ScannedValue& scanned = m_event.values.emplace_back();
  WireReader fields(value);
  while (fields.next()) {
    if (fields.is(1, Type::Bytes)) {
      scanned.tag = fields.text();
    } else if (fields.is(2, Type::Fixed32)) {
      scanned.simple = fields.asFloat();
      scanned.tensor.reset();  // of a oneof the last counts
    } else if (fields.is(8, Type::Bytes)) {
      scanned.tensor = fields.bytes();
      scanned.simple.reset();
    } else if (fields.is(9, Type::Bytes)) {
      const std::optional<std::string_view> name = pluginName(fields.bytes());
      if (!name) return false;
      scanned.metadata = name;
    }
  }
  return !fields.failed();
}

}  // namespace cairn::series
