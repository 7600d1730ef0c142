#include "core/engine/matmul.h"

#include <Eigen/Core>
#include <algorithm>
#include <array>
#include <cstring>

namespace cairn::engine {
namespace {

// Sums in flight fill the registers: 12 of 16, with AVX-512 16 of 32.
#if defined(__AVX512F__)
constexpr int kWideRows = 8;
constexpr int kWidePanels = 2;
constexpr int kNarrowRows = 8;
#elif defined(__AVX__)
constexpr int kWideRows = 6;
constexpr int kWidePanels = 1;
constexpr int kNarrowRows = 8;
#else
constexpr int kWideRows = 3;
constexpr int kWidePanels = 1;
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

/// `rows` rows of a product with `panels` panels, `panelStep` floats apart; the sums of one panel
/// after those of the one before. The left operand is read at left[row * rowStep + depth *
/// depthStep], so the same kernel serves a transposed one.
template <int width, int rows, int panels>
std::array<Lane<width>, rows * panels> multiplyTile(const float* left, std::int64_t rowStep,
                                                    std::int64_t depthStep, std::int64_t depth,
                                                    const float* panel, std::int64_t panelStep) {
  std::array<Lane<width>, rows * panels> sums;
  for (auto& sum : sums) sum.setZero();
  for (std::int64_t k = 0; k < depth; ++k) {
    std::array<Lane<width>, panels> right;
    for (int p = 0; p < panels; ++p)
      right[static_cast<std::size_t>(p)] = load<width>(panel + p * panelStep + k * width);
    for (int row = 0; row < rows; ++row) {
      const float factor = left[row * rowStep + k * depthStep];
      for (int p = 0; p < panels; ++p)
        sums[static_cast<std::size_t>(p * rows + row)] +=
            factor * right[static_cast<std::size_t>(p)];
    }
  }
  return sums;
}

template <int count, class Tile>
void lastTile(std::int64_t row, std::int64_t rest, const Tile& tile) {
  if constexpr (count > 0) {
    if (rest == count) return tile(row, std::integral_constant<int, count>());
    lastTile<count - 1>(row, rest, tile);
  }
}

/// Calls `tile(row, count)`, `count` a compile-time constant, for all of [first, last).
template <int most, class Tile>
void forEachTile(std::int64_t first, std::int64_t last, const Tile& tile) {
  std::int64_t row = first;
  for (; row + most <= last; row += most) tile(row, std::integral_constant<int, most>());
  lastTile<most - 1>(row, last - row, tile);
}

/// Calls `panels(first, count)` for all panels of `stride` columns; `first` is a column.
template <int width, int most, class Panels>
void forEachPanels(std::int64_t stride, const Panels& panels) {
  std::int64_t first = 0;
  for (; first + most * width <= stride; first += most * width)
    panels(first, std::integral_constant<int, most>());
  for (; first < stride; first += width) panels(first, std::integral_constant<int, 1>());
}

template <int width>
void packWidth(const float* matrix, std::int64_t stride, std::int64_t depth, Range rows,
               std::int64_t columns, float* panels) {
  const std::int64_t whole = columns / width * width;
  const auto rest = static_cast<std::size_t>(columns - whole);
  for (std::int64_t row = rows.first; row < rows.last; ++row) {
    // Reads in order, writes a stream a panel.
    float* to = panels + row * width;
    for (std::int64_t first = 0; first < whole; first += width, to += depth * width)
      store<width>(to, load<width>(matrix + row * stride + first));
    if (rest > 0) {
      std::memcpy(to, matrix + row * stride + whole, rest * sizeof(float));
      std::fill(to + rest, to + width, 0.0F);
    }
  }
}

template <int width>
void packTransposedWidth(const float* matrix, std::int64_t rows, std::int64_t columns, Range part,
                         float* panels) {
  panels += part.first * columns * width;
  const std::int64_t end = std::min(rows, part.last * width);
  for (std::int64_t first = part.first * width; first < end; first += width) {
    const std::int64_t count = std::min<std::int64_t>(width, rows - first);
    for (std::int64_t column = 0; column < columns; ++column, panels += width) {
      for (std::int64_t i = 0; i < count; ++i) panels[i] = matrix[(first + i) * columns + column];
      std::fill(panels + count, panels + width, 0.0F);
    }
  }
}

template <int width, int tileRows, int tilePanels>
void multiplyPanelsWidth(const float* left, std::int64_t leftStride, std::int64_t rows,
                         std::int64_t depth, const float* panels, std::int64_t columns,
                         const float* bias, Epilogue epilogue, float* result) {
  const std::int64_t stride = paddedColumns(columns);
  forEachPanels<width, tilePanels>(stride, [&](std::int64_t first, auto panelCount) {
    const float* panel = panels + first * depth;
    forEachTile<tileRows>(0, rows, [&](std::int64_t row, auto count) {
      const auto sums = multiplyTile<width, count, panelCount>(left + row * leftStride, leftStride,
                                                               1, depth, panel, depth * width);
      for (int p = 0; p < panelCount; ++p) {
        const std::int64_t column = first + p * width;
        Lane<width> offset = Lane<width>::Zero();
        if (bias) offset = load<width>(bias + column);
        for (int i = 0; i < count; ++i) {
          float* out = result + (row + i) * stride + column;
          const Lane<width> shifted = sums[static_cast<std::size_t>(p * count + i)] + offset;
          if (epilogue == Epilogue::Relu)
            for (int k = 0; k < width; ++k) out[k] = shifted[k] > 0.0F ? shifted[k] : 0.0F;
          else
            store<width>(out, shifted);
        }
      }
    });
  });
}

template <int width, int tileRows, int tilePanels>
void multiplyTransposedWidth(const float* left, std::int64_t leftStride, Range inputs,
                             const float* panels, std::int64_t columns, std::int64_t rows,
                             float* result) {
  forEachPanels<width, tilePanels>(
      paddedColumns(columns), [&](std::int64_t first, auto panelCount) {
        const float* panel = panels + first * rows;
        forEachTile<tileRows>(inputs.first, inputs.last, [&](std::int64_t input, auto count) {
          const auto sums = multiplyTile<width, count, panelCount>(left + input, 1, leftStride,
                                                                   rows, panel, rows * width);
          for (int p = 0; p < panelCount; ++p) {
            const std::int64_t column = first + p * width;
            const std::int64_t real = std::min<std::int64_t>(width, columns - column);
            for (int i = 0; i < count; ++i) {
              float* out = result + (input + i) * columns + column;
              const Lane<width>& sum = sums[static_cast<std::size_t>(p * count + i)];
              if (real == width)
                store<width>(out, sum);
              else
                std::memcpy(out, sum.data(), static_cast<std::size_t>(real) * sizeof(float));
            }
          }
        });
      });
}

template <int width>
void sumPanelsWidth(const float* panels, std::int64_t rows, std::int64_t columns, float* sums) {
  for (std::int64_t first = 0; first < columns; first += width) {
    // Four chains of additions hide the latency of one.
    std::array<Lane<width>, 4> parts;
    for (auto& part : parts) part.setZero();
    std::int64_t row = 0;
    for (; row + 4 <= rows; row += 4)
      for (auto& part : parts) {
        part += load<width>(panels);
        panels += width;
      }
    for (; row < rows; ++row, panels += width) parts[0] += load<width>(panels);
    const Lane<width> sum = (parts[0] + parts[1]) + (parts[2] + parts[3]);
    const std::int64_t real = std::min<std::int64_t>(width, columns - first);
    std::memcpy(sums + first, sum.data(), static_cast<std::size_t>(real) * sizeof(float));
  }
}

}  // namespace

void packPanels(const float* matrix, std::int64_t stride, std::int64_t depth, Range rows,
                std::int64_t columns, float* panels) {
  if (panelWidth(columns) == 8)
    packWidth<8>(matrix, stride, depth, rows, columns, panels);
  else
    packWidth<16>(matrix, stride, depth, rows, columns, panels);
}

void packTransposed(const float* matrix, std::int64_t rows, std::int64_t columns, Range part,
                    float* panels) {
  if (panelWidth(rows) == 8)
    packTransposedWidth<8>(matrix, rows, columns, part, panels);
  else
    packTransposedWidth<16>(matrix, rows, columns, part, panels);
}

void multiplyPanels(const float* left, std::int64_t leftStride, std::int64_t rows,
                    std::int64_t depth, const float* panels, std::int64_t columns,
                    const float* bias, Epilogue epilogue, float* result) {
  if (panelWidth(columns) == 8)
    multiplyPanelsWidth<8, kNarrowRows, 1>(left, leftStride, rows, depth, panels, columns, bias,
                                           epilogue, result);
  else
    multiplyPanelsWidth<16, kWideRows, kWidePanels>(left, leftStride, rows, depth, panels, columns,
                                                    bias, epilogue, result);
}

void multiplyTransposed(const float* left, std::int64_t leftStride, Range inputs,
                        const float* panels, std::int64_t columns, std::int64_t rows,
                        float* result) {
  if (panelWidth(columns) == 8)
    multiplyTransposedWidth<8, kNarrowRows, 1>(left, leftStride, inputs, panels, columns, rows,
                                               result);
  else
    multiplyTransposedWidth<16, kWideRows, kWidePanels>(left, leftStride, inputs, panels, columns,
                                                        rows, result);
}

void sumPanels(const float* panels, std::int64_t rows, std::int64_t columns, float* sums) {
  if (panelWidth(columns) == 8)
    sumPanelsWidth<8>(panels, rows, columns, sums);
  else
    sumPanelsWidth<16>(panels, rows, columns, sums);
}

}  // namespace cairn::engine
