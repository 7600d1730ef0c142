#pragma once

#include <span>
#include <vector>

namespace cairn::series {

/// TensorBoard's smoothing: a debiased exponential moving average; NaN and infinities pass through
/// and are left out of the average; a constant series is unchanged.
/// Shapes:  `values` and the result are of equal length. `weight` in [0, 1).
/// Formula: spec of TensorBoard's front end: a = w a + (1 - w) x; y = a / (1 - w^n).
std::vector<double> smooth(std::span<const float> values, double weight);

/// The same to about 1e-6, many times faster: for pictures.
/// Shapes:  `out` is as long as `values`.
/// Cost:    one pass, about a cycle a point where all are finite; no allocation.
void smoothForDisplay(std::span<const float> values, double weight, std::span<float> out);

}  // namespace cairn::series
