#pragma once

#include "ui/theme/tokens.h"

namespace cairn::ui {

/// Negative values red, positive ones blue, zero the surface: symmetric around 0.
/// Thread: Immutable; share freely.
class DivergingScale {
 public:
  /// `largest`: the magnitude at which the colour is full.
  DivergingScale(const Tokens& tokens, double largest);
  /// NaN and infinities have a colour of their own.
  QRgb at(double value) const;
  double largest() const { return m_largest; }

 private:
  QColor m_negative, m_zero, m_positive, m_broken;
  double m_largest;
};

}  // namespace cairn::ui
