#pragma once

#include "core/series/ingest.h"
#include "ui/bridge/run_ref.h"
#include "ui/plot/chart_card.h"

#include <QRegularExpression>
#include <QStringList>
#include <vector>

namespace cairn::ui {

/// A run's series as the page has them.
struct ShownRun {
  RunRef run;
  std::shared_ptr<const series::RunSeries> series;
};

/// What goes into a card: one tag, all shown runs, training and evaluation together.
struct CardPlan {
  QString id;     // the tag
  QString title;  // the tag without its group
  QString note;   // `train`, `eval`, `train · eval`
  std::vector<ChartSeries> series;
};

struct GroupPlan {
  QString id;  // the tag's text before the first "/"; empty: pinned; "*": tags without one
  QString title;
  std::vector<CardPlan> cards;
};

/// Pinned cards first, then tags without a group, then groups in natural order.
/// Cost: one step a series; the points are shared, not copied.
std::vector<GroupPlan> planCards(const std::vector<ShownRun>& runs, const QStringList& pinned,
                                 const QRegularExpression& filter);

/// Tags that stand on top before anybody pins one.
QStringList defaultPins();

}  // namespace cairn::ui
