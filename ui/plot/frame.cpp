#include "ui/plot/frame.h"

#include "core/series/columns.h"
#include "ui/plot/raster.h"

#include <QPainter>
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace cairn::ui {
namespace {

constexpr double kOutliers = 0.05;  // of the points, at either end

constexpr std::size_t kMostDots = 64;
constexpr double kRawOpacity = 0.25;
constexpr double kFadedOpacity = 0.25;

Range logRange(const Range& range) {
  const double lo = range.lo > 0 ? range.lo : std::numeric_limits<float>::min();
  return {std::log10(lo), std::log10(std::max(range.hi, lo * 1.0001))};
}

struct Axes {
  series::AxisMap x, y;
  bool logX, logY;
};

Axes axesOf(const FrameRequest& request) {
  const Range x = request.logX ? logRange(request.x) : request.x;
  const Range y = request.logY ? logRange(request.y) : request.y;
  return {{x.lo, x.hi, request.size.width()},
          {y.lo, y.hi, request.size.height()},
          request.logX,
          request.logY};
}

void takeLog(std::vector<series::PixelColumn>& columns) {
  for (auto& column : columns) {
    if (column.count == 0) continue;
    if (column.max <= 0) {
      column.count = 0;
      continue;
    }
    const auto log = [&](float value) {
      return std::log10(value > 0 ? value : std::numeric_limits<float>::min());
    };
    column = {log(column.min),  log(column.max), log(column.first),
              log(column.last), column.count,    column.gaps};
  }
}

series::PixelColumn pointColumn(double value) {
  const auto shown = static_cast<float>(value);
  return {shown, shown, shown, shown, 1, 0};
}

// Where the line crosses the edge of the picture: between the last point outside and the first
// inside, so that a view between two points is not empty.
void joinEdges(std::vector<series::PixelColumn>& columns, const CurveSegment& segment,
               const std::vector<float>& values, const Axes& axes) {
  const auto& x = segment.x;
  const auto atEdge = [&](std::size_t left, double edge) -> std::optional<double> {
    const auto scaled = [](double value, bool log) { return log ? std::log10(value) : value; };
    const double x0 = scaled(x[left], axes.logX), x1 = scaled(x[left + 1], axes.logX);
    const double y0 = scaled(values[left], axes.logY), y1 = scaled(values[left + 1], axes.logY);
    if (!std::isfinite(x0) || !(x1 > x0) || !std::isfinite(y0) || !std::isfinite(y1))
      return std::nullopt;
    return y0 + (y1 - y0) * (edge - x0) / (x1 - x0);
  };
  const auto put = [&](series::PixelColumn& column, double edge) {
    const double place = axes.logX ? std::pow(10.0, edge) : edge;
    const auto above = std::upper_bound(x.begin(), x.end(), place);
    if (column.count + column.gaps > 0 || above == x.begin() || above == x.end()) return;
    if (const auto value = atEdge(static_cast<std::size_t>(above - x.begin()) - 1, edge))
      column = pointColumn(*value);
  };
  if (columns.empty() || x.size() < 2) return;
  put(columns.front(), axes.x.lo);
  put(columns.back(), axes.x.hi);
}

std::vector<series::PixelColumn> columnsOf(const CurveSegment& segment, bool smoothed,
                                           const Axes& axes) {
  const std::vector<float>& values = smoothed ? segment.shown() : segment.raw;
  const series::Pyramid& pyramid =
      smoothed && !segment.smooth.empty() ? segment.smoothPyramid : segment.rawPyramid;
  series::AxisMap axis = axes.x;
  axis.log = axes.logX;
  auto columns = series::reduceToColumns(segment.x, values, pyramid, axis);
  if (axes.logY) takeLog(columns);
  joinEdges(columns, segment, values, axes);
  return columns;
}

QColor withOpacity(QColor color, double opacity) {
  color.setAlphaF(static_cast<float>(color.alphaF() * opacity));
  return color;
}

void strokeSegment(ColumnCanvas& canvas, const CurveSegment& segment, const FrameCurve& look,
                   const FrameRequest& request, const Axes& axes) {
  if (segment.abandoned && !request.abandoned) return;
  const double ratio = request.ratio;
  const double fade = look.faded ? kFadedOpacity : 1.0;
  if (request.rawBehind && !segment.smooth.empty())
    canvas.stroke(columnsOf(segment, false, axes), axes.y,
                  {withOpacity(look.color, kRawOpacity * fade), 1.0 * ratio});
  Stroke stroke{withOpacity(look.color, segment.abandoned ? 0.45 * fade : fade),
                look.width * ratio};
  if (look.dashed || segment.abandoned) {
    stroke.dashOn = 5 * ratio;
    stroke.dashOff = 4 * ratio;
  }
  canvas.stroke(columnsOf(segment, true, axes), axes.y, stroke);
}

// Where a value stands on an axis, in device pixels.
double place(const series::AxisMap& axis, bool log, double value) {
  return axis.toPixel(log ? std::log10(std::max(value, 1e-300)) : value);
}

void drawDots(QImage& image, const FrameRequest& request, const Axes& axes) {
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const FrameCurve& look : request.curves) {
    const bool single = look.curve->points == 1;
    if ((!look.dots && !single) || look.curve->points > kMostDots) continue;
    painter.setPen(
        QPen(withOpacity(look.color, look.faded ? kFadedOpacity : 1), 1.5 * request.ratio));
    painter.setBrush(single ? look.color : request.ground);
    const double radius = 2.6 * request.ratio;
    for (const CurveSegment& segment : look.curve->segments)
      for (std::size_t i = 0; i < segment.x.size(); ++i) {
        if (!std::isfinite(segment.shown()[i])) continue;
        const QPointF at(place(axes.x, axes.logX, segment.x[i]),
                         request.size.height() - place(axes.y, axes.logY, segment.shown()[i]));
        if (at.y() < -radius || at.y() > request.size.height() + radius) continue;
        painter.drawEllipse(at, radius, radius);
      }
  }
}

// A value that is no number has no place: a triangle at the lower edge says where it was.
void markGaps(QImage& image, const FrameRequest& request, const Axes& axes) {
  QPainter painter(&image);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  series::AxisMap axis = axes.x;
  axis.log = axes.logX;
  const double size = 4 * request.ratio;
  const double bottom = request.size.height();
  for (const FrameCurve& look : request.curves) {
    if (look.curve->gaps == 0) continue;
    painter.setBrush(withOpacity(look.color, look.faded ? kFadedOpacity : 1));
    for (const CurveSegment& segment : look.curve->segments) {
      const auto columns =
          series::reduceToColumns(segment.x, segment.raw, segment.rawPyramid, axis);
      double free = -1;
      for (std::size_t i = 0; i < columns.size(); ++i) {
        const double x = static_cast<double>(i) + 0.5;
        if (columns[i].gaps == 0 || x < free) continue;
        free = x + 2 * size;
        painter.drawPolygon(QPolygonF(
            {QPointF(x, bottom - 2 * size), QPointF(x + size, bottom), QPointF(x - size, bottom)}));
      }
    }
  }
}

void countOutside(Frame& frame, const FrameRequest& request) {
  for (const FrameCurve& look : request.curves) {
    const Curve& curve = *look.curve;
    frame.gaps += curve.gaps;
    if (!curve.y) continue;
    const bool leaves = curve.y->hi > request.y.hi || curve.y->lo < request.y.lo;
    if (!leaves && !(request.logY && curve.y->lo <= 0)) continue;
    for (const CurveSegment& segment : curve.segments) {
      if (segment.abandoned) continue;
      const auto& values = segment.shown();
      const auto from = std::lower_bound(segment.x.begin(), segment.x.end(), request.x.lo);
      const auto to = std::upper_bound(from, segment.x.end(), request.x.hi);
      const auto first = static_cast<std::size_t>(from - segment.x.begin());
      const auto end = static_cast<std::size_t>(to - segment.x.begin());
      const series::Pyramid& pyramid =
          segment.smooth.empty() ? segment.rawPyramid : segment.smoothPyramid;
      auto outside = pyramid.countOutside(values, first, end, static_cast<float>(request.y.lo),
                                          static_cast<float>(request.y.hi));
      if (request.logY && curve.y->lo <= 0) {
        // Those that have no place on the axis are not below it.
        const std::size_t not0 =
            pyramid
                .countOutside(values, first, end, std::numeric_limits<float>::denorm_min(),
                              std::numeric_limits<float>::max())
                .below;
        frame.notPositive += not0;
        outside.below -= std::min(outside.below, not0);
      }
      frame.above += outside.above;
      frame.below += outside.below;
    }
  }
}

// The next of 1, 2, 2.5, 5, 10 times a power of ten.
double niceUp(double value) {
  if (value <= 0) return value;
  const double power = std::pow(10.0, std::floor(std::log10(value)));
  for (const double step : {1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0})
    if (value <= step * power * (1 + 1e-9)) return step * power;
  return 10 * power;
}

}  // namespace

