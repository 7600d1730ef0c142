#include "core/checkpoints/tensor_stats.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

namespace cairn::checkpoints {
namespace {

// Elements of one block: as doubles they fit into the first-level cache, so that a second look at
// them costs no memory traffic.
constexpr std::size_t kBlock = 1024;
// Sums and extremes run side by side, so that none waits for the one before.
constexpr std::size_t kLanes = 4;
using Block = std::array<double, kBlock>;

constexpr double kInfinity = std::numeric_limits<double>::infinity();

struct Totals {
  double min = kInfinity;
  double max = -kInfinity;
  double mean = 0;
  double deviations = 0;  // sum of squares around the mean
  std::int64_t finite = 0, nans = 0, infinities = 0, zeros = 0;

  /// Joins another part's figures; Chan, Golub, LeVeque 1979, for the mean and the deviations.
  void join(const Totals& part) {
    zeros += part.zeros;
    nans += part.nans;
    infinities += part.infinities;
    if (part.finite == 0) return;
    min = std::min(min, part.min);
    max = std::max(max, part.max);
    const auto before = static_cast<double>(finite);
    const auto more = static_cast<double>(part.finite);
    const double difference = part.mean - mean;
    mean += difference * (more / (before + more));
    deviations += part.deviations + difference * difference * (before * more / (before + more));
    finite += part.finite;
  }
};

/// Moves the finite values of the first `count` to the front; the others are counted.
template <class T>
std::size_t keepFinite(std::array<T, kBlock>& elements, std::size_t count, Totals& part) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const T value = elements[i];
    if (std::isfinite(value))
      elements[kept++] = value;
    else
      ++(std::isnan(value) ? part.nans : part.infinities);
  }
  return kept;
}

template <class T>
void widen(const std::array<T, kBlock>& elements, Block& block) {
  for (std::size_t i = 0; i < kBlock; ++i) block[i] = static_cast<double>(elements[i]);
}

double sumOf(const Block& block, std::size_t count) {
  std::array<double, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) lanes[lane] += block[i + lane];
  for (; i < count; ++i) lanes[0] += block[i];
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

double deviationsOf(const Block& block, std::size_t count, double mean) {
  std::array<double, kLanes> lanes{};
  std::size_t i = 0;
  for (; i + kLanes <= count; i += kLanes)
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      const double difference = block[i + lane] - mean;
      lanes[lane] += difference * difference;
    }
  for (; i < count; ++i) lanes[0] += (block[i] - mean) * (block[i] - mean);
  return (lanes[0] + lanes[1]) + (lanes[2] + lanes[3]);
}

/// In the elements' own type: of float32 twice as many fit into a register.
template <class T>
void takeExtremes(const std::array<T, kBlock>& elements, std::size_t count, Totals& part) {
  constexpr std::size_t kWide = 32 / sizeof(T);
  std::array<T, kWide> low;
  std::array<T, kWide> high;
  low.fill(std::numeric_limits<T>::infinity());
  high.fill(-std::numeric_limits<T>::infinity());
  const std::size_t whole = count - count % kWide;
  for (std::size_t i = 0; i < whole; i += kWide)
    for (std::size_t lane = 0; lane < kWide; ++lane) {
      const T value = elements[i + lane];
      low[lane] = value < low[lane] ? value : low[lane];
      high[lane] = value > high[lane] ? value : high[lane];
    }
  for (std::size_t i = whole; i < count; ++i) {
    low[0] = std::min(low[0], elements[i]);
    high[0] = std::max(high[0], elements[i]);
  }
  part.min = static_cast<double>(*std::min_element(low.begin(), low.end()));
  part.max = static_cast<double>(*std::max_element(high.begin(), high.end()));
  std::uint32_t zeros = 0;
  for (std::size_t i = 0; i < count; ++i) zeros += elements[i] == T{0} ? 1 : 0;
  part.zeros = zeros;
}

template <class T>
Totals totalsOf(std::array<T, kBlock>& elements, std::size_t count) {
  Totals part;
  Block block;
  widen(elements, block);
  double sum = sumOf(block, count);
  // Only where some value is not finite, or the sum is too large, the sum is not.
  if (!std::isfinite(sum)) {
    count = keepFinite(elements, count, part);
    widen(elements, block);
    sum = sumOf(block, count);
  }
  if (count == 0) return part;
  part.finite = static_cast<std::int64_t>(count);
  part.mean = sum / static_cast<double>(count);
  part.deviations = deviationsOf(block, count, part.mean);
  takeExtremes(elements, count, part);
  return part;
}

