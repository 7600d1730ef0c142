#include "core/model/json_text.h"

#include "core/base/limits.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace cairn::model {

namespace {

constexpr std::size_t kColumns = 100;
constexpr std::size_t kShown = 60;

// The parser recurses, so depth is checked before it runs.
bool nestsTooDeep(std::string_view text) {
  int depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inString) {
      if (c == '\\') ++i;
      inString = c != '"';
      continue;
    }
    if (c == '"') inString = true;
    if ((c == '{' || c == '[') && ++depth > limits::kJsonNesting) return true;
    if (c == '}' || c == ']') --depth;
  }
  return false;
}

Error syntaxError(std::string_view text, std::size_t byte, std::string_view what) {
  const std::string_view before = text.substr(0, std::min(byte == 0 ? 0 : byte - 1, text.size()));
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t lineStart = before.rfind('\n');
  const std::size_t column =
      before.size() - (lineStart == std::string_view::npos ? 0 : lineStart + 1) + 1;
  // nlohmann's text: `[json.exception.parse_error.101] parse error at line 1, column 2: …`
  const std::size_t colon = what.find(": ");
  if (colon != std::string_view::npos) what.remove_prefix(colon + 2);
  return {ErrorCode::InvalidArgument,
          fmt::format("no JSON at line {}, column {}: {}", line, column, what),
          {},
          byte == 0 ? 0 : byte - 1,
          "JSON text in UTF-8"};
}

template <class Json>
std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// `{"a": 1, "b": [2, 3]}`: with blanks after colons and commas, as people write it.
void writeInline(const nlohmann::ordered_json& value, std::string& out) {
  if (!value.is_structured() || value.empty()) {
    out += dumped(value);
    return;
  }
  const bool isObject = value.is_object();
  out += isObject ? '{' : '[';
  bool first = true;
  for (const auto& [key, item] : value.items()) {
    if (!first) out += ", ";
    first = false;
    if (isObject) out += dumped(nlohmann::ordered_json(key)) + ": ";
    writeInline(item, out);
  }
  out += isObject ? '}' : ']';
}

bool isListOfLeaves(const nlohmann::ordered_json& value) {
  return value.is_array() && std::none_of(value.begin(), value.end(),
                                          [](const auto& item) { return item.is_structured(); });
}

// A long list of plain values fills lines like a paragraph.
void writeFilled(const nlohmann::ordered_json& list, std::size_t indent, std::string& out) {
  const std::string margin(indent + 2, ' ');
  out += "[\n" + margin;
  std::size_t column = margin.size();
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string item = dumped(list[i]) + (i + 1 < list.size() ? "," : "");
    if (column > margin.size() && column + 1 + item.size() > kColumns) {
      out += "\n" + margin;
      column = margin.size();
    }
    if (column > margin.size()) {
      out += ' ';
      ++column;
    }
    out += item;
    column += item.size();
  }
  out += "\n" + std::string(indent, ' ') + "]";
}

void writePretty(const nlohmann::ordered_json& value, std::size_t indent, std::size_t column,
                 bool forceLines, std::string& out) {
  std::string line;
  writeInline(value, line);
  const bool fits = column + line.size() < kColumns;
  if (!value.is_structured() || value.empty() || (fits && !forceLines)) {
    out += line;
    return;
  }
  if (isListOfLeaves(value)) {
    writeFilled(value, indent, out);
    return;
  }
  const bool isObject = value.is_object();
  const std::string margin(indent + 2, ' ');
  out += isObject ? "{\n" : "[\n";
  std::size_t left = value.size();
  for (const auto& [key, item] : value.items()) {
    const std::string name = isObject ? dumped(nlohmann::ordered_json(key)) + ": " : std::string{};
    out += margin + name;
    writePretty(item, indent + 2, margin.size() + name.size(), false, out);
    out += --left > 0 ? ",\n" : "\n";
  }
  out += std::string(indent, ' ') + (isObject ? "}" : "]");
}

}  // namespace

Result<nlohmann::json> parseJsonText(std::string_view text) {
  if (text.size() > limits::kJsonBytes)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("{} bytes of JSON, {} is the limit", text.size(), limits::kJsonBytes)};
  if (nestsTooDeep(text))
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("JSON nested deeper than {} levels", limits::kJsonNesting)};
  try {
    return nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    return syntaxError(text, error.byte, error.what());
  } catch (const nlohmann::json::exception& error) {
    return syntaxError(text, 0, error.what());
  }
}

std::string compactJson(const nlohmann::json& value) {
  return compactJson(nlohmann::ordered_json(value));
}

std::string compactJson(const nlohmann::ordered_json& value) {
  std::string text;
  writeInline(value, text);
  return text;
}

std::string shownJson(const nlohmann::json& value) {
  std::string text = compactJson(value);
  if (text.size() <= kShown) return text;
  std::size_t cut = kShown;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0) == 0x80) --cut;
  return text.substr(0, cut) + "…";
}

std::string prettyJson(const nlohmann::ordered_json& value) {
  std::string text;
  writePretty(value, 0, 0, true, text);
  return text + "\n";
}

nlohmann::ordered_json jsonNumber(double value) {
  constexpr double kExact = 9'007'199'254'740'992.0;  // 2^53
  if (value == std::floor(value) && std::abs(value) < kExact)
    return static_cast<std::int64_t>(value);
  return value;
}

}  // namespace cairn::model
