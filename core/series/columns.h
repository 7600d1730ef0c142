#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace cairn::series {

/// The values of one pixel column: their extremes, the first and the last.
struct PixelColumn {
  float min = 0, max = 0, first = 0, last = 0;
  std::uint32_t count = 0;  // finite values; 0: nothing to draw
  std::uint32_t gaps = 0;   // NaN and infinities
  bool operator==(const PixelColumn&) const = default;
};

/// Maps [lo, hi] in data units to [0, pixels). Of a logarithmic axis both are powers of ten, and
/// `toPixel` takes such a power too.
struct AxisMap {
  double lo = 0, hi = 1;
  int pixels = 1;
  bool log = false;  // the columns' x are data units all the same
  double toPixel(double value) const { return (value - lo) / (hi - lo) * pixels; }
  double toValue(double pixel) const { return lo + pixel / pixels * (hi - lo); }
};

/// The columns of ascending `x` over `axis`, each from `reduce(first, last)` over its points.
std::vector<PixelColumn> reduceBy(
    std::span<const double> x, const AxisMap& axis,
    const std::function<PixelColumn(std::size_t, std::size_t)>& reduce);

/// Exact min/max envelope of ascending `x` over the pixels of `axis`: no point is left out.
std::vector<PixelColumn> reduceToColumns(std::span<const double> x, std::span<const float> y,
                                         const AxisMap& axis);

}  // namespace cairn::series
