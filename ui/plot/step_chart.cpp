#include "ui/plot/step_chart.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPolygonF>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kLeft = 44;
constexpr double kDiamond = 5.5;

}  // namespace

StepChart::StepChart(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void StepChart::setContent(std::vector<StepValue> values, const QColor& color) {
  std::erase_if(values, [](const StepValue& one) { return !std::isfinite(one.value); });
  m_values = std::move(values);
  m_color = color;
  if (!m_values.empty()) {
    const auto [lo, hi] =
        std::minmax_element(m_values.begin(), m_values.end(),
                            [](const auto& a, const auto& b) { return a.value < b.value; });
    const double room = hi->value > lo->value ? (hi->value - lo->value) * 0.08
                                              : std::max(std::abs(hi->value) * 0.1, 1e-12);
    m_lo = lo->value - room;
    m_hi = hi->value + room;
    setAccessibleDescription(
        tr("step %1: %2, step %3: %4")
            .arg(countText(m_values.front().step), numberText(m_values.front().value),
                 countText(m_values.back().step), numberText(m_values.back().value)));
  }
  update();
}

QRect StepChart::area() const {
  const QFontMetrics metrics(withSize(font(), 11.0 / 13));
  return rect().adjusted(kLeft, 8, -10, -metrics.height() - 8);
}

QPointF StepChart::place(const StepValue& value) const {
  const QRect box = area();
  const auto from = static_cast<double>(m_values.front().step);
  const double span = static_cast<double>(m_values.back().step) - from;
  const double x = span > 0 ? (static_cast<double>(value.step) - from) / span : 0.5;
  return {box.left() + 8 + x * (box.width() - 16),
          box.bottom() - (value.value - m_lo) / (m_hi - m_lo) * box.height()};
}

void StepChart::paintEvent(QPaintEvent*) {
  if (m_values.empty()) return;
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(withSize(font(), 11.0 / 13));
  const QFontMetrics metrics = painter.fontMetrics();
  const QRect box = area();
  for (int i = 0; i <= 2; ++i) {
    const double value = m_lo + (m_hi - m_lo) * i / 2;
    const double y = box.bottom() - box.height() * i / 2.0 + 0.5;
    painter.setPen(QPen(i == 0 ? t.axis : t.grid, 1));
    painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y));
    painter.setPen(t.muted);
    painter.drawText(QRectF(0, y - metrics.height() / 2.0, kLeft - 8, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, numberText(value));
  }
  QPolygonF line;
  for (const StepValue& value : m_values) line << place(value);
  painter.setPen(QPen(m_color, 1.6));
  painter.drawPolyline(line);
  painter.setPen(Qt::NoPen);
  painter.setBrush(m_color);
  for (const QPointF& at : line)
    painter.drawPolygon(QPolygonF({at + QPointF(0, -kDiamond), at + QPointF(kDiamond, 0),
                                   at + QPointF(0, kDiamond), at + QPointF(-kDiamond, 0)}));
  painter.setPen(t.muted);
  double free = -1;
  const auto label = [&](const StepValue& value) {
    const QString text = countText(value.step);
    const double wide = metrics.horizontalAdvance(text);
    const double x = std::clamp(place(value).x() - wide / 2, 0.0, width() - wide);
    if (x < free) return;
    painter.drawText(QPointF(x, box.bottom() + 5 + metrics.ascent()), text);
    free = x + wide + 12;
  };
  const double last = place(m_values.back()).x() - 60;
  for (std::size_t i = 0; i + 1 < m_values.size(); ++i)
    if (place(m_values[i]).x() < last) label(m_values[i]);
  label(m_values.back());
}

bool StepChart::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip || m_values.empty()) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  const auto nearest = std::min_element(
      m_values.begin(), m_values.end(), [&](const StepValue& a, const StepValue& b) {
        return std::abs(place(a).x() - help->pos().x()) < std::abs(place(b).x() - help->pos().x());
      });
  QToolTip::showText(help->globalPos(),
                     tr("step %1: %2").arg(countText(nearest->step), numberText(nearest->value, 6)),
                     this);
  return true;
}

}  // namespace cairn::ui
