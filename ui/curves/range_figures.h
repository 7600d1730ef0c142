#pragma once

#include "ui/plot/curve.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace cairn::ui {

/// What a curve does over a stretch of x: its line at either end, and all of its points between.
struct RangeFigures {
  double last = 0;   // where the line ends
  double delta = 0;  // from where it begins
  double min = 0, max = 0, mean = 0;
  std::size_t points = 0;  // finite ones
  bool operator==(const RangeFigures&) const = default;
};

/// Of the points as they were written; what a restart left behind does not count.
/// Returns: nothing where the curve has no finite point there.   Cost: one pass; for a worker.
std::optional<RangeFigures> rangeFigures(const Curve& curve, const Range& x,
                                         std::stop_token stop = {});

}  // namespace cairn::ui
