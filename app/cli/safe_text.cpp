#include "app/cli/safe_text.h"

#include "app/cli/json_values.h"
#include "core/base/limits.h"

#include <cmath>
#include <ctime>
#include <fmt/format.h>

namespace cairn::cli {
namespace {

std::string numberText(const Json& number) {
  return number.is_string() ? number.get<std::string>() : number.dump();
}

/// The number of a UTF-8 sequence at the front of `text` and its length; 0 bytes: not UTF-8.
std::pair<std::uint32_t, std::size_t> codePoint(std::string_view text) {
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
  };
  const std::uint32_t first = at(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
  if (length == 0 || first > 0xf4 || text.size() < length) return {first, 0};
  std::uint32_t point = first & (0x7fU >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0U) != 0x80U) return {first, 0};
    point = (point << 6) | (at(i) & 0x3fU);
  }
  return {point, length};
}

bool isDangerous(std::uint32_t point) {
  return point < 0x20 || (point >= 0x7f && point < 0xa0) || point == 0x61c || point == 0x200e ||
         point == 0x200f || (point >= 0x2028 && point <= 0x202e) ||
         (point >= 0x2066 && point <= 0x2069) || point == 0xfeff;
}

}  // namespace

std::string shown(std::string_view name) {
  std::string text;
  for (std::size_t at = 0; at < name.size();) {
    if (text.size() >= limits::kNameShownBytes) return text + "…";
    const auto [point, length] = codePoint(name.substr(at));
    if (length == 0)
      text += fmt::format("\\x{:02x}", point);
    else if (isDangerous(point))
      text += point < 0x80 ? fmt::format("\\x{:02x}", point) : fmt::format("\\u{:04x}", point);
    else
      text += name.substr(at, length);
    at += std::max<std::size_t>(length, 1);
  }
  return text;
}

std::string floatText(float value) { return numberText(floatToJson(value)); }
std::string doubleText(double value) { return numberText(doubleToJson(value)); }

std::string csvField(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + '"';
}

std::string grouped(std::uint64_t number) {
  std::string text = fmt::format("{}", number);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, 1, ',');
  return text;
}

std::string timeText(double seconds) {
  const auto whole = static_cast<std::time_t>(std::floor(seconds));
  std::tm local{};
  localtime_r(&whole, &local);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", &local)};
}

}  // namespace cairn::cli
