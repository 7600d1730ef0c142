#include "ui/compare/parallel_view.h"

#include "ui/theme/fonts.h"
#include "ui/theme/tokens.h"
#include "ui/widgets/elided_label.h"

#include <QContextMenuEvent>
#include <QMenu>
#include <QPainter>
#include <QPainterPath>
#include <QToolTip>
#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kSide = 84;  // before the first and after the last axis
constexpr int kTop = 34;   // room for the names
constexpr int kBottom = 12;
constexpr double kNear = 7;  // px
constexpr double kFaint = 0.15;
constexpr std::size_t kManyRuns = 200;

}  // namespace

ParallelView::ParallelView(QWidget* parent) : QWidget(parent) {
  setObjectName(QStringLiteral("compare.parallel"));
  setAccessibleName(tr("Parallel coordinates"));
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
}

void ParallelView::setContent(std::vector<RunRef> runs, std::vector<ParallelAxis> axes) {
  m_runs = std::move(runs);
  m_axes = std::move(axes);
  m_brushes.assign(m_axes.size(), {});
  m_hovered = -1;
  describe();
  update();
}

void ParallelView::describe() {
  QStringList names;
  for (const ParallelAxis& axis : m_axes) names << axis.name;
  setAccessibleDescription(tr("%1 of %2 runs over %3")
                               .arg(passing().size())
                               .arg(m_runs.size())
                               .arg(names.join(QStringLiteral(", "))));
}

void ParallelView::addBrush(std::size_t axis, Brush brush) {
  m_brushes[axis].push_back(brush);
  describe();
  update();
  Q_EMIT brushed();
}

void ParallelView::clearBrushes() {
  for (auto& brushes : m_brushes) brushes.clear();
  describe();
  update();
  Q_EMIT brushed();
}

void ParallelView::moveAxis(std::size_t from, std::size_t to) {
  if (from >= m_axes.size() || to >= m_axes.size() || from == to) return;
  const auto move = [&](auto& list) {
    auto item = std::move(list[from]);
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(from));
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(to), std::move(item));
  };
  move(m_axes);
  move(m_brushes);
  describe();
  update();
}

void ParallelView::setLog(std::size_t axis, bool log) {
  m_axes[axis].isLog = log && m_axes[axis].canBeLog();
  m_axes[axis].arrange();
  update();
}

void ParallelView::setInverted(std::size_t axis, bool inverted) {
  m_axes[axis].isInverted = inverted;
  m_axes[axis].arrange();
  update();
}

void ParallelView::removeAxis(std::size_t axis) {
  if (m_axes.size() <= 1) return;
  m_axes.erase(m_axes.begin() + static_cast<std::ptrdiff_t>(axis));
  m_brushes.erase(m_brushes.begin() + static_cast<std::ptrdiff_t>(axis));
  describe();
  update();
  Q_EMIT brushed();
}

std::vector<std::size_t> ParallelView::passing() const {
  std::vector<std::size_t> runs;
  for (std::size_t run = 0; run < m_runs.size(); ++run)
    if (passes(m_axes, m_brushes, run)) runs.push_back(run);
  return runs;
}

double ParallelView::axisX(std::size_t axis) const {
  const double room = width() - 2.0 * kSide;
  return m_axes.size() < 2
             ? width() / 2.0
             : kSide + room * static_cast<double>(axis) / static_cast<double>(m_axes.size() - 1);
}

double ParallelView::toY(double place) const {
  return kTop + (1 - place) * (height() - kTop - kBottom);
}
double ParallelView::toPlace(double y) const {
  return 1 - (y - kTop) / (height() - kTop - kBottom);
}

QPointF ParallelView::placeOf(std::size_t axis, std::size_t run) const {
  return {axisX(axis), toY(m_axes[axis].places[run].value_or(0))};
}

QPainterPath ParallelView::pathOf(std::size_t run) const {
  QPainterPath path;
  std::optional<QPointF> last;
  for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
    if (!m_axes[axis].places[run]) {
      last.reset();
      continue;
    }
    const QPointF at = placeOf(axis, run);
    if (last) {
      const double bend = (at.x() - last->x()) * 0.5;
      path.cubicTo(*last + QPointF(bend, 0), at - QPointF(bend, 0), at);
    } else {
      path.moveTo(at);
    }
    last = at;
  }
  return path;
}

void ParallelView::paintEvent(QPaintEvent*) {
  if (m_axes.empty()) return;
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (std::size_t axis = 0; axis < m_axes.size(); ++axis) paintAxis(painter, axis);
  for (std::size_t run = 0; run < m_runs.size(); ++run)
    if (static_cast<int>(run) != m_hovered) paintRun(painter, run);
  if (m_hovered >= 0) paintRun(painter, static_cast<std::size_t>(m_hovered));
  for (std::size_t axis = 0; axis < m_axes.size(); ++axis) paintLabels(painter, axis);
  if (!hasFocus()) return;
  painter.setPen(QPen(tokens().accent, 2));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 6, 6);
}

