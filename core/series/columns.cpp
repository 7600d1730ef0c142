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

std::vector<PixelColumn> reduceBy(
    std::span<const double> x, const AxisMap& axis,
    const std::function<PixelColumn(std::size_t, std::size_t)>& reduce) {
  if (axis.pixels <= 0) return {};
  std::vector<PixelColumn> columns(static_cast<std::size_t>(axis.pixels));
  const auto columnOf = [&](double value) {
    if (!(axis.hi > axis.lo)) return 0;  // all that is seen stands at one place
    const double pixel = std::floor(axis.toPixel(axis.log ? std::log10(value) : value));
    return static_cast<int>(std::clamp(pixel, 0.0, static_cast<double>(axis.pixels - 1)));
  };
  const double lo = axis.log ? std::pow(10.0, axis.lo) : axis.lo;
  const double hi = axis.log ? std::pow(10.0, axis.hi) : axis.hi;
  const auto last = std::upper_bound(x.begin(), x.end(), hi);
  auto from = std::lower_bound(x.begin(), last, lo);
  while (from != last) {
    const int column = columnOf(*from);
    const auto to =
        std::partition_point(from, last, [&](double value) { return columnOf(value) <= column; });
    columns[static_cast<std::size_t>(column)] = reduce(static_cast<std::size_t>(from - x.begin()),
                                                       static_cast<std::size_t>(to - x.begin()));
    from = to;
  }
  return columns;
}

std::vector<PixelColumn> reduceToColumns(std::span<const double> x, std::span<const float> y,
                                         const AxisMap& axis) {
  return reduceBy(x, axis, [&](std::size_t from, std::size_t to) {
    return cairn::series::reduce(y.subspan(from, to - from));
  });
}

}  // namespace cairn::series
