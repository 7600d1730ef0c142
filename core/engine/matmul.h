#pragma once

#include <cstdint>

// Products of row-major matrices, one operand packed into panels: 16 columns (8 for a narrow
// matrix) side by side, zeros in those that the matrix does not have. At the sizes of small
// networks this is twice as fast as Eigen's general product, and it never allocates.
namespace cairn::engine {

/// Columns of one panel of a matrix with `columns` columns.
constexpr std::int64_t panelWidth(std::int64_t columns) { return columns <= 8 ? 8 : 16; }
/// `columns` rounded up to whole panels: the stride of a matrix that a product writes.
constexpr std::int64_t paddedColumns(std::int64_t columns) {
  const std::int64_t width = panelWidth(columns);
  return (columns + width - 1) / width * width;
}

/// Packs `matrix` [rows, columns]; `panels` holds rows * paddedColumns(columns) floats.
void packPanels(const float* matrix, std::int64_t rows, std::int64_t columns, float* panels);
/// Packs the transposed `matrix`; `panels` holds columns * paddedColumns(rows) floats.
void packTransposed(const float* matrix, std::int64_t rows, std::int64_t columns, float* panels);

enum class Epilogue { None, Relu };  // Relu of NaN is 0, as in TensorFlow's fused kernel

/// result [rows, paddedColumns(columns)] = left [rows, depth] * panels + bias, then the epilogue.
/// `bias` [paddedColumns(columns)] or null.
void multiplyPanels(const float* left, std::int64_t leftStride, std::int64_t rows,
                    std::int64_t depth, const float* panels, std::int64_t columns,
                    const float* bias, Epilogue epilogue, float* result);

/// result [inputs, columns], dense = transposed left [rows, inputs] * right [rows, columns], whose
/// stride is paddedColumns(columns). `panel` is scratch for rows * 16 floats.
void multiplyTransposed(const float* left, std::int64_t leftStride, std::int64_t inputs,
                        const float* right, std::int64_t columns, std::int64_t rows, float* panel,
                        float* result);

/// Sums over the rows of `matrix` [rows, columns], whose stride is paddedColumns(columns).
void sumRows(const float* matrix, std::int64_t rows, std::int64_t columns, float* sums);

}  // namespace cairn::engine
