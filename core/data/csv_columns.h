#pragma once

#include "core/data/decimal.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::data {

/// A column of a CSV file while its rows come in.
struct CsvColumn {
  enum class Kind { Int, Float, Text };
  std::string name;
  Kind kind = Kind::Text;
  bool declared = false;
  const std::string* missing = nullptr;  // what an empty field stands for
  std::vector<std::int64_t> ints;
  std::vector<float> floats;
  std::vector<std::string> texts;

  void cutTo(std::size_t rows);
  /// Room for so many rows, those that are new to be set.
  void resize(std::size_t rows);
  /// False when `text` is not of the column's kind; an undeclared column of integers may become one
  /// of numbers.
  bool add(std::string_view text);
  /// The same for a row that there is room for; the kind stays.
  bool set(std::size_t row, std::string_view text);
};

/// Lines of a file without quotes, each a row.
struct CsvPart {
  std::string_view text;
  std::size_t firstRow = 0;
  std::size_t lines = 0;
};

/// `text`, which ends with a line, in at most `parts` parts of whole lines; its first line is row
/// `firstRow`.
std::vector<CsvPart> cutLines(std::string_view text, std::size_t firstRow, std::size_t parts);

/// Sets a part's rows. False, and they hold anything, when a line is empty, has another number of
/// fields than there are columns, or a value that is not of its column's kind.
bool parseLines(const CsvPart& part, std::vector<CsvColumn>& columns);

}  // namespace cairn::data
