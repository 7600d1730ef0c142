#include "core/checkpoints/tensor_text.h"

#include <cmath>
#include <fmt/format.h>
#include <iterator>

namespace cairn::checkpoints {
namespace {

constexpr std::size_t kLook = 1 << 16;  // elements between two looks at the stop token

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  return out + '"';
}

// The shortest text that reads back; float32 as such, so that 0.1 stays 0.1.
void appendNumber(std::string& out, double value, formats::DType dtype) {
  if (std::isnan(value))
    out += "nan";
  else if (std::isinf(value))
    out += value < 0 ? "-inf" : "inf";
  else if (dtype == formats::DType::Double)
    fmt::format_to(std::back_inserter(out), "{}", value);
  else if (value == std::trunc(value) && std::abs(value) < 9e15 && dtype != formats::DType::Float)
    fmt::format_to(std::back_inserter(out), "{}", static_cast<std::int64_t>(value));
  else
    fmt::format_to(std::back_inserter(out), "{}", static_cast<float>(value));
}

std::string header(std::size_t rank) {
  std::string line;
  for (std::size_t i = 0; i < rank; ++i) line += fmt::format("i{},", i);
  return line + "value\n";
}

// The next index in row-major order.
void advance(std::vector<std::int64_t>& index, const formats::Shape& shape) {
  for (std::size_t d = shape.size(); d-- > 0;) {
    if (++index[d] < shape[d]) return;
    index[d] = 0;
  }
}

}  // namespace

Result<std::string> tensorCsv(const formats::Tensor& tensor, std::stop_token stop) {
  const bool isText = tensor.dtype == formats::DType::String;
  std::vector<double> values;
  if (!isText) {
    CAIRN_ASSIGN(values, formats::realValues(tensor));
  }
  const std::size_t count = isText ? tensor.strings.size() : values.size();
  std::string out = header(tensor.shape.size());
  std::vector<std::int64_t> index(tensor.shape.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (i % kLook == 0 && stop.stop_requested())
      return Error{ErrorCode::Cancelled, "writing the table was stopped"};
    for (const std::int64_t at : index) fmt::format_to(std::back_inserter(out), "{},", at);
    if (isText)
      out += quoted(tensor.strings[i]);
    else
      appendNumber(out, values[i], tensor.dtype);
    out += '\n';
    advance(index, tensor.shape);
  }
  return out;
}

}  // namespace cairn::checkpoints
