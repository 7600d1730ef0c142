#include "ui/plot/raster.h"

#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

// Premultiplied source over premultiplied destination.
QRgb over(QRgb destination, QRgb source, int coverage) {
  const auto scale = [](QRgb value, unsigned by) {
    const QRgb rb = ((value & 0xff00ffU) * by + 0x800080U) >> 8 & 0xff00ffU;
    const QRgb ag = ((value >> 8 & 0xff00ffU) * by + 0x800080U) & 0xff00ff00U;
    return rb | ag;
  };
  const QRgb covered = scale(source, static_cast<unsigned>(coverage) + (coverage > 127 ? 1U : 0U));
  return covered + scale(destination, 256U - qAlpha(covered) - (qAlpha(covered) > 127 ? 1U : 0U));
}

}  // namespace

ColumnCanvas::ColumnCanvas(int width, int height)
    : m_width(std::max(width, 1)),
      m_height(std::max(height, 1)),
      m_pixels(static_cast<std::size_t>(m_width) * static_cast<std::size_t>(m_height), 0),
      m_coverage(static_cast<std::size_t>(m_height), 0),
      m_from(m_height) {}

// Coverage of each row is where the span's trapezoid and the row overlap.
void ColumnCanvas::cover(const Span& span) {
  const double lo = std::max(span.lo, -1.0);
  const double hi = std::min(span.hi, m_height + 1.0);
  if (hi <= lo) return;
  const int from = std::max(0, static_cast<int>(std::floor(lo - span.ramp)));
  const int to = std::min(m_height - 1, static_cast<int>(std::ceil(hi + span.ramp)));
  for (int row = from; row <= to; ++row) {
    const double middle = row + 0.5;
    const double inside = std::min(middle - span.lo, span.hi - middle) / span.ramp + 0.5;
    const double thin = std::min(1.0, (span.hi - span.lo) / span.ramp);
    const double part = std::clamp(inside, 0.0, 1.0) * (thin < 1 ? thin : 1);
    const auto value = static_cast<std::uint8_t>(std::lround(part * 255));
    auto& cell = m_coverage[static_cast<std::size_t>(row)];
    cell = std::max(cell, value);
  }
  m_from = std::min(m_from, from);
  m_to = std::max(m_to, to + 1);
}

void ColumnCanvas::blendColumn(int x, QRgb color) {
  QRgb* column = m_pixels.data() + static_cast<std::size_t>(x) * static_cast<std::size_t>(m_height);
  for (int row = m_from; row < m_to; ++row) {
    auto& cell = m_coverage[static_cast<std::size_t>(row)];
    if (cell != 0) column[row] = over(column[row], color, cell);
    cell = 0;
  }
  m_from = m_height;
  m_to = 0;
}

void ColumnCanvas::stroke(std::span<const series::PixelColumn> columns, const series::AxisMap& y,
                          const Stroke& stroke) {
  const QRgb color = qPremultiply(stroke.color.rgba());
  const double half = stroke.width / 2;
  // Far outside is far enough: the numbers stay small.
  const auto row = [&](double value) {
    return std::clamp(m_height - y.toPixel(value), -4.0 * m_height, 5.0 * m_height);
  };
  const double period = stroke.dashOn + stroke.dashOff;
  double travelled = 0;
  const auto dashed = [&] { return period > 0 && std::fmod(travelled, period) >= stroke.dashOn; };
  const int n = std::min(static_cast<int>(columns.size()), m_width);
  int pending = -1;  // the column in hand: what leaves it is still to come
  double pendingRow = 0;
  for (int x = 0; x < n; ++x) {
    const series::PixelColumn& column = columns[static_cast<std::size_t>(x)];
    if (column.count == 0) {
      if (column.gaps == 0 || pending < 0) continue;
      blendColumn(pending, color);  // a NaN breaks the line
      pending = -1;
      continue;
    }
    if (pending >= 0) {
      const double slope = (row(column.first) - pendingRow) / (x - pending);
      const double thick = half * std::sqrt(1 + slope * slope);
      for (int between = pending; between <= x; ++between) {
        // The line runs from the middle of one column to the middle of the other.
        const double a = pendingRow + slope * std::max(0.0, between - pending - 0.5);
        const double b =
            pendingRow + slope * std::min<double>(x - pending, between - pending + 0.5);
        const double fall = std::abs(b - a);
        if (!dashed())
          cover({std::min(a, b) - thick + fall / 2, std::max(a, b) + thick - fall / 2,
                 std::max(1.0, fall)});
        travelled += std::hypot(b - a, between == pending || between == x ? 0.5 : 1.0);
        if (between < x) blendColumn(between, color);
      }
    }
    if (!dashed()) cover({row(column.max) - half, row(column.min) + half, 1.0});
    pending = x;
    pendingRow = row(column.last);
  }
  if (pending >= 0) blendColumn(pending, color);
}

QImage ColumnCanvas::toImage() const {
  QImage image(m_width, m_height, QImage::Format_ARGB32_Premultiplied);
  constexpr int kTile = 32;
  for (int top = 0; top < m_height; top += kTile)
    for (int left = 0; left < m_width; left += kTile)
      for (int row = top; row < std::min(top + kTile, m_height); ++row) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(row));
        for (int x = left; x < std::min(left + kTile, m_width); ++x)
          line[x] = m_pixels[static_cast<std::size_t>(x) * static_cast<std::size_t>(m_height) +
                             static_cast<std::size_t>(row)];
      }
  return image;
}

}  // namespace cairn::ui
