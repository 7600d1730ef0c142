#include "ui/config/data_probe.h"

#include "core/data/csv.h"
#include "ui/bridge/convert.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace cairn::ui {
namespace {

constexpr std::size_t kBins = 14;
constexpr std::size_t kMostDistinct = 1000;
constexpr std::size_t kShownValues = 8;

template <class T>
void measureNumbers(ColumnFacts& facts, const std::vector<T>& values) {
  std::set<T> distinct;
  bool first = true;
  for (const T value : values) {
    const double number = static_cast<double>(value);
    if (!std::isfinite(number)) {
      ++facts.missing;
      continue;
    }
    facts.min = first ? number : std::min(facts.min, number);
    facts.max = first ? number : std::max(facts.max, number);
    first = false;
    if (distinct.size() < kMostDistinct) distinct.insert(value);
  }
  facts.distinct = distinct.size();
  for (const T value : distinct) {
    if (facts.values.size() == kShownValues) break;
    facts.values.push_back(QString::number(static_cast<double>(value)));
  }
  facts.bins.assign(kBins, 0);
  const double size = facts.max > facts.min ? facts.max - facts.min : 1;
  for (const T value : values) {
    const double number = static_cast<double>(value);
    if (!std::isfinite(number)) continue;
    const auto bin = static_cast<std::size_t>((number - facts.min) / size * kBins);
    ++facts.bins[std::min(bin, kBins - 1)];
  }
}

void measureText(ColumnFacts& facts, const std::vector<std::string>& values) {
  facts.text = true;
  std::map<std::string, std::uint32_t> counts;
  for (const std::string& value : values) {
    if (value.empty()) ++facts.missing;
    if (counts.size() < kMostDistinct || counts.contains(value)) ++counts[value];
  }
  facts.distinct = counts.size();
  for (const auto& [value, count] : counts) {
    if (facts.values.size() < kShownValues) facts.values.push_back(toQString(value));
    if (facts.bins.size() < kBins) facts.bins.push_back(count);
  }
}

}  // namespace

Result<std::shared_ptr<const DataFacts>> probeData(FileOps& files, const model::DataSource& source,
                                                   const fs::path& folder, std::stop_token stop) {
  std::vector<fs::path> paths;
  for (const std::string& file : source.files)
    // Normal: the model_dir of a new experiment isn't there yet, so `..` can't be walked.
    paths.push_back((folder / file).lexically_normal());
  if (paths.empty())
    return Error{ErrorCode::InvalidArgument, "no file is given", "data.train.files"};
  data::CsvFormat format = source.csv;
  if (!source.headerGiven) {
    CAIRN_ASSIGN(const auto head, readFile(files, paths.front()));
    const auto* text = reinterpret_cast<const char*>(head.data());
    const std::string_view all(text, head.size());
    format.header = data::guessHeader(all.substr(0, all.find('\n')));
  }
  CAIRN_ASSIGN(const data::Table table, data::readCsv(files, paths, format, stop));
  auto facts = std::make_shared<DataFacts>();
  facts->rows = table.rows;
  for (const data::Column& column : table.columns) {
    ColumnFacts one;
    one.name = toQString(column.name);
    if (const auto* floats = std::get_if<std::vector<float>>(&column.values))
      measureNumbers(one, *floats);
    else if (const auto* integers = std::get_if<std::vector<std::int64_t>>(&column.values))
      measureNumbers(one, *integers);
    else
      measureText(one, std::get<std::vector<std::string>>(column.values));
    facts->columns.push_back(std::move(one));
  }
  return std::shared_ptr<const DataFacts>(std::move(facts));
}

}  // namespace cairn::ui
