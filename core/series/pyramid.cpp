#include "core/series/pyramid.h"

#include <algorithm>
#include <cmath>

namespace cairn::series {
namespace {

constexpr std::size_t kBase = 64;
constexpr std::size_t kFan = 4;

}  // namespace

Pyramid::Bucket Pyramid::bucketOf(std::span<const float> values) {
  Bucket bucket;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      ++bucket.gaps;
      continue;
    }
    if (bucket.count++ == 0) bucket.min = bucket.max = value;
    bucket.min = std::min(bucket.min, value);
    bucket.max = std::max(bucket.max, value);
  }
  return bucket;
}

void Pyramid::join(Bucket& into, const Bucket& more) {
  into.gaps += more.gaps;
  if (more.count == 0) return;
  into.min = into.count == 0 ? more.min : std::min(into.min, more.min);
  into.max = into.count == 0 ? more.max : std::max(into.max, more.max);
  into.count += more.count;
}

Pyramid::Pyramid(std::span<const float> values) {
  if (values.size() < 2 * kBase) return;
  std::vector<Bucket> level;
  level.reserve(values.size() / kBase);
  for (std::size_t at = 0; at + kBase <= values.size(); at += kBase)
    level.push_back(bucketOf(values.subspan(at, kBase)));
  m_levels.push_back(std::move(level));
  while (m_levels.back().size() >= 2 * kFan) {
    const std::vector<Bucket>& below = m_levels.back();
    std::vector<Bucket> above(below.size() / kFan);
    for (std::size_t i = 0; i < above.size() * kFan; ++i) join(above[i / kFan], below[i]);
    m_levels.push_back(std::move(above));
  }
}

// Buckets [from, to) of the lowest level: its edges, and the rest by the level above.
void Pyramid::climb(Bucket& into, std::size_t from, std::size_t to) const {
  for (std::size_t level = 0; level < m_levels.size() && from < to; ++level) {
    const std::vector<Bucket>& buckets = m_levels[level];
    const bool isTop = level + 1 == m_levels.size();
    const std::size_t reach = isTop ? 0 : m_levels[level + 1].size() * kFan;
    while (from < to && (isTop || from % kFan != 0 || from >= reach)) join(into, buckets[from++]);
    while (from < to && (to % kFan != 0 || to > reach)) join(into, buckets[--to]);
    from /= kFan;
    to /= kFan;
  }
}

PixelColumn Pyramid::reduce(std::span<const float> values, std::size_t from, std::size_t to) const {
  to = std::min(to, values.size());
  if (from >= to) return {};
  const std::size_t buckets = m_levels.empty() ? 0 : m_levels.front().size();
  const std::size_t low = (from + kBase - 1) / kBase;
  const std::size_t high = std::min(to / kBase, buckets);
  Bucket all;
  if (low < high) {
    all = bucketOf(values.subspan(from, low * kBase - from));
    climb(all, low, high);
    join(all, bucketOf(values.subspan(high * kBase, to - high * kBase)));
  } else {
    all = bucketOf(values.subspan(from, to - from));
  }
  PixelColumn column{all.min, all.max, 0, 0, all.count, all.gaps};
  if (all.count == 0) return column;
  while (!std::isfinite(values[from])) ++from;
  while (!std::isfinite(values[to - 1])) --to;
  column.first = values[from];
  column.last = values[to - 1];
  return column;
}

namespace {

void countValues(std::span<const float> values, float low, float high, Pyramid::Outside& out) {
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    out.above += value > high ? 1 : 0;
    out.below += value < low ? 1 : 0;
  }
}

}  // namespace

void Pyramid::countBucket(std::span<const float> values, std::size_t level, std::size_t index,
                          float low, float high, Outside& out) const {
  const Bucket& bucket = m_levels[level][index];
  if (bucket.count == 0 || (bucket.min >= low && bucket.max <= high)) return;
  if (bucket.min > high) {
    out.above += bucket.count;
  } else if (bucket.max < low) {
    out.below += bucket.count;
  } else if (level == 0) {
    countValues(values.subspan(index * kBase, kBase), low, high, out);
  } else {
    for (std::size_t i = 0; i < kFan; ++i)
      countBucket(values, level - 1, index * kFan + i, low, high, out);
  }
}

Pyramid::Outside Pyramid::countOutside(std::span<const float> values, std::size_t from,
                                       std::size_t to, float low, float high) const {
  Outside out;
  to = std::min(to, values.size());
  if (from >= to) return out;
  const std::size_t buckets = m_levels.empty() ? 0 : m_levels.front().size();
  std::size_t first = (from + kBase - 1) / kBase;
  const std::size_t last = std::min(to / kBase, buckets);
  if (first >= last) {
    countValues(values.subspan(from, to - from), low, high, out);
    return out;
  }
  countValues(values.subspan(from, first * kBase - from), low, high, out);
  countValues(values.subspan(last * kBase, to - last * kBase), low, high, out);
  while (first < last) {
    // The largest bucket that begins here and ends in time.
    std::size_t level = 0;
    std::size_t width = 1;
    while (level + 1 < m_levels.size() && first % (width * kFan) == 0 &&
           first + width * kFan <= last && first / (width * kFan) < m_levels[level + 1].size()) {
      ++level;
      width *= kFan;
    }
    countBucket(values, level, first / width, low, high, out);
    first += width;
  }
  return out;
}

std::vector<PixelColumn> reduceToColumns(std::span<const double> x, std::span<const float> y,
                                         const Pyramid& pyramid, const AxisMap& axis) {
  return reduceBy(x, axis,
                  [&](std::size_t from, std::size_t to) { return pyramid.reduce(y, from, to); });
}

}  // namespace cairn::series
