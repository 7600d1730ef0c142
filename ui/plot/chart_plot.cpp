#include "ui/plot/chart_plot.h"

#include <QAccessibleWidget>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kDragStart = 5;
constexpr double kWheelFactor = 1.25;

Range zoomAround(const QCPAxis& axis, double pixel, double factor) {
  const double at = axis.pixelToCoord(pixel);
  const QCPRange range = axis.range();
  if (axis.scaleType() == QCPAxis::stLogarithmic)
    return {at * std::pow(range.lower / at, factor), at * std::pow(range.upper / at, factor)};
  return {at + (range.lower - at) * factor, at + (range.upper - at) * factor};
}

/// A chart says what it is; its name and its values are the widget's name and description.
QAccessibleInterface* chartAccessible(const QString& classname, QObject* object) {
  if (classname != QLatin1String("cairn::ui::ChartPlot") || !object->isWidgetType()) return nullptr;
  return new QAccessibleWidget(static_cast<QWidget*>(object), QAccessible::Chart);
}

Range rangeOf(const QCPAxis& axis) { return {axis.range().lower, axis.range().upper}; }

}  // namespace

ChartPlot::ChartPlot(QWidget* parent) : QCustomPlot(parent) {
  static const bool told = [] {
    QAccessible::installFactory(chartAccessible);
    return true;
  }();
  Q_UNUSED(told);
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
}

QRect ChartPlot::zoomBox() const {
  if (m_drag != Drag::Zoom || (m_to - m_from).manhattanLength() < kDragStart) return {};
  QRect box = QRect(m_from, m_to).normalized() & area();
  // Mostly sideways: the whole height, only x changes.
  if (box.width() > 4 * box.height())
    box = QRect(box.left(), area().top(), box.width(), area().height());
  return box;
}

void ChartPlot::mousePressEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  const bool onAxis =
      at.y() > area().bottom() && at.x() >= area().left() && at.x() <= area().right();
  if (onAxis && event->button() == Qt::LeftButton) {
    setFocus(Qt::MouseFocusReason);
    Q_EMIT axisClicked(xAxis->pixelToCoord(at.x()), event->modifiers() & Qt::ShiftModifier);
    return;
  }
  if (!area().contains(at)) return QCustomPlot::mousePressEvent(event);
  setFocus(Qt::MouseFocusReason);
  m_from = m_to = at;
  m_keys = xAxis->range();
  m_values = yAxis->range();
  if (event->button() == Qt::LeftButton) m_drag = Drag::Zoom;
  if (event->button() == Qt::MiddleButton) m_drag = Drag::Pan;
}

void ChartPlot::mouseMoveEvent(QMouseEvent* event) {
  const QPoint at = event->position().toPoint();
  m_to = at;
  if (m_drag == Drag::Pan) pan(at);
  if (m_drag == Drag::Zoom) layer(QStringLiteral("overlay"))->replot();
  if (area().contains(at))
    Q_EMIT pointed(xAxis->pixelToCoord(at.x()), at);
  else
    Q_EMIT pointed(std::nullopt, at);
}

void ChartPlot::mouseReleaseEvent(QMouseEvent* event) {
  const QRect box = zoomBox();
  const bool wasDrag = m_drag == Drag::Zoom;
  m_drag = Drag::None;
  if (box.width() > kDragStart)
    zoomToBox(box);
  else if (wasDrag && event->button() == Qt::LeftButton)
    Q_EMIT clicked(event->position().toPoint());
}

void ChartPlot::mouseDoubleClickEvent(QMouseEvent*) {
  m_drag = Drag::None;
  Q_EMIT fitAsked();
}

void ChartPlot::wheelEvent(QWheelEvent* event) {
  const bool x = event->modifiers() & (Qt::ControlModifier | Qt::AltModifier) ||
                 (m_plainWheel && event->modifiers() == Qt::NoModifier);
  if (!x || !area().contains(event->position().toPoint())) return event->ignore();
  // Alt turns the wheel sideways on some systems.
  const int delta =
      event->angleDelta().y() != 0 ? event->angleDelta().y() : event->angleDelta().x();
  const double factor = std::pow(kWheelFactor, -delta / 120.0);
  event->accept();
  if (event->modifiers() & Qt::ShiftModifier)
    Q_EMIT zoomed(rangeOf(*xAxis), zoomAround(*yAxis, event->position().y(), factor), true);
  else
    Q_EMIT zoomed(zoomAround(*xAxis, event->position().x(), factor), rangeOf(*yAxis), false);
}

void ChartPlot::leaveEvent(QEvent*) { Q_EMIT pointed(std::nullopt, QPoint()); }

void ChartPlot::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && m_drag != Drag::None) {
    m_drag = Drag::None;
    layer(QStringLiteral("overlay"))->replot();
    return;
  }
  event->ignore();  // the card knows the keys
}

void ChartPlot::pan(const QPoint& position) {
  const auto moved = [](const QCPAxis& axis, const QCPRange& range, double from, double to) {
    if (axis.scaleType() == QCPAxis::stLogarithmic) {
      const double factor = axis.pixelToCoord(from) / axis.pixelToCoord(to);
      return Range{range.lower * factor, range.upper * factor};
    }
    const double by = axis.pixelToCoord(from) - axis.pixelToCoord(to);
    return Range{range.lower + by, range.upper + by};
  };
  Q_EMIT zoomed(moved(*xAxis, m_keys, m_from.x(), position.x()),
                moved(*yAxis, m_values, m_from.y(), position.y()), true);
}

void ChartPlot::zoomToBox(const QRect& box) {
  const Range x{xAxis->pixelToCoord(box.left()), xAxis->pixelToCoord(box.right())};
  const Range y{yAxis->pixelToCoord(box.bottom()), yAxis->pixelToCoord(box.top())};
  Q_EMIT zoomed(x, y, box.height() < area().height());
}

}  // namespace cairn::ui
