#pragma once

#include "ui/plot/frame.h"

#include <qcustomplot.h>

namespace cairn::ui {

/// All curves of one chart as one image made from min/max columns; QCustomPlot keeps the axes.
/// Thread: GUI thread only. draw() reads the image that a Job made; it never walks samples.
class SeriesPlottable : public QCPAbstractPlottable {
  Q_OBJECT
 public:
  SeriesPlottable(QCPAxis* keyAxis, QCPAxis* valueAxis);
  /// The image and the range it covers; while a newer one is made it is scaled into place.
  void setFrame(std::shared_ptr<const Frame> frame);
  const Frame* frame() const { return m_frame.get(); }

  double selectTest(const QPointF& position, bool onlySelectable,
                    QVariant* details = nullptr) const override;
  QCPRange getKeyRange(bool& found, QCP::SignDomain domain = QCP::sdBoth) const override;
  QCPRange getValueRange(bool& found, QCP::SignDomain domain = QCP::sdBoth,
                         const QCPRange& keys = QCPRange()) const override;

 protected:
  void draw(QCPPainter* painter) override;
  void drawLegendIcon(QCPPainter* painter, const QRectF& rect) const override;

 private:
  std::shared_ptr<const Frame> m_frame;
};

}  // namespace cairn::ui
