#pragma once

#include "core/base/result.h"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace cairn::data {

/// One column of a data file, decoded: TensorFlow's dense tensor of `width` values a row, or its
/// SparseTensor, whose rows hold any number of values. In a dense one "" and -1 stand for values
/// that are missing, where the column that reads it is categorical.
struct Column {
  std::string name;
  std::int64_t width = 1;  // of a dense one; values stand row after row
  std::variant<std::vector<float>, std::vector<std::int64_t>, std::vector<std::string>> values;
  std::vector<std::int64_t> offsets = {};  // [rows + 1] of a sparse one's rows; empty: dense

  bool isSparse() const { return !offsets.empty(); }
  /// Index of the row's first value; `begin(row + 1)` is the end.
  std::size_t begin(std::int64_t row) const {
    return static_cast<std::size_t>(isSparse() ? offsets[static_cast<std::size_t>(row)]
                                               : row * width);
  }
  std::size_t valueCount() const;
  /// TensorFlow's name: `float32`, `int64` or `string`.
  std::string_view typeName() const;

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

/// The column that holds a feature.
/// Errors: InvalidArgument, in TensorFlow's words, when there is none, and when its values are not
///         those of the table's rows.
Result<const Column*> findFeature(const Table& table, const std::string& key);

}  // namespace cairn::data
