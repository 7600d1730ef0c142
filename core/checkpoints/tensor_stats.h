#pragma once

#include "core/formats/tensor.h"

#include <cstdint>
#include <vector>

namespace cairn::checkpoints {

/// Figures of one tensor in float64 arithmetic; NaN and infinities are counted and left out.
struct TensorStats {
  std::int64_t count = 0;
  std::int64_t nans = 0, infinities = 0, zeros = 0;
  double min = 0, max = 0, mean = 0, std = 0, l2 = 0;
  std::vector<std::uint32_t> histogram;  // equal bins from min to max
  bool operator==(const TensorStats&) const = default;
};

/// Errors: InvalidArgument for strings, complex numbers and opaque types.
Result<TensorStats> computeStats(const formats::Tensor& tensor, int bins = 24);

/// How many finite values fall into each of equal bins from `min` to `max`; others are left out.
/// Errors: as computeStats.
Result<std::vector<std::uint32_t>> computeHistogram(const formats::Tensor& tensor, double min,
                                                    double max, int bins);

}  // namespace cairn::checkpoints
