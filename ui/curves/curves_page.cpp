#include "ui/curves/curves_page.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/error_text.h"
#include "ui/bridge/numbers.h"
#include "ui/curves/card_group.h"
#include "ui/curves/chart_saver.h"
#include "ui/curves/data_table.h"
#include "ui/curves/settings_pane.h"
#include "ui/widgets/band.h"
#include "ui/widgets/button.h"
#include "ui/widgets/empty_state.h"
#include "ui/widgets/label.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QScrollBar>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kReplanMs = 33;
constexpr int kLeastCard = 316;
constexpr int kLeastPlot = 160;
constexpr int kSettingsWidth = 256;
constexpr int kTableHeight = 216;  // beneath a chart that fills the page
// More than these, and only the pinned group starts open.
constexpr std::size_t kOpenCards = 12;

QString pinsKey(const QString& workspace) {
  return QStringLiteral("curves/pins/%1").arg(qHash(workspace), 0, 16);
}

}  // namespace

CurvesPage::CurvesPage(Services services, QWidget* parent)
    : Page(services, QStringLiteral("curves"), parent),
      m_feed(services),
      m_settings(new SettingsPane),
      m_saver(new ChartSaver(services, this)),
      m_pins(defaultPins()) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  row->addWidget(buildCentre(), 1);
  auto* line = new QWidget;
  line->setFixedWidth(1);
  line->setAutoFillBackground(true);
  line->setBackgroundRole(QPalette::Mid);
  line->setObjectName(QStringLiteral("curves.paneLine"));
  row->addWidget(line);
  m_settings->setFixedWidth(kSettingsWidth);
  row->addWidget(m_settings);
  m_replan.setSingleShot(true);
  m_replan.setInterval(kReplanMs);
  connect(&m_replan, &QTimer::timeout, this, &CurvesPage::replan);
  connect(&m_feed, &SeriesFeed::changed, this, &CurvesPage::replanLater);
  connect(m_settings, &SettingsPane::tagsChanged, this, &CurvesPage::replan);
  connect(m_settings, &SettingsPane::marksChanged, this, &CurvesPage::markCheckpoints);
  connect(m_settings, &SettingsPane::settingsChanged, this, [this] {
    for (CardGroup* group : m_groups) group->setSettings(m_settings->settings());
  });
  connect(m_settings, &SettingsPane::viewChanged, this, &CurvesPage::viewChanged);
  connect(m_settings, &SettingsPane::csvAsked, this, &CurvesPage::exportCsv);
  connect(m_settings, &SettingsPane::pictureAsked, this, &CurvesPage::exportChart);
  connect(m_saver, &ChartSaver::saved, this, [this](const fs::path& file, quint64 bytes) {
    m_band->say(Tone::Ok, tr("%1 was written, %2.").arg(pathText(file), bytesText(bytes)));
  });
  connect(m_saver, &ChartSaver::failed, this, [this](const Error& error) {
    m_band->say(Tone::Bad, errorText(error), errorDetail(error));
  });
  showState();
}

