#pragma once

#include "core/data/csv.h"
#include "core/data/example_table.h"
#include "core/data/table.h"

#include <string>
#include <utility>
#include <vector>

namespace cairn::data {

/// One column of a data file in figures, for a person who decides what to do with it.
struct ColumnPreview {
  std::string name;
  formats::DType type = formats::DType::String;  // Int64, Float or String, by all values seen
  bool isSparse = false;                         // rows hold any number of values
  std::int64_t width = 1;                        // values a row, of one that is not sparse
  std::int64_t count = 0;                        // values that are there
  std::int64_t missing = 0;  // empty text, no number, or a sparse row without values
  // Of numbers that are finite:
  double min = 0, max = 0, mean = 0;
  std::vector<double> deciles;     // 11: 0 %, 10 %, …, 100 %; empty when there is no number
  std::vector<std::int64_t> bins;  // kPreviewBins of equal width from min to max, as NumPy's
  // Of all values:
  std::int64_t distinct = 0;                                 // counted up to kPreviewDistinct
  bool distinctIsAtLeast = false;                            // there may be more
  std::vector<std::pair<std::string, std::int64_t>> common;  // the most frequent, and how often

  bool operator==(const ColumnPreview&) const = default;
};

inline constexpr std::size_t kPreviewBins = 20;
inline constexpr std::size_t kPreviewDistinct = 10'000;
inline constexpr std::size_t kPreviewCommon = 12;

/// The first rows of a dataset. Thread: Immutable; share freely.
struct Preview {
  std::int64_t rows = 0;         // looked at
  bool isWhole = true;           // there are no more
  std::int64_t skippedRows = 0;  // bad ones among them
  std::vector<ColumnPreview> columns;
  std::vector<std::vector<std::string>> lines;  // the very first rows as text, a cell a column

  bool operator==(const Preview&) const = default;
};

struct PreviewLimits {
  std::int64_t rows = 100'000;
  std::int64_t lines = 50;
};

/// What CSV files hold: a column is of integers if all its values are, of numbers if all are, else
/// of text; the format's types are kept. Bad rows are counted, not an error.
/// Errors: as readCsv, but for bad rows.
Result<Preview> previewCsv(FileOps& files, const std::vector<fs::path>& paths,
                           const CsvFormat& format, const PreviewLimits& most = {},
                           std::stop_token stop = {});

/// What the tf.Examples of TFRecord files hold, by the features of the first file.
/// Errors: as readExamples, but for bad rows.
Result<Preview> previewExamples(FileOps& files, const std::vector<fs::path>& paths,
                                Compression compression, const PreviewLimits& most = {},
                                std::stop_token stop = {});

/// A column in figures.
ColumnPreview previewColumn(const Column& column, std::int64_t rows);

}  // namespace cairn::data
