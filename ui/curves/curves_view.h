#pragma once

#include "ui/plot/chart_card.h"

#include <QStringList>
#include <map>
#include <set>

namespace cairn::ui {

enum class TooltipOrder { Run, Value, Nearest };

/// What the right pane of Curves is set to.
struct CurvesSettings {
  ChartSettings charts;
  bool linkAxes = true;
  bool markCheckpoints = true;
  TooltipOrder order = TooltipOrder::Value;
  QString tags;  // the pattern as typed
  bool operator==(const CurvesSettings&) const = default;
};

/// How the curves are looked at: what undo takes back and brings again.
struct CurvesView {
  CurvesSettings settings;
  QStringList pins;
  std::set<QString> hidden;            // tags
  std::map<QString, ChartZoom> zooms;  // by tag, of the charts that do not fit
  bool operator==(const CurvesView&) const = default;
};

}  // namespace cairn::ui
