#include "ui/plot/chart_layers.h"

#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"

#include <QCoreApplication>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostDiamonds = 40;
constexpr double kDiamond = 5.5;

QPolygonF diamond(const QPointF& at, double radius) {
  return QPolygonF({at + QPointF(0, -radius), at + QPointF(radius, 0), at + QPointF(0, radius),
                    at + QPointF(-radius, 0)});
}

}  // namespace

MarksLayer::MarksLayer(ChartPlot* plot)
    : QCPLayerable(plot, QStringLiteral("marks")), m_plot(plot) {}

void MarksLayer::setCheckpoints(std::vector<CheckpointMark> marks) {
  m_checkpoints = std::move(marks);
}

void MarksLayer::setRestarts(std::vector<RestartMark> marks) { m_restarts = std::move(marks); }

std::vector<const CheckpointMark*> MarksLayer::inView() const {
  std::vector<const CheckpointMark*> shown;
  for (const CheckpointMark& mark : m_checkpoints)
    if (m_plot->xAxis->range().contains(mark.x) && std::isfinite(mark.y)) shown.push_back(&mark);
  return shown;
}

const CheckpointMark* MarksLayer::at(const QPointF& position) const {
  const CheckpointMark* best = nullptr;
  double nearest = 10;
  for (const CheckpointMark* mark : inView()) {
    const QPointF place(m_plot->xAxis->coordToPixel(mark->x), m_plot->yAxis->coordToPixel(mark->y));
    const double distance = (place - position).manhattanLength();
    if (distance < nearest) {
      nearest = distance;
      best = mark;
    }
  }
  return best;
}

void MarksLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void MarksLayer::draw(QCPPainter* painter) {
  const Tokens& t = tokens();
  const QRect area = m_plot->area();
  painter->save();
  for (const RestartMark& mark : m_restarts) {
    if (!m_plot->xAxis->range().contains(mark.x)) continue;
    const double x = m_plot->xAxis->coordToPixel(mark.x);
    painter->setPen(QPen(t.muted, 1, Qt::DotLine));
    painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
    painter->setPen(t.muted);
    painter->setFont(withSize(m_plot->font(), 11.0 / 13));
    painter->drawText(QPointF(x + 4, area.bottom() - 6), mark.text);
  }
  painter->setClipRect(area.adjusted(-6, -6, 6, 6));
  const auto shown = inView();
  if (shown.size() > kMostDiamonds) {
    painter->setPen(t.muted);
    painter->setFont(withSize(m_plot->font(), 11.0 / 13));
    painter->drawText(area.adjusted(0, 0, -4, -4), Qt::AlignRight | Qt::AlignBottom,
                      QCoreApplication::translate("MarksLayer", "◆ %n checkpoints", nullptr,
                                                  static_cast<int>(shown.size())));
  } else {
    for (const CheckpointMark* mark : shown) {
      const QPointF at(m_plot->xAxis->coordToPixel(mark->x), m_plot->yAxis->coordToPixel(mark->y));
      painter->setPen(QPen(mark->color, 1.5));
      painter->setBrush(mark->onDisk ? mark->color : t.surface);
      painter->drawPolygon(diamond(at, kDiamond));
    }
  }
  painter->restore();
}

// A tick's label that would show half of itself beside the crosshair's goes.
void CrosshairLayer::coverTicks(QCPPainter& painter, const QRectF& label) const {
  const QCPAxis* axis = m_plot->xAxis;
  QVector<double> ticks;
  QVector<QString> texts;
  axis->ticker()->generate(axis->range(), m_plot->locale(), QLatin1Char('g'), 6, ticks, nullptr,
                           &texts);
  const QFontMetrics metrics(axis->tickLabelFont());
  for (qsizetype i = 0; i < std::min(ticks.size(), texts.size()); ++i) {
    const double width = metrics.horizontalAdvance(texts[i]) + 2;
    const QRectF box(axis->coordToPixel(ticks[i]) - width / 2, label.top(), width, label.height());
    if (box.intersects(label.adjusted(-3, 0, 3, 0))) painter.fillRect(box, tokens().surface);
  }
}

CrosshairLayer::CrosshairLayer(ChartPlot* plot)
    : QCPLayerable(plot, QStringLiteral("overlay")), m_plot(plot) {}

void CrosshairLayer::set(double x, const QString& label, std::vector<Dot> dots) {
  m_shown = true;
  m_x = x;
  m_label = label;
  m_dots = std::move(dots);
}

void CrosshairLayer::clear() { m_shown = false; }

void CrosshairLayer::applyDefaultAntialiasingHint(QCPPainter* painter) const {
  painter->setAntialiasing(true);
}

void CrosshairLayer::draw(QCPPainter* painter) {
  const Tokens& t = tokens();
  const QRect area = m_plot->area();
  if (const QRect box = m_plot->zoomBox(); !box.isEmpty()) {
    QColor inside = t.accent;
    inside.setAlphaF(0.12F);
    painter->setPen(QPen(t.accent, 1));
    painter->setBrush(inside);
    painter->drawRect(box);
  }
  if (m_selection && m_selection->size() > 0) {
    QColor inside = t.accent;
    inside.setAlphaF(0.10F);
    const double left = std::max<double>(m_plot->xAxis->coordToPixel(m_selection->lo), area.left());
    const double right =
        std::min<double>(m_plot->xAxis->coordToPixel(m_selection->hi), area.right());
    if (right > left)
      painter->fillRect(QRectF(left, area.top(), right - left, area.height()), inside);
  }
  if (!m_shown || !m_plot->xAxis->range().contains(m_x)) return;
  const double x = std::round(m_plot->xAxis->coordToPixel(m_x)) + 0.5;
  painter->setPen(QPen(t.text, 1, Qt::DashLine));
  painter->drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
  for (const Dot& dot : m_dots) {
    const QPointF at(m_plot->xAxis->coordToPixel(dot.x), m_plot->yAxis->coordToPixel(dot.y));
    if (!area.adjusted(-1, -1, 1, 1).contains(at.toPoint())) continue;
    painter->setPen(QPen(t.surface, 1.5));
    painter->setBrush(dot.color);
    painter->drawEllipse(at, 3.8, 3.8);
  }
  const QFont font = withWeight(withSize(m_plot->font(), 11.0 / 13), QFont::DemiBold);
  const QFontMetrics metrics(font);
  const double width = metrics.horizontalAdvance(m_label) + 16;
  QRectF label(x - width / 2, area.bottom() + 4, width, metrics.height() + 4);
  label.moveLeft(std::clamp(label.left(), 0.0, std::max(0.0, m_plot->width() - width)));
  coverTicks(*painter, label);
  painter->setPen(Qt::NoPen);
  painter->setBrush(t.inverse);
  painter->drawRoundedRect(label, 3, 3);
  painter->setPen(t.onInverse);
  painter->setFont(font);
  painter->drawText(label, Qt::AlignCenter, m_label);
}

}  // namespace cairn::ui
