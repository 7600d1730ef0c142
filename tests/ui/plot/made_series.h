#pragma once

#include "core/series/series.h"

#include <cmath>
#include <functional>
#include <memory>

namespace cairn {

/// A series of `n` points, `stride` steps apart, a second each.
inline std::shared_ptr<series::Series> makeSeries(std::size_t n, std::int64_t stride,
                                                  const std::function<float(double)>& value) {
  auto made = std::make_shared<series::Series>();
  made->tag = "loss";
  for (std::size_t i = 0; i < n; ++i) {
    const auto step = static_cast<std::int64_t>(i) * stride;
    made->steps.push_back(step);
    made->wallTimes.push_back(1.7e9 + static_cast<double>(i));
    made->values.push_back(value(static_cast<double>(step)));
    made->attempts.push_back(0);
    made->abandoned.push_back(false);
  }
  return made;
}

}  // namespace cairn
