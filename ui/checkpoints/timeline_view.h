#pragma once

#include "ui/checkpoints/run_checkpoints.h"
#include "ui/checkpoints/step_scale.h"

#include <QColor>
#include <QWidget>
#include <memory>

namespace cairn::ui {

/// The saved steps of a run on a line: filled on disk, hollow deleted since, crossed damaged; A and
/// B marked. Click chooses A; Shift+click, or a drag from A, chooses B. The wheel zooms.
/// Thread: GUI thread only.
class TimelineView : public QWidget {
  Q_OBJECT
 public:
  explicit TimelineView(QWidget* parent = nullptr);
  void setRun(std::shared_ptr<const RunCheckpoints> run, const QColor& color);
  void setChosen(const fs::path& a, const std::optional<fs::path>& b);
  /// Found when its tensors were read; it stays marked until the run is read anew.
  void setDamaged(const fs::path& prefix);
  /// Centre of a saved step's mark.
  QPointF placeOf(std::int64_t step) const;
  /// What the tooltip of a saved step says.
  QString textOf(const SavedStep& saved) const;
  QSize sizeHint() const override;

 Q_SIGNALS:
  void aChosen(const cairn::fs::path& prefix);
  void bChosen(const cairn::fs::path& prefix);
  void menuAsked(const cairn::fs::path& prefix, const QPoint& globalPosition);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  bool event(QEvent* event) override;

 private:
  StepScale scale() const;
  double lineY() const;
  const SavedStep* at(const QPoint& position) const;
  bool isA(const SavedStep& saved) const;
  bool isB(const SavedStep& saved) const;
  void paintLoss(QPainter& painter, const StepScale& scale) const;
  void paintMark(QPainter& painter, const SavedStep& saved, const QPointF& place) const;
  void paintLabels(QPainter& painter, const StepScale& scale) const;
  void describe();

  std::shared_ptr<const RunCheckpoints> m_run;
  QColor m_color;
  fs::path m_a;
  std::optional<fs::path> m_b;
  fs::path m_damaged;
  double m_viewLo = 0, m_viewHi = 1;
  QPoint m_pressed;
  bool m_dragging = false;
};

}  // namespace cairn::ui
