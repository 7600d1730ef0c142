#include "ui/curves/range_figures.h"

#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr std::size_t kLook = 1 << 20;  // points between two looks at the stop token

}  // namespace

std::optional<RangeFigures> rangeFigures(const Curve& curve, const Range& x, std::stop_token stop) {
  RangeFigures figures;
  double sum = 0;
  std::optional<std::pair<double, double>> first, last;  // x and the line's value
  for (const CurveSegment& segment : curve.segments) {
    if (segment.abandoned) continue;
    const auto from = static_cast<std::size_t>(
        std::lower_bound(segment.x.begin(), segment.x.end(), x.lo) - segment.x.begin());
    const auto to = static_cast<std::size_t>(
        std::upper_bound(segment.x.begin(), segment.x.end(), x.hi) - segment.x.begin());
    for (std::size_t i = from; i < to; ++i) {
      if (i % kLook == 0 && stop.stop_requested()) return std::nullopt;
      const auto value = static_cast<double>(segment.raw[i]);
      if (!std::isfinite(value)) continue;
      figures.min = figures.points == 0 ? value : std::min(figures.min, value);
      figures.max = figures.points == 0 ? value : std::max(figures.max, value);
      sum += value;
      ++figures.points;
      const std::pair point{segment.x[i], static_cast<double>(segment.shown()[i])};
      if (!first || point.first < first->first) first = point;
      if (!last || point.first >= last->first) last = point;
    }
  }
  if (figures.points == 0) return std::nullopt;
  figures.mean = sum / static_cast<double>(figures.points);
  figures.last = last->second;
  figures.delta = last->second - first->second;
  return figures;
}

}  // namespace cairn::ui
