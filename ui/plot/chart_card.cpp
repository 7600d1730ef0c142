#include "ui/plot/chart_card.h"

#include "ui/bridge/numbers.h"
#include "ui/plot/axis_ticker.h"
#include "ui/plot/series_plottable.h"
#include "ui/theme/fonts.h"
#include "ui/widgets/button.h"
#include "ui/widgets/label.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QMenu>
#include <QVBoxLayout>
#include <algorithm>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kPlotHeight = 248;
constexpr double kSnap = 10;  // px

QSharedPointer<QCPAxisTicker> tickerFor(XAxisKind kind) {
  switch (kind) {
    case XAxisKind::Step:
      break;
    case XAxisKind::Relative:
      return QSharedPointer<AxisTicker>::create(AxisTicker::Kind::Duration);
    case XAxisKind::Wall:
      return QSharedPointer<AxisTicker>::create(AxisTicker::Kind::Clock);
  }
  return QSharedPointer<AxisTicker>::create(AxisTicker::Kind::Number);
}

void setScale(QCPAxis* axis, bool log, QSharedPointer<QCPAxisTicker> linear) {
  axis->setScaleType(log ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
  if (log)
    axis->setTicker(QSharedPointer<LogTicker>::create());
  else
    axis->setTicker(std::move(linear));
}

}  // namespace

ChartCard::ChartCard(const QString& title, const QString& note, const QString& objectName,
                     QWidget* parent)
    : Card(objectName, parent), m_plot(new ChartPlot(this)) {
  setTitle(title, note);
  body()->setContentsMargins(8, 0, 12, 8);
  buildHeader();
  buildPlot();
  m_corner = makeLabel({}, TextRole::Muted, objectName + QStringLiteral(".outside"));
  m_corner->setParent(m_plot);
  m_corner->setAttribute(Qt::WA_TransparentForMouseEvents);
  m_corner->hide();
  dress();
}

void ChartCard::buildHeader() {
  auto* expand = new IconButton(QStringLiteral("expand"), tr("Expand (Enter)"),
                                objectName() + QStringLiteral(".expand"), this);
  auto* reset = new IconButton(QStringLiteral("reset"), tr("Fit (F)"),
                               objectName() + QStringLiteral(".fit"), this);
  header()->setSpacing(4);
  header()->addWidget(expand);
  header()->addWidget(reset);
  auto* more = new IconButton(QStringLiteral("more"), tr("More"),
                              objectName() + QStringLiteral(".more"), this);
  header()->addWidget(more);
  connect(more, &QToolButton::clicked, this, &ChartCard::popUpMenu);
  connect(expand, &QToolButton::clicked, this, &ChartCard::expandAsked);
  connect(reset, &QToolButton::clicked, this, &ChartCard::fit);
}

void ChartCard::buildPlot() {
  m_plot->setObjectName(objectName() + QStringLiteral(".plot"));
  m_plot->setFixedHeight(kPlotHeight);
  m_plot->installEventFilter(this);
  m_plot->addLayer(QStringLiteral("marks"), m_plot->layer(QStringLiteral("main")));
  // QCustomPlot has a buffered layer "overlay" of its own, above all others.
  m_plot->layer(QStringLiteral("overlay"))->setMode(QCPLayer::lmBuffered);
  m_plot->setNoAntialiasingOnDrag(true);
  m_plottable = new SeriesPlottable(m_plot->xAxis, m_plot->yAxis);
  m_marks = new MarksLayer(m_plot);
  m_crosshair = new CrosshairLayer(m_plot);
  m_plot->axisRect()->setMinimumMargins(QMargins(36, 10, 12, 26));
  body()->addWidget(m_plot);
  connect(m_plot, &ChartPlot::zoomed, this, &ChartCard::applyZoom);
  connect(m_plot, &ChartPlot::axisClicked, this, &ChartCard::axisClicked);
  connect(m_plot, &ChartPlot::fitAsked, this, &ChartCard::fit);
  connect(m_plot, &ChartPlot::pointed, this, [this](std::optional<double> x, QPoint at) {
    Q_EMIT pointed(x, m_plot->mapToGlobal(at));
  });
  connect(m_plot, &ChartPlot::clicked, this, [this](QPoint at) {
    if (const CheckpointMark* mark = m_marks->at(at))
      Q_EMIT checkpointChosen(m_checkpointRun, mark->step);
    else if (const QString run = runAt(at); !run.isEmpty())
      Q_EMIT runChosen(run);
  });
}

