#pragma once

#include "tests/bench/gen/event_runs.h"
#include "tests/ui/watchdog.h"
#include "ui/curves/curves_page.h"
#include "ui/curves/settings_pane.h"
#include "ui/shell/main_window.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QEventLoop>
#include <functional>

// What must not stop the event loop, for the test that asserts it and for the bench that measures
// it (spec/performance.md 1, row 24).
namespace cairn {

/// Runs the event loop until `done`; false when that took more than `seconds`.
inline bool loopUntil(double seconds, const std::function<bool()>& done) {
  QElapsedTimer clock;
  clock.start();
  while (!done()) {
    if (static_cast<double>(clock.elapsed()) > seconds * 1000) return false;
    QCoreApplication::processEvents(QEventLoop::AllEvents, 5);
  }
  return true;
}

inline bool allDrawn(const ui::CurvesPage& page) {
  const auto cards = page.cards();
  return !cards.empty() && std::all_of(cards.begin(), cards.end(), [](const ui::ChartCard* card) {
    return card->visibleRegion().isEmpty() || (card->isSettled() && card->curveCount() > 0);
  });
}

inline std::size_t drawnPoints(const ui::CurvesPage& page) {
  std::size_t points = 0;
  for (const ui::ChartCard* card : page.cards()) points += card->pointCount();
  return points;
}

/// Opens a folder and waits until its curves are on the screen.
inline bool openAndDraw(ui::MainWindow& window, const fs::path& folder, int runs,
                        std::size_t points, double seconds = 120) {
  window.openFolder(folder);
  return loopUntil(seconds, [&] {
    return window.workspace()->model()->total() >= runs &&
           drawnPoints(*window.curves()) >= points && allDrawn(*window.curves());
  });
}

/// Drags the smoothing slider there and back, a step a frame, and waits for the last picture.
inline bool dragSmoothing(ui::MainWindow& window, int steps) {
  for (int i = 0; i < steps; ++i) {
    const int at = i < steps / 2 ? i : steps - i;
    window.curves()->settings()->setSmoothing(0.99 * at / (steps / 2.0));
    QElapsedTimer frame;
    frame.start();
    loopUntil(1, [&] { return frame.elapsed() >= 16; });
  }
  return loopUntil(60, [&] { return allDrawn(*window.curves()); });
}

}  // namespace cairn
