#pragma once

#include "ui/plot/curve.h"

#include <qcustomplot.h>

namespace cairn::ui {

/// Few, round ticks with labels as numbers are written everywhere else: `10 000`, `0.25`, `0:42`,
/// `14:02`.
class AxisTicker : public QCPAxisTicker {
 public:
  enum class Kind { Number, Duration, Clock };
  explicit AxisTicker(Kind kind = Kind::Number) : m_kind(kind) {}

 protected:
  double getTickStep(const QCPRange& range) override;
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar,
                       int precision) override;
  QVector<double> createSubTickVector(int count, const QVector<double>& ticks) override;

 private:
  Kind m_kind;
  double m_step = 1;
};

/// Powers of ten.
class LogTicker : public QCPAxisTickerLog {
 protected:
  QString getTickLabel(double tick, const QLocale& locale, QChar formatChar,
                       int precision) override;
};

}  // namespace cairn::ui
