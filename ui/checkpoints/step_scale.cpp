#include "ui/checkpoints/step_scale.h"

#include <cmath>

namespace cairn::ui {
namespace {

constexpr double kDecades = 1000;

}  // namespace

StepScale::StepScale(const std::vector<std::int64_t>& steps, double left, double right)
    : m_left(left), m_right(right) {
  if (steps.empty()) return;
  m_first = static_cast<double>(steps.front());
  m_last = static_cast<double>(steps.back());
  double smallest = 0;
  for (const std::int64_t step : steps)
    if (step > 0) {
      smallest = static_cast<double>(step);
      break;
    }
  m_log = smallest > 0 && m_first >= 0 && m_last / smallest > kDecades;
}

double StepScale::toUnit(double step) const {
  const double first = m_log ? std::log1p(m_first) : m_first;
  const double last = m_log ? std::log1p(m_last) : m_last;
  const double at = m_log ? std::log1p(std::max(step, 0.0)) : step;
  return last > first ? (at - first) / (last - first) : 0.5;
}

void StepScale::setView(double lo, double hi) {
  m_lo = lo;
  m_hi = hi;
}

double StepScale::toPixel(double step) const {
  return m_left + (toUnit(step) - m_lo) / (m_hi - m_lo) * (m_right - m_left);
}

std::vector<bool> labelsThatFit(const std::vector<double>& at, const std::vector<double>& widths,
                                const std::vector<std::size_t>& wanted, double gap) {
  std::vector<bool> shown(at.size(), false);
  const auto take = [&](std::size_t i) {
    for (std::size_t j = 0; j < at.size(); ++j)
      if (shown[j] && std::abs(at[i] - at[j]) < (widths[i] + widths[j]) / 2 + gap) return;
    shown[i] = true;
  };
  for (const std::size_t i : wanted)
    if (i < at.size()) take(i);
  if (at.empty()) return shown;
  take(at.size() - 1);
  // Evenly thinned: every second, fourth, … where not all fit.
  double widest = 0;
  for (const double width : widths) widest = std::max(widest, width);
  std::size_t every = 1;
  const double span = at.back() - at.front();
  while (every < at.size() &&
         span / static_cast<double>(at.size()) * static_cast<double>(every) < widest + gap)
    every *= 2;
  for (std::size_t i = 0; i < at.size(); i += every) take(i);
  return shown;
}

}  // namespace cairn::ui
