#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"
#include "core/base/workers.h"
#include "core/data/inflated_file.h"
#include "core/data/table.h"
#include "core/formats/tensor.h"

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace cairn::data {

enum class CsvHeader { Names, Guide, None };
enum class BadRows { Stop, Skip };

/// How a CSV file is to be read; the keys of a config's `data` section.
/// A column without a type has that of its first value that is not empty: an integer, else a
/// number, else text; integers turn into numbers at the first value that needs it.
struct CsvFormat {
  CsvHeader header = CsvHeader::Names;  // Guide: first line `120,4,setosa,versicolor,virginica`
  // Names, when the file has none or others are wanted. Without them the guide's header stands for
  // `SepalLength` … `Species`, and a file without a header has `column_0` ….
  std::vector<std::string> columns;
  std::map<std::string, formats::DType> types;  // Float, Int64 or String; others are guessed
  std::map<std::string, std::string> missing;   // what an empty field stands for
  BadRows badRows = BadRows::Stop;
  Compression compression = Compression::None;
  std::int64_t mostRows = std::numeric_limits<std::int32_t>::max();  // reading ends after them

  bool operator==(const CsvFormat&) const = default;
};

/// The rows of all files, one after the other. Numbers are the nearest float32, as TensorFlow's.
/// Format: that of CsvRecords.
/// Errors: NotFound, Io, those of openInflated; InvalidArgument with `file:line`, column and value
/// for a bad row (a field
///         too few or too many, no number where one belongs, an empty field that `missing` does not
///         name), for a column named twice and for files whose headers differ; Cancelled.
/// `workers` share the lines without quotes; the table is the same with any.
Result<Table> readCsv(FileOps& files, const std::vector<fs::path>& paths, const CsvFormat& format,
                      std::stop_token stop = {}, const ProgressCallback& progress = {},
                      Workers* workers = nullptr);

/// What the first line of a file looks like: the guide's counts and class names, names, or data.
CsvHeader guessHeader(std::string_view firstLine);
/// The same for a file. Errors: those of openInflated.
Result<CsvHeader> guessHeader(FileOps& files, const fs::path& path, Compression compression);

/// The class names that the guide's first line holds after its two counts.
std::vector<std::string> guideClassNames(std::string_view firstLine);

}  // namespace cairn::data
