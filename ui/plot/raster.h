#pragma once

#include "core/series/columns.h"

#include <QColor>
#include <QImage>
#include <span>
#include <vector>

namespace cairn::ui {

/// How a curve is drawn; lengths in device pixels.
struct Stroke {
  QColor color;
  double width = 1.6;
  double dashOn = 0;  // 0: a whole line
  double dashOff = 0;
};

/// A picture that curves are drawn into column by column, each as antialiased vertical spans, so
/// that a curve costs its columns and not its points.
/// Thread: Not locked; one thread at a time.
class ColumnCanvas {
 public:
  ColumnCanvas(int width, int height);

  /// Draws the envelope; `y` maps values to rows from the bottom. Empty columns between two that
  /// hold points are crossed by a straight line.
  void stroke(std::span<const series::PixelColumn> columns, const series::AxisMap& y,
              const Stroke& stroke);
  QImage toImage() const;

 private:
  struct Span {
    double lo, hi;  // rows, from the top
    double ramp;    // how far coverage falls off at either end
  };
  void cover(const Span& span);
  void blendColumn(int x, QRgb color);
  int m_width, m_height;
  std::vector<QRgb> m_pixels;            // column after column, premultiplied
  std::vector<std::uint8_t> m_coverage;  // of the column in hand
  int m_from = 0, m_to = 0;              // rows of it that hold coverage
};

}  // namespace cairn::ui
