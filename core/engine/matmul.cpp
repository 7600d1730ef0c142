#include "core/engine/matmul.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstring>

namespace cairn::engine {
namespace {

// Rows in flight fill the registers: 12 of 16 hold sums.
#ifdef __AVX__
constexpr int kWideRows = 6;
constexpr int kNarrowRows = 8;
#else
constexpr int kWideRows = 3;
constexpr int kNarrowRows = 6;
#endif

template <int width>
using Lane = Eigen::Array<float, width, 1>;
template <int width>
Lane<width> load(const float* from) {
  return Eigen::Map<const Lane<width>>(from);
}
template <int width>
void store(float* to, const Lane<width>& lane) {
  Eigen::Map<Lane<width>> out(to);
  out = lane;
}

/// `rows` rows of a product with one panel. The left operand is read at
/// left[row * rowStep + depth * depthStep], so the same kernel serves a transposed one.
template <int width, int rows>
std::array<Lane<width>, rows> multiplyTile(const float* left, std::int64_t rowStep,
                                           std::int64_t depthStep, std::int64_t depth,
                                           const float* panel) {
  std::array<Lane<width>, rows> sums;
  for (auto& sum : sums) sum.setZero();
  for (std::int64_t k = 0; k < depth; ++k) {
    const Lane<width> right = load<width>(panel + k * width);
    for (int row = 0; row < rows; ++row)
      sums[static_cast<std::size_t>(row)] += left[row * rowStep + k * depthStep] * right;
  }
  return sums;
}

/// Calls `tile(row, count)` with `count` a compile-time constant until `rows` rows are done.
template <int most, class Tile>
void forEachTile(std::int64_t rows, const Tile& tile) {
  std::int64_t row = 0;
  for (; row + most <= rows; row += most) tile(row, std::integral_constant<int, most>());
  for (; row < rows; ++row) tile(row, std::integral_constant<int, 1>());
}

template <int width>
void packWidth(const float* matrix, std::int64_t rows, std::int64_t columns, float* panels) {
  const std::int64_t whole = columns / width * width;
  const auto rest = static_cast<std::size_t>(columns - whole);
  for (std::int64_t row = 0; row < rows; ++row) {  // reads in order, writes a stream a panel
    float* to = panels + row * width;
    for (std::int64_t first = 0; first < whole; first += width, to += rows * width)
      store<width>(to, load<width>(matrix + row * columns + first));
    if (rest > 0) {
      std::memcpy(to, matrix + row * columns + whole, rest * sizeof(float));
      std::fill(to + rest, to + width, 0.0F);
    }
  }
}

template <int width>
void packTransposedWidth(const float* matrix, std::int64_t rows, std::int64_t columns,
                         float* panels) {
  for (std::int64_t first = 0; first < rows; first += width) {
    const std::int64_t count = std::min<std::int64_t>(width, rows - first);
    for (std::int64_t column = 0; column < columns; ++column, panels += width) {
      for (std::int64_t i = 0; i < count; ++i) panels[i] = matrix[(first + i) * columns + column];
      std::fill(panels + count, panels + width, 0.0F);
    }
  }
}

template <int width, int tileRows>
void multiplyPanelsWidth(const float* left, std::int64_t leftStride, std::int64_t rows,
                         std::int64_t depth, const float* panels, std::int64_t columns,
                         const float* bias, Epilogue epilogue, float* result) {
  const std::int64_t stride = paddedColumns(columns);
  for (std::int64_t first = 0; first < stride; first += width) {
    const float* panel = panels + first * depth;
    Lane<width> offset = Lane<width>::Zero();
    if (bias) offset = load<width>(bias + first);
    forEachTile<tileRows>(rows, [&](std::int64_t row, auto count) {
      const auto sums =
          multiplyTile<width, count>(left + row * leftStride, leftStride, 1, depth, panel);
      float* out = result + row * stride + first;
      for (const auto& sum : sums) {
        const Lane<width> shifted = sum + offset;
        if (epilogue == Epilogue::Relu)
          for (int i = 0; i < width; ++i) out[i] = shifted[i] > 0.0F ? shifted[i] : 0.0F;
        else
          store<width>(out, shifted);
        out += stride;
      }
    });
  }
}

template <int width, int tileRows>
void multiplyTransposedWidth(const float* left, std::int64_t leftStride, std::int64_t inputs,
                             const float* right, std::int64_t columns, std::int64_t rows,
                             float* panel, float* result) {
  const std::int64_t stride = paddedColumns(columns);
  for (std::int64_t first = 0; first < stride; first += width) {
    const float* packed = right;
    if (stride > width) {  // rows far apart share cache sets; side by side they do not
      for (std::int64_t row = 0; row < rows; ++row)
        std::memcpy(panel + row * width, right + row * stride + first, width * sizeof(float));
      packed = panel;
    }
    const std::int64_t real = std::min<std::int64_t>(width, columns - first);
    forEachTile<tileRows>(inputs, [&](std::int64_t input, auto count) {
      const auto sums = multiplyTile<width, count>(left + input, 1, leftStride, rows, packed);
      float* out = result + input * columns + first;
      for (const auto& sum : sums) {
        if (real == width)
          store<width>(out, sum);
        else
          std::memcpy(out, sum.data(), static_cast<std::size_t>(real) * sizeof(float));
        out += columns;
      }
    });
  }
}

template <int width>
void sumRowsWidth(const float* matrix, std::int64_t rows, std::int64_t columns, float* sums) {
  const std::int64_t stride = paddedColumns(columns);
  for (std::int64_t first = 0; first < stride; first += width) {
    // Four chains of additions hide the latency of one.
    std::array<Lane<width>, 4> parts;
    for (auto& part : parts) part.setZero();
    std::int64_t row = 0;
    const float* at = matrix + first;
    for (; row + 4 <= rows; row += 4)
      for (auto& part : parts) {
        part += load<width>(at);
        at += stride;
      }
    for (; row < rows; ++row, at += stride) parts[0] += load<width>(at);
    const Lane<width> sum = (parts[0] + parts[1]) + (parts[2] + parts[3]);
    const std::int64_t real = std::min<std::int64_t>(width, columns - first);
    std::memcpy(sums + first, sum.data(), static_cast<std::size_t>(real) * sizeof(float));
  }
}

}  // namespace

void packPanels(const float* matrix, std::int64_t rows, std::int64_t columns, float* panels) {
  if (panelWidth(columns) == 8)
    packWidth<8>(matrix, rows, columns, panels);
  else
    packWidth<16>(matrix, rows, columns, panels);
}

void packTransposed(const float* matrix, std::int64_t rows, std::int64_t columns, float* panels) {
  if (panelWidth(rows) == 8)
    packTransposedWidth<8>(matrix, rows, columns, panels);
  else
    packTransposedWidth<16>(matrix, rows, columns, panels);
}

void multiplyPanels(const float* left, std::int64_t leftStride, std::int64_t rows,
                    std::int64_t depth, const float* panels, std::int64_t columns,
                    const float* bias, Epilogue epilogue, float* result) {
  if (panelWidth(columns) == 8)
    multiplyPanelsWidth<8, kNarrowRows>(left, leftStride, rows, depth, panels, columns, bias,
                                        epilogue, result);
  else
    multiplyPanelsWidth<16, kWideRows>(left, leftStride, rows, depth, panels, columns, bias,
                                       epilogue, result);
}

void multiplyTransposed(const float* left, std::int64_t leftStride, std::int64_t inputs,
                        const float* right, std::int64_t columns, std::int64_t rows, float* panel,
                        float* result) {
  if (panelWidth(columns) == 8)
    multiplyTransposedWidth<8, kNarrowRows>(left, leftStride, inputs, right, columns, rows, panel,
                                            result);
  else
    multiplyTransposedWidth<16, kWideRows>(left, leftStride, inputs, right, columns, rows, panel,
                                           result);
}

void sumRows(const float* matrix, std::int64_t rows, std::int64_t columns, float* sums) {
  if (panelWidth(columns) == 8)
    sumRowsWidth<8>(matrix, rows, columns, sums);
  else
    sumRowsWidth<16>(matrix, rows, columns, sums);
}

}  // namespace cairn::engine
