#include "core/checkpoints/tensor_stats.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>

namespace cairn::checkpoints {
namespace {

/// Figures of the first pass; sums run in lanes, so that they don't wait for each other.
struct Sums {
  static constexpr std::size_t kLanes = 4;
  std::array<double, kLanes> sum{}, squares{};
  double min = std::numeric_limits<double>::infinity();
  double max = -std::numeric_limits<double>::infinity();
  std::int64_t nans = 0, infinities = 0, zeros = 0;

  void add(double value, std::size_t lane) {
    if (!std::isfinite(value)) {
      ++(std::isnan(value) ? nans : infinities);
      return;
    }
    zeros += value == 0 ? 1 : 0;
    min = std::min(min, value);
    max = std::max(max, value);
    sum[lane] += value;
    squares[lane] += value * value;
  }
  static double total(const std::array<double, kLanes>& lanes) {
    return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
  }
};

/// `at(i)` is element i of `count`.
template <class At>
TensorStats statsOf(std::int64_t count, At at, std::size_t bins) {
  Sums sums;
  for (std::int64_t i = 0; i < count; ++i)
    sums.add(at(i), static_cast<std::size_t>(i) % Sums::kLanes);

  TensorStats stats;
  stats.count = count;
  stats.nans = sums.nans;
  stats.infinities = sums.infinities;
  stats.zeros = sums.zeros;
  stats.histogram.assign(bins, 0);
  const std::int64_t finite = count - sums.nans - sums.infinities;
  if (finite == 0) return stats;
  stats.min = sums.min;
  stats.max = sums.max;
  stats.mean = Sums::total(sums.sum) / static_cast<double>(finite);
  stats.l2 = std::sqrt(Sums::total(sums.squares));

  // Second pass: deviations from the mean do not cancel, as a difference of sums would.
  const double half = std::isfinite(stats.max - stats.min) ? 1 : 0.5;  // the widest doubles
  const double low = stats.min * half;
  const double width = stats.max * half - low;
  double deviations = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const double value = at(i);
    if (!std::isfinite(value)) continue;
    deviations += (value - stats.mean) * (value - stats.mean);
    if (bins == 0) continue;
    const double place = width > 0 ? (value * half - low) / width : 0;  // in [0, 1]
    const auto bin = static_cast<std::size_t>(place * static_cast<double>(bins));
    ++stats.histogram[std::min(bin, bins - 1)];
  }
  stats.std = std::sqrt(deviations / static_cast<double>(finite));
  return stats;
}

}  // namespace

Result<TensorStats> computeStats(const formats::Tensor& tensor, int bins) {
  const auto wanted = static_cast<std::size_t>(std::max(bins, 0));
  if (tensor.dtype == formats::DType::Float) {
    const ByteView bytes = tensor.bytes;
    const auto at = [bytes](std::int64_t i) {
      const ByteView element = bytes.subspan(static_cast<std::size_t>(i) * 4, 4);
      return static_cast<double>(
          std::bit_cast<float>(static_cast<std::uint32_t>(readLittleEndian(element))));
    };
    return statsOf(static_cast<std::int64_t>(bytes.size() / 4), at, wanted);
  }
  CAIRN_ASSIGN(const std::vector<double> values, formats::realValues(tensor));
  return statsOf(
      static_cast<std::int64_t>(values.size()),
      [&values](std::int64_t i) { return values[static_cast<std::size_t>(i)]; }, wanted);
}

}  // namespace cairn::checkpoints
