#include "ui/plot/series_plottable.h"

namespace cairn::ui {

SeriesPlottable::SeriesPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis)
    : QCPAbstractPlottable(keyAxis, valueAxis) {
  setSelectable(QCP::stNone);
}

void SeriesPlottable::setFrame(std::shared_ptr<const Frame> frame) { m_frame = std::move(frame); }

// Curves are found by their points (ChartCard), not by QCustomPlot's selection.
double SeriesPlottable::selectTest(const QPointF&, bool, QVariant*) const { return -1; }

QCPRange SeriesPlottable::getKeyRange(bool& found, QCP::SignDomain) const {
  found = m_frame != nullptr;
  return m_frame ? QCPRange(m_frame->x.lo, m_frame->x.hi) : QCPRange();
}

QCPRange SeriesPlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const {
  found = m_frame != nullptr;
  return m_frame ? QCPRange(m_frame->y.lo, m_frame->y.hi) : QCPRange();
}

void SeriesPlottable::draw(QCPPainter* painter) {
  if (!m_frame || m_frame->image.isNull() || !mKeyAxis || !mValueAxis) return;
  const auto log = [](const QCPAxis* axis) { return axis->scaleType() == QCPAxis::stLogarithmic; };
  if (log(mKeyAxis) != m_frame->logX || log(mValueAxis) != m_frame->logY) return;
  const QCPRange keys = mKeyAxis->range();
  const QCPRange values = mValueAxis->range();
  const bool inPlace = qFuzzyCompare(keys.lower + 1, m_frame->x.lo + 1) &&
                       qFuzzyCompare(keys.upper + 1, m_frame->x.hi + 1) &&
                       qFuzzyCompare(values.lower + 1, m_frame->y.lo + 1) &&
                       qFuzzyCompare(values.upper + 1, m_frame->y.hi + 1);
  const QRectF area = mKeyAxis->axisRect()->rect();
  if (inPlace && m_frame->image.deviceIndependentSize() == area.size()) {
    painter->drawImage(area.topLeft(), m_frame->image);
    return;
  }
  const QRectF place(
      QPointF(mKeyAxis->coordToPixel(m_frame->x.lo), mValueAxis->coordToPixel(m_frame->y.hi)),
      QPointF(mKeyAxis->coordToPixel(m_frame->x.hi), mValueAxis->coordToPixel(m_frame->y.lo)));
  painter->save();
  painter->setRenderHint(QPainter::SmoothPixmapTransform);
  painter->drawImage(place, m_frame->image);
  painter->restore();
}

void SeriesPlottable::drawLegendIcon(QCPPainter*, const QRectF&) const {}

}  // namespace cairn::ui