void ParallelView::paintAxis(QPainter& painter, std::size_t axis) const {
  const Tokens& t = tokens();
  const double x = axisX(axis);
  painter.setPen(QPen(t.fieldBorder, 1.4));
  painter.drawLine(QPointF(x, kTop), QPointF(x, height() - kBottom));
  QColor inside = t.accent;
  inside.setAlphaF(0.18F);
  painter.setPen(QPen(t.accent, 1));
  painter.setBrush(inside);
  for (const Brush& brush : m_brushes[axis])
    painter.drawRect(QRectF(QPointF(x - 6, toY(brush.hi)), QPointF(x + 6, toY(brush.lo))));
  if (m_drag == Drag::Brush && m_axis == static_cast<int>(axis))
    painter.drawRect(QRectF(QPointF(x - 6, std::min(m_from.y(), m_to.y())),
                            QPointF(x + 6, std::max(m_from.y(), m_to.y()))));
  painter.setFont(withWeight(withSize(font(), 12.0 / 13), QFont::DemiBold));
  const bool isMoved = m_drag == Drag::Move && m_axis == static_cast<int>(axis);
  painter.setPen(isMoved ? t.accent : t.text);
  const double wide = m_axes.size() < 2
                          ? 200
                          : (width() - 2.0 * kSide) / static_cast<double>(m_axes.size() - 1) - 8;
  const double shift = isMoved ? m_to.x() - m_from.x() : 0;
  QRectF box(x - wide / 2 + shift, 4, wide, kTop - 10);
  box.moveLeft(std::clamp(box.left(), 0.0, std::max(0.0, width() - wide)));
  painter.drawText(box, Qt::AlignCenter,
                   painter.fontMetrics().elidedText(shownName(m_axes[axis].name), Qt::ElideMiddle,
                                                    static_cast<int>(wide)));
}

void ParallelView::paintRun(QPainter& painter, std::size_t run) const {
  const bool isOut = !passes(m_axes, m_brushes, run);
  const bool isLit = static_cast<int>(run) == m_hovered;
  QColor color = m_runs[run].color;
  if (isOut || (m_hovered >= 0 && !isLit))
    color.setAlphaF(static_cast<float>(kFaint));
  else if (m_runs.size() > kManyRuns && !isLit)
    color.setAlphaF(0.4F);
  QPen pen(color, isLit ? 2.6 : 1.8);
  if (m_runs[run].dashed) pen.setStyle(Qt::DashLine);
  painter.setPen(pen);
  painter.setBrush(Qt::NoBrush);
  painter.drawPath(pathOf(run));
  painter.setPen(QPen(tokens().surface, 1.2));
  painter.setBrush(color);
  for (std::size_t axis = 0; axis < m_axes.size(); ++axis)
    if (m_axes[axis].places[run]) painter.drawEllipse(placeOf(axis, run), 3.4, 3.4);
}

// A halo in the surface's colour, so that curves don't run through the words.
void ParallelView::paintLabels(QPainter& painter, std::size_t axis) const {
  const Tokens& t = tokens();
  painter.setFont(withSize(font(), 11.0 / 13));
  const QFontMetrics metrics = painter.fontMetrics();
  const bool isLast = axis + 1 == m_axes.size() && axis > 0;
  double free = -100;
  auto labels = m_axes[axis].labels;
  std::sort(labels.begin(), labels.end(),
            [](const AxisLabel& a, const AxisLabel& b) { return a.place > b.place; });
  for (const AxisLabel& label : labels) {
    const double y = toY(label.place);
    if (y - free < metrics.height() - 2) continue;
    free = y;
    const QString text =
        metrics.elidedText(shownName(label.text), Qt::ElideMiddle, axis == 0 || isLast ? 72 : 96);
    const double wide = metrics.horizontalAdvance(text);
    const double x = isLast ? axisX(axis) + 10 : axisX(axis) - 10 - wide;
    QPainterPath words;
    words.addText(QPointF(x, y + metrics.ascent() / 2.0 - 1), painter.font(), text);
    painter.setPen(QPen(t.surface, 4, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPath(words);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.text);
    painter.drawPath(words);
  }
}

int ParallelView::axisAt(const QPoint& position) const {
  for (std::size_t axis = 0; axis < m_axes.size(); ++axis) {
    const double reach = position.y() < kTop ? 48 : kNear;
    if (std::abs(axisX(axis) - position.x()) <= reach) return static_cast<int>(axis);
  }
  return -1;
}

// The run whose curve passes nearest to the pointer.
int ParallelView::runAt(const QPoint& position) const {
  int best = -1;
  double nearest = kNear;
  if (m_axes.size() < 2) return best;
  const double step = axisX(1) - axisX(0);
  const int left = static_cast<int>((position.x() - kSide) / step);
  if (left < 0 || left + 1 >= static_cast<int>(m_axes.size())) return best;
  const auto axis = static_cast<std::size_t>(left);
  const double share = (position.x() - axisX(axis)) / step;
  const double bent = share * share * (3 - 2 * share);  // near the drawn curve's course
  for (std::size_t run = 0; run < m_runs.size(); ++run) {
    if (!m_axes[axis].places[run] || !m_axes[axis + 1].places[run]) continue;
    const double from = placeOf(axis, run).y(), to = placeOf(axis + 1, run).y();
    const double away = std::abs(from + (to - from) * bent - position.y());
    if (away >= nearest) continue;
    nearest = away;
    best = static_cast<int>(run);
  }
  return best;
}

void ParallelView::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) return QWidget::mousePressEvent(event);
  m_from = m_to = event->pos();
  m_axis = axisAt(event->pos());
  m_drag = m_axis < 0 ? Drag::None : event->pos().y() < kTop ? Drag::Move : Drag::Brush;
}

