#pragma once

#include "core/data/categorical_input.h"
#include "core/data/csv.h"
#include "core/data/feature_column.h"
#include "core/data/table.h"

#include <span>

namespace cairn::data {

/// The numbers of one column of a table, in float32, normalised.
class NumericInput {
 public:
  /// `column`: a dense column of numbers; null normalizer: as they are.
  NumericInput(const Column& column, std::optional<Normalizer> normalizer)
      : m_column(&column), m_normalizer(normalizer) {}
  std::int64_t width() const { return m_column->width; }
  /// Errors: InvalidArgument for rows of another width than the column's shape.
  Result<void> checkShape(const FeatureColumn& column) const;
  /// The values of `rows`, a row every `stride` floats from `out` on.
  void fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const;

 private:
  const Column* m_column;
  std::optional<Normalizer> m_normalizer;
};

/// What a network's first layer reads of a table's rows: its dense columns, sorted by name,
/// flattened and put side by side (spec/estimator.md 10.3, 10.4). What embeddings add is computed
/// by who has their variables; their places are left to it.
/// Owner:  borrows the table, which must outlive it.   Thread: Immutable; share freely.
class InputLayer {
 public:
  /// An embedding column, or one of a shared embedding's: `input`'s rows, looked up and combined,
  /// are `column.dimension` floats from `offset` on.
  struct Embedding {
    FeatureColumn column;
    std::int64_t offset = 0;
    CategoricalInput input;
  };

  /// `vocabularies` hold the vocabulary files that the columns name.
  /// Errors: InvalidArgument, in TensorFlow's words and with the column in `where`, for a feature
  ///         that the table lacks or has of another type, for rows of another width than the
  ///         column's shape, for a column that is categorical, and those of CategoricalInput::bind.
  static Result<InputLayer> bind(const std::vector<FeatureColumn>& columns, const Table& table,
                                 const Vocabularies& vocabularies = {});

  std::int64_t width() const { return m_width; }
  const std::vector<Embedding>& embeddings() const { return m_embeddings; }
  /// float32 [rows, width()] from `out` on, rows `stride` floats apart; embeddings' floats are not
  /// touched.   Cost: no allocation.
  void fill(std::span<const std::int32_t> rows, float* out, std::int64_t stride) const;

 private:
  struct Numbers {
    std::int64_t offset = 0;
    NumericInput input;
  };
  struct Counts {  // an indicator, or buckets
    std::int64_t offset = 0;
    CategoricalInput input;
  };
  Result<void> add(const FeatureColumn& column, const Table& table,
                   const Vocabularies& vocabularies);
  std::vector<Numbers> m_numbers;
  std::vector<Counts> m_counts;
  std::vector<Embedding> m_embeddings;
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