/// Equal bins from min to max; a value on a border belongs to the bin above it.
class Histogram {
 public:
  Histogram(double min, double max, std::size_t bins) : m_counts(bins) {
    // The widest doubles are half as far apart in halves.
    m_half = std::isfinite(max - min) ? 1 : 0.5;
    m_low = min * m_half;
    m_width = max * m_half - m_low;
  }
  template <class T>
  void add(const std::array<T, kBlock>& elements, std::size_t count) {
    const auto bins = static_cast<double>(m_counts.size());
    for (std::size_t i = 0; i < count; ++i) {
      const auto value = static_cast<double>(elements[i]);
      if (!std::isfinite(value)) continue;
      const double place = m_width > 0 ? (value * m_half - m_low) / m_width : 0;  // in [0, 1]
      const auto bin = static_cast<std::size_t>(static_cast<std::int64_t>(place * bins));
      ++m_counts[std::min(bin, m_counts.size() - 1)];
    }
  }
  std::vector<std::uint32_t> take() { return std::move(m_counts); }

 private:
  std::vector<std::uint32_t> m_counts;
  double m_half = 1, m_low = 0, m_width = 0;
};

/// Calls `take` with block after block of `bytes`, which hold elements of type T.
template <class T, class Take>
void forEachBlock(ByteView bytes, Take take) {
  std::array<T, kBlock> elements{};
  while (!bytes.empty()) {
    const std::size_t count = std::min(kBlock, bytes.size() / sizeof(T));
    std::memcpy(elements.data(), bytes.data(), count * sizeof(T));
    take(elements, count);
    bytes = bytes.subspan(count * sizeof(T));
  }
}

template <class T>
TensorStats statsOf(ByteView bytes, std::size_t bins) {
  Totals totals;
  forEachBlock<T>(bytes, [&](std::array<T, kBlock>& elements, std::size_t count) {
    totals.join(totalsOf(elements, count));
  });
  TensorStats stats;
  stats.count = static_cast<std::int64_t>(bytes.size() / sizeof(T));
  stats.nans = totals.nans;
  stats.infinities = totals.infinities;
  stats.zeros = totals.zeros;
  stats.histogram.assign(bins, 0);
  if (totals.finite == 0) return stats;
  const auto finite = static_cast<double>(totals.finite);
  stats.min = totals.min;
  stats.max = totals.max;
  stats.mean = totals.mean;
  stats.std = std::sqrt(totals.deviations / finite);
  stats.l2 = std::sqrt(totals.deviations + finite * totals.mean * totals.mean);
  if (bins == 0) return stats;
  Histogram histogram(stats.min, stats.max, bins);
  forEachBlock<T>(bytes, [&](const std::array<T, kBlock>& elements, std::size_t count) {
    histogram.add(elements, count);
  });
  stats.histogram = histogram.take();
  return stats;
}

}  // namespace

Result<TensorStats> computeStats(const formats::Tensor& tensor, int bins) {
  const auto wanted = static_cast<std::size_t>(std::max(bins, 0));
  static_assert(std::endian::native == std::endian::little);
  if (tensor.dtype == formats::DType::Float)
    return statsOf<float>(ByteView(tensor.bytes).first(tensor.bytes.size() / 4 * 4), wanted);
  CAIRN_ASSIGN(const std::vector<double> values, formats::realValues(tensor));
  return statsOf<double>(std::as_bytes(std::span(values)), wanted);
}

Result<std::vector<std::uint32_t>> computeHistogram(const formats::Tensor& tensor, double min,
                                                    double max, int bins) {
  CAIRN_ASSIGN(const std::vector<double> values, formats::realValues(tensor));
  std::vector<std::uint32_t> counts(static_cast<std::size_t>(std::max(bins, 1)));
  const double width = max - min;
  const auto size = static_cast<double>(counts.size());
  for (const double value : values) {
    if (!std::isfinite(value) || value < min || value > max) continue;
    const double place = width > 0 ? (value - min) / width * size : 0;
    ++counts[std::min(static_cast<std::size_t>(place), counts.size() - 1)];
  }
  return counts;
}

}  // namespace cairn::checkpoints
