#include "ui/compare/scatter_view.h"

#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr double kReach = 10;

}  // namespace

ScatterView::ScatterView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("compare.scatter"));
  setAccessibleName(tr("Scatter chart"));
}

void ScatterView::setContent(std::vector<RunRef> runs, std::vector<ParallelAxis> axes) {
  m_runs = std::move(runs);
  m_axes = std::move(axes);
  const auto last = static_cast<int>(m_axes.size()) - 1;
  m_x = std::clamp(m_x, 0, std::max(last, 0));
  m_y = std::clamp(m_y, 0, std::max(last, 0));
  update();
}

void ScatterView::setAxes(int x, int y) {
  m_x = x;
  m_y = y;
  update();
}

QRectF ScatterView::area() const { return QRectF(rect()).adjusted(110, 12, -40, -44); }

bool ScatterView::hasPlace(std::size_t run) const {
  const auto count = static_cast<int>(m_axes.size());
  return m_x >= 0 && m_y >= 0 && m_x < count && m_y < count &&
         m_axes[static_cast<std::size_t>(m_x)].places[run] &&
         m_axes[static_cast<std::size_t>(m_y)].places[run];
}

QPointF ScatterView::placeOf(std::size_t run) const {
  const QRectF box = area();
  return {box.left() + *m_axes[static_cast<std::size_t>(m_x)].places[run] * box.width(),
          box.bottom() - *m_axes[static_cast<std::size_t>(m_y)].places[run] * box.height()};
}

void ScatterView::paintEvent(QPaintEvent*) {
  if (m_axes.empty()) return;
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QRectF box = area();
  const ParallelAxis& x = m_axes[static_cast<std::size_t>(m_x)];
  const ParallelAxis& y = m_axes[static_cast<std::size_t>(m_y)];
  const QFont small = withSize(font(), 11.0 / 13);
  painter.setFont(small);
  const QFontMetrics metrics = painter.fontMetrics();
  for (const AxisLabel& label : y.labels) {
    const double at = box.bottom() - label.place * box.height();
    painter.setPen(QPen(t.grid, 1));
    painter.drawLine(QPointF(box.left(), at), QPointF(box.right(), at));
    painter.setPen(t.muted);
    painter.drawText(QRectF(0, at - 10, box.left() - 8, 20), Qt::AlignRight | Qt::AlignVCenter,
                     metrics.elidedText(shownName(label.text), Qt::ElideMiddle, 98));
  }
  painter.setPen(QPen(t.axis, 1));
  painter.drawLine(box.bottomLeft(), box.bottomRight());
  for (const AxisLabel& label : x.labels) {
    painter.setPen(t.muted);
    painter.drawText(QRectF(box.left() + label.place * box.width() - 50, box.bottom() + 4, 100, 16),
                     Qt::AlignCenter,
                     metrics.elidedText(shownName(label.text), Qt::ElideMiddle, 98));
  }
  painter.setFont(withWeight(small, QFont::DemiBold));
  painter.setPen(t.text);
  painter.drawText(QRectF(box.left(), box.bottom() + 22, box.width(), 18), Qt::AlignRight, x.name);
  painter.save();
  painter.translate(14, box.center().y());
  painter.rotate(-90);
  painter.drawText(
      QRectF(-box.height() / 2, -9, box.height(), 18), Qt::AlignCenter,
      painter.fontMetrics().elidedText(y.name, Qt::ElideMiddle, static_cast<int>(box.height())));
  painter.restore();
  for (std::size_t run = 0; run < m_runs.size(); ++run) {
    if (!hasPlace(run)) continue;
    painter.setPen(QPen(t.surface, 1.5));
    painter.setBrush(m_runs[run].color);
    painter.drawEllipse(placeOf(run), 6, 6);
    painter.setFont(small);
    painter.setPen(t.text);
    const QString name = metrics.elidedText(shownName(m_runs[run].name), Qt::ElideMiddle, 140);
    const bool isRight = placeOf(run).x() > width() - 160;
    painter.drawText(
        QRectF(placeOf(run).x() + (isRight ? -150 : 10), placeOf(run).y() - 8, 140, 16),
        (isRight ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter, name);
  }
}

int ScatterView::runAt(const QPoint& position) const {
  for (std::size_t run = m_runs.size(); run-- > 0;)
    if (hasPlace(run) && (placeOf(run) - position).manhattanLength() < kReach)
      return static_cast<int>(run);
  return -1;
}

void ScatterView::mousePressEvent(QMouseEvent* event) {
  if (const int run = runAt(event->pos()); run >= 0)
    Q_EMIT runChosen(m_runs[static_cast<std::size_t>(run)].id);
}

bool ScatterView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  const int run = runAt(help->pos());
  QToolTip::showText(help->globalPos(),
                     run < 0 ? QString() : shownName(m_runs[static_cast<std::size_t>(run)].name),
                     this);
  return true;
}

}  // namespace cairn::ui