// Colours and fonts come from the tokens again whenever the theme or the text size changes.
void ChartCard::dress() {
  const Tokens& t = tokens();
  const QFont small = withSize(font(), 11.0 / 13);
  m_plot->setBackground(QBrush(t.surface));
  for (QCPAxis* axis : {m_plot->xAxis, m_plot->yAxis}) {
    axis->setTickLabelFont(small);
    axis->setTickLabelColor(t.muted);
    axis->setSubTicks(false);
    axis->setTickPen(Qt::NoPen);
    axis->setTickLength(0, 0);
    axis->setNumberFormat(QStringLiteral("g"));
    axis->grid()->setPen(QPen(t.grid, 1));
    axis->grid()->setZeroLinePen(Qt::NoPen);
  }
  m_plot->xAxis->setBasePen(QPen(t.axis, 1));
  m_plot->yAxis->setBasePen(Qt::NoPen);
  m_plot->xAxis->grid()->setVisible(false);
  m_plot->xAxis->setTickLabelPadding(6);
  m_plot->yAxis->setTickLabelPadding(6);
  const ChartSettings own = settings();
  setScale(m_plot->xAxis, own.logX && own.xKind != XAxisKind::Wall, tickerFor(own.xKind));
  setScale(m_plot->yAxis, own.logY, QSharedPointer<AxisTicker>::create());
  m_plot->xAxis->ticker()->setTickCount(5);
  m_plot->yAxis->ticker()->setTickCount(5);
}

void ChartCard::setSeries(std::vector<ChartSeries> series) {
  if (series == m_series) return;
  m_series = std::move(series);
  ask();
}

void ChartCard::setSettings(const ChartSettings& settings) {
  if (settings == m_settings) return;
  if (settings.xKind != m_settings.xKind || settings.logX != m_settings.logX) m_zoomedX.reset();
  if (settings.logY != m_settings.logY) m_zoomedY.reset();
  m_settings = settings;
  ask();
}

ChartSettings ChartCard::settings() const {
  ChartSettings own = m_settings;
  own.logX = m_ownLogX.value_or(own.logX);
  own.logY = m_ownLogY.value_or(own.logY);
  return own;
}

void ChartCard::setOwnAxes(std::optional<bool> logX, std::optional<bool> logY) {
  const ChartSettings before = settings();
  m_ownLogX = logX;
  m_ownLogY = logY;
  if (settings().logX != before.logX) m_zoomedX.reset();
  if (settings().logY != before.logY) m_zoomedY.reset();
  Q_EMIT ownAxesChanged();
  ask();
}

void ChartCard::setCheckpoints(const QString& runId, std::vector<Checkpoint> checkpoints) {
  m_checkpointRun = runId;
  m_checkpoints = std::move(checkpoints);
  placeMarks();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
}

void ChartCard::setActive(bool active) {
  if (m_active == active) return;
  m_active = active;
  if (m_active && m_dirty) ask();
}

void ChartCard::setLit(const QString& runId) {
  if (m_lit == runId) return;
  m_lit = runId;
  ask();
}

void ChartCard::setPlotHeight(int height) {
  m_plot->setFixedHeight(height > 0 ? height : kPlotHeight);
}

Range ChartCard::xRange() const {
  return {m_plot->xAxis->range().lower, m_plot->xAxis->range().upper};
}
Range ChartCard::yRange() const {
  return {m_plot->yAxis->range().lower, m_plot->yAxis->range().upper};
}

std::size_t ChartCard::pointCount() const {
  std::size_t points = 0;
  for (const auto& one : m_series) points += one.series->size();
  return points;
}

void ChartCard::setXRange(std::optional<Range> x) {
  if (m_zoomedX == x) return;
  m_zoomedX = x;
  if (!x) m_zoomedY.reset();
  if (x) m_plot->xAxis->setRange(x->lo, x->hi);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
  ask();
}

void ChartCard::setZoom(const ChartZoom& zoom) {
  if (zoom == this->zoom()) return;
  m_zoomedX = zoom.x;
  m_zoomedY = zoom.y;
  if (zoom.x) m_plot->xAxis->setRange(zoom.x->lo, zoom.x->hi);
  if (zoom.y) m_plot->yAxis->setRange(zoom.y->lo, zoom.y->hi);
  m_plot->replot(QCustomPlot::rpQueuedReplot);
  ask();
}

