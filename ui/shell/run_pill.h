#pragma once

#include "core/runs/run_scan.h"
#include "ui/widgets/pill.h"

#include <optional>

namespace cairn::ui {

/// How a training of this window stands, for the row of its run.
struct LiveRun {
  enum class State { Queued, Starting, Running, Paused, Stopping } state = State::Starting;
  std::int64_t step = 0;
  int percent = -1;  // -1: not known
  bool operator==(const LiveRun&) const = default;
};

/// The pill of a run: glyph, word and colour by state, the metric where it has one.
/// `metric`: the key to show; empty: the run's own first.
PillLook runPill(const runs::Run& run, const std::optional<LiveRun>& live,
                 const QString& metric = {});
/// The state in one word, for screen readers and tooltips.
QString stateText(const runs::Run& run, const std::optional<LiveRun>& live);

}  // namespace cairn::ui
