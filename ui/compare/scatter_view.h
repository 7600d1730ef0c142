#pragma once

#include "ui/compare/parallel_axes.h"

#include <QWidget>

namespace cairn::ui {

/// One key or result against another: a dot a run.
/// Thread: GUI thread only.
class ScatterView : public QWidget {
  Q_OBJECT
 public:
  explicit ScatterView(QWidget* parent = nullptr);
  void setContent(std::vector<RunRef> runs, std::vector<ParallelAxis> axes);
  /// Which of the axes stand across and up.
  void setAxes(int x, int y);
  QPointF placeOf(std::size_t run) const;
  QSize sizeHint() const override { return {600, 240}; }

 Q_SIGNALS:
  void runChosen(QString runId);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRectF area() const;
  int runAt(const QPoint& position) const;
  bool hasPlace(std::size_t run) const;
  std::vector<RunRef> m_runs;
  std::vector<ParallelAxis> m_axes;
  int m_x = 0, m_y = 0;
};

}  // namespace cairn::ui