QWidget* CurvesPage::buildCentre() {
  auto* centre = new QWidget;
  auto* column = new QVBoxLayout(centre);
  column->setContentsMargins(0, 12, 0, 0);
  column->setSpacing(4);
  auto* head = new QHBoxLayout;
  head->setContentsMargins(20, 0, 16, 0);
  head->addStretch(1);
  m_note = makeLabel({}, TextRole::Muted, QStringLiteral("curves.note"));
  m_hiddenButton =
      makeButton(tr("Show hidden charts"), ButtonKind::Link, QStringLiteral("curves.showHidden"));
  m_hiddenButton->hide();
  connect(m_hiddenButton, &QPushButton::clicked, this, &CurvesPage::showHidden);
  head->addWidget(m_hiddenButton);
  head->addWidget(m_note);
  head->addSpacing(16);
  m_settingsButton = makeButton(tr("View settings"), ButtonKind::Outline,
                                QStringLiteral("curves.settingsButton"), QStringLiteral("sliders"));
  m_settingsButton->setCheckable(true);
  m_settingsButton->hide();
  connect(m_settingsButton, &QPushButton::toggled, m_settings, &QWidget::setVisible);
  head->addWidget(m_settingsButton);
  column->addLayout(head);
  m_band = new Band(QStringLiteral("curves.band"));
  m_band->hide();
  auto* bandRow = new QHBoxLayout;
  bandRow->setContentsMargins(16, 0, 16, 0);
  bandRow->addWidget(m_band);
  column->addLayout(bandRow);

  m_stack = new QStackedWidget;
  m_scroll = new QScrollArea;
  m_scroll->setObjectName(QStringLiteral("curves.scroll"));
  m_scroll->setWidgetResizable(true);
  m_scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  auto* inside = new QWidget;
  m_column = new QVBoxLayout(inside);
  m_column->setContentsMargins(16, 0, 16, 16);
  m_column->setSpacing(8);
  m_column->addStretch(1);
  m_scroll->setWidget(inside);
  connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this,
          &CurvesPage::activateVisible);
  m_empty = new EmptyState(QStringLiteral("curves.empty"));
  m_showAll = m_empty->addAction(QStringLiteral("showAll"), tr("Show all runs"), true);
  connect(m_showAll, &QPushButton::clicked, this, &CurvesPage::showAllAsked);
  m_stack->addWidget(m_empty);
  m_stack->addWidget(m_scroll);
  column->addWidget(m_stack, 1);
  m_table = new DataTable;
  m_table->setFixedHeight(kTableHeight);
  m_table->hide();
  connect(m_table, &DataTable::chosen, this, [this](double x) {
    if (m_expanded && m_table->hasFocus()) point(m_expanded, x, {});
  });
  column->addWidget(m_table);
  return centre;
}

void CurvesPage::setRun(const RunRef& run) {
  const bool other = run.id != this->run().id;
  Page::setRun(run);
  if (other) {
    m_timeline = nullptr;
    markCheckpoints();
  }
  scanCheckpoints();
}

void CurvesPage::setShown(const std::vector<RunRef>& runs) {
  Page::setShown(runs);
  m_feed.setRuns(runs);
  replanLater();
}

void CurvesPage::setActive(bool active) {
  Page::setActive(active);
  m_feed.setActive(active);
  if (active) {
    replan();
    scanCheckpoints();
  } else if (m_popup) {
    m_popup->hide();
  }
}

void CurvesPage::reload() {
  m_feed.reload();
  scanCheckpoints();
}

void CurvesPage::setTraining(const QString& runId) { m_feed.setFast(runId); }

void CurvesPage::replanLater() {
  if (isActive() && !m_replan.isActive()) m_replan.start();
}

void CurvesPage::replan() {
  std::vector<ShownRun> runs;
  std::size_t points = 0;
  for (const RunRef& run : shown()) {
    runs.push_back({run, m_feed.series(run.id)});
    if (runs.back().series)
      for (const auto& [key, series] : runs.back().series->series) points += series->size();
  }
  loadPins();
  auto plans = planCards(runs, m_pins, m_settings->tagFilter());
  for (GroupPlan& plan : plans)
    std::erase_if(plan.cards, [this](const CardPlan& card) { return m_hidden.contains(card.id); });
  std::erase_if(plans, [](const GroupPlan& plan) { return plan.cards.empty(); });
  m_hiddenButton->setVisible(!m_hidden.empty());
  m_hiddenButton->setText(
      tr("Show %n hidden chart(s)", nullptr, static_cast<int>(m_hidden.size())));
  std::size_t cards = 0;
  for (const GroupPlan& plan : plans) cards += plan.cards.size();
  std::vector<CardGroup*> groups;
  for (GroupPlan& plan : plans) {
    const auto known = std::find_if(m_groups.begin(), m_groups.end(),
                                    [&](const CardGroup* group) { return group->id() == plan.id; });
    CardGroup* group = known == m_groups.end() ? nullptr : *known;
    if (!group) {
      group = new CardGroup(plan);
      connect(group, &CardGroup::cardMade, this, &CurvesPage::connectCard);
      connect(group, &CardGroup::foldAllAsked, this, [this](bool folded) {
        for (CardGroup* other : m_groups) other->setFolded(folded);
      });
      group->setSettings(m_settings->settings());
      group->setFolded(cards > kOpenCards && !plan.id.isEmpty() && plan.id != QStringLiteral("*"));
    }
    group->setPlan(std::move(plan));
    groups.push_back(group);
  }
  for (CardGroup* group : m_groups)
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) {
      group->hide();
      group->deleteLater();
    }
  const bool moved = groups != m_groups;
  if (moved && m_expanded)
    QMetaObject::invokeMethod(
        this, [this] { expand(m_expanded); }, Qt::QueuedConnection);
  m_groups = std::move(groups);
  if (moved) {
    while (QLayoutItem* item = m_column->takeAt(0)) delete item;
    for (CardGroup* group : m_groups) m_column->addWidget(group);
    m_column->addStretch(1);
  }
  m_note->setText(
      tr("%n run(s) shown · every point, no sampling", nullptr, static_cast<int>(shown().size())));
  Q_EMIT countsChanged(tr("%1 points").arg(countText(static_cast<std::int64_t>(points))));
  showState();
  arrange();
  markCheckpoints();
}

