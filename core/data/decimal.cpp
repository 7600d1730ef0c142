#include "core/data/decimal.h"

#include <bit>
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

/// Plain decimals of up to 15 digits, as most data are: five times as fast as from_chars. Nothing
/// for others, and where rounding to double first might not give the nearest float32.
std::optional<float> parsePlain(std::string_view text) {
  static constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const bool negative = !text.empty() && text.front() == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 16) return {};
  std::uint64_t digits = 0;
  std::size_t point = text.size();  // where the point stands; none: the end
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto digit = static_cast<unsigned char>(text[i] - '0');
    if (digit <= 9) {
      digits = digits * 10 + digit;
    } else {
      if (text[i] != '.' || point != text.size() || text.size() == 1) return {};
      point = i;
    }
  }
  if (point == text.size() && text.size() > 15) return {};
  const std::size_t decimals = point == text.size() ? 0 : text.size() - point - 1;
  return nearestFloat(digits, kPowers[decimals], negative);
}

}  // namespace

std::optional<float> nearestFloat(std::uint64_t digits, double power, bool negative) {
  // Both are exact, so that the quotient is the nearest double.
  const double value = static_cast<double>(digits) / power;
  constexpr std::uint64_t kDropped = (std::uint64_t{1} << 29) - 1;  // bits that float32 lacks
  constexpr std::uint64_t kHalf = std::uint64_t{1} << 28;
  const std::uint64_t dropped = std::bit_cast<std::uint64_t>(value) & kDropped;
  if (dropped >= kHalf - 1 && dropped <= kHalf + 1) return {};
  return static_cast<float>(negative ? -value : value);
}

std::optional<float> parseFloat(std::string_view text) {
  if (const auto value = parsePlain(text)) return value;
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
