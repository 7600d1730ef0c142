#pragma once

#include "ui/bridge/job.h"
#include "ui/plot/chart_layers.h"
#include "ui/plot/frame.h"
#include "ui/plot/hover_popup.h"
#include "ui/widgets/card.h"

#include <QElapsedTimer>

class QLabel;

namespace cairn::ui {

class IconButton;
class SeriesPlottable;

/// One series of one run, as a card is given it.
struct ChartSeries {
  QString runId;
  QString name;
  QColor color;
  bool dashed = false;
  bool dots = false;
  std::shared_ptr<const series::Series> series;
  bool operator==(const ChartSeries&) const = default;
};

/// How all charts of a view are shown.
struct ChartSettings {
  XAxisKind xKind = XAxisKind::Step;
  bool logX = false;
  bool logY = false;
  double smoothing = 0.8;
  bool rawBehind = true;
  bool ignoreOutliers = true;
  bool abandoned = true;  // branches that a restart left behind are shown
  bool operator==(const ChartSettings&) const = default;
};

/// What of a chart was zoomed; nothing: it fits.
struct ChartZoom {
  std::optional<Range> x, y;
  bool operator==(const ChartZoom&) const = default;
};

/// A chart: title, curves, checkpoints, crosshair. It makes its picture in a Job, one at a time,
/// and shows the one before until the newer is there. Inactive cards (outside the view) do nothing.
/// Thread: GUI thread only. Reads no file and walks no samples.
class ChartCard : public Card {
  Q_OBJECT
 public:
  ChartCard(const QString& title, const QString& note, const QString& objectName,
            QWidget* parent = nullptr);

  struct Checkpoint {
    std::int64_t step;
    QString name;
    bool onDisk;
  };
  void setSeries(std::vector<ChartSeries> series);
  void setSettings(const ChartSettings& settings);
  /// The view's settings with what this card has of its own.
  ChartSettings settings() const;
  /// This card's own axes, whatever the view says; nothing: as the view.
  void setOwnAxes(std::optional<bool> logX, std::optional<bool> logY);
  bool hasOwnAxes() const { return m_ownLogX || m_ownLogY; }
  const std::vector<ChartSeries>& series() const { return m_series; }
  void setPinned(bool pinned) { m_pinned = pinned; }
  const std::vector<Checkpoint>& checkpoints() const { return m_checkpoints; }
  /// Saved steps of one run; marked on its curve.
  void setCheckpoints(const QString& runId, std::vector<Checkpoint> checkpoints);
  void setActive(bool active);
  void setLit(const QString& runId);

  /// The crosshair that all charts share; nothing hides it.
  void setCrosshair(std::optional<double> x);
  /// The values at `x`, one row a run.
  HoverContent contentAt(double x) const;
  /// The vertical axis' value at a place on the screen.
  double valueAt(const QPoint& globalPosition) const;
  /// The run whose curve passes near that place; empty: none does.
  QString runNear(const QPoint& globalPosition) const {
    return m_curves.size() > 1 ? runAt(m_plot->mapFromGlobal(globalPosition)) : QString();
  }
  void fit();
  bool isZoomed() const { return m_zoomedX.has_value(); }
  ChartZoom zoom() const { return {m_zoomedX, m_zoomedY}; }
  void setZoom(const ChartZoom& zoom);
  /// The stretch that is selected in all charts; of no size: one pinned step.
  void setSelection(std::optional<Range> x);
  /// What is shown: curves in the order of their series.
  const std::vector<std::shared_ptr<const Curve>>& curves() const { return m_curves; }
  const std::vector<ChartSeries>& shownSeries() const { return m_shown; }
  /// A wheel without a key zooms: where the chart fills the page.
  void setPlainWheel(bool plain) { m_plot->setPlainWheel(plain); }
  Range xRange() const;
  Range yRange() const;
  void setXRange(std::optional<Range> x);
  /// The saved step, else the point, that is next to `x`; `x` itself where none is near.
  double snapped(double x) const;
  /// Whether the newest picture is on the screen.
  bool isSettled() const { return !m_job.running() && !m_dirty; }
  std::size_t pointCount() const;
  std::size_t curveCount() const { return m_curves.size(); }
  /// 0: the usual height.
  void setPlotHeight(int height);

 Q_SIGNALS:
  void pointed(std::optional<double> x, QPoint globalPosition);
  void zoomed(std::optional<Range> x);
  void checkpointChosen(QString runId, std::int64_t step);
  void expandAsked();
  void pinAsked();
  void hideAsked();
  /// "Export…" and "Copy picture and data" of its menu.
  void exportAsked();
  void dataTableAsked();
  /// Esc, where no drag was to be given up.
  void escaped();
  /// A click on the horizontal axis; `extend`: with Shift.
  void axisClicked(double x, bool extend);
  void copyAsked();
  void ownAxesChanged();
  /// A click on a curve: its run.
  void runChosen(QString runId);
  /// A new picture is on the screen.
  void framed();

 protected:
  void changeEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Picture {
    std::vector<std::shared_ptr<const Curve>> curves;
    std::shared_ptr<const Frame> frame;
  };
  void buildHeader();
  void buildPlot();
  void dress();
  void ask();
  void take(const Picture& picture);
  void placeMarks();
  void showCorner(const Frame& frame);
  void applyZoom(Range x, Range y, bool yToo);
  void speak();
  void moveCrosshair(int points);
  void showCrosshairAt(double x);
  void toNextCheckpoint(int by);
  void zoomBy(double factor);
  void popUpMenu();
  QString runAt(const QPoint& position) const;
  std::optional<CurvePoint> pointAt(std::size_t curve, double x) const;

  ChartPlot* m_plot;
  SeriesPlottable* m_plottable;
  MarksLayer* m_marks;
  CrosshairLayer* m_crosshair;
  QLabel* m_corner;
  std::vector<ChartSeries> m_series;
  ChartSettings m_settings;
  std::optional<bool> m_ownLogX, m_ownLogY;
  bool m_pinned = false;
  QString m_checkpointRun;
  QString m_lit;
  std::vector<Checkpoint> m_checkpoints;
  std::vector<std::shared_ptr<const Curve>> m_curves;  // of the picture that is shown
  std::vector<ChartSeries> m_shown;                    // what it was made of
  ChartSettings m_shownSettings;
  std::optional<Range> m_zoomedX, m_zoomedY;
  std::optional<double> m_crosshairX;
  bool m_active = true;
  bool m_dirty = false;
  Job<Picture> m_job;  // last: destroyed first
};

}  // namespace cairn::ui
