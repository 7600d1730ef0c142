#pragma once

#include "ui/plot/curve.h"

#include <qcustomplot.h>

namespace cairn::ui {

/// QCustomPlot with Cairn's mouse: a plain wheel scrolls the page, Ctrl or Alt with the wheel zooms
/// x at the pointer (Ctrl+Shift: y), a drag zooms to its box, the middle button pans, a double
/// click asks to fit.
class ChartPlot : public QCustomPlot {
  Q_OBJECT
 public:
  explicit ChartPlot(QWidget* parent = nullptr);
  /// The box that is being dragged, in pixels; empty when none is.
  QRect zoomBox() const;
  QRect area() const { return axisRect()->rect(); }
  /// A wheel without a key zooms x: where the page has nothing to scroll.
  void setPlainWheel(bool plain) { m_plainWheel = plain; }

 Q_SIGNALS:
  void zoomed(Range x, Range y, bool yToo);
  void fitAsked();
  /// The pointer is over the chart's area at this x (in data units); nothing: it has left.
  void pointed(std::optional<double> x, QPoint position);
  /// A click that was no drag.
  void clicked(QPoint position);
  /// A click on the horizontal axis; `extend`: with Shift.
  void axisClicked(double x, bool extend);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void pan(const QPoint& position);
  void zoomToBox(const QRect& box);
  bool m_plainWheel = false;
  enum class Drag { None, Zoom, Pan };
  Drag m_drag = Drag::None;
  QPoint m_from, m_to;
  QCPRange m_keys, m_values;  // at the start of a pan
};

}  // namespace cairn::ui
