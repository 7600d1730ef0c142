#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace cairn::data {

/// One column of a data file, decoded. `width` values stand for each row, row after row.
struct Column {
  std::string name;
  std::int64_t width = 1;
  std::variant<std::vector<float>, std::vector<std::int64_t>, std::vector<std::string>> values;

  bool operator==(const Column&) const = default;
};

/// Rows of a dataset, held by column. Thread: Immutable; share freely.
struct Table {
  std::vector<Column> columns;
  std::int64_t rows = 0;
  std::int64_t skippedRows = 0;  // bad rows left out by the policy `skip`

  const Column* find(std::string_view name) const;
  bool operator==(const Table&) const = default;
};

}  // namespace cairn::data
