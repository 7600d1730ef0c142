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

std::vector<PixelColumn> reduceToColumns(std::span<const double> x, std::span<const float> y,
                                         const Pyramid& pyramid, const AxisMap& axis) {
  return reduceBy(x, axis,
                  [&](std::size_t from, std::size_t to) { return pyramid.reduce(y, from, to); });
}

}  // namespace cairn::series
