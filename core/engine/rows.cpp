#include "core/engine/rows.h"

#include <algorithm>

namespace cairn::engine {
namespace {

void addScaled(float factor, const float* __restrict from, std::int64_t count,
               float* __restrict to) {
  for (std::int64_t i = 0; i < count; ++i) to[i] += factor * from[i];
}

/// `use(row, id, factor)` for every entry, in order.
template <class Use>
void forEachEntry(const CairnRowEntries& entries, const Use& use) {
  for (std::int64_t row = 0; row < entries.rows; ++row)
    for (std::int64_t i = entries.offsets[row]; i < entries.offsets[row + 1]; ++i)
      use(row, entries.ids[i], entries.factors ? entries.factors[i] : 1.0F);
}

}  // namespace

void gatherRows(const float* values, std::int64_t width, const CairnRowEntries& entries, float* out,
                std::int64_t outStride) {
  forEachEntry(entries, [&](std::int64_t row, std::int64_t id, float factor) {
    addScaled(factor, values + id * width, width, out + row * outStride);
  });
}

void scatterRows(const float* gradient, std::int64_t gradientStride, std::int64_t width,
                 const CairnRowEntries& entries, float* sums) {
  forEachEntry(entries, [&](std::int64_t row, std::int64_t id, float factor) {
    addScaled(factor, gradient + row * gradientStride, width, sums + id * width);
  });
}

void addProduct(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs,
                const float* weights, std::int64_t columns, float* out) {
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t i = 0; i < inputs; ++i)
      addScaled(x[row * xStride + i], weights + i * columns, columns, out + row * columns);
}

void transposedProduct(const float* x, std::int64_t xStride, std::int64_t rows, std::int64_t inputs,
                       const float* gradient, std::int64_t columns, float* result) {
  std::fill_n(result, inputs * columns, 0.0F);
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t i = 0; i < inputs; ++i)
      addScaled(x[row * xStride + i], gradient + row * columns, columns, result + i * columns);
}

void productWithTransposed(const float* gradient, std::int64_t rows, std::int64_t columns,
                           const float* weights, std::int64_t inputs, float* result) {
  for (std::int64_t row = 0; row < rows; ++row)
    for (std::int64_t i = 0; i < inputs; ++i) {
      float sum = 0;
      for (std::int64_t column = 0; column < columns; ++column)
        sum += gradient[row * columns + column] * weights[i * columns + column];
      *result++ = sum;
    }
}

}  // namespace cairn::engine
