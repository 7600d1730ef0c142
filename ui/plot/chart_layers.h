#pragma once

#include "ui/plot/chart_plot.h"

#include <QColor>
#include <QString>
#include <vector>

namespace cairn::ui {

/// A saved step on a curve.
struct CheckpointMark {
  double x = 0;
  double y = 0;
  std::int64_t step = 0;
  QString name;  // `ckpt-3000`
  bool onDisk = true;
  QColor color;
};

/// A start after the first: a dotted line, "attempt 2".
struct RestartMark {
  double x = 0;
  QString text;
};

/// Diamonds at saved steps (hollow: deleted since) and dotted lines at restarts. Over 40 diamonds
/// in view merge into a count. Static layer.
class MarksLayer : public QCPLayerable {
  Q_OBJECT
 public:
  explicit MarksLayer(ChartPlot* plot);
  void setCheckpoints(std::vector<CheckpointMark> marks);
  void setRestarts(std::vector<RestartMark> marks);
  /// The one under `position`.
  const CheckpointMark* at(const QPointF& position) const;

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  std::vector<const CheckpointMark*> inView() const;
  ChartPlot* m_plot;
  std::vector<CheckpointMark> m_checkpoints;
  std::vector<RestartMark> m_restarts;
};

/// Crosshair, its label on the axis, the points it found, and the box of a drag. On a buffered
/// layer: moving it does not draw the chart again.
class CrosshairLayer : public QCPLayerable {
  Q_OBJECT
 public:
  explicit CrosshairLayer(ChartPlot* plot);
  struct Dot {
    double x, y;
    QColor color;
  };
  void set(double x, const QString& label, std::vector<Dot> dots);
  void clear();
  /// A stretch of x that is selected; nothing: none is.
  void setSelection(std::optional<Range> x) { m_selection = x; }

 protected:
  void applyDefaultAntialiasingHint(QCPPainter* painter) const override;
  void draw(QCPPainter* painter) override;

 private:
  void coverTicks(QCPPainter& painter, const QRectF& label) const;
  ChartPlot* m_plot;
  std::optional<Range> m_selection;
  bool m_shown = false;
  double m_x = 0;
  QString m_label;
  std::vector<Dot> m_dots;
};

}  // namespace cairn::ui