void ChartCard::setSelection(std::optional<Range> x) {
  m_crosshair->setSelection(x);
  if (m_active) m_plot->layer(QStringLiteral("overlay"))->replot();
}

// What a screen reader says of the chart: "loss, 5 runs", then the values at the crosshair.
void ChartCard::speak() {
  m_plot->setAccessibleName(
      tr("%1, %n curve(s)", nullptr, static_cast<int>(m_curves.size())).arg(title()));
  if (!m_crosshairX) return m_plot->setAccessibleDescription({});
  const HoverContent content = contentAt(*m_crosshairX);
  QStringList parts;
  for (const HoverRow& row : content.rows)
    parts << row.name + QLatin1Char(' ') + numberText(row.shown);
  const QString step =
      content.rows.empty() ? QString() : tr("step %1").arg(countText(content.rows.front().step));
  parts.prepend(step);
  m_plot->setAccessibleDescription(parts.join(QStringLiteral(", ")));
  QAccessibleEvent event(m_plot, QAccessible::DescriptionChanged);
  QAccessible::updateAccessibility(&event);
}

void ChartCard::applyZoom(Range x, Range y, bool yToo) {
  if (!(x.size() > 0) || !std::isfinite(x.size())) return;
  m_zoomedX = x;
  m_plot->xAxis->setRange(x.lo, x.hi);
  if (yToo && y.size() > 0 && std::isfinite(y.size())) {
    m_zoomedY = y;
    m_plot->yAxis->setRange(y.lo, y.hi);
  }
  m_plot->replot(QCustomPlot::rpQueuedReplot);  // the old picture, scaled into place
  Q_EMIT zoomed(x);
  ask();
}

void ChartCard::fit() {
  m_zoomedX.reset();
  m_zoomedY.reset();
  Q_EMIT zoomed(std::nullopt);
  ask();
}

// One picture at a time: what changes meanwhile is taken by the next.
void ChartCard::ask() {
  m_dirty = true;
  if (!m_active || m_job.running()) return;
  const QSize area = m_plot->area().size();
  if (area.width() < 4 || area.height() < 4) return;
  m_dirty = false;

  // A curve whose series and settings did not change is taken from the picture before.
  const ChartSettings settings = this->settings();
  std::vector<std::shared_ptr<const Curve>> known(m_series.size());
  if (settings.xKind == m_shownSettings.xKind && settings.smoothing == m_shownSettings.smoothing)
    for (std::size_t i = 0; i < m_series.size(); ++i)
      for (std::size_t j = 0; j < m_shown.size() && j < m_curves.size(); ++j)
        if (m_shown[j].series == m_series[i].series) known[i] = m_curves[j];
  FrameRequest request;
  const double ratio = devicePixelRatioF();
  request.size = QSize(static_cast<int>(std::ceil(area.width() * ratio)),
                       static_cast<int>(std::ceil(area.height() * ratio)));
  request.ratio = ratio;
  request.logX = settings.logX && settings.xKind != XAxisKind::Wall;
  request.logY = settings.logY;
  request.rawBehind = settings.rawBehind;
  request.abandoned = settings.abandoned;
  request.ground = tokens().surface;
  for (const ChartSeries& one : m_series)
    request.curves.push_back(
        {nullptr, one.color, 1.6, one.dashed, one.dots, !m_lit.isEmpty() && one.runId != m_lit});
  const auto made = m_series;
  m_job.start(
      [request, known, made, settings, zoomX = m_zoomedX,
       zoomY = m_zoomedY](std::stop_token stop) mutable -> Job<Picture>::Payload {
        auto picture = std::make_shared<Picture>();
        for (std::size_t i = 0; i < made.size(); ++i) {
          if (stop.stop_requested())
            return Error{ErrorCode::Cancelled, "replaced by a newer picture"};
          // A series with few points, such as evaluations, is shown as it is.
          const double weight = made[i].dots ? 0 : settings.smoothing;
          auto curve = known[i] ? known[i] : makeCurve(*made[i].series, settings.xKind, weight);
          picture->curves.push_back(curve);
          request.curves[i].curve = std::move(curve);
        }
        request.x = zoomX ? *zoomX : fitX(picture->curves, request.logX);
        // Room for the last circle.
        const bool circles =
            std::any_of(made.begin(), made.end(), [](const auto& one) { return one.dots; });
        if (circles && !zoomX && !request.logX) request.x.hi += request.x.size() * 0.012;
        request.y = zoomY ? *zoomY : fitY(picture->curves, request.logY, settings.ignoreOutliers);
        picture->frame = renderFrame(request, stop);
        return std::shared_ptr<const Picture>(std::move(picture));
      },
      [this, made, settings](const Job<Picture>::Payload& payload) {
        if (!payload) return;
        m_shown = made;
        m_shownSettings = settings;
        take(**payload);
        if (m_dirty) ask();
      });
}

