#include "core/data/decimal.h"

#include <charconv>
#include <limits>

namespace cairn::data {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\t'; }

/// Without blanks around it and without a plus sign, which from_chars does not take.
std::string_view stripped(std::string_view text) {
  while (!text.empty() && isBlank(text.front())) text.remove_prefix(1);
  while (!text.empty() && isBlank(text.back())) text.remove_suffix(1);
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  return text;
}

/// A number that float32's range does not hold: from_chars says so, but not on which side.
float outOfRange(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc()) return static_cast<float>(value);
  const std::size_t exponent = text.find_first_of("eE");
  const bool small = exponent == std::string_view::npos
                         ? text.find_first_of("123456789") > text.find('.')
                         : text.substr(exponent + 1).starts_with('-');
  const float magnitude = small ? 0.0F : std::numeric_limits<float>::infinity();
  return text.starts_with('-') ? -magnitude : magnitude;
}

}  // namespace

std::optional<float> parseFloat(std::string_view text) {
  text = stripped(text);
  float value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || error == std::errc::invalid_argument) return {};
  return error == std::errc::result_out_of_range ? outOfRange(text) : value;
}

std::optional<std::int64_t> parseInt64(std::string_view text) {
  text = stripped(text);
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (end != text.data() + text.size() || error != std::errc()) return {};
  return value;
}

}  // namespace cairn::data
