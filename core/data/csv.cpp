#include "core/data/csv.h"

#include "core/base/limits.h"
#include "core/data/csv_columns.h"
#include "core/data/csv_records.h"
#include "core/data/decimal.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

namespace cairn::data {
namespace {

using Growing = CsvColumn;
using Kind = CsvColumn::Kind;
using Fields = std::vector<std::string_view>;

constexpr std::uint64_t kRowsBetweenChecks = 4096;
constexpr std::size_t kShownBytes = 80;
constexpr std::size_t kFirstLineBytes = 65'536;
// BatchOrder counts rows in int32.
constexpr std::int64_t kMaxRows = (std::int64_t{1} << 31) - 1;
// The names that the guide's iris_data.py gives.
constexpr std::string_view kGuideNames[] = {"SepalLength", "SepalWidth", "PetalLength",
                                            "PetalWidth", "Species"};

std::string shown(std::string_view value) {
  if (value.size() <= kShownBytes) return fmt::format("\"{}\"", value);
  return fmt::format("\"{}…\" ({} bytes)", value.substr(0, kShownBytes), value.size());
}

bool isNumber(std::string_view text) { return parseFloat(text).has_value(); }

/// Also reads a file's header, as its format says.
class TableReader {
 public:
  TableReader(FileOps& files, const CsvFormat& format, std::stop_token stop,
              const ProgressCallback& progress, Workers* workers)
      : m_files(files),
        m_format(format),
        m_stop(std::move(stop)),
        m_progress(progress),
        m_workers(workers) {}

  Result<Table> read(const std::vector<fs::path>& paths) {
    for (const fs::path& path : paths)
      if (const auto stat = m_files.stat(path)) m_total += stat->size;
    for (const fs::path& path : paths) {
      if (m_rows >= m_format.mostRows) break;
      CAIRN_TRY(readOne(path));
    }
    return table();
  }

 private:
  Result<void> readOne(const fs::path& path);
  Result<void> readHeader(CsvRecords& records);
  Result<void> startColumns(const fs::path& path);
  Result<bool> addPlainLines(CsvRecords& records);
  Result<Kind> declaredKind(const std::string& name, formats::DType type) const;
  Result<std::vector<std::string>> columnNames(std::size_t count, const std::string& where) const;
  std::optional<Error> addRow(const Fields& fields);
  Error badValue(const Growing& column, std::string_view value) const;
  Result<Table> table();

  FileOps& m_files;
  const CsvFormat& m_format;
  std::stop_token m_stop;
  const ProgressCallback& m_progress;
  Workers* m_workers;
  std::vector<std::string> m_header;  // names of the file in hand; empty: it has none
  std::vector<std::string> m_firstHeader;
  std::vector<Growing> m_columns;
  bool m_started = false;
  std::int64_t m_rows = 0;
  std::int64_t m_skipped = 0;
  std::uint64_t m_total = 0;
  std::uint64_t m_done = 0;  // bytes of the files before the one in hand
};

Result<void> TableReader::readHeader(CsvRecords& records) {
  m_header.clear();
  if (m_format.header == CsvHeader::None) return {};
  Fields fields;
  CAIRN_ASSIGN(const bool any, records.next(fields));
  if (!any)
    return Error{ErrorCode::InvalidArgument, "the file is empty: it has no header line",
                 records.where()};
  if (m_format.header == CsvHeader::Guide) {
    if (fields.size() < 3 || !parseInt64(fields[0]) || !parseInt64(fields[1]))
      return Error{ErrorCode::InvalidArgument,
                   "the first line is not rows, features and class names, such as "
                   "120,4,setosa,versicolor,virginica",
                   records.where()};
    return {};
  }
  m_header.assign(fields.begin(), fields.end());
  return {};
}

Result<std::vector<std::string>> TableReader::columnNames(std::size_t count,
                                                          const std::string& where) const {
  std::vector<std::string> names = m_format.columns.empty() ? m_header : m_format.columns;
  if (names.empty()) {  // else rows of another count are bad
    const bool guide = m_format.header == CsvHeader::Guide && count == std::size(kGuideNames);
    for (std::size_t i = 0; i < count; ++i)
      names.push_back(guide ? std::string(kGuideNames[i]) : fmt::format("column_{}", i));
  }
  std::set<std::string_view> seen;
  for (const std::string& name : names)
    if (!seen.insert(name).second)
      return Error{ErrorCode::InvalidArgument, fmt::format("two columns are named {}", shown(name)),
                   where};
  return names;
}

Result<Kind> TableReader::declaredKind(const std::string& name, formats::DType type) const {
  switch (type) {
    case formats::DType::Float:
    case formats::DType::Double:
      return Kind::Float;
    case formats::DType::Int32:
    case formats::DType::Int64:
      return Kind::Int;
    case formats::DType::String:
      return Kind::Text;
    default:
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("column {} can't be of type {}; float32, int64 and string can",
                               shown(name), formats::dtypeName(type)),
                   "types"};
  }
}

/// Names the columns and finds their types, from the first values of the first file with rows.
Result<void> TableReader::startColumns(const fs::path& path) {
  CAIRN_ASSIGN(CsvRecords records, CsvRecords::open(m_files, path, m_format.compression));
  CAIRN_TRY(readHeader(records));
  Fields fields;
  std::vector<std::string> firstValues;
  std::size_t found = 0;
  for (;;) {
    auto any = records.next(fields);
    if (!any && m_format.badRows == BadRows::Skip && any.error().code == ErrorCode::InvalidArgument)
      continue;
    CAIRN_ASSIGN(const bool more, std::move(any));
    if (!more) break;
    if (firstValues.empty()) {
      CAIRN_ASSIGN(auto names, columnNames(fields.size(), records.where()));
      firstValues.resize(names.size());
      for (std::string& name : names) m_columns.emplace_back().name = std::move(name);
    }
    for (std::size_t i = 0; i < std::min(fields.size(), firstValues.size()); ++i)
      if (firstValues[i].empty() && !fields[i].empty()) {
        firstValues[i] = fields[i];
        ++found;
      }
    if (found == firstValues.size() || m_stop.stop_requested()) break;
  }
  m_started = !m_columns.empty();
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    Growing& column = m_columns[i];
    column.kind = firstValues[i].empty() ? Kind::Text
                  : parseInt64(firstValues[i])
                      ? Kind::Int
                      : (isNumber(firstValues[i]) ? Kind::Float : Kind::Text);
    if (const auto type = m_format.types.find(column.name); type != m_format.types.end()) {
      CAIRN_ASSIGN(column.kind, declaredKind(column.name, type->second));
      column.declared = true;
    }
    if (const auto text = m_format.missing.find(column.name); text != m_format.missing.end())
      column.missing = &text->second;
  }
  return {};
}

