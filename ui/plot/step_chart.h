#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

namespace cairn::ui {

/// A value at a saved step.
struct StepValue {
  std::int64_t step = 0;
  double value = 0;
  bool operator==(const StepValue&) const = default;
};

/// A few values over the steps, each a diamond: small, without zoom.
/// Thread: GUI thread only.
class StepChart : public QWidget {
  Q_OBJECT
 public:
  explicit StepChart(const QString& objectName, QWidget* parent = nullptr);
  void setContent(std::vector<StepValue> values, const QColor& color);
  QSize sizeHint() const override { return {280, 168}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRect area() const;
  QPointF place(const StepValue& value) const;
  std::vector<StepValue> m_values;  // ascending; finite
  double m_lo = 0, m_hi = 1;
  QColor m_color;
};

}  // namespace cairn::ui