void ChartCard::take(const Picture& picture) {
  m_curves = picture.curves;
  dress();
  m_plot->xAxis->setRange(picture.frame->x.lo, picture.frame->x.hi);
  m_plot->yAxis->setRange(picture.frame->y.lo, picture.frame->y.hi);
  m_plottable->setFrame(picture.frame);
  placeMarks();
  showCorner(*picture.frame);
  if (m_crosshairX) setCrosshair(m_crosshairX);
  speak();
  m_plot->replot(QCustomPlot::rpQueuedReplot);
  Q_EMIT framed();
}

void ChartCard::placeMarks() {
  std::vector<CheckpointMark> marks;
  std::vector<RestartMark> restarts;
  for (std::size_t i = 0; i < m_shown.size() && i < m_curves.size(); ++i) {
    if (m_shown[i].runId != m_checkpointRun || m_shown[i].dots) continue;
    for (const Checkpoint& checkpoint : m_checkpoints) {
      if (m_settings.xKind != XAxisKind::Step) break;
      const auto y = lineAt(*m_curves[i], static_cast<double>(checkpoint.step));
      if (!y) continue;
      marks.push_back({static_cast<double>(checkpoint.step), *y, checkpoint.step, checkpoint.name,
                       checkpoint.onDisk, m_shown[i].color});
    }
    int attempt = 1;
    for (const CurveSegment& segment : m_curves[i]->segments)
      if (segment.abandoned && !segment.x.empty())
        restarts.push_back({segment.x.front(), tr("attempt %1").arg(++attempt)});
  }
  m_marks->setCheckpoints(std::move(marks));
  m_marks->setRestarts(std::move(restarts));
}

// What can't be seen is said: points beyond the limits, values that are no numbers.
void ChartCard::showCorner(const Frame& frame) {
  QStringList parts;
  if (frame.above > 0) parts << tr("▲ %n point(s) above", nullptr, static_cast<int>(frame.above));
  if (frame.below > 0) parts << tr("▼ %n point(s) below", nullptr, static_cast<int>(frame.below));
  if (frame.gaps > 0) parts << tr("%n NaN", nullptr, static_cast<int>(frame.gaps));
  if (frame.notPositive > 0)
    parts << tr("%n point(s) <= 0 not shown", nullptr, static_cast<int>(frame.notPositive));
  m_corner->setText(parts.join(QStringLiteral(" · ")));
  m_corner->setVisible(!parts.isEmpty());
  m_corner->adjustSize();
  m_corner->move(m_plot->area().right() - m_corner->width(), m_plot->area().top() - 2);
}

// A run that ended before x, or has not begun, has no value there.
std::optional<CurvePoint> ChartCard::pointAt(std::size_t curve, double x) const {
  const auto& range = m_curves[curve]->x;
  const double near = xRange().size() * 0.02;
  if (!range || x < range->lo - near || x > range->hi + near) return std::nullopt;
  return nearestPoint(*m_curves[curve], x);
}

HoverContent ChartCard::contentAt(double x) const {
  HoverContent content;
  content.smoothed = m_shownSettings.smoothing > 0;
  for (std::size_t i = 0; i < m_curves.size() && i < m_shown.size(); ++i) {
    const auto point = pointAt(i, x);
    if (!point) continue;
    content.rows.push_back({m_shown[i].color,
                            m_shown[i].name,
                            static_cast<double>(point->shown),
                            static_cast<double>(point->raw),
                            point->step,
                            0,
                            {}});
  }
  return content;
}

