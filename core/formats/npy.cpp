#include "core/formats/npy.h"

#include "core/base/byte_reader.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>

namespace cairn::formats {
namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kAlignment = 64;
constexpr std::uint64_t kHeaderBytes = std::uint64_t{1} << 16;  // NumPy itself trusts 10,000

struct Kind {
  char letter;
  std::size_t width;
  DType dtype;
};

constexpr std::array kKinds = {
    Kind{'f', 4, DType::Float},     Kind{'f', 8, DType::Double},     Kind{'f', 2, DType::Half},
    Kind{'i', 1, DType::Int8},      Kind{'i', 2, DType::Int16},      Kind{'i', 4, DType::Int32},
    Kind{'i', 8, DType::Int64},     Kind{'u', 1, DType::UInt8},      Kind{'u', 2, DType::UInt16},
    Kind{'u', 4, DType::UInt32},    Kind{'u', 8, DType::UInt64},     Kind{'b', 1, DType::Bool},
    Kind{'c', 8, DType::Complex64}, Kind{'c', 16, DType::Complex128}};

/// The type that NumPy has for it: the same bytes, or float32 for the small floats.
DType numpyType(DType dtype) {
  switch (dtype) {
    case DType::QInt8:
    case DType::Int4:
      return DType::Int8;
    case DType::QUInt8:
    case DType::UInt4:
      return DType::UInt8;
    case DType::QInt16:
      return DType::Int16;
    case DType::QUInt16:
      return DType::UInt16;
    case DType::QInt32:
      return DType::Int32;
    case DType::BFloat16:
    case DType::Float8E5M2:
    case DType::Float8E4M3FN:
      return DType::Float;
    default:
      return dtype;
  }
}

std::string shapeTuple(const Shape& shape) {
  std::string text = "(";
  for (std::size_t i = 0; i < shape.size(); ++i)
    text += fmt::format("{}{}", shape[i], i + 1 < shape.size() ? ", " : "");
  return text + (shape.size() == 1 ? ",)" : ")");
}

Bytes withHeader(const std::string& descr, const Shape& shape) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                                   descr, shapeTuple(shape));
  const std::size_t before = kMagic.size() + 4;  // version, u16 length
  const std::size_t unpadded = before + header.size() + 1;
  header.append((kAlignment - unpadded % kAlignment) % kAlignment, ' ');
  header += '\n';
  Bytes out;
  append(out, asBytes(kMagic));
  appendLittleEndian(out, 1, 2);  // 1.0
  appendLittleEndian(out, header.size(), 2);
  append(out, asBytes(header));
  return out;
}

Result<Bytes> encodeStrings(const Tensor& tensor) {
  std::size_t width = 1;  // NumPy has no |S0
  for (const std::string& text : tensor.strings) {
    if (!text.empty() && text.back() == '\0')
      return Error{ErrorCode::Unsupported, "a string ends in NUL, which NumPy's |S drops"};
    width = std::max(width, text.size());
  }
  Bytes out = withHeader(fmt::format("|S{}", width), tensor.shape);
  for (const std::string& text : tensor.strings) {
    append(out, asBytes(text));
    out.resize(out.size() + width - text.size());
  }
  return out;
}

/// The parsed dict of a header.
struct Header {
  char order = '|';
  char kind = 0;
  std::size_t width = 0;  // of one element; of one code point for U
  std::size_t count = 1;  // code points, for U
  bool fortran = false;
  Shape shape;
};

/// A reader of the few Python literals that a header holds.
class Literals {
 public:
  explicit Literals(std::string_view text) : m_text(text) {}

  void blanks() {
    while (!m_text.empty() && (m_text.front() == ' ' || m_text.front() == '\t' ||
                               m_text.front() == '\n' || m_text.front() == '\r'))
      m_text.remove_prefix(1);
  }
  bool take(std::string_view token) {
    blanks();
    if (!m_text.starts_with(token)) return false;
    m_text.remove_prefix(token.size());
    return true;
  }
  std::optional<std::string_view> string() {
    blanks();
    if (m_text.empty() || (m_text.front() != '\'' && m_text.front() != '"')) return {};
    const auto end = m_text.find(m_text.front(), 1);
    if (end == std::string_view::npos) return {};
    const auto value = m_text.substr(1, end - 1);
    m_text.remove_prefix(end + 1);
    return value;
  }
  std::optional<bool> boolean() {
    if (take("True")) return true;
    if (take("False")) return false;
    return {};
  }
  std::optional<Shape> tuple() {
    if (!take("(")) return {};
    Shape shape;
    while (!take(")")) {
      std::int64_t value = 0;
      blanks();
      const auto [end, error] =
          std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
      if (error != std::errc{} || value < 0) return {};
      m_text.remove_prefix(static_cast<std::size_t>(end - m_text.data()));
      take("L");
      shape.push_back(value);
      if (!take(",")) {
        if (!take(")")) return {};
        break;
      }
    }
    return shape;
  }
  bool atEnd() {
    blanks();
    return m_text.empty();
  }