void CurvesPage::showState() {
  m_note->setToolTip(m_note->text());
  m_note->setVisible(!m_groups.empty());
  if (!m_groups.empty()) return m_stack->setCurrentWidget(m_scroll);
  m_showAll->setVisible(shown().empty() && !run().isNull());
  if (run().isNull())
    m_empty->setText(tr("No run yet."),
                     tr("Open a folder with runs, or make one with New experiment."));
  else if (shown().empty())
    m_empty->setText(tr("No run is shown."), tr("Open an eye at the left."));
  else if (!m_settings->tagFilter().pattern().isEmpty())
    m_empty->setText(tr("No tag matches the filter."));
  else if (!m_feed.settled())
    m_empty->setText(tr("Reading event files…"));
  else
    m_empty->setText(tr("No summaries yet."),
                     tr("A run writes its first summary at its first step, then every "
                        "save_summary_steps."));
  m_stack->setCurrentWidget(m_empty);
}

void CurvesPage::connectCard(ChartCard* card) {
  connect(card, &ChartCard::pointed, this,
          [this, card](std::optional<double> x, const QPoint& at) { point(card, x, at); });
  connect(card, &ChartCard::zoomed, this, [this, card](std::optional<Range> x) {
    if (m_settings->linkAxes())
      for (ChartCard* other : cards())
        if (other != card) other->setXRange(x);
    Q_EMIT viewChanged();
  });
  connect(card, &ChartCard::axisClicked, this,
          [this, card](double x, bool extend) { selectStep(card, x, extend); });
  connect(card, &ChartCard::escaped, this, [this, card] {
    if (m_selected) return releaseStep();
    if (m_expanded == card) expand(nullptr);
  });
  connect(card, &ChartCard::dataTableAsked, this, [this, card] {
    if (m_expanded != card) expand(card);
    m_table->setFocus(Qt::OtherFocusReason);
  });
  connect(card, &ChartCard::framed, this, [this, card] {
    if (card == m_expanded) m_table->follow(*card);
    if (m_selected && card == m_pointed) showSelection();
  });
  card->setSelection(m_selected);
  connect(card, &ChartCard::expandAsked, this,
          [this, card] { expand(m_expanded == card ? nullptr : card); });
  connect(card, &ChartCard::checkpointChosen, this, &CurvesPage::checkpointChosen);
  connect(card, &ChartCard::runChosen, this, &CurvesPage::runChosen);
  const QString tag = card->objectName().mid(QStringLiteral("curves.card.").size());
  card->setPinned(m_pins.contains(tag));
  connect(
      card, &ChartCard::pinAsked, this, [this, tag] { togglePin(tag); },
      Qt::QueuedConnection);  // the card may be deleted by it
  connect(
      card, &ChartCard::hideAsked, this, [this, tag] { setHidden(tag, true); },
      Qt::QueuedConnection);
  connect(card, &ChartCard::exportAsked, this, [this, card] { m_saver->ask(exportOf(card)); });
  connect(card, &ChartCard::copyAsked, this, [this, card] { m_saver->copy(exportOf(card)); });
  connect(card, &ChartCard::ownAxesChanged, this, &CurvesPage::showMixed);
  QMetaObject::invokeMethod(this, &CurvesPage::markCheckpoints, Qt::QueuedConnection);
}