double ChartCard::snapped(double x) const {
  const double at = m_plot->xAxis->coordToPixel(x);
  double best = x;
  double nearest = kSnap;
  const auto take = [&](double candidate, double reach) {
    const double away = std::abs(m_plot->xAxis->coordToPixel(candidate) - at);
    if (away > std::min(nearest, reach)) return;
    nearest = away;
    best = candidate;
  };
  if (m_settings.xKind == XAxisKind::Step)
    for (const Checkpoint& one : m_checkpoints) take(static_cast<double>(one.step), kSnap / 2);
  if (best != x) return best;
  for (std::size_t i = 0; i < m_curves.size() && i < m_shown.size(); ++i)
    if (const auto point = pointAt(i, x)) take(point->x, kSnap);
  return best;
}

double ChartCard::valueAt(const QPoint& globalPosition) const {
  return m_plot->yAxis->pixelToCoord(m_plot->mapFromGlobal(globalPosition).y());
}

void ChartCard::setCrosshair(std::optional<double> x) {
  m_crosshairX = x;
  if (!m_active) return;
  if (!x) {
    m_crosshair->clear();
  } else {
    std::vector<CrosshairLayer::Dot> dots;
    for (std::size_t i = 0; i < m_curves.size() && i < m_shown.size(); ++i) {
      const auto point = pointAt(i, *x);
      if (!point || !std::isfinite(point->shown)) continue;
      dots.push_back({point->x, static_cast<double>(point->shown), m_shown[i].color});
    }
    QString label;
    switch (m_settings.xKind) {
      case XAxisKind::Step:
        label = countText(std::llround(*x));
        break;
      case XAxisKind::Relative:
        label = durationText(*x);
        break;
      case XAxisKind::Wall:
        label = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(*x * 1000))
                    .toString(QStringLiteral("HH:mm:ss"));
    }
    m_crosshair->set(*x, label, std::move(dots));
  }
  if (m_plot->hasFocus()) speak();
  m_plot->layer(QStringLiteral("overlay"))->replot();
}

void ChartCard::moveCrosshair(int points) {
  const Curve* curve = nullptr;
  for (const auto& one : m_curves)
    if (!one->segments.empty()) {
      curve = one.get();
      break;
    }
  if (!curve) return;
  const auto& xs = curve->segments.front().x;
  const double from = m_crosshairX.value_or(xs.back());
  auto at = std::lower_bound(xs.begin(), xs.end(), from) - xs.begin();
  at = std::clamp<std::ptrdiff_t>(at + points, 0, static_cast<std::ptrdiff_t>(xs.size()) - 1);
  const double x = xs[static_cast<std::size_t>(at)];
  const QPoint place(static_cast<int>(m_plot->xAxis->coordToPixel(x)), m_plot->area().center().y());
  Q_EMIT pointed(x, m_plot->mapToGlobal(place));
}

void ChartCard::showCrosshairAt(double x) {
  const QPoint place(static_cast<int>(m_plot->xAxis->coordToPixel(x)), m_plot->area().center().y());
  Q_EMIT pointed(x, m_plot->mapToGlobal(place));
}

void ChartCard::toNextCheckpoint(int by) {
  if (m_settings.xKind != XAxisKind::Step || m_checkpoints.empty()) return;
  const double from = m_crosshairX.value_or(by > 0 ? xRange().lo : xRange().hi);
  std::optional<double> best;
  for (const Checkpoint& one : m_checkpoints) {
    const auto step = static_cast<double>(one.step);
    const bool ahead = by > 0 ? step > from : step < from;
    if (ahead && (!best || std::abs(step - from) < std::abs(*best - from))) best = step;
  }
  if (best) showCrosshairAt(*best);
}

void ChartCard::zoomBy(double factor) {
  const Range x = xRange();
  const double centre =
      m_crosshairX && x.contains(*m_crosshairX) ? *m_crosshairX : (x.lo + x.hi) / 2;
  if (settings().logX) return;
  applyZoom({centre + (x.lo - centre) * factor, centre + (x.hi - centre) * factor}, yRange(),
            false);
}

