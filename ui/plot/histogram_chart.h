#pragma once

#include <QWidget>
#include <cstdint>
#include <vector>

namespace cairn::ui {

/// Two histograms over the same bins, from `lo` to `hi`; the second may be empty.
struct HistogramPair {
  double lo = 0, hi = 0;
  std::vector<std::uint32_t> a, b;
  bool operator==(const HistogramPair&) const = default;
};

/// Tells the two apart: a filled square for A, an outlined one for B.
class HistogramLegend : public QWidget {
  Q_OBJECT
 public:
  explicit HistogramLegend(const QString& objectName, QWidget* parent = nullptr);
  /// `b` may be empty.
  void setTexts(const QString& a, const QString& b);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_a, m_b;
};

/// A as bars, B as an outline over them.
/// Thread: GUI thread only.
class HistogramChart : public QWidget {
  Q_OBJECT
 public:
  explicit HistogramChart(const QString& objectName, QWidget* parent = nullptr);
  void setContent(HistogramPair content);
  /// `0.12 to 0.18: 5 in A, 6 in B`; empty outside.
  QString textAt(const QPoint& position) const;
  QSize sizeHint() const override { return {280, 152}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  QRect area() const;
  HistogramPair m_content;
};

}  // namespace cairn::ui
