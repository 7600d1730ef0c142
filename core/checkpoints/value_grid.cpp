#include "core/checkpoints/value_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cairn::checkpoints {
namespace {

constexpr std::size_t kSample = 100'000;
constexpr double kUsual = 0.999;

// NaN wins, so that it is seen; then the larger magnitude.
bool outranks(double value, float cell) {
  if (std::isnan(cell)) return false;
  return std::isnan(value) || std::abs(value) > std::abs(static_cast<double>(cell));
}

double usualMagnitude(std::span<const double> values) {
  const std::size_t stride = std::max<std::size_t>(1, values.size() / kSample);
  std::vector<double> sample;
  for (std::size_t i = 0; i < values.size(); i += stride)
    if (std::isfinite(values[i])) sample.push_back(std::abs(values[i]));
  if (sample.empty()) return 0;
  const auto at = sample.begin() + static_cast<std::ptrdiff_t>(
                                       kUsual * static_cast<double>(sample.size() - 1) + 0.5);
  std::nth_element(sample.begin(), at, sample.end());
  return *at;
}

}  // namespace

ValueGrid makeGrid(std::span<const double> values, std::int64_t rows, std::int64_t columns,
                   int mostRows, int mostColumns) {
  ValueGrid grid;
  if (rows <= 0 || columns <= 0 ||
      values.size() / static_cast<std::size_t>(columns) < static_cast<std::size_t>(rows))
    return grid;
  grid.rows = rows;
  grid.columns = columns;
  grid.cellRows = static_cast<int>(std::min<std::int64_t>(rows, std::max(1, mostRows)));
  grid.cellColumns = static_cast<int>(std::min<std::int64_t>(columns, std::max(1, mostColumns)));
  const auto width = static_cast<std::size_t>(grid.cellColumns);
  grid.cells.assign(static_cast<std::size_t>(grid.cellRows) * width, 0.0F);
  std::size_t i = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    const auto line = static_cast<std::size_t>(row * grid.cellRows / rows) * width;
    for (std::int64_t column = 0; column < columns; ++column, ++i) {
      const double value = values[i];
      if (std::isfinite(value))
        grid.largest = std::max(grid.largest, std::abs(value));
      else
        ++grid.notFinite;
      float& cell =
          grid.cells[line + static_cast<std::size_t>(column * grid.cellColumns / columns)];
      if (outranks(value, cell)) cell = static_cast<float>(value);
    }
  }
  grid.usual = usualMagnitude(values.first(i));
  return grid;
}

}  // namespace cairn::checkpoints
