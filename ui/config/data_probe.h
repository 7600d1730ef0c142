#pragma once

#include "core/base/file_ops.h"
#include "core/model/config.h"
#include "ui/bridge/job.h"

#include <QString>
#include <vector>

namespace cairn::ui {

/// One column of a data file, as the form shows it.
struct ColumnFacts {
  QString name;
  bool text = false;
  double min = 0, max = 0;          // of numbers
  std::int64_t missing = 0;         // NaN, or empty text
  std::vector<std::uint32_t> bins;  // a small histogram; of text: how often values occur
  std::vector<QString> values;      // the most frequent ones, rising
  std::size_t distinct = 0;         // counted up to data::kPreviewDistinct
};

/// What the first rows of a config's training files hold. Thread: Immutable; share freely.
struct DataFacts {
  std::int64_t rows = 0;  // looked at
  bool isWhole = true;    // there are no more
  std::vector<ColumnFacts> columns;
};

/// Reads the files of `source` and measures every column. For a worker.
Result<std::shared_ptr<const DataFacts>> probeData(FileOps& files, const model::DataSource& source,
                                                   const fs::path& folder, std::stop_token stop);

}  // namespace cairn::ui
