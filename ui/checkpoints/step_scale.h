#pragma once

#include <QString>
#include <cstdint>
#include <vector>

namespace cairn::ui {

/// Places steps on a line of pixels: linear, or logarithmic where they span over three decades.
/// Thread: Immutable; share freely.
class StepScale {
 public:
  StepScale() = default;
  /// All of `steps` (ascending) between `left` and `right`.
  StepScale(const std::vector<std::int64_t>& steps, double left, double right);
  bool isLog() const { return m_log; }
  double toPixel(double step) const;
  /// Shows the part from `lo` to `hi` (0 to 1 is all of it).
  void setView(double lo, double hi);

 private:
  double toUnit(double step) const;
  bool m_log = false;
  double m_first = 0, m_last = 1;
  double m_left = 0, m_right = 1;
  double m_lo = 0, m_hi = 1;
};

/// Which labels fit: `at` are their centres (ascending), `widths` their widths. The last one and
/// those in `wanted` come first; no two are closer than `gap`.
std::vector<bool> labelsThatFit(const std::vector<double>& at, const std::vector<double>& widths,
                                const std::vector<std::size_t>& wanted, double gap);

}  // namespace cairn::ui
