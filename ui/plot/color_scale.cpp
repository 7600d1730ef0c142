#include "ui/plot/color_scale.h"

#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

QRgb mixed(const QColor& from, const QColor& to, double share) {
  const auto channel = [share](int a, int b) {
    return static_cast<int>(std::lround(a + (b - a) * share));
  };
  return qRgb(channel(from.red(), to.red()), channel(from.green(), to.green()),
              channel(from.blue(), to.blue()));
}

}  // namespace

DivergingScale::DivergingScale(const Tokens& tokens, double largest)
    : m_negative(tokens.bad),
      m_zero(tokens.dark ? tokens.neutralTint : tokens.side),
      m_positive(tokens.accent),
      m_broken(tokens.warn),
      m_largest(largest) {}

QRgb DivergingScale::at(double value) const {
  if (!std::isfinite(value)) return m_broken.rgb();
  const double share = m_largest > 0 ? std::clamp(std::abs(value) / m_largest, 0.0, 1.0) : 0;
  return mixed(m_zero, value < 0 ? m_negative : m_positive, share);
}

}  // namespace cairn::ui
