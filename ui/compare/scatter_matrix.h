#pragma once

#include "ui/compare/parallel_axes.h"

#include <QWidget>

namespace cairn::ui {

/// Every key and result against every other: small scatter charts in a square, names on its
/// diagonal. A click on a dot chooses its run, a click beside one asks for that chart alone.
/// Thread: GUI thread only.
class ScatterMatrix : public QWidget {
  Q_OBJECT
 public:
  explicit ScatterMatrix(QWidget* parent = nullptr);
  /// The first few axes that have numbers, else words.
  void setContent(std::vector<RunRef> runs, std::vector<ParallelAxis> axes);
  int axisCount() const { return static_cast<int>(m_axes.size()); }
  QRectF cell(int column, int row) const;
  QSize sizeHint() const override { return {600, 240}; }

 Q_SIGNALS:
  void runChosen(QString runId);
  /// By the names of the axes.
  void chartAsked(QString x, QString y);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;

 private:
  std::optional<QPointF> placeOf(std::size_t run, int column, int row) const;
  std::vector<RunRef> m_runs;
  std::vector<ParallelAxis> m_axes;
};

}  // namespace cairn::ui
