#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cairn::checkpoints {

/// A matrix of values made small enough for a picture.
/// Each cell holds the value of largest magnitude of the block that it stands for, so that a spike
/// never vanishes; NaN where the block holds one.
struct ValueGrid {
  std::int64_t rows = 0, columns = 0;  // of the matrix
  int cellRows = 0, cellColumns = 0;   // of the grid
  std::vector<float> cells;            // row after row
  double largest = 0;                  // magnitude of the largest finite value
  double usual = 0;                    // 99.9 % of the finite magnitudes are at most this
  std::int64_t notFinite = 0;

  /// The first row, or column, of the matrix that a row, or column, of the grid stands for.
  std::int64_t rowOf(int cell) const { return cellRows ? cell * rows / cellRows : 0; }
  std::int64_t columnOf(int cell) const { return cellColumns ? cell * columns / cellColumns : 0; }
  bool operator==(const ValueGrid&) const = default;
};

/// `values` are rows x columns, row-major.
/// Cost: one pass; and a sample of at most 100 000 for `usual`.
ValueGrid makeGrid(std::span<const double> values, std::int64_t rows, std::int64_t columns,
                   int mostRows, int mostColumns);

}  // namespace cairn::checkpoints
