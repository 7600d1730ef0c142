#include "ui/checkpoints/timeline_view.h"

#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/theme/fonts.h"
#include "ui/theme/icons.h"
#include "ui/theme/tokens.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QDateTime>
#include <QHelpEvent>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <QWheelEvent>
#include <algorithm>

namespace cairn::ui {
namespace {

constexpr double kSide = 22;     // before the first and after the last mark
constexpr double kMark = 8;      // half a diagonal
constexpr double kReach = 14;    // how near a click must be
constexpr int kLossHeight = 34;  // of the curve behind
constexpr double kLeastView = 0.02;

QPolygonF diamond(const QPointF& at, double size) {
  return QPolygonF({at + QPointF(0, -size), at + QPointF(size, 0), at + QPointF(0, size),
                    at + QPointF(-size, 0)});
}

}  // namespace

TimelineView::TimelineView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("checkpoints.timeline"));
  setAccessibleName(tr("Timeline of checkpoints"));
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

QSize TimelineView::sizeHint() const { return {400, 44 + 2 * fontMetrics().height() + 12}; }

void TimelineView::setRun(std::shared_ptr<const RunCheckpoints> run, const QColor& color) {
  m_run = std::move(run);
  m_color = color;
  describe();
  update();
}

void TimelineView::setDamaged(const fs::path& prefix) {
  m_damaged = prefix;
  update();
}

void TimelineView::setChosen(const fs::path& a, const std::optional<fs::path>& b) {
  m_a = a;
  m_b = b;
  describe();
  update();
}

void TimelineView::describe() {
  if (!m_run) return;
  QStringList parts;
  for (const SavedStep& one : m_run->saved) {
    QString text = tr("step %1").arg(countText(one.step));
    if (isA(one)) text += QStringLiteral(" A");
    if (isB(one)) text += QStringLiteral(" B");
    if (!one.onDisk()) text += tr(" (deleted)");
    parts << text;
  }
  setAccessibleDescription(parts.join(QStringLiteral(", ")));
}

StepScale TimelineView::scale() const {
  std::vector<std::int64_t> steps;
  for (const SavedStep& one : m_run->saved) steps.push_back(one.step);
  StepScale scale(steps, kSide, width() - kSide);
  scale.setView(m_viewLo, m_viewHi);
  return scale;
}

double TimelineView::lineY() const { return height() - fontMetrics().height() - 18; }

QPointF TimelineView::placeOf(std::int64_t step) const {
  return {scale().toPixel(static_cast<double>(step)), lineY()};
}

bool TimelineView::isA(const SavedStep& saved) const {
  return saved.onDisk() && saved.checkpoint->prefix == m_a;
}
bool TimelineView::isB(const SavedStep& saved) const {
  return saved.onDisk() && m_b && saved.checkpoint->prefix == *m_b;
}

// The nearest on disk wins over one that is gone.
const SavedStep* TimelineView::at(const QPoint& position) const {
  if (!m_run || m_run->saved.empty()) return nullptr;
  const StepScale axis = scale();
  const SavedStep* best = nullptr;
  double nearest = kReach;
  for (const SavedStep& one : m_run->saved) {
    const double away = std::abs(axis.toPixel(static_cast<double>(one.step)) - position.x());
    if (away > nearest || (best && best->onDisk() && !one.onDisk() && away > nearest - 1)) continue;
    best = &one;
    nearest = away;
  }
  return best;
}

