#include "ui/config/data_probe.h"

#include "core/data/preview.h"
#include "ui/bridge/convert.h"

#include <algorithm>

namespace cairn::ui {
namespace {

constexpr std::int64_t kMostRows = 200'000;
constexpr std::size_t kTextBins = 14;
constexpr std::size_t kShownValues = 8;

ColumnFacts factsOf(const data::ColumnPreview& column) {
  ColumnFacts facts;
  facts.name = toQString(column.name);
  facts.text = column.type == formats::DType::String;
  facts.min = column.min;
  facts.max = column.max;
  facts.missing = column.missing;
  facts.distinct = static_cast<std::size_t>(column.distinct);
  for (const std::int64_t count : column.bins)
    facts.bins.push_back(static_cast<std::uint32_t>(count));
  for (const auto& [value, count] : column.common) {
    if (facts.values.size() < kShownValues) facts.values.push_back(toQString(value));
    if (facts.text && facts.bins.size() < kTextBins)
      facts.bins.push_back(static_cast<std::uint32_t>(count));
  }
  std::sort(facts.values.begin(), facts.values.end(), [&](const QString& a, const QString& b) {
    return facts.text ? a < b : a.toDouble() < b.toDouble();
  });
  return facts;
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
  format.compression = data::compressionNamed(source.compression).value_or(data::Compression::None);
  const bool isCsv = source.format == "csv";
  if (isCsv && !source.headerGiven) {
    CAIRN_ASSIGN(format.header, data::guessHeader(files, paths.front(), format.compression));
  }
  const data::PreviewLimits most = {kMostRows, 0};
  CAIRN_ASSIGN(
      const data::Preview preview,
      isCsv ? data::previewCsv(files, paths, format, most, std::move(stop))
            : data::previewExamples(files, paths, format.compression, most, std::move(stop)));
  auto facts = std::make_shared<DataFacts>();
  facts->rows = preview.rows;
  facts->isWhole = preview.isWhole;
  for (const data::ColumnPreview& column : preview.columns)
    facts->columns.push_back(factsOf(column));
  return std::shared_ptr<const DataFacts>(std::move(facts));
}

}  // namespace cairn::ui