// One crosshair for all cards; the popup and the table tell the values of the card that is pointed
// at.
void CurvesPage::point(ChartCard* card, std::optional<double> x, const QPoint& globalPosition) {
  if (m_selected) {
    // A pinned step stays; Esc releases it.
    card->setLit(x ? card->runNear(globalPosition) : QString());
    return;
  }
  if (x) x = card->snapped(*x);
  for (ChartCard* other : cards()) other->setCrosshair(x);
  if (!m_popup) m_popup = new HoverPopup(window());
  if (!x) {
    card->setLit({});
    return m_popup->hide();
  }
  m_pointed = card;
  card->setLit(card->runNear(globalPosition));
  HoverContent content = card->contentAt(*x);
  switch (m_settings->order()) {
    case TooltipOrder::Run:
      break;
    case TooltipOrder::Value:
      std::stable_sort(content.rows.begin(), content.rows.end(),
                       [](const HoverRow& a, const HoverRow& b) { return a.shown < b.shown; });
      break;
    case TooltipOrder::Nearest: {
      const double y = card->valueAt(globalPosition);
      std::stable_sort(content.rows.begin(), content.rows.end(),
                       [y](const HoverRow& a, const HoverRow& b) {
                         return std::abs(a.shown - y) < std::abs(b.shown - y);
                       });
    }
  }
  const bool steps = m_settings->settings().xKind == XAxisKind::Step;
  const std::int64_t step = content.rows.empty() ? std::llround(*x) : content.rows.front().step;
  content.title = tr("step %1").arg(countText(steps ? std::llround(*x) : step));
  if (steps && m_settings->markCheckpoints())
    for (const ChartCard::Checkpoint& one : m_marks)
      if (one.step == std::llround(*x)) {
        content.note = one.onDisk ? one.name : tr("%1 deleted").arg(one.name);
        content.noteHollow = !one.onDisk;
      }
  m_settings->setValues(tr("At step %1").arg(countText(steps ? std::llround(*x) : step)),
                        card->title(), content.rows);
  m_popup->show(content, window()->mapFromGlobal(globalPosition) + QPoint(12, 0));
}

CurvesView CurvesPage::view() const {
  CurvesView view{m_settings->view(), m_pins, m_hidden, {}};
  for (const ChartCard* card : cards())
    if (const ChartZoom zoom = card->zoom(); zoom != ChartZoom{})
      view.zooms[card->objectName().mid(QStringLiteral("curves.card.").size())] = zoom;
  return view;
}

void CurvesPage::setView(const CurvesView& view) {
  m_settings->setView(view.settings);
  const bool planned = view.pins != m_pins || view.hidden != m_hidden;
  m_pins = view.pins;
  m_hidden = view.hidden;
  if (!m_pinsOf.isEmpty()) QSettings().setValue(pinsKey(m_pinsOf), m_pins);
  if (planned) {
    if (m_expanded) expand(nullptr);
    replan();
  }
  for (ChartCard* card : cards()) {
    const QString tag = card->objectName().mid(QStringLiteral("curves.card.").size());
    const auto zoom = view.zooms.find(tag);
    card->setZoom(zoom == view.zooms.end() ? ChartZoom{} : zoom->second);
    card->setPinned(m_pins.contains(tag));
  }
  Q_EMIT viewChanged();
}

void CurvesPage::selectStep(ChartCard* card, double x, bool extend) {
  x = card->snapped(x);
  if (extend && m_selected)
    m_selected = x < m_selected->lo ? Range{x, m_selected->hi} : Range{m_selected->lo, x};
  else
    m_selected = Range{x, x};
  m_pointed = card;
  if (m_popup) m_popup->hide();
  for (ChartCard* other : cards()) {
    other->setSelection(m_selected);
    other->setCrosshair(m_selected->hi);
  }
  showSelection();
}

void CurvesPage::releaseStep() {
  if (!m_selected) return;
  m_selected.reset();
  m_figures.cancel();
  for (ChartCard* card : cards()) {
    card->setSelection(std::nullopt);
    card->setCrosshair(std::nullopt);
  }
  m_settings->setValues({}, {}, {});
}

QString CurvesPage::placeText(double x) const {
  switch (m_settings->settings().xKind) {
    case XAxisKind::Step:
      return countText(std::llround(x));
    case XAxisKind::Relative:
      return durationText(x);
    case XAxisKind::Wall:
      break;
  }
  return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(x * 1000))
      .toString(QStringLiteral("HH:mm:ss"));
}