void TimelineView::paintEvent(QPaintEvent*) {
  if (!m_run || m_run->saved.empty()) return;
  const Tokens& t = tokens();
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const StepScale axis = scale();
  paintLoss(painter, axis);
  painter.setPen(QPen(t.fieldBorder, 1.2));
  const double y = lineY();
  const double from = axis.toPixel(static_cast<double>(m_run->saved.front().step));
  const double to = axis.toPixel(static_cast<double>(m_run->saved.back().step));
  painter.drawLine(QPointF(std::max(from, 4.0), y), QPointF(std::min(to, width() - 4.0), y));
  for (const bool chosen : {false, true})  // A and B above their neighbours
    for (const SavedStep& one : m_run->saved)
      if ((isA(one) || isB(one)) == chosen)
        paintMark(painter, one, {axis.toPixel(static_cast<double>(one.step)), y});
  paintLabels(painter, axis);
  if (m_dragging) {
    painter.setPen(QPen(t.runs[1], 1.5, Qt::DashLine));
    painter.drawLine(m_pressed, mapFromGlobal(QCursor::pos()));
  }
  if (!hasFocus()) return;
  painter.setPen(QPen(t.accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void TimelineView::paintLoss(QPainter& painter, const StepScale& axis) const {
  if (m_run->loss.size() < 2) return;
  const auto [lo, hi] =
      std::minmax_element(m_run->loss.begin(), m_run->loss.end(),
                          [](const auto& a, const auto& b) { return a.value < b.value; });
  const double span = hi->value - lo->value;
  const double bottom = lineY() - kMark - 2;
  QPainterPath path;
  for (const LossPoint& point : m_run->loss) {
    const double share = span > 0 ? (point.value - lo->value) / span : 0;
    const QPointF at(axis.toPixel(point.step), bottom - share * kLossHeight);
    path.elementCount() == 0 ? path.moveTo(at) : path.lineTo(at);
  }
  QColor faint = m_color.isValid() ? m_color : tokens().muted;
  faint.setAlphaF(0.5F);
  painter.setPen(QPen(faint, 1.2));
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(path);
}

void TimelineView::paintMark(QPainter& painter, const SavedStep& saved,
                             const QPointF& place) const {
  const Tokens& t = tokens();
  const bool a = isA(saved), b = isB(saved);
  const QColor color = a ? t.accent : b ? t.runs[1] : t.diamond;
  if (saved.onDisk()) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(color);
    painter.drawPolygon(diamond(place, kMark));
  } else {
    painter.setPen(QPen(t.fieldBorder, 1.2, Qt::DotLine));
    painter.setBrush(t.surface);
    painter.drawPolygon(diamond(place, kMark - 0.5));
  }
  if (saved.onDisk() &&
      (!saved.checkpoint->problems.empty() || saved.checkpoint->prefix == m_damaged)) {
    painter.setPen(QPen(t.bad, 2));
    painter.drawLine(place + QPointF(-4, -4), place + QPointF(4, 4));
    painter.drawLine(place + QPointF(-4, 4), place + QPointF(4, -4));
  }
  const QRectF above(place.x() - 16, place.y() - kMark - 20, 32, 18);
  painter.setFont(withWeight(font(), QFont::Bold));
  if (a || b) {
    painter.setPen(a ? t.accent : t.warn);
    painter.drawText(above, Qt::AlignCenter,
                     a && b ? QStringLiteral("A B")
                     : a    ? QStringLiteral("A")
                            : QStringLiteral("B"));
  } else if (m_run->best == saved.step) {
    paintIcon(painter, QStringLiteral("star"), QRectF(place.x() - 6, above.top() + 3, 12, 12),
              t.ok);
  }
}

void TimelineView::paintLabels(QPainter& painter, const StepScale& axis) const {
  const Tokens& t = tokens();
  const QFont plain = withSize(font(), 11.0 / 13);
  const QFontMetrics metrics(withWeight(plain, QFont::DemiBold));
  std::vector<double> at, widths;
  std::vector<std::size_t> wanted;
  for (std::size_t i = 0; i < m_run->saved.size(); ++i) {
    const SavedStep& one = m_run->saved[i];
    at.push_back(axis.toPixel(static_cast<double>(one.step)));
    widths.push_back(metrics.horizontalAdvance(countText(one.step)));
    if (isA(one) || isB(one)) wanted.push_back(i);
  }
  const auto shown = labelsThatFit(at, widths, wanted, 8);
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (!shown[i]) continue;
    const bool chosen = isA(m_run->saved[i]) || isB(m_run->saved[i]);
    painter.setFont(chosen ? withWeight(plain, QFont::DemiBold) : plain);
    painter.setPen(chosen ? t.text : t.muted);
    painter.drawText(QRectF(at[i] - 40, lineY() + kMark + 3, 80, metrics.height() + 2),
                     Qt::AlignHCenter | Qt::AlignTop, countText(m_run->saved[i].step));
  }
}

QString TimelineView::textOf(const SavedStep& saved) const {
  QStringList lines;
  lines << tr("Step %1").arg(countText(saved.step));
  if (saved.loss) lines << tr("loss %1").arg(numberText(*saved.loss, 6));
  if (!saved.onDisk()) {
    const auto kept = m_run->record ? m_run->record->config.runConfig.keepCheckpointMax : 0;
    lines << (kept > 0 ? tr("deleted since: keep_checkpoint_max = %1").arg(kept)
                       : tr("deleted since"));
    return lines.join(QLatin1Char('\n'));
  }
  const checkpoints::Checkpoint& one = *saved.checkpoint;
  lines << fileName(one.prefix);
  lines << tr("%1 · %n tensor(s) · written %2", nullptr, static_cast<int>(one.tensors))
               .arg(bytesText(one.bytes),
                    QDateTime::fromSecsSinceEpoch(static_cast<qint64>(one.writtenAt))
                        .toString(QStringLiteral("yyyy-MM-dd HH:mm:ss t")));
  if (m_run->best == saved.step) lines << tr("best evaluation of those on disk");
  if (one.newest) lines << tr("newest: TensorFlow restores this one");
  if (!one.inState) lines << tr("not in the checkpoint file");
  for (const Error& problem : one.problems) lines << QStringLiteral("✕ ") + errorText(problem);
  if (m_run->record)
    for (const model::HistoryEntry& entry : m_run->record->history)
      if (entry.code && entry.fromStep.value() <= saved.step &&
          saved.step <= entry.toStep.value()) {
        lines << tr("code %1%2")
                     .arg(toQString(entry.code->commit).left(10),
                          entry.code->dirty ? tr(", with changes") : QString());
        break;
      }
  return lines.join(QLatin1Char('\n'));
}

void TimelineView::mousePressEvent(QMouseEvent* event) {
  const SavedStep* saved = at(event->pos());
  if (event->button() != Qt::LeftButton || !saved || !saved->onDisk())
    return QWidget::mousePressEvent(event);
  m_pressed = event->pos();
  if (event->modifiers().testFlag(Qt::ShiftModifier))
    Q_EMIT bChosen(saved->checkpoint->prefix);
  else
    Q_EMIT aChosen(saved->checkpoint->prefix);
}

void TimelineView::mouseMoveEvent(QMouseEvent* event) {
  const SavedStep* saved = at(event->pos());
  setCursor(saved && saved->onDisk() ? Qt::PointingHandCursor : Qt::ArrowCursor);
  if (!event->buttons().testFlag(Qt::LeftButton)) return;
  m_dragging = (event->pos() - m_pressed).manhattanLength() >= QApplication::startDragDistance();
  update();
}

// A drag that ends on another checkpoint compares the two.
void TimelineView::mouseReleaseEvent(QMouseEvent* event) {
  if (!std::exchange(m_dragging, false)) return;
  const SavedStep* saved = at(event->pos());
  if (saved && saved->onDisk() && saved->checkpoint->prefix != m_a)
    Q_EMIT bChosen(saved->checkpoint->prefix);
  update();
}

void TimelineView::mouseDoubleClickEvent(QMouseEvent*) {
  m_viewLo = 0;
  m_viewHi = 1;
  update();
}

void TimelineView::wheelEvent(QWheelEvent* event) {
  if (!m_run || m_run->saved.size() < 3 || event->angleDelta().y() == 0) return event->ignore();
  const double pointer =
      m_viewLo + (event->position().x() - kSide) / (width() - 2 * kSide) * (m_viewHi - m_viewLo);
  const double factor = event->angleDelta().y() > 0 ? 0.8 : 1.25;
  const double size = std::clamp((m_viewHi - m_viewLo) * factor, kLeastView, 1.0);
  const double share = (pointer - m_viewLo) / (m_viewHi - m_viewLo);
  m_viewLo = std::clamp(pointer - share * size, 0.0, 1.0 - size);
  m_viewHi = m_viewLo + size;
  update();
  event->accept();
}

void TimelineView::contextMenuEvent(QContextMenuEvent* event) {
  const SavedStep* saved = at(event->pos());
  if (event->reason() == QContextMenuEvent::Keyboard) {
    Q_EMIT menuAsked(m_a, event->globalPos());
  } else if (saved && saved->onDisk()) {
    Q_EMIT menuAsked(saved->checkpoint->prefix, event->globalPos());
  }
}

bool TimelineView::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) return QWidget::event(event);
  auto* help = static_cast<QHelpEvent*>(event);
  const SavedStep* saved = at(help->pos());
  QToolTip::showText(help->globalPos(), saved ? textOf(*saved) : QString(), this);
  return true;
}

}  // namespace cairn::ui
