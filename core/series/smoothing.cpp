#include "core/series/smoothing.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace cairn::series {
namespace {

constexpr double kFaded = 1e-18;  // of w^n: 1 - w^n is 1

using Four = float __attribute__((vector_size(16)));

Four all(float value) { return Four{value, value, value, value}; }

double usable(double weight) { return std::isfinite(weight) ? std::clamp(weight, 0.0, 1.0) : 0.0; }

// NaN equals nothing, so a series that holds one is not constant.
bool isConstant(std::span<const float> values) {
  return std::all_of(values.begin(), values.end(), [&](float v) { return v == values.front(); });
}

/// The average on its way through a series.
struct Average {
  double last = 0;
  double power = 1;  // w^n
};

template <class T>
void smoothInOrder(std::span<const float> values, double w, Average& average, std::span<T> out) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto x = static_cast<double>(values[i]);
    if (!std::isfinite(x)) {
      out[i] = static_cast<T>(x);
      continue;
    }
    average.last = average.last * w + (1 - w) * x;
    average.power = average.power > kFaded ? average.power * w : 0;  // never denormal: slow
    out[i] = static_cast<T>(average.last / (w == 1 ? 1 : 1 - average.power));
  }
}

// After the start, where nothing is left to be debiased: eight points at a time. What they add to
// the average is summed up in floats; only the average itself, in double, waits for the one before.
// Returns: false when a value is not finite; `out` is then of no use.
bool smoothBlocks(std::span<const float> values, double w, Average& average, std::span<float> out) {
  const auto weight = static_cast<float>(w);
  const Four share = all(static_cast<float>(1 - w));
  const Four w1 = all(weight);
  const Four w2 = all(weight * weight);
  const Four rising{weight, weight * weight, weight * weight * weight,
                    weight * weight * weight * weight};
  const Four later = rising * all(rising[3]);
  const double w8 = std::pow(w, 8);
  // Each lane is the average of the points up to it, as if it had begun at 0.
  const auto sum = [&](Four x) {
    x *= share;
    x += w1 * __builtin_shufflevector(x, Four{}, 4, 0, 1, 2);
    x += w2 * __builtin_shufflevector(x, Four{}, 4, 4, 0, 1);
    return x;
  };
  double last = average.last;
  std::size_t i = 0;
  for (; i + 8 <= values.size(); i += 8) {
    Four low, high;
    std::memcpy(&low, &values[i], sizeof low);
    std::memcpy(&high, &values[i + 4], sizeof high);
    low = sum(low);
    high = sum(high) + rising * all(low[3]);
    const Four before = all(static_cast<float>(last));
    last = last * w8 + static_cast<double>(high[3]);
    low += rising * before;
    high += later * before;
    std::memcpy(&out[i], &low, sizeof low);
    std::memcpy(&out[i + 4], &high, sizeof high);
  }
  // What is not finite once stays so to the end.
  if (!std::isfinite(last)) return false;
  average.last = last;
  smoothInOrder(values.subspan(i), w, average, out.subspan(i));
  return true;
}

}  // namespace

std::vector<double> smooth(std::span<const float> values, double weight) {
  std::vector<double> out(values.begin(), values.end());
  if (isConstant(values)) return out;
  Average average;
  smoothInOrder(values, usable(weight), average, std::span(out));
  return out;
}

void smoothForDisplay(std::span<const float> values, double weight, std::span<float> out) {
  const double w = usable(weight);
  if (w == 0 || isConstant(values)) {
    std::copy(values.begin(), values.end(), out.begin());
    return;
  }
  // So many points until nothing is left to be debiased.
  const double start = w < 1 ? std::ceil(std::log(kFaded) / std::log(w)) : 0;
  Average average;
  if (w == 1 || start > static_cast<double>(values.size()))
    return smoothInOrder(values, w, average, out);
  const auto first = static_cast<std::size_t>(start);
  smoothInOrder(values.first(first), w, average, out);
  average.power = 0;
  if (smoothBlocks(values.subspan(first), w, average, out.subspan(first))) return;
  average = {};
  smoothInOrder(values, w, average, out);
}

}  // namespace cairn::series