 private:
  std::string_view m_text;
};

bool setType(Header& header, std::string_view descr) {
  if (descr.size() < 3) return false;
  header.order = descr[0];
  header.kind = descr[1];
  std::uint64_t number = 0;
  const auto* last = descr.data() + descr.size();
  const auto [end, error] = std::from_chars(descr.data() + 2, last, number);
  if (error != std::errc{} || end != last || number > kHeaderBytes * kHeaderBytes) return false;
  header.width = static_cast<std::size_t>(number);
  if (header.kind == 'U') {
    header.count = header.width;
    header.width = 4;
  }
  return std::string_view("<>|=").find(header.order) != std::string_view::npos;
}

std::optional<Header> parseHeader(std::string_view text) {
  Literals literals(text);
  Header header;
  bool hasType = false, hasOrder = false, hasShape = false;
  if (!literals.take("{")) return {};
  while (!literals.take("}")) {
    const auto key = literals.string();
    if (!key || !literals.take(":")) return {};
    if (*key == "descr") {
      const auto descr = literals.string();
      if (!descr || !setType(header, *descr)) return {};
      hasType = true;
    } else if (*key == "fortran_order") {
      const auto order = literals.boolean();
      if (!order) return {};
      header.fortran = *order;
      hasOrder = true;
    } else if (*key == "shape") {
      auto shape = literals.tuple();
      if (!shape) return {};
      header.shape = *std::move(shape);
      hasShape = true;
    } else {
      return {};
    }
    if (!literals.take(",") && !literals.take("}")) return {};
    if (literals.atEnd()) break;
  }
  if (!hasType || !hasOrder || !hasShape || !literals.atEnd()) return {};
  return header;
}

void appendUtf8(std::string& out, std::uint32_t point) {
  if (point < 0x80) {
    out += static_cast<char>(point);
  } else if (point < 0x800) {
    out += static_cast<char>(0xc0 | (point >> 6));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else if (point < 0x10000) {
    out += static_cast<char>(0xe0 | (point >> 12));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  } else {
    out += static_cast<char>(0xf0 | ((point >> 18) & 0x07));
    out += static_cast<char>(0x80 | ((point >> 12) & 0x3f));
    out += static_cast<char>(0x80 | ((point >> 6) & 0x3f));
    out += static_cast<char>(0x80 | (point & 0x3f));
  }
}

std::string stringElement(const Header& header, ByteView element) {
  std::string text;
  if (header.kind == 'S') {
    text = std::string(asText(element));
  } else {
    for (std::size_t i = 0; i < header.count; ++i) {
      std::array<std::byte, 4> point{};
      std::copy_n(element.begin() + static_cast<std::ptrdiff_t>(4 * i), 4, point.begin());
      if (header.order == '>') std::reverse(point.begin(), point.end());
      appendUtf8(text, static_cast<std::uint32_t>(readLittleEndian(point)));
    }
  }
  text.erase(text.find_last_not_of('\0') + 1);
  return text;
}

/// Calls `element(i)` with the file's index of each element, in row-major order of the array.
template <class Function>
void inRowMajorOrder(const Header& header, std::int64_t count, Function element) {
  if (!header.fortran || header.shape.size() < 2) {
    for (std::int64_t i = 0; i < count; ++i) element(i);
    return;
  }
  std::vector<std::int64_t> strides(header.shape.size(), 1);
  for (std::size_t i = 1; i < strides.size(); ++i)
    strides[i] = strides[i - 1] * header.shape[i - 1];
  std::vector<std::int64_t> index(header.shape.size(), 0);
  std::int64_t at = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    element(at);
    for (std::size_t d = index.size(); d-- > 0;) {
      at += strides[d];
      if (++index[d] < header.shape[d]) break;
      at -= strides[d] * header.shape[d];
      index[d] = 0;
    }
  }
}

}  // namespace