Error TableReader::badValue(const Growing& column, std::string_view value) const {
  if (value.empty())
    return {.message = fmt::format("column {} is empty", shown(column.name)),
            .hint = "Name in `missing` what an empty field stands for."};
  const char* wanted = column.kind == Kind::Int ? "an integer" : "a number";
  Error error{.message =
                  fmt::format("column {}: {} is not {}", shown(column.name), shown(value), wanted)};
  if (!column.declared)
    error.hint =
        fmt::format("If the column holds text, say so in `types`: {}: string.", shown(column.name));
  return error;
}

/// Adds one row, or nothing of it. The error lacks its place.
std::optional<Error> TableReader::addRow(const Fields& fields) {
  if (fields.size() != m_columns.size())
    return Error{.message = fmt::format("{} fields, want {}", fields.size(), m_columns.size())};
  for (std::size_t i = 0; i < fields.size(); ++i) {
    Growing& column = m_columns[i];
    const bool stands = fields[i].empty() && column.missing != nullptr;
    const std::string_view value = stands ? std::string_view(*column.missing) : fields[i];
    if (column.add(value)) continue;
    for (Growing& touched : m_columns) touched.cutTo(static_cast<std::size_t>(m_rows));
    return badValue(column, value);
  }
  ++m_rows;
  return {};
}

/// All whole lines at hand at once; false when they are for next() to look at.
Result<bool> TableReader::addPlainLines(CsvRecords& records) {
  if (m_columns.empty() || m_format.mostRows < kMaxRows) return false;
  CAIRN_ASSIGN(const std::string_view text, records.plainLines());
  if (text.empty()) return false;
  const std::vector<CsvPart> parts =
      cutLines(text, static_cast<std::size_t>(m_rows),
               m_workers == nullptr ? 1 : 2 * static_cast<std::size_t>(m_workers->threads()));
  const std::size_t rows = parts.back().firstRow + parts.back().lines;
  if (rows > static_cast<std::size_t>(kMaxRows)) return false;
  for (Growing& column : m_columns) column.resize(rows);
  std::vector<char> done(parts.size());
  forEachPart(m_workers, static_cast<int>(parts.size()) + 1, [&](int part) {
    const auto index = static_cast<std::size_t>(part);
    if (index == parts.size())
      records.readAhead();
    else
      done[index] = parseLines(parts[index], m_columns) ? 1 : 0;
  });
  if (std::find(done.begin(), done.end(), 0) != done.end()) {
    for (Growing& column : m_columns) column.cutTo(static_cast<std::size_t>(m_rows));
    return false;
  }
  records.passPlainLines(text.size(), rows - static_cast<std::size_t>(m_rows));
  m_rows = static_cast<std::int64_t>(rows);
  return true;
}