void ParallelView::mouseMoveEvent(QMouseEvent* event) {
  m_to = event->pos();
  if (m_drag == Drag::None) {
    const int run = runAt(event->pos());
    if (run != m_hovered) {
      m_hovered = run;
      setToolTip(run < 0 ? QString() : shownName(m_runs[static_cast<std::size_t>(run)].name));
    }
    const int axis = axisAt(event->pos());
    setCursor(axis < 0                  ? Qt::ArrowCursor
              : event->pos().y() < kTop ? Qt::SizeHorCursor
                                        : Qt::CrossCursor);
  }
  update();
}

void ParallelView::mouseReleaseEvent(QMouseEvent* event) {
  const Drag drag = std::exchange(m_drag, Drag::None);
  const auto axis = static_cast<std::size_t>(std::max(m_axis, 0));
  if (drag == Drag::Brush) {
    if (std::abs(m_from.y() - event->pos().y()) < 4) {
      m_brushes[axis].clear();  // a click takes the filter away
      describe();
      Q_EMIT brushed();
    } else {
      const double a = toPlace(m_from.y()), b = toPlace(event->pos().y());
      addBrush(axis, {std::min(a, b), std::max(a, b)});
    }
  } else if (drag == Drag::Move) {
    std::size_t to = axis;
    for (std::size_t i = 0; i < m_axes.size(); ++i)
      if (std::abs(axisX(i) - event->pos().x()) < std::abs(axisX(to) - event->pos().x())) to = i;
    moveAxis(axis, to);
  } else if (const int run = runAt(event->pos()); run >= 0 && event->button() == Qt::LeftButton) {
    Q_EMIT runChosen(m_runs[static_cast<std::size_t>(run)].id);
  }
  update();
}

void ParallelView::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void ParallelView::contextMenuEvent(QContextMenuEvent* event) {
  const int found = axisAt(event->pos());
  if (found < 0) return;
  const auto axis = static_cast<std::size_t>(found);
  auto* menu = new QMenu(this);
  menu->setObjectName(QStringLiteral("compare.axis.menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  auto* log = menu->addAction(tr("Logarithmic"));
  log->setCheckable(true);
  log->setChecked(m_axes[axis].isLog);
  log->setEnabled(m_axes[axis].canBeLog());
  connect(log, &QAction::triggered, this, [this, axis](bool on) { setLog(axis, on); });
  auto* inverted = menu->addAction(tr("Inverted"));
  inverted->setCheckable(true);
  inverted->setChecked(m_axes[axis].isInverted);
  connect(inverted, &QAction::triggered, this, [this, axis](bool on) { setInverted(axis, on); });
  menu->addAction(tr("Remove axis"), this, [this, axis] { removeAxis(axis); })
      ->setEnabled(m_axes.size() > 1);
  menu->addSeparator();
  menu->addAction(tr("Clear filters"), this, &ParallelView::clearBrushes);
  menu->popup(event->globalPos());
}

void ParallelView::keyPressEvent(QKeyEvent* event) {
  const auto count = static_cast<int>(m_runs.size());
  switch (event->key()) {
    case Qt::Key_Up:
      m_hovered = count == 0 ? -1 : (std::max(m_hovered, 0) + count - 1) % count;
      break;
    case Qt::Key_Down:
      m_hovered = count == 0 ? -1 : (m_hovered + 1) % count;
      break;
    case Qt::Key_Return:
      if (m_hovered >= 0) Q_EMIT runChosen(m_runs[static_cast<std::size_t>(m_hovered)].id);
      return;
    case Qt::Key_Escape:
      clearBrushes();
      m_hovered = -1;
      break;
    default:
      return QWidget::keyPressEvent(event);
  }
  if (m_hovered >= 0)
    setAccessibleDescription(shownName(m_runs[static_cast<std::size_t>(m_hovered)].name));
  update();
}

}  // namespace cairn::ui
