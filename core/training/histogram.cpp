#include "core/training/histogram.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace cairn::training {
namespace {

constexpr double kLargest = std::numeric_limits<double>::max();

/// Right edges: 0 and ±1e-12 · 1.1^k below 1e20, ±the largest double outermost.
std::vector<double> makeLimits() {
  std::vector<double> positive;
  for (double limit = 1e-12; limit < 1e20; limit *= 1.1) positive.push_back(limit);
  positive.push_back(kLargest);
  std::vector<double> limits;
  limits.reserve(2 * positive.size() + 1);
  for (auto limit = positive.rbegin(); limit != positive.rend(); ++limit) limits.push_back(-*limit);
  limits.push_back(0);
  limits.insert(limits.end(), positive.begin(), positive.end());
  return limits;
}

const std::vector<double>& bucketLimits() {
  static const std::vector<double> limits = makeLimits();
  return limits;
}

void addBuckets(const std::vector<double>& counts, pb::HistogramProto& histogram) {
  const std::vector<double>& limits = bucketLimits();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double count = counts[i];
    if (count <= 0)
      while (i + 1 < counts.size() && counts[i + 1] <= 0) ++i;
    histogram.add_bucket_limit(limits[i]);
    histogram.add_bucket(count);
  }
}

}  // namespace

pb::HistogramProto summaryHistogram(std::span<const float> values, bool& finite) {
  const std::vector<double>& limits = bucketLimits();
  std::vector<double> counts(limits.size());
  double least = kLargest;
  double greatest = -kLargest;
  double sum = 0;
  double squares = 0;
  finite = true;
  for (const float value : values) {
    const double wide = static_cast<double>(value);
    if (!std::isfinite(wide)) {
      finite = false;
      continue;
    }
    const auto edge = std::upper_bound(limits.begin(), limits.end(), wide);
    counts[static_cast<std::size_t>(edge - limits.begin())] += 1;
    least = std::min(least, wide);
    greatest = std::max(greatest, wide);
    sum += wide;
    squares += wide * wide;
  }
  pb::HistogramProto histogram;
  histogram.set_min(least);
  histogram.set_max(greatest);
  histogram.set_num(static_cast<double>(values.size()));
  histogram.set_sum(sum);
  histogram.set_sum_squares(squares);
  addBuckets(counts, histogram);
  return histogram;
}

}  // namespace cairn::training
