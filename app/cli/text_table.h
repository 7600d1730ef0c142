#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cairn::cli {

/// Columns of text, aligned by what a terminal shows: a Chinese character is two cells wide.
/// Thread: Not locked; one thread at a time.
class TextTable {
 public:
  enum class Align { Left, Right };
  void addColumn(std::string header, Align align = Align::Left);
  void addRow(std::vector<std::string> cells);
  bool empty() const { return m_rows.empty(); }
  /// Header and rows, a line each, two blanks between columns, none at a line's end.
  std::string text() const;

 private:
  std::vector<std::string> m_headers;
  std::vector<Align> m_aligns;
  std::vector<std::vector<std::string>> m_rows;
};

/// Cells that UTF-8 text takes on a terminal.
std::size_t cellWidth(std::string_view text);

}  // namespace cairn::cli
