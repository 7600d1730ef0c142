#pragma once

#include "core/runs/run_order.h"

#include <QHash>
#include <QSet>
#include <QStringList>
#include <vector>

namespace cairn::ui {

/// How the list of runs is looked at: all of it can be undone, and is remembered for a workspace.
struct RunsView {
  QString filter;  // the last good one
  std::vector<runs::SortKey> sort;
  QString groupBy;
  QStringList columns{QStringLiteral("state"), QStringLiteral("step"), QStringLiteral("accuracy"),
                      QStringLiteral("loss"),  QStringLiteral("age"),  QStringLiteral("size"),
                      QStringLiteral("tag")};
  QString metric;  // of the pills; empty: each run's first
  bool compact = false;
  QHash<QString, bool> eyes;  // by run; what is not here is as at the start
  bool operator==(const RunsView&) const = default;
};

}  // namespace cairn::ui
