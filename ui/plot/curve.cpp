#include "ui/plot/curve.h"

#include "core/series/smoothing.h"

#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr std::size_t kQuantileSample = 20'000;

void grow(std::optional<Range>& range, double value) {
  if (!range)
    range = Range{value, value};
  else
    range = Range{std::min(range->lo, value), std::max(range->hi, value)};
}

double xOf(const series::Series& series, std::size_t i, XAxisKind kind) {
  switch (kind) {
    case XAxisKind::Step:
      return static_cast<double>(series.steps[i]);
    case XAxisKind::Relative:
      return series.wallTimes[i] - series.wallTimes.front();
    case XAxisKind::Wall:
      return series.wallTimes[i];
  }
  return 0;
}

// Smooths over the whole of what was kept, across its cuts, as TensorBoard does.
void smoothSegments(std::vector<CurveSegment>& segments, double weight) {
  std::vector<float> kept;
  for (const CurveSegment& segment : segments)
    if (!segment.abandoned) kept.insert(kept.end(), segment.raw.begin(), segment.raw.end());
  std::vector<float> smoothed(kept.size());
  series::smoothForDisplay(kept, weight, smoothed);
  std::size_t at = 0;
  for (CurveSegment& segment : segments) {
    segment.smooth.resize(segment.raw.size());
    if (segment.abandoned) {
      series::smoothForDisplay(segment.raw, weight, segment.smooth);
      continue;
    }
    const auto from = smoothed.begin() + static_cast<std::ptrdiff_t>(at);
    std::copy_n(from, segment.raw.size(), segment.smooth.begin());
    at += segment.raw.size();
  }
}

void measure(Curve& curve) {
  std::size_t shown = 0;
  for (const CurveSegment& segment : curve.segments)
    if (!segment.abandoned) shown += segment.raw.size();
  const std::size_t stride = std::max<std::size_t>(1, shown / kQuantileSample);
  std::vector<float> sample;
  sample.reserve(shown / stride + 1);
  std::size_t n = 0;
  for (const CurveSegment& segment : curve.segments) {
    if (!segment.x.empty()) {
      grow(curve.x, segment.x.front());
      grow(curve.x, segment.x.back());
    }
    for (const float value : segment.shown()) {
      if (!std::isfinite(value)) {
        ++curve.gaps;
        continue;
      }
      if (segment.abandoned) continue;
      grow(curve.y, value);
      if (n++ % stride == 0) sample.push_back(value);
    }
  }
  if (sample.empty()) return;
  const auto quantile = [&sample](double q) {
    const auto at = sample.begin() +
                    static_cast<std::ptrdiff_t>(q * static_cast<double>(sample.size() - 1) + 0.5);
    std::nth_element(sample.begin(), at, sample.end());
    return static_cast<double>(*at);
  };
  curve.middle = Range{quantile(0.05), quantile(0.95)};
}

}  // namespace

std::shared_ptr<const Curve> makeCurve(const series::Series& series, XAxisKind kind,
                                       double smoothing) {
  auto curve = std::make_shared<Curve>();
  curve->points = series.size();
  for (std::size_t i = 0; i < series.size(); ++i) {
    const double x = xOf(series, i, kind);
    const bool abandoned = series.abandoned[i];
    auto& segments = curve->segments;
    const bool cut =
        segments.empty() || segments.back().abandoned != abandoned || x < segments.back().x.back();
    if (cut) {
      segments.emplace_back();
      segments.back().abandoned = abandoned;
    }
    CurveSegment& segment = segments.back();
    segment.x.push_back(x);
    segment.raw.push_back(series.values[i]);
    segment.steps.push_back(series.steps[i]);
  }
  // Points that go on after an abandoned branch belong to the curve before it.
  for (std::size_t i = 0; i + 1 < curve->segments.size();) {
    auto& segments = curve->segments;
    std::size_t next = i + 1;
    while (next < segments.size() && segments[next].abandoned) ++next;
    const bool joins = !segments[i].abandoned && next < segments.size() && next > i + 1 &&
                       segments[next].x.front() >= segments[i].x.back();
    if (!joins) {
      ++i;
      continue;
    }
    const auto append = [](auto& to, const auto& from) {
      to.insert(to.end(), from.begin(), from.end());
    };
    append(segments[i].x, segments[next].x);
    append(segments[i].raw, segments[next].raw);
    append(segments[i].steps, segments[next].steps);
    segments.erase(segments.begin() + static_cast<std::ptrdiff_t>(next));
  }
  if (smoothing > 0) smoothSegments(curve->segments, smoothing);
  for (CurveSegment& segment : curve->segments) {
    segment.rawPyramid = series::Pyramid(segment.raw);
    if (!segment.smooth.empty()) segment.smoothPyramid = series::Pyramid(segment.smooth);
  }
  measure(*curve);
  return curve;
}

std::optional<CurvePoint> nearestPoint(const Curve& curve, double x) {
  std::optional<CurvePoint> best;
  for (const CurveSegment& segment : curve.segments) {
    if (segment.abandoned || segment.x.empty()) continue;
    const auto above = std::lower_bound(segment.x.begin(), segment.x.end(), x);
    auto at = above == segment.x.end() ? std::prev(above) : above;
    if (at != segment.x.begin() && x - *std::prev(at) <= *at - x) --at;
    if (best && std::abs(best->x - x) < std::abs(*at - x)) continue;
    const auto i = static_cast<std::size_t>(at - segment.x.begin());
    best = CurvePoint{*at, segment.steps[i], segment.raw[i], segment.shown()[i]};
  }
  return best;
}

std::optional<double> lineAt(const Curve& curve, double x) {
  for (const CurveSegment& segment : curve.segments) {
    if (segment.abandoned || segment.x.size() < 2) continue;
    const auto above = std::upper_bound(segment.x.begin(), segment.x.end(), x);
    if (above == segment.x.begin() || above == segment.x.end()) continue;
    const auto i = static_cast<std::size_t>(above - segment.x.begin());
    const double left = segment.x[i - 1];
    const auto from = static_cast<double>(segment.shown()[i - 1]);
    const auto to = static_cast<double>(segment.shown()[i]);
    if (!std::isfinite(from) || !std::isfinite(to)) break;
    return from + (to - from) * (x - left) / (segment.x[i] - left);
  }
  const auto point = nearestPoint(curve, x);
  return point ? std::optional(static_cast<double>(point->shown)) : std::nullopt;
}

}  // namespace cairn::ui
