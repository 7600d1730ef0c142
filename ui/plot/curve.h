#pragma once

#include "core/series/pyramid.h"
#include "core/series/series.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace cairn::ui {

/// What the horizontal axis counts.
enum class XAxisKind {
  Step,
  Relative,  // seconds since the series' first point
  Wall,      // seconds since 1970
};

struct Range {
  double lo = 0, hi = 0;
  double size() const { return hi - lo; }
  bool contains(double value) const { return value >= lo && value <= hi; }
  bool operator==(const Range&) const = default;
};

/// A stretch of a series whose x never falls.
struct CurveSegment {
  std::vector<double> x;
  std::vector<float> raw;
  std::vector<float> smooth;  // empty: as raw
  std::vector<std::int64_t> steps;
  series::Pyramid rawPyramid, smoothPyramid;
  bool abandoned = false;  // left behind by a restart

  const std::vector<float>& shown() const { return smooth.empty() ? raw : smooth; }
};

/// A series made ready to draw: x by the axis, cut where x falls, smoothed.
/// Thread: Immutable; share freely.
struct Curve {
  std::vector<CurveSegment> segments;
  std::optional<Range> x;       // of all points
  std::optional<Range> y;       // of finite shown values that are not abandoned
  std::optional<Range> middle;  // the 5 % at either end left out
  std::size_t points = 0;
  std::size_t gaps = 0;  // NaN and infinities
};

/// Cost: one pass and the smoothing; for a worker.
std::shared_ptr<const Curve> makeCurve(const series::Series& series, XAxisKind kind,
                                       double smoothing);

/// One point of a curve, as a crosshair finds it.
struct CurvePoint {
  double x = 0;
  std::int64_t step = 0;
  float raw = 0;
  float shown = 0;
};

/// Where the line stands at `x`: between two points that are not abandoned, else at the nearest.
std::optional<double> lineAt(const Curve& curve, double x);

/// The point nearest to `x` among those that are not abandoned. Cost: a binary search a segment.
std::optional<CurvePoint> nearestPoint(const Curve& curve, double x);

}  // namespace cairn::ui
