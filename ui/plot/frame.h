#pragma once

#include "ui/plot/curve.h"

#include <QColor>
#include <QImage>
#include <QSize>
#include <memory>
#include <stop_token>
#include <vector>

namespace cairn::ui {

/// One curve in a frame and how it looks.
struct FrameCurve {
  std::shared_ptr<const Curve> curve;
  QColor color;
  double width = 1.6;
  bool dashed = false;
  bool dots = false;   // a circle a point where there are few, as evaluations have
  bool faded = false;  // another curve is lit
};

/// Everything that a picture of curves depends on.
struct FrameRequest {
  std::vector<FrameCurve> curves;
  Range x, y;
  bool logX = false, logY = false;
  QSize size;  // device pixels
  double ratio = 1;
  bool rawBehind = true;
  bool abandoned = true;  // what restarts left behind is shown
  QColor ground;          // inside of the dots
};

/// The picture, what it covers, and what could not be on it.
/// Thread: Immutable; share freely.
struct Frame {
  QImage image;
  Range x, y;
  bool logX = false, logY = false;
  std::size_t above = 0, below = 0;  // points outside the limits, in the range of x
  std::size_t gaps = 0;
  std::size_t notPositive = 0;  // points that a logarithmic axis can't show
};

/// Cost: the columns of every curve, and one pass over those that leave the limits. For a worker.
std::shared_ptr<const Frame> renderFrame(const FrameRequest& request, std::stop_token stop);

/// The limits that show all curves: with `ignoreOutliers` the first and last twentieth of the
/// values don't count. Rounded outwards so that a growing curve doesn't move them at every point.
Range fitX(const std::vector<std::shared_ptr<const Curve>>& curves, bool log);
Range fitY(const std::vector<std::shared_ptr<const Curve>>& curves, bool log, bool ignoreOutliers);

}  // namespace cairn::ui
