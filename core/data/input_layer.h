#pragma once

#include "core/data/csv.h"
#include "core/data/feature_column.h"
#include "core/data/table.h"

#include <span>

namespace cairn::data {

/// The numbers of one column of a table, in float32, normalised.
class NumericInput {
 public:
  /// `column`: a numeric column; null normalizer: as they are.
  NumericInput(const Column& column, std::optional<Normalizer> normalizer)
      : m_column(&column), m_normalizer(normalizer) {}
  std::int64_t width() const { return m_column->width; }
  /// The values of `rows`, a row every `stride` floats from `out` on.
  void fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const;

 private:
  const Column* m_column;
  std::optional<Normalizer> m_normalizer;
};

/// What a network's first layer reads of a table's rows: numeric columns, sorted by name and
/// flattened (spec/estimator.md 10.4).
/// Owner:  borrows the table, which must outlive it.   Thread: Immutable; share freely.
class InputLayer {
 public:
  /// Errors: InvalidArgument, in TensorFlow's words and with the column in `where`, for a feature
  ///         that the table lacks, for text, and for rows of another width than the column's
  ///         shape; Unsupported for a column that is not numeric.
  static Result<InputLayer> bind(const std::vector<FeatureColumn>& columns, const Table& table);

  std::int64_t width() const { return m_width; }
  /// float32 [rows, width()] from `out` on, rows `stride` floats apart.   Cost: no allocation.
  void fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const;

 private:
  std::vector<NumericInput> m_inputs;
  std::int64_t m_width = 0;
};

/// A numeric column bound to its values. Errors: as InputLayer::bind, but of any width.
Result<NumericInput> bindNumeric(const FeatureColumn& column, const Table& table);

/// The weight column of a head whose losses are `lossWidth` a row (1 for classifiers).
/// Errors: as bindNumeric; InvalidArgument for weights that are neither 1 nor `lossWidth` a row.
Result<NumericInput> bindWeights(const FeatureColumn& column, const Table& table,
                                 std::int64_t lossWidth);

/// `format` with what `columns` say of the file: the type of each feature whose type is not given,
/// so that a bad value is found with its line, and a numeric column's default_value for its empty
/// fields.
CsvFormat formatForColumns(CsvFormat format, const std::vector<FeatureColumn>& columns);

}  // namespace cairn::data
