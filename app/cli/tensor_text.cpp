#include "app/cli/tensor_text.h"

#include <bit>
#include <cstring>

namespace cairn::cli {
namespace {

using formats::DType;
using formats::Tensor;

bool isUtf8(const std::string& text) {
  const Json json = text;
  // dump's strict mode is nlohmann's own check of UTF-8.
  try {
    (void)json.dump();
    return true;
  } catch (const Json::exception&) {
    return false;
  }
}

Json stringToJson(const std::string& text) {
  if (isUtf8(text)) return text;
  std::string hex;
  for (const char c : text) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return {{"hex", hex}};
}

/// The i-th element of `width` bytes as T.
template <class T>
T element(const Tensor& tensor, std::size_t i) {
  T value;
  std::memcpy(&value, tensor.bytes.data() + i * sizeof(T), sizeof(T));
  return value;
}

/// Calls `visit` with each element as JSON.
template <class T, class Visit>
void visitNumbers(const Tensor& tensor, Visit visit) {
  for (std::size_t i = 0; i < tensor.bytes.size() / sizeof(T); ++i)
    visit(Json(element<T>(tensor, i)));
}

template <class Float, class Visit>
void visitFloats(const Tensor& tensor, std::size_t parts, Visit visit) {
  const auto json = [&](std::size_t i) {
    if constexpr (std::is_same_v<Float, float>)
      return floatToJson(element<float>(tensor, i));
    else
      return doubleToJson(element<double>(tensor, i));
  };
  for (std::size_t i = 0; i < tensor.bytes.size() / sizeof(Float); i += parts)
    visit(parts == 1 ? json(i) : Json::array({json(i), json(i + 1)}));
}

template <class Visit>
Result<void> visitElements(const Tensor& tensor, Visit visit) {
  switch (tensor.dtype) {
    case DType::String:
      for (const std::string& text : tensor.strings) visit(stringToJson(text));
      return {};
    case DType::Float:
      visitFloats<float>(tensor, 1, visit);
      return {};
    case DType::Double:
      visitFloats<double>(tensor, 1, visit);
      return {};
    case DType::Complex64:
      visitFloats<float>(tensor, 2, visit);
      return {};
    case DType::Complex128:
      visitFloats<double>(tensor, 2, visit);
      return {};
    case DType::Int64:
      visitNumbers<std::int64_t>(tensor, visit);
      return {};
    case DType::UInt64:
      visitNumbers<std::uint64_t>(tensor, visit);
      return {};
    case DType::Bool:
      for (const std::byte b : tensor.bytes) visit(Json(b != std::byte{0}));
      return {};
    default:
      break;
  }
  auto values = formats::realValues(tensor);
  if (!values) {
    Error error = values.error();
    error.code = ErrorCode::Unsupported;
    return error;
  }
  const bool isFloat = tensor.dtype == DType::Half || tensor.dtype == DType::BFloat16 ||
                       tensor.dtype == DType::Float8E5M2 || tensor.dtype == DType::Float8E4M3FN;
  for (const double value : *values)
    visit(isFloat ? floatToJson(static_cast<float>(value))
                  : Json(static_cast<std::int64_t>(value)));
  return {};
}

std::string elementText(const Json& value) {
  if (value.is_array())
    return fmt::format("({}, {})", elementText(value[0]), elementText(value[1]));
  if (value.is_object()) return "0x" + value["hex"].get<std::string>();
  return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace

Result<Json> tensorValues(const Tensor& tensor) {
  Json values = Json::array();
  CAIRN_TRY(visitElements(tensor, [&](Json value) { values.push_back(std::move(value)); }));
  return values;
}

Result<std::string> tensorRows(const Tensor& tensor, std::string_view separator) {
  const std::int64_t columns = tensor.shape.size() < 2 ? 1 : tensor.shape.back();
  const bool csv = separator == ",";
  std::string text;
  std::int64_t column = 0;
  CAIRN_TRY(visitElements(tensor, [&](const Json& value) {
    std::string cell = elementText(value);
    if (csv) {
      cell = csvField(cell);
    } else {
      cell = shown(cell);
    }
    text += cell;
    if (++column < columns) {
      text += separator;
    } else {
      text += '\n';
      column = 0;
    }
  }));
  return text;
}

Json shapeToJson(const formats::Shape& shape) {
  Json json = Json::array();
  for (const std::int64_t size : shape) json.push_back(size);
  return json;
}

}  // namespace cairn::cli