// The values at the pinned step, or what each curve does over the stretch that is selected.
void CurvesPage::showSelection() {
  if (!m_selected || !m_pointed) return;
  if (m_selected->size() > 0) return showRange(m_pointed);
  m_settings->setValues(tr("At step %1").arg(placeText(m_selected->lo)), m_pointed->title(),
                        m_pointed->contentAt(m_selected->lo).rows);
}

void CurvesPage::showRange(ChartCard* card) {
  const auto curves = card->curves();
  m_figures.start(
      [curves, range = *m_selected](
          std::stop_token stop) -> Job<std::vector<std::optional<RangeFigures>>>::Payload {
        auto all = std::make_shared<std::vector<std::optional<RangeFigures>>>();
        for (const auto& curve : curves) all->push_back(rangeFigures(*curve, range, stop));
        return std::shared_ptr<const std::vector<std::optional<RangeFigures>>>(std::move(all));
      },
      [this, card = QPointer<ChartCard>(card), range = *m_selected](const auto& figures) {
        if (!figures || !card) return;
        const auto& series = card->shownSeries();
        std::vector<HoverRow> rows;
        QString copy = QStringLiteral("run\tvalue\tdelta\tmin\tmax\tmean\n");
        for (std::size_t i = 0; i < series.size() && i < (*figures)->size(); ++i) {
          const auto& one = (**figures)[i];
          if (!one) continue;
          HoverRow row{series[i].color, series[i].name, one->last, one->last, 0, 0, {}};
          row.more = tr("Δ %1 · min %2 · max %3 · mean %4")
                         .arg(numberText(one->delta), numberText(one->min), numberText(one->max),
                              numberText(one->mean));
          rows.push_back(std::move(row));
          copy += QStringLiteral("%1\t%2\t%3\t%4\t%5\t%6\n")
                      .arg(series[i].name, exactText(one->last), exactText(one->delta),
                           exactText(one->min), exactText(one->max), exactText(one->mean));
        }
        m_settings->setValues(tr("Steps %1 to %2").arg(placeText(range.lo), placeText(range.hi)),
                              card->title(), std::move(rows), copy);
      });
}

void CurvesPage::scanCheckpoints() {
  if (!isActive() || run().isNull()) return;
  m_checkpoints.start(
      [services = services(),
       folder = run().modelDir](std::stop_token) -> Job<checkpoints::Timeline>::Payload {
        CAIRN_ASSIGN(auto timeline, checkpoints::scanCheckpoints(*services.files, folder));
        return std::make_shared<const checkpoints::Timeline>(std::move(timeline));
      },
      [this](const auto& timeline) {
        m_timeline = timeline ? *timeline : nullptr;
        markCheckpoints();
      });
}

// Those on disk, and those that only the log of the run still names.
void CurvesPage::markCheckpoints() {
  m_marks.clear();
  if (m_timeline && m_settings->markCheckpoints()) {
    std::set<std::int64_t> onDisk;
    for (const auto& checkpoint : m_timeline->checkpoints)
      if (checkpoint.step) {
        onDisk.insert(checkpoint.step->value());
        QString name = fileName(checkpoint.prefix);
        if (name.startsWith(QLatin1String("model."))) name.remove(0, 6);
        m_marks.push_back({checkpoint.step->value(), name, true});
      }
    if (const auto series = m_feed.series(run().id))
      for (const Step step : series->saves)
        if (!onDisk.contains(step.value()))
          m_marks.push_back({step.value(), QStringLiteral("ckpt-%1").arg(step.value()), false});
  }
  for (ChartCard* card : cards()) card->setCheckpoints(run().id, m_marks);
}

void CurvesPage::loadPins() {
  const QString workspace = shown().empty() ? QString() : pathText(shown().front().workspace);
  if (workspace.isEmpty() || workspace == m_pinsOf) return;
  m_pinsOf = workspace;
  const QVariant kept = QSettings().value(pinsKey(workspace));
  m_pins = kept.isValid() ? kept.toStringList() : defaultPins();
}

void CurvesPage::togglePin(const QString& tag) {
  if (!m_pins.removeOne(tag)) m_pins << tag;
  if (!m_pinsOf.isEmpty()) QSettings().setValue(pinsKey(m_pinsOf), m_pins);
  for (ChartCard* card : cards())
    if (card->objectName() == QStringLiteral("curves.card.") + tag)
      card->setPinned(m_pins.contains(tag));
  if (m_expanded) expand(nullptr);
  replan();
  Q_EMIT viewChanged();
}