Result<void> TableReader::readOne(const fs::path& path) {
  if (!m_started) CAIRN_TRY(startColumns(path));
  CAIRN_ASSIGN(CsvRecords records, CsvRecords::open(m_files, path, m_format.compression));
  CAIRN_TRY(readHeader(records));
  if (m_firstHeader.empty()) m_firstHeader = m_header;
  if (m_header != m_firstHeader)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("the header differs from the first file's: {}, want {}",
                             fmt::join(m_header, ","), fmt::join(m_firstHeader, ",")),
                 records.where()};
  Fields fields;
  for (std::uint64_t count = 0;; ++count) {
    if (count % kRowsBetweenChecks == 0) {
      if (m_stop.stop_requested()) return Error{ErrorCode::Cancelled, "reading was stopped"};
      if (m_progress)
        m_progress({std::min(m_done + records.bytesRead(), m_total), m_total, path.string()});
    }
    CAIRN_ASSIGN(const bool passed, addPlainLines(records));
    if (passed) {
      count = kRowsBetweenChecks - 1;
      continue;
    }
    auto any = records.next(fields);
    std::optional<Error> problem;
    if (!any) {
      problem = any.error();
    } else {
      if (!*any) break;
      problem = addRow(fields);
      if (problem) problem->where = records.where();
    }
    if (problem) {
      if (m_format.badRows == BadRows::Stop || problem->code != ErrorCode::InvalidArgument)
        return *problem;
      ++m_skipped;
    }
    if (m_rows >= m_format.mostRows && m_format.mostRows < kMaxRows) break;
    if (m_rows > kMaxRows)
      return Error{ErrorCode::Unsupported, fmt::format("more than {} rows", kMaxRows),
                   records.where()};
  }
  if (const auto stat = m_files.stat(path)) m_done += stat->size;
  return {};
}

Result<Table> TableReader::table() {
  Table result;
  result.rows = m_rows;
  result.skippedRows = m_skipped;
  if (!m_started) {  // a header at most: columns without values, as text
    const auto& names = m_format.columns.empty() ? m_firstHeader : m_format.columns;
    for (const std::string& name : names)
      result.columns.push_back({name, 1, std::vector<std::string>()});
    return result;
  }
  for (Growing& column : m_columns) {
    Column done{std::move(column.name), 1, std::move(column.texts)};
    if (column.kind == Kind::Int) done.values = std::move(column.ints);
    if (column.kind == Kind::Float) done.values = std::move(column.floats);
    result.columns.push_back(std::move(done));
  }
  return result;
}

/// The fields of one line that stands alone; quotes count as letters.
Fields splitLine(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.remove_suffix(1);
  Fields fields;
  for (;;) {
    const std::size_t comma = line.find(',');
    fields.push_back(line.substr(0, comma));
    if (comma == std::string_view::npos) return fields;
    line.remove_prefix(comma + 1);
  }
}

bool isCount(std::string_view text) {
  const auto value = parseInt64(text);
  return value && *value > 0;
}

}  // namespace

Result<Table> readCsv(FileOps& files, const std::vector<fs::path>& paths, const CsvFormat& format,
                      std::stop_token stop, const ProgressCallback& progress, Workers* workers) {
  return TableReader(files, format, std::move(stop), progress, workers).read(paths);
}

Result<CsvHeader> guessHeader(FileOps& files, const fs::path& path, Compression compression) {
  CAIRN_ASSIGN(const auto file, openInflated(files, path, compression));
  Bytes bytes(kFirstLineBytes);
  CAIRN_ASSIGN(const std::size_t count, file->readAt(0, bytes));
  const std::string_view text = asText(ByteView(bytes).first(count));
  return guessHeader(text.substr(0, text.find_first_of("\r\n")));
}

CsvHeader guessHeader(std::string_view firstLine) {
  if (firstLine.starts_with("\xEF\xBB\xBF")) firstLine.remove_prefix(3);
  const Fields fields = splitLine(firstLine);
  const auto isName = [](std::string_view field) { return !field.empty() && !isNumber(field); };
  if (fields.size() >= 4 && isCount(fields[0]) && isCount(fields[1]) &&
      std::all_of(fields.begin() + 2, fields.end(), isName))
    return CsvHeader::Guide;
  // pandas leaves the name of its index column empty.
  if (std::all_of(fields.begin() + 1, fields.end(), isName) &&
      (fields.front().empty() ? fields.size() > 1 : isName(fields.front())))
    return CsvHeader::Names;
  return CsvHeader::None;
}

std::vector<std::string> guideClassNames(std::string_view firstLine) {
  const Fields fields = splitLine(firstLine);
  if (fields.size() < 3) return {};
  return {fields.begin() + 2, fields.end()};
}

}  // namespace cairn::data
