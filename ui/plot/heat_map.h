#pragma once

#include "core/checkpoints/value_grid.h"

#include <QImage>
#include <QStringList>
#include <QWidget>
#include <memory>

namespace cairn::ui {

/// What a heat map shows. `rowNames` and `columnNames` may be empty: indexes are shown then.
/// Thread: Immutable; share freely.
struct HeatMapContent {
  checkpoints::ValueGrid grid;
  QStringList rowNames, columnNames;
  QString rowWord, columnWord;  // "unit": what an index counts
};

/// A matrix as a picture: colours around zero, names at the left, a legend below. The pointer, or
/// the arrow keys, ask for a single cell.
/// Thread: GUI thread only. Walks cells of the grid, never values.
class HeatMap : public QWidget {
  Q_OBJECT
 public:
  explicit HeatMap(const QString& objectName, QWidget* parent = nullptr);
  void setContent(std::shared_ptr<const HeatMapContent> content);
  /// Full colour at 99.9 % of the magnitudes instead of at the largest.
  void setClipped(bool clipped);
  bool isClipped() const { return m_clipped; }
  /// `PetalWidth, unit 13: 0.4123`; empty outside.
  QString textAt(const QPoint& position) const;

  QSize sizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void changeEvent(QEvent* event) override;

 private:
  double scaleEnd() const;
  int labelWidth() const;
  int gridHeight(int width) const;
  QRect gridBox() const;
  QString cellText(int row, int column) const;
  void paintCells(QPainter& painter);
  void paintNames(QPainter& painter) const;
  void paintColumns(QPainter& painter) const;
  void paintLegend(QPainter& painter) const;
  void remake();

  std::shared_ptr<const HeatMapContent> m_content;
  QImage m_image;
  bool m_clipped = false;
  int m_row = -1, m_column = -1;  // of the keyboard's cell
};

}  // namespace cairn::ui
