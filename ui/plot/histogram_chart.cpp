#include "ui/plot/histogram_chart.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kLeft = 34;  // room for the counts
constexpr int kSquare = 9;

std::uint32_t mostOf(const HistogramPair& pair) {
  std::uint32_t most = 1;
  for (const auto* bins : {&pair.a, &pair.b})
    for (const std::uint32_t count : *bins) most = std::max(most, count);
  return most;
}

// 1, 2 or 5 times a power of ten, so that at most two lines stand below the top.
double tickStep(double most) {
  const double power = std::pow(10.0, std::floor(std::log10(std::max(1.0, most))));
  for (const double step : {0.5, 1.0, 2.0, 5.0})
    if (step * power >= 1 && most / (step * power) <= 2.6) return step * power;
  return 10 * power;
}

}  // namespace

HistogramLegend::HistogramLegend(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
}

void HistogramLegend::setTexts(const QString& a, const QString& b) {
  m_a = a;
  m_b = b;
  setAccessibleName(b.isEmpty() ? a : a + QStringLiteral(", ") + b);
  updateGeometry();
  update();
}

QSize HistogramLegend::sizeHint() const {
  const QFontMetrics metrics(withSize(font(), 12.0 / 13));
  int width = kSquare + 5 + metrics.horizontalAdvance(m_a) + 2;
  if (!m_b.isEmpty()) width += 10 + kSquare + 5 + metrics.horizontalAdvance(m_b);
  return {width, metrics.height() + 2};
}

void HistogramLegend::paintEvent(QPaintEvent*) {
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setFont(withSize(font(), 12.0 / 13));
  int x = 0;
  const auto draw = [&](const QString& text, const QColor& color, bool filled) {
    const QRectF square(x + 0.5, (height() - kSquare) / 2 + 0.5, kSquare - 1, kSquare - 1);
    painter.setPen(QPen(color, 1.2));
    painter.setBrush(filled ? QBrush(color) : Qt::NoBrush);
    painter.drawRect(square);
    painter.setPen(t.muted);
    painter.drawText(rect().adjusted(x + kSquare + 5, 0, 0, 0), Qt::AlignVCenter, text);
    x += kSquare + 15 + painter.fontMetrics().horizontalAdvance(text);
  };
  draw(m_a, t.accent, true);
  if (!m_b.isEmpty()) draw(m_b, t.runs[1], false);
}

HistogramChart::HistogramChart(const QString& objectName, QWidget* parent) : QWidget(parent) {
  setObjectName(objectName);
  setAccessibleName(tr("Histogram of the values"));
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void HistogramChart::setContent(HistogramPair content) {
  m_content = std::move(content);
  std::size_t fullest = 0;
  for (std::size_t i = 0; i < m_content.a.size(); ++i)
    if (m_content.a[i] > m_content.a[fullest]) fullest = i;
  if (!m_content.a.empty()) {
    const double width = (m_content.hi - m_content.lo) / static_cast<double>(m_content.a.size());
    setAccessibleDescription(
        tr("from %1 to %2, most at %3")
            .arg(numberText(m_content.lo), numberText(m_content.hi),
                 numberText(m_content.lo + (static_cast<double>(fullest) + 0.5) * width)));
  }
  update();
}

QRect HistogramChart::area() const {
  const QFontMetrics metrics(withSize(font(), 11.0 / 13));
  return rect().adjusted(kLeft, 4, 0, -metrics.height() - 6);
}

void HistogramChart::paintEvent(QPaintEvent*) {
  if (m_content.a.empty()) return;
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setFont(withSize(font(), 11.0 / 13));
  const QFontMetrics metrics = painter.fontMetrics();
  const QRect box = area();
  const double most = mostOf(m_content);
  const auto yOf = [&](double count) { return box.bottom() + 1 - count / most * box.height(); };
  const double step = tickStep(most);
  for (double tick = 0; tick <= most; tick += step) {
    const int y = static_cast<int>(std::lround(yOf(tick)));
    painter.setPen(QPen(tick == 0 ? t.axis : t.grid, 1));
    painter.drawLine(box.left(), y, box.right(), y);
    painter.setPen(t.muted);
    painter.drawText(QRect(0, y - metrics.height() / 2, kLeft - 8, metrics.height()),
                     Qt::AlignRight | Qt::AlignVCenter, countText(static_cast<std::int64_t>(tick)));
  }
  const auto bins = static_cast<double>(m_content.a.size());
  const auto xOf = [&](std::size_t bin) {
    return box.left() + static_cast<double>(bin) / bins * box.width();
  };
  QColor fill = t.accent;
  fill.setAlphaF(0.75F);
  for (std::size_t i = 0; i < m_content.a.size(); ++i)
    if (m_content.a[i] > 0)
      painter.fillRect(QRectF(QPointF(xOf(i) + 0.5, yOf(m_content.a[i])),
                              QPointF(xOf(i + 1) - 0.5, box.bottom() + 1)),
                       fill);
  if (!m_content.b.empty()) {
    QPainterPath outline(QPointF(box.left(), yOf(0)));
    for (std::size_t i = 0; i < m_content.b.size(); ++i) {
      outline.lineTo(xOf(i), yOf(m_content.b[i]));
      outline.lineTo(xOf(i + 1), yOf(m_content.b[i]));
    }
    outline.lineTo(box.right() + 1, yOf(0));
    painter.setPen(QPen(t.runs[1], 1.4));
    painter.drawPath(outline);
  }
  painter.setPen(t.muted);
  const QRect labels(box.left(), box.bottom() + 5, box.width(), metrics.height());
  painter.drawText(labels, Qt::AlignLeft, numberText(m_content.lo, 3));
  painter.drawText(labels, Qt::AlignRight, numberText(m_content.hi, 3));
  const double zero = -m_content.lo / (m_content.hi - m_content.lo);
  if (zero > 0.22 && zero < 0.78)
    painter.drawText(
        QRectF(box.left() + zero * box.width() - 10, labels.top(), 20, metrics.height()),
        Qt::AlignHCenter, QStringLiteral("0"));
}

QString HistogramChart::textAt(const QPoint& position) const {
  const QRect box = area();
  if (m_content.a.empty() || position.x() < box.left() || position.x() > box.right()) return {};
  const auto bins = static_cast<int>(m_content.a.size());
  const int bin = std::min((position.x() - box.left()) * bins / box.width(), bins - 1);
  const double width = (m_content.hi - m_content.lo) / bins;
  const auto at = static_cast<std::size_t>(bin);
  const QString from = numberText(m_content.lo + bin * width);
  const QString to = numberText(m_content.lo + (bin + 1) * width);
  if (m_content.b.empty()) return tr("%1 to %2: %3").arg(from, to, countText(m_content.a[at]));
  return tr("%1 to %2: %3 in A, %4 in B")
      .arg(from, to, countText(m_content.a[at]), countText(m_content.b[at]));
}

bool HistogramChart::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), textAt(help->pos()), this);
  return true;
}

}  // namespace cairn::ui
