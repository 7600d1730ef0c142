#pragma once

#include "core/engine/engine.h"

#include <cstdint>

// What a linear model and embeddings compute: rows of a variable that ids look up, and products
// with a few columns. The inner loops run over the width of a row.
namespace cairn::engine {

/// out[row] += sum of factor * values[id]; `values` [any, width].
void gatherRows(const float* values, std::int64_t width, const CairnRowEntries& entries, float* out,
                std::int64_t outStride);
/// sums[id] += factor * gradient[row], the transpose; `sums` [any, width].
void scatterRows(const float* gradient, std::int64_t gradientStride, std::int64_t width,
                 const CairnRowEntries& entries, float* sums);

/// out [rows, columns], dense, += x [rows, inputs] * weights [inputs, columns].
void addProduct(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs,
                const float* weights, std::int64_t columns, float* out);
/// result [inputs, columns] = transposed x [rows, inputs] * gradient [rows, columns], dense.
void transposedProduct(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs,
                       const float* gradient, std::int64_t columns, float* result);

/// result [rows, inputs] = gradient [rows, columns] * transposed weights [inputs, columns], dense.
void productWithTransposed(const float* gradient, std::int64_t rows, std::int64_t columns,
                           const float* weights, std::int64_t inputs, float* result);

}  // namespace cairn::engine
