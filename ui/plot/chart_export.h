#pragma once

#include "ui/plot/chart_card.h"

#include <QByteArray>
#include <QImage>
#include <stop_token>

namespace cairn::ui {

/// A chart as it is exported: what is on the screen, in the light theme, with its legend.
struct ChartExport {
  QString title;
  QString note;  // "smoothing 0.80 · tags matching loss"
  std::vector<ChartSeries> series;
  ChartSettings settings;
  Range x, y;  // what is shown
  int width = 960, height = 540;
};

/// The chart as SVG: axes, grid, legend, and each curve reduced to a few points a column. For a
/// worker. Errors: Cancelled.
Result<QByteArray> chartSvg(const ChartExport& chart, std::stop_token stop);

/// Every point of every series, a line each:
/// `run,subset,tag,step,wall_time,value,smoothed,abandoned`. UTF-8, LF, RFC 4180. For a worker.
/// Errors: Cancelled.
Result<QByteArray> seriesCsv(const std::vector<ChartSeries>& all, double smoothing,
                             std::stop_token stop);

/// The SVG as a picture, `scale` times as large. Thread: GUI thread only.
QImage svgImage(const QByteArray& svg, double scale);

}  // namespace cairn::ui
