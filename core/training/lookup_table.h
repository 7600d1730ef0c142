#pragma once

#include "core/base/workers.h"
#include "core/training/tower_optimizer.h"
#include "core/training/trained_array.h"

#include <map>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace cairn::training {

/// A few rows of many, numbered in the order in which they came.
/// Thread: Not locked; one thread at a time.   Cost: four bytes for each of `rows` once one came.
class RowSet {
 public:
  explicit RowSet(std::int64_t rows) : m_rows(rows) {}
  /// The row's number. REQUIRES: 0 <= row < rows.
  std::int64_t place(std::int64_t row);
  std::span<const std::int64_t> rows() const { return m_came; }
  std::int64_t size() const { return static_cast<std::int64_t>(m_came.size()); }
  void clear();

 private:
  std::int64_t m_rows;
  std::vector<std::int32_t> m_places;  // one more than the row's number; 0: it did not come
  std::vector<std::int64_t> m_came;
};

/// A variable whose rows are looked up by ids, with the sparse gradient of the step in hand:
/// contributions to one row are summed before the optimizer sees them, as in TensorFlow.
/// Owner:  borrows the variable and the optimizer, which must outlive it.
/// Thread: Not locked; one thread at a time.
class LookupTable {
 public:
  /// `optimizer`: null when the table is not trained.
  LookupTable(const TrainedArray& variable, TowerOptimizer* optimizer);

  const TrainedArray& variable() const { return m_variable; }
  bool isTrained() const { return m_optimizer != nullptr; }
  /// Number of the row's gradient among those of the step, which begins as zeros.
  std::int64_t touch(std::int64_t row);
  /// [touched rows, width]; a later touch may move it.
  float* gradient() { return m_gradient.data(); }
  /// Floats of the step's gradient.
  std::size_t gradientSize() const { return m_gradient.size(); }
  /// Hands the gradient to the optimizer and begins another step.
  void update();
  /// The step that finds no more input.
  void endOfInput();

 private:
  TrainedArray m_variable;
  TowerOptimizer* m_optimizer;
  RowSet m_touched;
  std::vector<float> m_gradient;
};

/// The tables of a network; columns that share a variable get the same one.
class LookupTables {
 public:
  /// The first to ask for a variable decides by which optimizer it is trained.
  /// Errors: as trainedArray.
  Result<LookupTable*> get(VariableStore& store, const std::string& name,
                           TowerOptimizer* optimizer);
  /// Each table by one thread, so that the bits do not hang on `workers`.
  void update(Workers* workers);
  void endOfInput();

 private:
  std::map<std::string, std::unique_ptr<LookupTable>> m_tables;
  std::vector<LookupTable*> m_all;
};

}  // namespace cairn::training