Result<Bytes> encodeNpy(const Tensor& tensor) {
  if (tensor.dtype == DType::String) return encodeStrings(tensor);
  const DType written = numpyType(tensor.dtype);
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(),
                                 [written](const Kind& row) { return row.dtype == written; });
  if (kind == kKinds.end())
    return Error{ErrorCode::Unsupported,
                 fmt::format("NumPy has no type for {}", dtypeName(tensor.dtype))};
  const char order = kind->width == 1 ? '|' : '<';
  Bytes out = withHeader(fmt::format("{}{}{}", order, kind->letter, kind->width), tensor.shape);
  if (dtypeWidth(written) == dtypeWidth(tensor.dtype)) {
    append(out, tensor.bytes);
    return out;
  }
  CAIRN_ASSIGN(const std::vector<double> values, realValues(tensor));
  const std::vector<float> floats(values.begin(), values.end());
  append(out, std::as_bytes(std::span(floats)));
  return out;
}

Result<Tensor> decodeNpy(ByteView bytes, const std::string& file) {
  ByteReader reader(bytes, file);
  CAIRN_ASSIGN(const ByteView magic, reader.readBytes(kMagic.size()));
  if (asText(magic) != kMagic)
    return Error{ErrorCode::Corrupt, "not a .npy file: it does not begin with \\x93NUMPY", file, 0};
  CAIRN_ASSIGN(const std::uint8_t major, reader.readByte());
  CAIRN_TRY(reader.readByte());
  if (major < 1 || major > 3)
    return Error{ErrorCode::Unsupported, fmt::format("version {} of the .npy format", major), file,
                 kMagic.size()};
  const std::uint64_t lengthAt = reader.fileOffset();
  CAIRN_ASSIGN(const ByteView length, reader.readBytes(major == 1 ? 2 : 4));
  if (readLittleEndian(length) > kHeaderBytes)
    return Error{ErrorCode::Corrupt,
                 fmt::format("a header of {} bytes, want at most {}", readLittleEndian(length),
                             kHeaderBytes),
                 file, lengthAt};
  const std::uint64_t headerAt = reader.fileOffset();
  CAIRN_ASSIGN(const ByteView text, reader.readBytes(readLittleEndian(length)));
  const auto header = parseHeader(asText(text));
  if (!header) return Error{ErrorCode::Corrupt, "the header is no array's", file, headerAt};

  const bool isText = header->kind == 'S' || header->kind == 'U';
  const auto kind = std::find_if(kKinds.begin(), kKinds.end(), [&](const Kind& row) {
    return row.letter == header->kind && row.width == header->width;
  });
  if (!isText && kind == kKinds.end())
    return Error{ErrorCode::Unsupported,
                 fmt::format("arrays of type {}{}", header->kind, header->width), file, headerAt};

  Tensor tensor;
  tensor.dtype = isText ? DType::String : kind->dtype;
  tensor.shape = header->shape;
  CAIRN_ASSIGN(const std::int64_t count, elementCount(header->shape));
  const std::size_t width = header->width * header->count;
  std::uint64_t size = 0;
  if (__builtin_mul_overflow(static_cast<std::uint64_t>(count), width, &size) ||
      (width == 0 && static_cast<std::uint64_t>(count) > bytes.size()))
    return Error{ErrorCode::Corrupt, "the shape is larger than any file", file, headerAt};
  CAIRN_ASSIGN(const ByteView data, reader.readBytes(size));

  if (isText) {
    tensor.strings.reserve(static_cast<std::size_t>(count));
    inRowMajorOrder(*header, count, [&](std::int64_t i) {
      tensor.strings.push_back(
          stringElement(*header, data.subspan(static_cast<std::size_t>(i) * width, width)));
    });
    return tensor;
  }
  tensor.bytes.reserve(data.size());
  const std::size_t part = header->kind == 'c' ? width / 2 : width;
  inRowMajorOrder(*header, count, [&](std::int64_t i) {
    const ByteView element = data.subspan(static_cast<std::size_t>(i) * width, width);
    append(tensor.bytes, element);
    if (header->order == '>')
      for (std::size_t at = 0; at < width; at += part) {
        const auto first = tensor.bytes.end() - static_cast<std::ptrdiff_t>(width - at);
        std::reverse(first, first + static_cast<std::ptrdiff_t>(part));
      }
  });
  return tensor;
}

}  // namespace cairn::formats
