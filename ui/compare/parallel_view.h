#pragma once

#include "ui/compare/parallel_axes.h"

#include <QWidget>

namespace cairn::ui {

/// Parallel coordinates: a curve a run over the axes. A drag on an axis filters, a drag on its name
/// moves it, the right button has its scale; the hovered run is lit.
/// Thread: GUI thread only.
class ParallelView : public QWidget {
  Q_OBJECT
 public:
  explicit ParallelView(QWidget* parent = nullptr);
  void setContent(std::vector<RunRef> runs, std::vector<ParallelAxis> axes);
  const std::vector<ParallelAxis>& axes() const { return m_axes; }
  /// Filters axis `axis`; several brushes of one axis are joined.
  void addBrush(std::size_t axis, Brush brush);
  void clearBrushes();
  void moveAxis(std::size_t from, std::size_t to);
  void setLog(std::size_t axis, bool log);
  void setInverted(std::size_t axis, bool inverted);
  void removeAxis(std::size_t axis);
  /// Runs that pass the brushes.
  std::vector<std::size_t> passing() const;
  /// Where a run crosses an axis, in pixels.
  QPointF placeOf(std::size_t axis, std::size_t run) const;
  QSize sizeHint() const override { return {600, 240}; }

 Q_SIGNALS:
  void brushed();
  void runChosen(QString runId);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  double axisX(std::size_t axis) const;
  double toY(double place) const;
  double toPlace(double y) const;
  int axisAt(const QPoint& position) const;
  int runAt(const QPoint& position) const;
  QPainterPath pathOf(std::size_t run) const;
  void paintAxis(QPainter& painter, std::size_t axis) const;
  void paintRun(QPainter& painter, std::size_t run) const;
  void paintLabels(QPainter& painter, std::size_t axis) const;
  void describe();

  std::vector<RunRef> m_runs;
  std::vector<ParallelAxis> m_axes;
  std::vector<std::vector<Brush>> m_brushes;
  int m_hovered = -1;
  enum class Drag { None, Brush, Move };
  Drag m_drag = Drag::None;
  int m_axis = -1;
  QPoint m_from, m_to;
};

}  // namespace cairn::ui
