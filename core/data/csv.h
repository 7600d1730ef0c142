#pragma once

#include "core/base/file_ops.h"
#include "core/base/progress.h"
#include "core/data/table.h"
#include "core/formats/tensor.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cairn::data {

enum class CsvHeader { Names, Guide, None };
enum class BadRows { Stop, Skip };

/// How a CSV file is to be read; the keys of a config's `data` section.
struct CsvFormat {
  CsvHeader header = CsvHeader::Names;  // Guide: first line `120,4,setosa,versicolor,virginica`
  std::vector<std::string> columns;     // names, when the file has none
  std::map<std::string, formats::DType> types;  // Float, Int64 or String; others are guessed
  std::map<std::string, std::string> missing;   // what an empty field stands for
  BadRows badRows = BadRows::Stop;

  bool operator==(const CsvFormat&) const = default;
};

/// The rows of all files, one after the other.
/// Errors: NotFound, Io; InvalidArgument with `file:line`, column and value for a bad row;
///         Cancelled.
Result<Table> readCsv(FileOps& files, const std::vector<fs::path>& paths, const CsvFormat& format,
                      std::stop_token stop = {}, const ProgressCallback& progress = {});

/// What the first line of a file looks like: the guide's counts and class names, names, or data.
CsvHeader guessHeader(std::string_view firstLine);

/// The class names that the guide's first line holds after its two counts.
std::vector<std::string> guideClassNames(std::string_view firstLine);

}  // namespace cairn::data
