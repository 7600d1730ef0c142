#include "core/series/columns.h"

#include <algorithm>
#include <cmath>

namespace cairn::series {
namespace {

PixelColumn reduce(std::span<const float> values) {
  PixelColumn column;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      ++column.gaps;
      continue;
    }
    if (column.count == 0) column.min = column.max = column.first = value;
    column.min = std::min(column.min, value);
    column.max = std::max(column.max, value);
    column.last = value;
    ++column.count;
  }
  return column;
}

}  // namespace

std::vector<PixelColumn> reduceToColumns(std::span<const double> x, std::span<const float> y,
                                         const AxisMap& axis) {
  if (axis.pixels <= 0) return {};
  std::vector<PixelColumn> columns(static_cast<std::size_t>(axis.pixels));
  const auto columnOf = [&](double value) {
    if (!(axis.hi > axis.lo)) return 0;  // all that is seen stands at one place
    const double pixel = std::floor(axis.toPixel(value));
    return static_cast<int>(std::clamp(pixel, 0.0, static_cast<double>(axis.pixels - 1)));
  };
  const auto last = std::upper_bound(x.begin(), x.end(), axis.hi);
  auto from = std::lower_bound(x.begin(), last, axis.lo);
  while (from != last) {
    const int column = columnOf(*from);
    const auto to =
        std::partition_point(from, last, [&](double value) { return columnOf(value) <= column; });
    const auto first = static_cast<std::size_t>(from - x.begin());
    columns[static_cast<std::size_t>(column)] =
        reduce(y.subspan(first, static_cast<std::size_t>(to - from)));
    from = to;
  }
  return columns;
}

}  // namespace cairn::series