void CurvesPage::setHidden(const QString& tag, bool hidden) {
  if (hidden)
    m_hidden.insert(tag);
  else
    m_hidden.erase(tag);
  if (m_expanded) expand(nullptr);
  replan();
  Q_EMIT viewChanged();
}

void CurvesPage::showHidden() {
  m_hidden.clear();
  replan();
  Q_EMIT viewChanged();
}

void CurvesPage::showMixed() {
  const auto all = cards();
  m_settings->setMixed(std::any_of(all.begin(), all.end(), [this](const ChartCard* card) {
    return card->settings().logY != m_settings->settings().logY;
  }));
}

ChartExport CurvesPage::exportOf(ChartCard* card) const {
  ChartExport chart;
  chart.title = card->objectName().mid(QStringLiteral("curves.card.").size());
  chart.settings = card->settings();
  chart.series = card->series();
  chart.x = card->xRange();
  chart.y = card->yRange();
  QStringList notes;
  if (chart.settings.smoothing > 0)
    notes << tr("smoothing %1").arg(QString::number(chart.settings.smoothing, 'f', 2));
  if (const QString filter = m_settings->tagFilter().pattern(); !filter.isEmpty())
    notes << tr("tags matching %1").arg(filter);
  chart.note = notes.join(QStringLiteral(" · "));
  return chart;
}

void CurvesPage::exportChart() {
  const auto all = cards();
  ChartCard* card = m_pointed ? m_pointed.data() : all.empty() ? nullptr : all.front();
  if (card) m_saver->ask(exportOf(card));
}

void CurvesPage::exportCsv() {
  std::vector<ChartSeries> all;
  for (const CardGroup* group : m_groups) {
    auto own = group->series();
    all.insert(all.end(), std::make_move_iterator(own.begin()), std::make_move_iterator(own.end()));
  }
  if (!all.empty()) m_saver->askCsv(all, m_settings->settings().smoothing);
}

std::vector<ChartCard*> CurvesPage::cards() const {
  std::vector<ChartCard*> all;
  for (const CardGroup* group : m_groups)
    for (ChartCard* card : group->cards()) all.push_back(card);
  return all;
}

void CurvesPage::expand(ChartCard* card) {
  if (m_expanded) {
    m_expanded->setPlotHeight(0);
    m_expanded->setPlainWheel(false);
  }
  m_expanded = card;
  m_table->setVisible(card != nullptr);
  for (CardGroup* group : m_groups) {
    const auto own = group->cards();
    const bool holds = card && std::find(own.begin(), own.end(), card) != own.end();
    group->setVisible(!card || holds);
    group->showAlone(holds ? card : nullptr);
  }
  if (card) {
    card->setPlotHeight(std::max(kLeastPlot, m_stack->height() - kTableHeight - 84));
    card->setPlainWheel(true);
    m_table->follow(*card);
  }
  arrange();
}

void CurvesPage::fitAll() {
  for (ChartCard* card : cards()) card->fit();
}

void CurvesPage::setNarrow(bool narrow) {
  m_settingsButton->setVisible(narrow);
  m_settings->setVisible(!narrow || m_settingsButton->isChecked());
}

void CurvesPage::arrange() {
  const int columns = std::max(1, (m_scroll->viewport()->width() - 16) / (kLeastCard + 16));
  for (CardGroup* group : m_groups) group->setColumns(std::min(columns, 4));
  QMetaObject::invokeMethod(this, &CurvesPage::activateVisible, Qt::QueuedConnection);
}

// Cards outside the view draw nothing.
void CurvesPage::activateVisible() {
  const QRect view = m_scroll->viewport()->rect();
  if (isActive() && !m_expanded)
    for (CardGroup* group : m_groups)
      if (const int top = group->mapTo(m_scroll->viewport(), QPoint()).y(); top < view.height())
        group->reveal(view.height() - top);
  for (ChartCard* card : cards()) {
    const QRect box(card->mapTo(m_scroll->viewport(), QPoint()), card->size());
    card->setActive(isActive() && card->isVisible() && view.intersects(box));
  }
}

void CurvesPage::resizeEvent(QResizeEvent* event) {
  Page::resizeEvent(event);
  arrange();
}

}  // namespace cairn::ui
