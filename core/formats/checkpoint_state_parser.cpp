#include "core/formats/checkpoint_state_parser.h"

#include "core/base/limits.h"
#include "core/base/utf8.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <limits>
#include <optional>

namespace cairn::formats {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isOctal(char c) { return c >= '0' && c <= '7'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool isBlank(char c) {
  // What Python's `\s` takes of ASCII.
  return c == ' ' || (c >= '\t' && c <= '\r') || (c >= '\x1c' && c <= '\x1f');
}

std::optional<unsigned> hexDigit(char c) {
  if (isDigit(c)) return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a' + 10);
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A' + 10);
  return std::nullopt;
}

/// Python turns an escaped code point over 255 back into its escape.
void appendCodePoint(std::string& out, unsigned value) {
  if (value <= 0xff)
    out += static_cast<char>(value);
  else
    out += value <= 0xffff ? fmt::format("\\u{:04x}", value) : fmt::format("\\U{:08x}", value);
}

std::optional<char> simpleEscape(char c) {
  constexpr std::string_view kNames = "abfnrtv\\'\"";
  constexpr std::string_view kValues = "\a\b\f\n\r\t\v\\'\"";
  const std::size_t at = kNames.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return kValues[at];
}

/// Takes up to `most` digits of `base` from `text` at `i`.
unsigned takeDigits(std::string_view text, std::size_t& i, std::size_t most, unsigned base) {
  unsigned value = 0;
  for (std::size_t n = 0; n < most && i < text.size(); ++n, ++i) {
    const std::optional<unsigned> digit = hexDigit(text[i]);
    if (!digit || *digit >= base) break;
    value = value * base + *digit;
  }
  return value;
}

std::optional<double> pythonFloat(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  const bool negative = lower.starts_with('-');
  if (negative || lower.starts_with('+')) lower.erase(0, 1);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double sign = negative ? -1.0 : 1.0;
  for (const std::string_view name : {"inf", "inff", "infinity", "infinityf"})
    if (lower == name) return sign * kInfinity;
  for (const std::string_view name : {"nan", "nanf"})
    if (lower == name) return std::numeric_limits<double>::quiet_NaN();
  while (lower.ends_with('f')) lower.pop_back();
  for (std::size_t i = 1; i + 1 < lower.size(); ++i)  // 1_000
    if (lower[i] == '_' && isDigit(lower[i - 1]) && isDigit(lower[i + 1])) lower.erase(i, 1);
  if (lower.empty() || !(isDigit(lower[0]) || lower[0] == '.')) return std::nullopt;
  double value = 0;
  const char* const last = lower.data() + lower.size();
  const auto [end, problem] = std::from_chars(lower.data(), last, value);
  if (end != last) return std::nullopt;
  if (problem == std::errc::result_out_of_range)  // as strtod: to infinity or to zero
    value = lower.find("e-") == std::string::npos ? kInfinity : 0;
  else if (problem != std::errc{})
    return std::nullopt;
  return sign * value;
}

}  // namespace

CheckpointStateParser::CheckpointStateParser(std::string_view text, std::string file)
    : m_text(text), m_file(std::move(file)) {}

Result<CheckpointState> CheckpointStateParser::parse() {
  if (const std::size_t bad = firstNonUtf8(m_text); bad != std::string_view::npos) {
    m_position = bad;
    return error("byte that is not UTF-8");
  }
  CheckpointState state;
  CAIRN_TRY(nextToken());
  while (!m_token.empty()) CAIRN_TRY(parseField(state));
  return state;
}

Result<void> CheckpointStateParser::parseField(CheckpointState& state) {
  const std::string name(m_token);
  if (!isLetter(name[0]) && !isDigit(name[0]))
    return error(fmt::format("Expected identifier or number, got {}.", name));

  const auto mergePath = [&](std::string& into) -> Result<void> {
    CAIRN_ASSIGN(into, takeString());
    return {};
  };
  const auto addPath = [&]() { return mergePath(state.allModelCheckpointPaths.emplace_back()); };
  const auto addTime = [&]() -> Result<void> {
    CAIRN_ASSIGN(state.timestamps.emplace_back(), takeDouble());
    return {};
  };
  constexpr std::array<std::string_view, 4> kFields = {
      "model_checkpoint_path", "all_model_checkpoint_paths", "all_model_checkpoint_timestamps",
      "last_preserved_timestamp"};
  if (std::find(kFields.begin(), kFields.end(), name) == kFields.end())
    return error(fmt::format(
        "Message type \"tensorflow.CheckpointState\" has no field named \"{}\".", name));
  CAIRN_TRY(nextToken());
  if (name == "model_checkpoint_path") {
    CAIRN_TRY(take(":"));
    CAIRN_TRY(mergePath(state.modelCheckpointPath));
  } else if (name == "all_model_checkpoint_paths") {
    CAIRN_TRY(parseList(addPath));
  } else if (name == "all_model_checkpoint_timestamps") {
    CAIRN_TRY(parseList(addTime));
  } else {
    CAIRN_TRY(take(":"));
    CAIRN_ASSIGN(state.lastPreservedTimestamp, takeDouble());
  }
  CAIRN_ASSIGN(const bool comma, takeIf(","));
  if (!comma) CAIRN_TRY(takeIf(";"));
  return {};
}

/// `: value` or `: [value, …]`; an empty list is allowed.
template <class Merge>
Result<void> CheckpointStateParser::parseList(Merge merge) {
  CAIRN_TRY(take(":"));
  CAIRN_ASSIGN(const bool listed, takeIf("["));
  if (!listed) return merge();
  CAIRN_ASSIGN(bool closed, takeIf("]"));
  while (!closed) {
    CAIRN_TRY(merge());
    CAIRN_ASSIGN(closed, takeIf("]"));
    if (!closed) CAIRN_TRY(take(","));
  }
  return {};
}

/// One value of adjacent literals.
Result<std::string> CheckpointStateParser::takeString() {
  if (!atString()) return error(fmt::format("Expected string but found: '{}'", m_token));
  std::string value;
  while (atString()) {
    if (m_token.size() < 2 || m_token.back() != m_token.front())
      return error(fmt::format("String missing ending quote: {}", m_token));
    CAIRN_ASSIGN(const std::string part, unescaped(m_token.substr(1, m_token.size() - 2)));
    value += part;
    CAIRN_TRY(nextToken());
  }
  if (firstNonUtf8(value) != std::string_view::npos)
    return error("Couldn't parse string: it is not UTF-8");
  return value;
}

Result<std::string> CheckpointStateParser::unescaped(std::string_view body) const {
  std::string out;
  for (std::size_t i = 0; i < body.size();) {
    if (body[i] != '\\') {
      out += body[i++];
      continue;
    }
    if (++i == body.size()) return error("Couldn't parse string: backslash at its end");
    const char kind = body[i];
    if (isOctal(kind)) {
      appendCodePoint(out, takeDigits(body, i, 3, 8));
      continue;
    }
    ++i;
    if (const std::optional<char> simple = simpleEscape(kind)) {
      out += *simple;
    } else if (kind == 'x' || kind == 'u' || kind == 'U') {
      const std::size_t most = kind == 'x' ? 2 : kind == 'u' ? 4 : 8;
      const std::size_t first = i;
      const unsigned value = takeDigits(body, i, most, 16);
      const bool whole = i - first == most || (kind == 'x' && i > first);
      if (!whole || value > 0x10ffff) return error("Couldn't parse string: bad escape");
      appendCodePoint(out, value);
    } else if (kind == 'N') {
      return error("Couldn't parse string: escapes by character name are not supported");
    } else {
      out += '\\';  // as Python keeps what it does not know
      out += kind;
    }
  }
  return out;
}

Result<double> CheckpointStateParser::takeDouble() {
  const std::optional<double> value = pythonFloat(m_token);
  if (!value) return error(fmt::format("Couldn't parse float: {}", m_token));
  CAIRN_TRY(nextToken());
  return *value;
}

Result<bool> CheckpointStateParser::takeIf(std::string_view token) {
  if (m_token != token) return false;
  CAIRN_TRY(nextToken());
  return true;
}

Result<void> CheckpointStateParser::take(std::string_view token) {
  CAIRN_ASSIGN(const bool taken, takeIf(token));
  if (!taken) return error(fmt::format("Expected \"{}\".", token));
  return {};
}

Result<void> CheckpointStateParser::nextToken() {
  m_position += m_token.size();
  skipBlanks();
  const std::size_t end = tokenEnd();
  if (end - m_position > limits::kTextTokenBytes)
    return error(fmt::format("token of {} bytes, at most {} are read", end - m_position,
                             limits::kTextTokenBytes));
  m_token = m_text.substr(m_position, end - m_position);
  return {};
}

void CheckpointStateParser::skipBlanks() {
  while (m_position < m_text.size()) {
    if (m_text[m_position] == '#')
      m_position = std::min(m_text.find('\n', m_position), m_text.size());
    else if (isBlank(m_text[m_position]))
      ++m_position;
    else
      return;
  }
}

std::size_t CheckpointStateParser::tokenEnd() const {
  if (m_position == m_text.size()) return m_position;
  const char first = m_text[m_position];
  if (first == '"' || first == '\'') return stringEnd();
  const auto while_ = [&](auto belongs) {
    std::size_t end = m_position + 1;
    while (end < m_text.size() && belongs(m_text[end])) ++end;
    return end;
  };
  if (isLetter(first))
    return while_([](char c) { return isLetter(c) || isDigit(c) || c == '+' || c == '-'; });
  const bool pointed =
      first == '.' && m_position + 1 < m_text.size() && isDigit(m_text[m_position + 1]);
  if (isDigit(first) || first == '+' || first == '-' || pointed)
    return while_(
        [](char c) { return isLetter(c) || isDigit(c) || c == '.' || c == '+' || c == '-'; });
  return m_position + utf8SequenceBytes(m_text.substr(m_position));
}

/// A literal ends with its line, closed or not.
std::size_t CheckpointStateParser::stringEnd() const {
  const std::size_t lineEnd = std::min(m_text.find('\n', m_position), m_text.size());
  for (std::size_t end = m_position + 1; end < lineEnd; ++end) {
    if (m_text[end] == m_text[m_position]) return end + 1;
    if (m_text[end] == '\\' && end + 1 < lineEnd) ++end;
  }
  return lineEnd;
}

Error CheckpointStateParser::error(std::string message) const {
  const std::string_view before = m_text.substr(0, m_position);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t lineStart = before.rfind('\n') + 1;  // npos + 1 is 0
  return {ErrorCode::Corrupt, fmt::format("{}:{} : {}", line, m_position - lineStart + 1, message),
          m_file, m_position};
}

}  // namespace cairn::formats
