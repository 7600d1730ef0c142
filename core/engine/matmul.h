#pragma once

#include <cstdint>

// Products of row-major matrices, one operand packed into panels: 16 columns (8 for a narrow
// matrix) side by side, zeros in those that the matrix does not have. At the sizes of small
// networks this is twice as fast as Eigen's general product, and it never allocates. The order in
// which an element is summed up hangs on nothing but the depth, so that a product gives the same
// bits in however many parts it is made.
namespace cairn::engine {

/// Columns of one panel of a matrix with `columns` columns.
constexpr std::int64_t panelWidth(std::int64_t columns) { return columns <= 8 ? 8 : 16; }
/// `columns` rounded up to whole panels: the stride of a matrix that a product writes.
constexpr std::int64_t paddedColumns(std::int64_t columns) {
  const std::int64_t width = panelWidth(columns);
  return (columns + width - 1) / width * width;
}

/// Part of the rows, columns or panels of a matrix: [first, last).
struct Range {
  std::int64_t first = 0;
  std::int64_t last = 0;
  std::int64_t count() const { return last - first; }
};

/// Packs `rows` of `matrix` [depth, columns], which are `stride` floats apart; `panels` holds depth
/// * paddedColumns(columns) floats.
void packPanels(const float* matrix, std::int64_t stride, std::int64_t depth, Range rows,
                std::int64_t columns, float* panels);
/// Packs panels `part` of the transposed, dense `matrix` [rows, columns]; `panels` holds columns *
/// paddedColumns(rows) floats.
void packTransposed(const float* matrix, std::int64_t rows, std::int64_t columns, Range part,
                    float* panels);

enum class Epilogue { None, Relu };  // Relu of NaN is 0, as in TensorFlow's fused kernel

/// result [rows, paddedColumns(columns)] = left [rows, depth] * panels + bias, then the epilogue.
/// `bias` [paddedColumns(columns)] or null.
void multiplyPanels(const float* left, std::int64_t leftStride, std::int64_t rows,
                    std::int64_t depth, const float* panels, std::int64_t columns,
                    const float* bias, Epilogue epilogue, float* result);

/// Rows `inputs` of result [left's columns, columns], dense = transposed left [rows, …] * right
/// [rows, columns], whose panels are given.
void multiplyTransposed(const float* left, std::int64_t leftStride, Range inputs,
                        const float* panels, std::int64_t columns, std::int64_t rows,
                        float* result);

/// Sums over the rows of a matrix [rows, columns] in panels.
void sumPanels(const float* panels, std::int64_t rows, std::int64_t columns, float* sums);

}  // namespace cairn::engine