std::shared_ptr<const Frame> renderFrame(const FrameRequest& request, std::stop_token stop) {
  auto frame = std::make_shared<Frame>();
  frame->x = request.x;
  frame->y = request.y;
  frame->logX = request.logX;
  frame->logY = request.logY;
  if (request.size.isEmpty()) return frame;
  const Axes axes = axesOf(request);
  ColumnCanvas canvas(request.size.width(), request.size.height());
  for (const FrameCurve& look : request.curves) {
    for (const CurveSegment& segment : look.curve->segments) {
      if (stop.stop_requested()) return frame;
      strokeSegment(canvas, segment, look, request, axes);
    }
  }
  frame->image = canvas.toImage();
  drawDots(frame->image, request, axes);
  markGaps(frame->image, request, axes);
  countOutside(*frame, request);
  frame->image.setDevicePixelRatio(request.ratio);
  return frame;
}

Range fitX(const std::vector<std::shared_ptr<const Curve>>& curves, bool log) {
  std::optional<Range> all;
  for (const auto& curve : curves)
    if (curve->x)
      all =
          all ? Range{std::min(all->lo, curve->x->lo), std::max(all->hi, curve->x->hi)} : *curve->x;
  if (!all) return {0, 1};
  if (log) {
    const double lo = all->lo > 0 ? all->lo : std::min(1.0, all->hi / 2);
    return {lo, std::max(all->hi, lo * 10)};
  }
  // A run starts near zero: show it, unless it doesn't (wall time, a resumed run far out).
  const double lo = all->lo >= 0 && all->lo < 0.2 * all->hi ? 0 : all->lo;
  const double size = std::max(all->hi - lo, all->hi == 0 ? 1.0 : std::abs(all->hi) * 1e-6);
  return {lo, lo + size};
}

