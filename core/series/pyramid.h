#pragma once

#include "core/series/columns.h"

#include <span>
#include <vector>

namespace cairn::series {

/// Extremes of a series in buckets of 64, 256, 1024 … points, so that a stretch of any length is
/// reduced by looking at a few of them. No point is left out: edges look at the points themselves.
/// Owner:  keeps no points; every question brings the values that it was built from.
/// Thread: Immutable; share freely.
/// Cost:   one pass to build, about 0.7 bytes a point; a question O(log n + 128).
class Pyramid {
 public:
  Pyramid() = default;
  explicit Pyramid(std::span<const float> values);

  /// What the values [from, to) come to, exactly as one pass over them would say.
  PixelColumn reduce(std::span<const float> values, std::size_t from, std::size_t to) const;
  bool isEmpty() const { return m_levels.empty(); }

  /// How many finite values lie beyond limits.
  struct Outside {
    std::size_t above = 0, below = 0;
    bool operator==(const Outside&) const = default;
  };
  /// Of the values [from, to), exactly. Cost: buckets that lie wholly within or beyond are not
  /// looked into.
  Outside countOutside(std::span<const float> values, std::size_t from, std::size_t to, float low,
                       float high) const;

 private:
  struct Bucket {
    float min = 0, max = 0;
    std::uint32_t count = 0, gaps = 0;  // finite values, others
  };
  static Bucket bucketOf(std::span<const float> values);
  static void join(Bucket& into, const Bucket& more);
  void climb(Bucket& into, std::size_t from, std::size_t to) const;
  void countBucket(std::span<const float> values, std::size_t level, std::size_t index, float low,
                   float high, Outside& out) const;
  std::vector<std::vector<Bucket>> m_levels;  // 64 points a bucket, then four buckets each
};

/// As reduceToColumns, with the pyramid of `y`. Cost: O(pixels log n).
std::vector<PixelColumn> reduceToColumns(std::span<const double> x, std::span<const float> y,
                                         const Pyramid& pyramid, const AxisMap& axis);

}  // namespace cairn::series
