#include "ui/plot/axis_ticker.h"

#include "ui/bridge/numbers.h"

#include <cmath>

namespace cairn::ui {
namespace {

// Seconds that people count in.
constexpr double kTimeSteps[] = {1,   2,   5,    10,   15,   30,    60,    120,   300,
                                 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400};

QString plainNumber(double value, double step) {
  if (std::abs(value) < step * 1e-6) value = 0;
  if (std::abs(value) >= 1e7 || (step < 1e-5 && value != 0)) return numberText(value, 3);
  if (step >= 1 && std::abs(value - std::round(value)) < 1e-9)
    return countText(static_cast<std::int64_t>(std::llround(value)));
  const int digits = std::max(0, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
  const bool half =
      std::abs(step * std::pow(10, digits) - std::round(step * std::pow(10, digits))) > 1e-6;
  QString text = QString::number(value, 'f', digits + (half ? 1 : 0));
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

}  // namespace

double AxisTicker::getTickStep(const QCPRange& range) {
  const double wanted = range.size() / tickCount();
  m_step = QCPAxisTicker::getTickStep(range);
  if (m_kind != Kind::Number && wanted > 1) {
    m_step = std::ceil(wanted / 86400) * 86400;
    for (const double step : kTimeSteps)
      if (step >= wanted) {
        m_step = step;
        break;
      }
  }
  return m_step;
}

QString AxisTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  switch (m_kind) {
    case Kind::Number:
      return plainNumber(tick, m_step);
    case Kind::Duration:
      return m_step < 1 ? numberText(tick, 3) : durationText(tick);
    case Kind::Clock: {
      const QDateTime time = QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(tick * 1000));
      if (m_step >= 86400) return time.toString(QStringLiteral("MM-dd"));
      return time.toString(m_step < 60 ? QStringLiteral("HH:mm:ss") : QStringLiteral("HH:mm"));
    }
  }
  return {};
}

QVector<double> AxisTicker::createSubTickVector(int, const QVector<double>&) { return {}; }

QString LogTicker::getTickLabel(double tick, const QLocale&, QChar, int) {
  if (tick >= 1 && tick < 1e6) return countText(std::llround(tick));
  QString text = QString::number(tick, 'g', 3);
  text.replace(QStringLiteral("e-0"), QStringLiteral("e-"))
      .replace(QStringLiteral("e+0"), QStringLiteral("e"));
  return text.replace(QLatin1Char('-'), QChar(0x2212));
}

}  // namespace cairn::ui
