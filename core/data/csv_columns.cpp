#include "core/data/csv_columns.h"

#include <algorithm>
#include <optional>

namespace cairn::data {
namespace {

bool isEnd(char c) { return c == ',' || c == '\n' || c == '\r'; }

/// Digits with at most one point, up to the end of the field, as most numbers are; `at` stands
/// there then. Nothing, and `at` as before, for others.
std::optional<float> plainNumber(const char*& at) {
  static constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                       1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char* c = at;
  const bool negative = *c == '-';
  c += negative ? 1 : 0;
  const char* const first = c;
  std::uint64_t digits = 0;
  for (; static_cast<unsigned char>(*c - '0') <= 9; ++c)
    digits = digits * 10 + static_cast<std::uint64_t>(*c - '0');
  std::size_t count = static_cast<std::size_t>(c - first);
  std::size_t decimals = 0;
  if (*c == '.') {
    const char* const point = ++c;
    for (; static_cast<unsigned char>(*c - '0') <= 9; ++c)
      digits = digits * 10 + static_cast<std::uint64_t>(*c - '0');
    decimals = static_cast<std::size_t>(c - point);
    count += decimals;
  }
  if (count == 0 || count > 15 || !isEnd(*c)) return {};
  const std::optional<float> value = nearestFloat(digits, kPowers[decimals], negative);
  if (value) at = c;
  return value;
}

std::optional<std::int64_t> plainInteger(const char*& at) {
  const char* c = at;
  const bool negative = *c == '-';
  c += negative ? 1 : 0;
  const char* const first = c;
  std::int64_t value = 0;
  for (; static_cast<unsigned char>(*c - '0') <= 9 && c - first < 18; ++c)
    value = value * 10 + (*c - '0');
  if (c == first || !isEnd(*c)) return {};
  at = c;
  return negative ? -value : value;
}

/// One field from `at` to its comma or line end, where `at` stands then.
bool setField(CsvColumn& column, std::size_t row, const char*& at) {
  if (column.kind == CsvColumn::Kind::Float) {
    if (const auto value = plainNumber(at)) {
      column.floats[row] = *value;
      return true;
    }
  } else if (column.kind == CsvColumn::Kind::Int) {
    if (const auto value = plainInteger(at)) {
      column.ints[row] = *value;
      return true;
    }
  }
  const char* const from = at;
  while (*at != ',' && *at != '\n') ++at;
  const bool carriage = *at == '\n' && at > from && at[-1] == '\r';
  const std::string_view text(from, static_cast<std::size_t>(at - from) - (carriage ? 1 : 0));
  return column.set(
      row, text.empty() && column.missing != nullptr ? std::string_view(*column.missing) : text);
}

}  // namespace

void CsvColumn::cutTo(std::size_t rows) {
  if (ints.size() > rows) ints.resize(rows);
  if (floats.size() > rows) floats.resize(rows);
  if (texts.size() > rows) texts.resize(rows);
}

void CsvColumn::resize(std::size_t rows) {
  const auto grow = [rows](auto& values) {
    if (values.capacity() < rows) values.reserve(std::max(rows, 2 * values.capacity()));
    values.resize(rows);
  };
  if (kind == Kind::Int) grow(ints);
  if (kind == Kind::Float) grow(floats);
  if (kind == Kind::Text) grow(texts);
}

bool CsvColumn::add(std::string_view text) {
  if (kind == Kind::Text) {
    texts.emplace_back(text);
    return true;
  }
  if (kind == Kind::Int) {
    if (const auto value = parseInt64(text)) {
      ints.push_back(*value);
      return true;
    }
    if (declared || !parseFloat(text)) return false;
    kind = Kind::Float;
    floats.assign(ints.begin(), ints.end());
    ints = {};
  }
  const auto value = parseFloat(text);
  if (value) floats.push_back(*value);
  return value.has_value();
}

bool CsvColumn::set(std::size_t row, std::string_view text) {
  if (kind == Kind::Text) {
    texts[row].assign(text);
    return true;
  }
  if (kind == Kind::Int) {
    const auto value = parseInt64(text);
    if (value) ints[row] = *value;
    return value.has_value();
  }
  const auto value = parseFloat(text);
  if (value) floats[row] = *value;
  return value.has_value();
}

std::vector<CsvPart> cutLines(std::string_view text, std::size_t firstRow, std::size_t parts) {
  std::vector<CsvPart> cut;
  const std::size_t wanted = text.size() / std::max<std::size_t>(1, parts) + 1;
  while (!text.empty()) {
    const std::size_t end = text.find('\n', std::min(wanted, text.size()) - 1) + 1;
    CsvPart part{text.substr(0, end), firstRow, 0};
    part.lines = static_cast<std::size_t>(std::count(part.text.begin(), part.text.end(), '\n'));
    firstRow += part.lines;
    text.remove_prefix(end);
    cut.push_back(part);
  }
  return cut;
}

bool parseLines(const CsvPart& part, std::vector<CsvColumn>& columns) {
  // Every loop stops at the last line's end at the latest.
  const char* at = part.text.data();
  for (std::size_t row = part.firstRow; row < part.firstRow + part.lines; ++row) {
    if (*at == '\n' || *at == '\r') return false;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!setField(columns[i], row, at)) return false;
      if (*at == '\r' && at[1] == '\n') ++at;
      const bool last = i + 1 == columns.size();
      if (*at != (last ? '\n' : ',')) return false;
      ++at;
    }
  }
  return true;
}

}  // namespace cairn::data