// The curve that passes nearest to the pointer, when it is near.
QString ChartCard::runAt(const QPoint& position) const {
  QString best;
  double nearest = 12;
  const double x = m_plot->xAxis->pixelToCoord(position.x());
  for (std::size_t i = 0; i < m_curves.size() && i < m_shown.size(); ++i) {
    const auto point = pointAt(i, x);
    if (!point || !std::isfinite(point->shown)) continue;
    const double away =
        std::abs(m_plot->yAxis->coordToPixel(static_cast<double>(point->shown)) - position.y());
    if (away >= nearest) continue;
    nearest = away;
    best = m_shown[i].runId;
  }
  return best;
}

void ChartCard::popUpMenu() {
  auto* menu = new QMenu(this);
  menu->setObjectName(objectName() + QStringLiteral(".menu"));
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(m_pinned ? tr("Unpin") : tr("Pin"), this, &ChartCard::pinAsked);
  menu->addAction(tr("Expand"), this, &ChartCard::expandAsked);
  menu->addAction(tr("Fit"), this, &ChartCard::fit);
  menu->addSeparator();
  const ChartSettings own = settings();
  const auto toggle = [&](const QString& text, bool on, auto act) {
    auto* action = menu->addAction(text);
    action->setCheckable(true);
    action->setChecked(on);
    connect(action, &QAction::triggered, this, act);
  };
  toggle(tr("Logarithmic x"), own.logX, [this](bool on) { setOwnAxes(on, m_ownLogY); });
  toggle(tr("Logarithmic y"), own.logY, [this](bool on) { setOwnAxes(m_ownLogX, on); });
  menu->addAction(tr("Axes as all charts"), this, [this] { setOwnAxes({}, {}); })
      ->setEnabled(hasOwnAxes());
  menu->addSeparator();
  menu->addAction(tr("Copy picture and data"), this, &ChartCard::copyAsked);
  menu->addAction(tr("Export…"), this, &ChartCard::exportAsked);
  menu->addAction(tr("Data table"), this, &ChartCard::dataTableAsked);
  menu->addSeparator();
  menu->addAction(tr("Hide chart"), this, &ChartCard::hideAsked);
  auto* button = findChild<QWidget*>(objectName() + QStringLiteral(".more"));
  menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

void ChartCard::keyPressEvent(QKeyEvent* event) {
  const bool shift = event->modifiers().testFlag(Qt::ShiftModifier);
  const bool control = event->modifiers().testFlag(Qt::ControlModifier);
  switch (event->key()) {
    case Qt::Key_Left:
      return control ? toNextCheckpoint(-1) : moveCrosshair(shift ? -10 : -1);
    case Qt::Key_Right:
      return control ? toNextCheckpoint(1) : moveCrosshair(shift ? 10 : 1);
    case Qt::Key_Home:
      return showCrosshairAt(fitX(m_curves, settings().logX).lo);
    case Qt::Key_End:
      return showCrosshairAt(fitX(m_curves, settings().logX).hi);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
      return zoomBy(0.8);
    case Qt::Key_Minus:
      return zoomBy(1.25);
    case Qt::Key_P:
      Q_EMIT pinAsked();
      return;
    case Qt::Key_C:
      if (control) {
        Q_EMIT copyAsked();
        return;
      }
      for (const Checkpoint& one : m_checkpoints)
        if (one.onDisk && m_crosshairX && std::llround(*m_crosshairX) == one.step)
          Q_EMIT checkpointChosen(m_checkpointRun, one.step);
      return;
    case Qt::Key_F:
      return shift ? event->ignore() : fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT expandAsked();
      return;
    case Qt::Key_Escape:
      Q_EMIT pointed(std::nullopt, {});
      Q_EMIT escaped();
      return;
    default:
      Card::keyPressEvent(event);
  }
}

void ChartCard::changeEvent(QEvent* event) {
  if (event->type() == QEvent::PaletteChange || event->type() == QEvent::FontChange ||
      event->type() == QEvent::StyleChange) {
    dress();
    m_plot->replot(QCustomPlot::rpQueuedReplot);
    ask();
  }
  Card::changeEvent(event);
}

// The area is known only after the plot has laid itself out at its new size.
bool ChartCard::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_plot && event->type() == QEvent::Resize)
    QMetaObject::invokeMethod(
        this,
        [this] {
          m_plot->replot();
          ask();
        },
        Qt::QueuedConnection);
  return Card::eventFilter(watched, event);
}

}  // namespace cairn::ui
