#include "core/series/smoothing.h"

#include <algorithm>
#include <cmath>

namespace cairn::series {

std::vector<double> smooth(std::span<const float> values, double weight) {
  std::vector<double> out(values.begin(), values.end());
  const double w = std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0.0;
  // NaN equals nothing, so a series that holds one is not constant.
  if (std::all_of(values.begin(), values.end(), [&](float v) { return v == values.front(); }))
    return out;
  double last = 0;
  double power = 1;  // w^n
  for (double& y : out) {
    if (!std::isfinite(y)) continue;
    last = last * w + (1 - w) * y;
    power *= w;
    y = last / (w == 1 ? 1 : 1 - power);
  }
  return out;
}

}  // namespace cairn::series
