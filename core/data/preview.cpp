#include "core/data/preview.h"

#include "core/data/decimal.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <numeric>
#include <unordered_map>

namespace cairn::data {
namespace {

using formats::DType;

constexpr std::size_t kDeciles = 11;
constexpr std::size_t kShownValues = 8;  // of one cell

std::string shown(const std::string& value) { return value; }
std::string shown(std::int64_t value) { return fmt::format("{}", value); }
std::string shown(float value) { return fmt::format("{}", value); }

bool isMissing(const std::string& value) { return value.empty(); }
bool isMissing(std::int64_t) { return false; }
bool isMissing(float value) { return std::isnan(value); }

/// Between two neighbours as NumPy's default does it.
double quantile(const std::vector<double>& sorted, double fraction) {
  const double at = fraction * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = at - static_cast<double>(below);
  return sorted[below] + part * (sorted[above] - sorted[below]);
}

void measureNumbers(std::vector<double> numbers, ColumnPreview& preview) {
  std::erase_if(numbers, [](double number) { return !std::isfinite(number); });
  if (numbers.empty()) return;
  std::sort(numbers.begin(), numbers.end());
  preview.min = numbers.front();
  preview.max = numbers.back();
  preview.mean =
      std::accumulate(numbers.begin(), numbers.end(), 0.0) / static_cast<double>(numbers.size());
  for (std::size_t i = 0; i < kDeciles; ++i)
    preview.deciles.push_back(quantile(numbers, static_cast<double>(i) / (kDeciles - 1)));
  preview.bins.assign(kPreviewBins, 0);
  const double width = preview.max - preview.min;
  for (const double number : numbers) {
    const double at = width > 0 ? (number - preview.min) / width * kPreviewBins : 0;
    ++preview.bins[std::min(static_cast<std::size_t>(at), kPreviewBins - 1)];
  }
}

/// Counts the distinct values, and names the most frequent.
template <class Value>
void measureValues(const std::vector<Value>& values, ColumnPreview& preview) {
  std::unordered_map<Value, std::int64_t> counts;
  for (const Value& value : values) {
    if (isMissing(value)) continue;
    ++preview.count;
    if (counts.size() < kPreviewDistinct || counts.contains(value))
      ++counts[value];
    else
      preview.distinctIsAtLeast = true;
  }
  preview.distinct = static_cast<std::int64_t>(counts.size());
  std::vector<std::pair<Value, std::int64_t>> sorted(counts.begin(), counts.end());
  const auto last =
      sorted.begin() + static_cast<std::ptrdiff_t>(std::min(sorted.size(), kPreviewCommon));
  std::partial_sort(sorted.begin(), last, sorted.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  for (auto one = sorted.begin(); one != last; ++one)
    preview.common.emplace_back(shown(one->first), one->second);
}

std::int64_t missingOf(const Column& column, std::int64_t rows) {
  if (column.isSparse()) {
    std::int64_t empty = 0;
    for (std::int64_t row = 0; row < rows; ++row)
      empty += column.begin(row) == column.begin(row + 1) ? 1 : 0;
    return empty;
  }
  return std::visit(
      [](const auto& values) {
        return static_cast<std::int64_t>(std::count_if(
            values.begin(), values.end(), [](const auto& value) { return isMissing(value); }));
      },
      column.values);
}

std::string cell(const Column& column, std::int64_t row) {
  std::string text;
  const std::size_t from = column.begin(row);
  const std::size_t to = column.begin(row + 1);
  for (std::size_t i = from; i < std::min(to, from + kShownValues); ++i) {
    if (i > from) text += ", ";
    text += std::visit([i](const auto& values) { return shown(values[i]); }, column.values);
  }
  return to - from > kShownValues ? text + ", …" : text;
}

/// Makes numbers of a column of text whose values all are numbers. Returns: the type of its values.
DType settle(Column& column, const std::optional<DType>& fixed) {
  const auto& words = *std::get_if<std::vector<std::string>>(&column.values);
  bool anyMissing = false;
  bool allInts = fixed != DType::Float && fixed != DType::String;
  bool allFloats = fixed != DType::String;
  bool anyValue = false;
  for (const std::string& word : words) {
    anyMissing = anyMissing || word.empty();
    anyValue = anyValue || !word.empty();
    if (word.empty()) continue;
    allInts = allInts && parseInt64(word);
    allFloats = allFloats && (allInts || parseFloat(word));
  }
  if (!anyValue || !allFloats) return DType::String;
  if (allInts && !anyMissing) {
    std::vector<std::int64_t> ints;
    for (const std::string& word : words) ints.push_back(*parseInt64(word));
    column.values = std::move(ints);
  } else {
    std::vector<float> floats;
    for (const std::string& word : words)
      floats.push_back(parseFloat(word).value_or(std::numeric_limits<float>::quiet_NaN()));
    column.values = std::move(floats);
  }
  return allInts ? DType::Int64 : DType::Float;
}

Result<Preview> previewOf(const Table& table, const PreviewLimits& most, std::stop_token stop) {
  Preview preview;
  preview.rows = table.rows;
  preview.isWhole = table.rows < most.rows;
  preview.skippedRows = table.skippedRows;
  for (const Column& column : table.columns) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "reading was stopped"};
    preview.columns.push_back(previewColumn(column, table.rows));
  }
  for (std::int64_t row = 0; row < std::min(table.rows, most.lines); ++row) {
    auto& line = preview.lines.emplace_back();
    for (const Column& column : table.columns) line.push_back(cell(column, row));
  }
  return preview;
}

}  // namespace