namespace {

// The value up to which `share` of all points lie, each curve's points taken to lie at `value`.
double weighted(const std::vector<std::shared_ptr<const Curve>>& curves, bool high) {
  std::vector<std::pair<double, double>> ends;
  double all = 0;
  for (const auto& curve : curves) {
    if (!curve->middle) continue;
    const auto points = static_cast<double>(curve->points);
    ends.emplace_back(high ? -curve->middle->hi : curve->middle->lo, points);
    all += points;
  }
  std::sort(ends.begin(), ends.end());
  double passed = 0;
  for (const auto& [value, points] : ends) {
    passed += points;
    if (passed > kOutliers * all) return high ? -value : value;
  }
  return 0;
}

// Without the few points at either end: of a curve, and of a curve that is short among long ones.
Range middleOf(const std::vector<std::shared_ptr<const Curve>>& curves) {
  return {weighted(curves, false), weighted(curves, true)};
}

}  // namespace

Range fitY(const std::vector<std::shared_ptr<const Curve>>& curves, bool log, bool ignoreOutliers) {
  std::optional<Range> all;
  for (const auto& curve : curves) {
    if (!curve->y) continue;
    all = all ? Range{std::min(all->lo, curve->y->lo), std::max(all->hi, curve->y->hi)} : *curve->y;
  }
  if (!all) return {0, 1};
  const Range middle = middleOf(curves);
  Range range = *all;
  if (ignoreOutliers && middle.size() > 0) {
    // Only what would take more than a third of the height is an outlier.
    if (range.hi > middle.hi + middle.size() * 0.5) range.hi = middle.hi + middle.size() * 0.1;
    if (range.lo < middle.lo - middle.size() * 0.5) range.lo = middle.lo - middle.size() * 0.1;
  }
  if (log) {
    const double lo = range.lo > 0 ? range.lo : std::max(range.hi * 1e-4, 1e-30);
    return {lo / 1.2, std::max(range.hi, lo) * 1.2};
  }
  if (range.size() <= 0) {
    const double around = range.lo == 0 ? 1 : std::abs(range.lo) * 0.1;
    return {range.lo - around, range.hi + around};
  }
  if (range.lo >= 0 && range.lo < 0.35 * range.hi) return {0, niceUp(range.hi * 1.03)};
  const double grid = niceUp(range.size() / 20);
  return {std::floor((range.lo - range.size() * 0.03) / grid) * grid,
          std::ceil((range.hi + range.size() * 0.03) / grid) * grid};
}

}  // namespace cairn::ui
