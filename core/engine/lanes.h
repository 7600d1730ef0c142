#pragma once

#include <Eigen/Core>
#include <algorithm>
#include <cstdint>

// Element by element over floats that may start anywhere. Eigen's own loops take the first and the
// last elements of an array by other code than the rest, so that the last bit of a result hangs on
// the address of the array, which is another in every process; these treat all elements alike.
namespace cairn::engine {

constexpr int kLaneFloats = 16;
using Lane16 = Eigen::Array<float, kLaneFloats, 1>;

inline Lane16 loadLane(const float* from) { return Eigen::Map<const Lane16>(from); }
/// The first `count` floats, zeros behind them.
inline Lane16 loadLane(const float* from, std::int64_t count) {
  Lane16 lane = Lane16::Zero();
  std::copy_n(from, count, lane.data());
  return lane;
}

/// out[i] = function(in[i]...) for `count` floats, sixteen at a time. `out` may be one of `in`.
template <class Function, class... In>
void mapLanes(std::int64_t count, float* out, const Function& function, const In*... in) {
  std::int64_t i = 0;
  for (; i + kLaneFloats <= count; i += kLaneFloats) {
    const Lane16 result = function(loadLane(in + i)...);
    Eigen::Map<Lane16> to(out + i);
    to = result;
  }
  if (i == count) return;
  const Lane16 result = function(loadLane(in + i, count - i)...);
  std::copy_n(result.data(), count - i, out + i);
}

/// The sum of function(in[i]...) over `count` floats, in order.
template <class Function, class... In>
float sumLanes(std::int64_t count, const Function& function, const In*... in) {
  float sum = 0;
  for (std::int64_t i = 0; i < count; i += kLaneFloats) {
    const std::int64_t most = std::min<std::int64_t>(kLaneFloats, count - i);
    const Lane16 values = function(loadLane(in + i, most)...);
    for (std::int64_t k = 0; k < most; ++k) sum += values[k];
  }
  return sum;
}

}  // namespace cairn::engine
