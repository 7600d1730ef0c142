#pragma once

#include "core/training/batch.h"
#include "core/training/lookup_table.h"

#include <optional>
#include <string>

namespace cairn::training {

/// How the rows that an example's ids look up become one.
enum class Combiner { Sum, Mean, SqrtN };
/// Errors: InvalidArgument with `key`.
Result<Combiner> combinerOf(const std::string& name, const std::string& key);

/// One column's use of a table: for each example the combination of the rows of its ids.
/// Formula: spec/estimator.md 10.3. An example without ids gives zeros, and, as in TensorFlow,
/// counts as one that looked row 0 up and gave it no gradient.
/// Owner:  borrows the table.   Thread: Not locked; one thread at a time.
class Lookup {
 public:
  struct Options {
    std::size_t input = 0;  // of Batch::categorical
    Combiner combiner = Combiner::Sum;
    std::optional<float> maxNorm;  // of a looked-up row, which is scaled down to it
    std::string column;            // for errors
  };
  Lookup(LookupTable& table, Options options);

  std::int64_t width() const { return m_table->variable().width; }
  bool isOf(const LookupTable& table) const { return m_table == &table; }
  bool isTrained() const { return m_table->isTrained(); }
  /// Adds to `out` [batch.rows, width], rows `stride` floats apart.
  /// Errors: InvalidArgument, in TensorFlow's words and with the column, for an id that the table
  ///         has no row for.
  Result<void> forward(const Batch& batch, float* out, std::int64_t stride);
  /// Of the newest forward: adds d loss / d table to the table's gradient, from d loss / d out.
  void backward(const float* gradient, std::int64_t stride);

 private:
  Result<void> read(const data::SparseRows& rows);
  void combine(const data::SparseRows& rows);
  void clip(const data::SparseRows& rows);
  void backwardClipped(const float* gradient, std::int64_t stride);
  CairnRowEntries entries(const std::int64_t* ids) const;

  LookupTable* m_table;
  Options m_options;
  const data::SparseRows* m_rows = nullptr;  // of the newest forward
  bool m_hasEmpty = false;                   // an example of it has no id
  std::vector<float> m_factors;              // of each id; empty: all are 1
  std::vector<std::int64_t> m_places;        // of each id among the touched rows, or the clipped
  RowSet m_unique;                           // with maxNorm: the rows looked up …
  std::vector<float> m_clipped;              // … scaled down …
  std::vector<float> m_clippedGradient;      // … and d loss / d them
};

}  // namespace cairn::training
