#include "core/training/estimator.h"
#include "tests/bench/peer.h"
#include "tests/ui/gap_scenarios.h"
#include "ui/bridge/convert.h"
#include "ui/config/config_draft.h"
#include "ui/config/config_page.h"
#include "ui/plot/chart_plot.h"
#include "ui/shell/runs_pane.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QStandardPaths>
#include <cmath>
#include <cstdlib>
#include <iostream>

namespace cairn::bench {
namespace {

/// The application that rows with a window share. Never deleted: at the program's end what it would
/// take down with it is gone already.
void needApplication() {
  if (qApp) return;
  if (!std::getenv("QT_QPA_PLATFORM")) setenv("QT_QPA_PLATFORM", "offscreen", 1);
  static int count = 1;
  static char name[] = "cairn_bench";
  static char* arguments[] = {name, nullptr};
  static QApplication* const app = new QApplication(count, arguments);
  QStandardPaths::setTestModeEnabled(true);
  static ui::Theme* const theme = new ui::Theme(*app);
  (void)theme;
}

Row absolute(const char* unit, std::int64_t n, double most, double goal, const char* note,
             int repeat, const std::function<double()>& figure) {
  Row row;
  row.unit = unit;
  row.n = n;
  row.most = most;
  row.goal = goal;
  row.note = note;
  for (int i = 0; i < repeat; ++i) row.cairn.push_back(figure());
  row.check = static_cast<double>(row.cairn.size());
  return row;
}

const Registration start("start.window", [](int repeat) {
  const TemporaryFolder folder;
  if (!writeEventRuns(posixFileOps(), folder.path(), {100, 2, 10})) return Row{};
  return absolute("ms", 100, 300, 200,
                  "process start until the window with its runs is painted, offscreen", repeat,
                  [&] {
                    return processSeconds({CAIRN_WINDOW_PROBE, "start", folder.path()}) * 1e3;
                  });
});

const Registration startChart("start.window.chart", [](int repeat) {
  const TemporaryFolder folder;
  if (!writeEventRuns(posixFileOps(), folder.path(), {2000, 2, 10})) return Row{};
  return absolute("ms", 2000, 2000, 1000, "process start until the charts of 2,000 runs are drawn",
                  repeat, [&] {
                    return processSeconds({CAIRN_WINDOW_PROBE, "chart", folder.path()}) * 1e3;
                  });
});

std::shared_ptr<const series::Series> madeSeries(std::size_t points) {
  auto series = std::make_shared<series::Series>();
  series->tag = "loss";
  for (std::size_t i = 0; i < points; ++i) {
    series->steps.push_back(static_cast<std::int64_t>(i));
    series->wallTimes.push_back(static_cast<double>(i));
    const double noise = static_cast<double>((i * 2654435761U >> 8) & 0xffffff) / 16777216.0 - 0.5;
    series->values.push_back(static_cast<float>(
        1 / (1 + static_cast<double>(i) / (static_cast<double>(points) / 50)) + 0.1 * noise));
  }
  series->attempts.assign(points, 0);
  series->abandoned.assign(points, false);
  return series;
}

constexpr std::size_t kFramePoints = 10'000'000;

const Registration frame("frame.1e7", [](int repeat) {
  needApplication();
  ui::ChartCard card(QStringLiteral("loss"), {}, QStringLiteral("card"));
  card.setPlotHeight(720);
  card.resize(1302, 780);
  card.show();
  ui::ChartSettings settings;
  settings.smoothing = 0;
  card.setSettings(settings);
  ui::ChartSeries series;
  series.color = Qt::blue;
  series.series = madeSeries(kFramePoints);
  card.setSeries({series});
  loopUntil(60, [&] { return card.curveCount() > 0 && card.isSettled(); });
  auto* plot = card.findChild<ui::ChartPlot*>();
  int moved = 0;
  // The view moves; the Job makes the picture; the chart with its axes is painted.
  const auto draw = [&](double& check) {
    double best = 1e9;
    for (int i = 0; i < 15; ++i) {
      const double hi = static_cast<double>(kFramePoints) * (1 - 1e-4 * ++moved);
      best = std::min(best, seconds([&] {
                              card.setXRange(ui::Range{0, hi});
                              loopUntil(10, [&] { return card.isSettled(); });
                              check = plot->grab().width();
                            }) * 1e3);
    }
    return best;
  };
  return measure({.unit = "ms",
                  .n = static_cast<std::int64_t>(kFramePoints),
                  .limit = 4,
                  .goal = 7,
                  .note = "1280 x 720; the peer downsamples by peaks, without antialiasing",
                  .cairn = draw,
                  .peer = [] { return runPeer("frame.py", {std::to_string(kFramePoints)}); }},
                 repeat);
});

constexpr std::int64_t kWatchedSteps = 400'000;

model::Config watchedConfig(const fs::path& folder) {
  const fs::path iris = fs::path(CAIRN_SOURCE) / "resources" / "iris";
  auto config = model::loadConfig(posixFileOps(), iris / "iris.json");
  if (!config) return {};
  for (auto& [name, source] : config->data)
    for (std::string& file : source.files) file = (iris / file).lexically_relative(folder).string();
  config->train.steps = kWatchedSteps;
  return *config;
}

double perStep(const training::TrainResult& result) {
  const auto steps = static_cast<double>(result.step.value() - result.startStep.value());
  return result.seconds * 1e6 / steps;
}

/// Nobody looks.
double unwatched() {
  const TemporaryFolder folder;
  const fs::path modelDir = fs::path(folder.path()) / "iris";
  auto estimator = training::Estimator::create(watchedConfig(modelDir), modelDir);
  if (!estimator) return -1;
  training::TrainOptions options;
  options.configFolder = modelDir;
  const auto result = estimator->train(options);
  return result ? perStep(*result) : -1;
}

/// In the queue of a window that shows its curves as they grow.
double watched() {
  const TemporaryFolder folder;
  const fs::path modelDir = fs::path(folder.path()) / "iris";
  ui::MainWindow window(ui::Services{}, nullptr);
  window.resize(1440, 900);
  window.show();
  window.openFolder(folder.path());
  ui::RunRef run;
  run.modelDir = modelDir;
  run.workspace = folder.path();
  run.id = ui::pathText(modelDir);
  run.name = QStringLiteral("iris");
  std::optional<double> figure;
  QObject::connect(window.control(), &ui::RunControl::ended, &window,
                   [&](const ui::RunRef&, const ui::TrainingSession::Outcome& outcome) {
                     figure = outcome ? perStep(*outcome) : -1;
                   });
  window.control()->queue()->add({run, watchedConfig(modelDir), modelDir});
  loopUntil(120, [&] { return figure.has_value(); });
  return figure.value_or(-1);
}

const Registration trainWatched("train.watched", [](int repeat) {
  needApplication();
  Row row;
  row.unit = "us/step";
  row.n = kWatchedSteps;
  row.limit = 0.97;
  row.goal = 0.99;
  row.note = "the same training with its curves on the screen (offscreen), 2 cores";
  row.peerName = "without a window";
  for (int i = 0; i < repeat; ++i) {
    row.cairn.push_back(watched());
    row.peer.push_back(unwatched());
  }
  row.check = static_cast<double>(row.n);
  return row;
});

const Registration gap("gui.gap", [](int repeat) {
  needApplication();
  const TemporaryFolder folder;
  const fs::path many = fs::path(folder.path()) / "many";
  const fs::path points = fs::path(folder.path()) / "points";
  constexpr std::int64_t kSteps = 1'000'000;
  if (!writeEventRuns(posixFileOps(), many, {2000, 2, 10}) ||
      !writeEventRuns(posixFileOps(), points, {1, 10, kSteps}))
    return Row{};
  return absolute("ms", 10 * kSteps, 100, 16,
                  "longest on the wall: 2,000 runs opened, 10^7 points loaded, smoothing dragged",
                  repeat, [&] {
                    ui::MainWindow window(ui::Services{}, nullptr);
                    window.resize(1440, 900);
                    window.show();
                    loopUntil(1, [&] { return window.isVisible(); });
                    Watchdog dog;
                    openAndDraw(window, many, 2000, 10);
                    openAndDraw(window, points, 1, static_cast<std::size_t>(2 * kSteps));
                    dragSmoothing(window, 40);
                    return dog.longestWall();
                  });
});

}  // namespace
}  // namespace cairn::bench