ColumnPreview previewColumn(const Column& column, std::int64_t rows) {
  ColumnPreview preview;
  preview.name = column.name;
  preview.isSparse = column.isSparse();
  preview.width = column.width;
  preview.missing = missingOf(column, rows);
  std::visit([&](const auto& values) { measureValues(values, preview); }, column.values);
  if (const auto* floats = std::get_if<std::vector<float>>(&column.values)) {
    preview.type = DType::Float;
    measureNumbers({floats->begin(), floats->end()}, preview);
  } else if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    preview.type = DType::Int64;
    measureNumbers({ints->begin(), ints->end()}, preview);
  }
  return preview;
}

Result<Preview> previewCsv(FileOps& files, const std::vector<fs::path>& paths,
                           const CsvFormat& format, const PreviewLimits& most,
                           std::stop_token stop) {
  CsvFormat asText = format;
  asText.badRows = BadRows::Skip;
  asText.missing.clear();
  asText.types.clear();
  asText.mostRows = 1;
  CAIRN_ASSIGN(const Table first, readCsv(files, paths, asText, stop));
  for (const Column& column : first.columns) asText.types[column.name] = DType::String;
  asText.mostRows = most.rows;
  CAIRN_ASSIGN(Table table, readCsv(files, paths, asText, stop));
  std::vector<std::vector<std::string>> lines(
      static_cast<std::size_t>(std::min(table.rows, most.lines)));
  std::vector<DType> types;
  for (Column& column : table.columns) {
    if (stop.stop_requested())
      return Error{ErrorCode::Cancelled, "reading was stopped", column.name};
    for (std::size_t row = 0; row < lines.size(); ++row)
      lines[row].push_back(cell(column, static_cast<std::int64_t>(row)));
    const auto fixed = format.types.find(column.name);
    types.push_back(
        settle(column, fixed == format.types.end() ? std::nullopt : std::optional(fixed->second)));
  }
  CAIRN_ASSIGN(Preview preview, previewOf(table, most, std::move(stop)));
  for (std::size_t i = 0; i < types.size(); ++i) preview.columns[i].type = types[i];
  preview.lines = std::move(lines);  // as they stand in the file
  return preview;
}

Result<Preview> previewExamples(FileOps& files, const std::vector<fs::path>& paths,
                                Compression compression, const PreviewLimits& most,
                                std::stop_token stop) {
  if (paths.empty()) return Error{ErrorCode::InvalidArgument, "no file is given"};
  ExampleFormat format;
  format.compression = compression;
  format.badRows = BadRows::Skip;
  format.mostRows = most.rows;
  CAIRN_ASSIGN(format.features, surveyExamples(files, paths.front(), compression, most.rows, stop));
  CAIRN_ASSIGN(const Table table, readExamples(files, paths, format, stop));
  return previewOf(table, most, std::move(stop));
}

}  // namespace cairn::data
