#include "app/cli/text_table.h"

#include <algorithm>

namespace cairn::cli {
namespace {

void appendCell(std::string& line, const std::string& cell, std::size_t width,
                TextTable::Align align) {
  const std::size_t padding = width - cellWidth(cell);
  if (align == TextTable::Align::Right) line.append(padding, ' ');
  line += cell;
  if (align == TextTable::Align::Left) line.append(padding, ' ');
}

}  // namespace

std::size_t cellWidth(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte & 0xc0U) == 0x80U) continue;  // goes on with a character that was counted
    // Lead bytes e3..e9 are U+3000..U+9FFF, ea..ed Hangul: wide. Others that are wide are rare.
    width += byte >= 0xe3 && byte <= 0xed ? 2 : 1;
  }
  return width;
}

void TextTable::addColumn(std::string header, Align align) {
  m_headers.push_back(std::move(header));
  m_aligns.push_back(align);
}

void TextTable::addRow(std::vector<std::string> cells) {
  cells.resize(m_headers.size());
  m_rows.push_back(std::move(cells));
}

std::string TextTable::text() const {
  std::vector<std::size_t> widths;
  for (const std::string& header : m_headers) widths.push_back(cellWidth(header));
  for (const auto& row : m_rows)
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], cellWidth(row[i]));

  std::string text;
  const auto addLine = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i > 0) line += "  ";
      appendCell(line, cells[i], widths[i], m_aligns[i]);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += line + '\n';
  };
  addLine(m_headers);
  for (const auto& row : m_rows) addLine(row);
  return text;
}

}  // namespace cairn::cli
