#include "ui/plot/chart_export.h"

#include "core/series/smoothing.h"
#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/widgets/elided_label.h"

#include <QDateTime>
#include <QPainter>
#include <QSvgRenderer>
#include <cmath>

namespace cairn::ui {
namespace {

constexpr int kLeft = 70, kRight = 24, kTop = 56, kBottom = 44;
constexpr int kLegendLine = 18;
constexpr std::size_t kLook = 1 << 16;  // points between two looks at the stop token

QString escaped(const QString& text) { return shownName(text).toHtmlEscaped(); }

QString csvField(const QString& text) {
  if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
      !text.contains(QLatin1Char('\n')) && !text.contains(QLatin1Char('\r')))
    return text;
  QString quoted = text;
  return QLatin1Char('"') + quoted.replace(QLatin1Char('"'), QStringLiteral("\"\"")) +
         QLatin1Char('"');
}

// Round ticks of a linear axis, powers of ten of a logarithmic one.
std::vector<double> ticksOf(const Range& range, bool log) {
  std::vector<double> ticks;
  if (!(range.size() > 0)) return ticks;
  if (log) {
    for (int power = static_cast<int>(std::ceil(std::log10(range.lo)));
         power <= std::log10(range.hi) && ticks.size() < 20; ++power)
      ticks.push_back(std::pow(10.0, power));
    return ticks;
  }
  const double rough = range.size() / 5;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  double step = power;
  for (const double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (factor * power >= rough) {
      step = factor * power;
      break;
    }
  for (double tick = std::ceil(range.lo / step) * step; tick <= range.hi + step * 1e-6;
       tick += step)
    ticks.push_back(std::abs(tick) < step * 1e-6 ? 0 : tick);
  return ticks;
}

QString tickText(double value, XAxisKind kind, bool isX) {
  if (isX && kind == XAxisKind::Relative) return durationText(value);
  if (isX && kind == XAxisKind::Wall)
    return QDateTime::fromMSecsSinceEpoch(static_cast<qint64>(value * 1000))
        .toString(QStringLiteral("MM-dd HH:mm"));
  if (value == std::trunc(value) && std::abs(value) < 1e9)
    return countText(static_cast<std::int64_t>(value));
  return numberText(value, 3);
}

class SvgWriter {
 public:
  explicit SvgWriter(const ChartExport& chart) : m_chart(chart) {
    m_logX = chart.settings.logX && chart.settings.xKind != XAxisKind::Wall;
    m_logY = chart.settings.logY;
    m_plotHeight = chart.height - kTop - kBottom;
    m_plotWidth = chart.width - kLeft - kRight;
  }

  Result<QByteArray> write(std::stop_token stop) {
    const int legend = kLegendLine * static_cast<int>((m_chart.series.size() + 2) / 3);
    m_out = QStringLiteral(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1\" height=\"%2\" "
                "viewBox=\"0 0 %1 %2\" font-family=\"Inter, sans-serif\" font-size=\"12\">\n"
                "<rect width=\"%1\" height=\"%2\" fill=\"%3\"/>\n")
                .arg(m_chart.width)
                .arg(m_chart.height + legend)
                .arg(lightTokens().surface.name());
    text(kLeft, 24, m_chart.title, lightTokens().text, QStringLiteral(" font-weight=\"600\""));
    text(kLeft, 42, m_chart.note, lightTokens().muted);
    axes();
    m_out += QStringLiteral(
                 "<clipPath id=\"area\"><rect x=\"%1\" y=\"%2\" width=\"%3\" height=\"%4\"/>"
                 "</clipPath>\n<g clip-path=\"url(#area)\" fill=\"none\">\n")
                 .arg(kLeft)
                 .arg(kTop)
                 .arg(m_plotWidth)
                 .arg(m_plotHeight);
    for (const ChartSeries& one : m_chart.series) {
      if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "exporting was stopped"};
      curve(one);
    }
    m_out += QStringLiteral("</g>\n");
    for (std::size_t i = 0; i < m_chart.series.size(); ++i) legendRow(i);
    m_out += QStringLiteral("</svg>\n");
    return m_out.toUtf8();
  }

 private:
  void text(double x, double y, const QString& words, const QColor& color,
            const QString& more = {}) {
    m_out += QStringLiteral("<text x=\"%1\" y=\"%2\" fill=\"%3\"%4>%5</text>\n")
                 .arg(x)
                 .arg(y)
                 .arg(color.name(), more, escaped(words));
  }
  double placeX(double x) const {
    const double lo = m_logX ? std::log10(m_chart.x.lo) : m_chart.x.lo;
    const double hi = m_logX ? std::log10(m_chart.x.hi) : m_chart.x.hi;
    return kLeft + ((m_logX ? std::log10(x) : x) - lo) / (hi - lo) * m_plotWidth;
  }
  double placeY(double y) const {
    const double lo = m_logY ? std::log10(m_chart.y.lo) : m_chart.y.lo;
    const double hi = m_logY ? std::log10(m_chart.y.hi) : m_chart.y.hi;
    const double share = ((m_logY ? std::log10(std::max(y, 1e-300)) : y) - lo) / (hi - lo);
    return kTop + m_plotHeight - std::clamp(share, -4.0, 5.0) * m_plotHeight;
  }
  void line(double x1, double y1, double x2, double y2, const QColor& color) {
    m_out += QStringLiteral("<line x1=\"%1\" y1=\"%2\" x2=\"%3\" y2=\"%4\" stroke=\"%5\"/>\n")
                 .arg(x1)
                 .arg(y1)
                 .arg(x2)
                 .arg(y2)
                 .arg(color.name());
  }
  void axes() {
    const Tokens& t = lightTokens();
    for (const double tick : ticksOf(m_chart.y, m_logY)) {
      line(kLeft, placeY(tick), kLeft + m_plotWidth, placeY(tick), t.grid);
      text(kLeft - 8, placeY(tick) + 4, tickText(tick, m_chart.settings.xKind, false), t.muted,
           QStringLiteral(" text-anchor=\"end\""));
    }
    const double bottom = kTop + m_plotHeight;
    line(kLeft, bottom, kLeft + m_plotWidth, bottom, t.axis);
    for (const double tick : ticksOf(m_chart.x, m_logX))
      text(placeX(tick), bottom + 18, tickText(tick, m_chart.settings.xKind, true), t.muted,
           QStringLiteral(" text-anchor=\"middle\""));
    const QString axis = m_chart.settings.xKind == XAxisKind::Step ? QStringLiteral("step")
                         : m_chart.settings.xKind == XAxisKind::Relative
                             ? QStringLiteral("relative time")
                             : QStringLiteral("wall time");
    text(kLeft + m_plotWidth, bottom + 34, axis, t.muted, QStringLiteral(" text-anchor=\"end\""));
  }
  void polyline(const CurveSegment& segment, const std::vector<float>& values,
                const series::Pyramid& pyramid, const QString& style) {
    series::AxisMap axis{m_logX ? std::log10(m_chart.x.lo) : m_chart.x.lo,
                         m_logX ? std::log10(m_chart.x.hi) : m_chart.x.hi, m_plotWidth, m_logX};
    QString points;
    const auto flush = [&] {
      if (!points.isEmpty())
        m_out += QStringLiteral("<polyline points=\"%1\" %2/>\n").arg(points, style);
      points.clear();
    };
    const auto columns = series::reduceToColumns(segment.x, values, pyramid, axis);
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const series::PixelColumn& column = columns[i];
      if (column.count == 0) {
        if (column.gaps > 0) flush();
        continue;
      }
      const double x = kLeft + static_cast<double>(i) + 0.5;
      const auto add = [&](float value) {
        points +=
            QStringLiteral("%1,%2 ").arg(x).arg(placeY(static_cast<double>(value)), 0, 'f', 2);
      };
      add(column.first);
      if (column.count > 2) {
        add(column.min);
        add(column.max);
      }
      if (column.count > 1) add(column.last);
    }
    flush();
  }
  void curve(const ChartSeries& one) {
    const double weight = one.dots ? 0 : m_chart.settings.smoothing;
    const auto made = makeCurve(*one.series, m_chart.settings.xKind, weight);
    for (const CurveSegment& segment : made->segments) {
      if (segment.abandoned && !m_chart.settings.abandoned) continue;
      const QString color = QStringLiteral("stroke=\"%1\"").arg(one.color.name());
      if (!segment.smooth.empty() && m_chart.settings.rawBehind)
        polyline(segment, segment.raw, segment.rawPyramid,
                 color + QStringLiteral(" stroke-opacity=\"0.25\""));
      QString style = color + QStringLiteral(" stroke-width=\"1.6\" stroke-linejoin=\"round\"");
      if (one.dashed || segment.abandoned) style += QStringLiteral(" stroke-dasharray=\"5 4\"");
      if (segment.abandoned) style += QStringLiteral(" stroke-opacity=\"0.45\"");
      polyline(segment, segment.shown(),
               segment.smooth.empty() ? segment.rawPyramid : segment.smoothPyramid, style);
    }
  }
  void legendRow(std::size_t i) {
    const double column = (m_chart.width - kLeft - kRight) / 3.0;
    const double x = kLeft + static_cast<double>(i % 3) * column;
    const double y = m_chart.height + static_cast<double>(i / 3) * kLegendLine + 4;
    m_out += QStringLiteral("<rect x=\"%1\" y=\"%2\" width=\"10\" height=\"10\" fill=\"%3\"/>\n")
                 .arg(x)
                 .arg(y - 9)
                 .arg(m_chart.series[i].color.name());
    text(x + 16, y, m_chart.series[i].name, lightTokens().text);
  }

  const ChartExport& m_chart;
  bool m_logX = false, m_logY = false;
  int m_plotWidth = 0, m_plotHeight = 0;
  QString m_out;
};

}  // namespace

Result<QByteArray> chartSvg(const ChartExport& chart, std::stop_token stop) {
  return SvgWriter(chart).write(stop);
}

Result<QByteArray> seriesCsv(const std::vector<ChartSeries>& all, double smoothing,
                             std::stop_token stop) {
  QByteArray out = "run,subset,tag,step,wall_time,value,smoothed,abandoned\n";
  for (const ChartSeries& one : all) {
    const series::Series& points = *one.series;
    std::vector<float> kept;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (!points.abandoned[i]) kept.push_back(points.values[i]);
    const std::vector<double> smoothed = series::smooth(kept, one.dots ? 0 : smoothing);
    const QByteArray head =
        (csvField(one.name) + QLatin1Char(',') + csvField(toQString(points.subset)) +
         QLatin1Char(',') + csvField(toQString(points.tag)) + QLatin1Char(','))
            .toUtf8();
    std::size_t at = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (i % kLook == 0 && stop.stop_requested())
        return Error{ErrorCode::Cancelled, "exporting was stopped"};
      const bool abandoned = points.abandoned[i];
      out += head;
      out += QByteArray::number(static_cast<qlonglong>(points.steps[i])) + ',';
      out += exactText(points.wallTimes[i]).toLatin1() + ',';
      out += exactText(points.values[i]).toLatin1() + ',';
      // What a restart left behind is no part of the smoothed curve.
      if (!abandoned) out += exactText(static_cast<float>(smoothed[at++])).toLatin1();
      out += abandoned ? ",true\n" : ",false\n";
    }
  }
  return out;
}

QImage svgImage(const QByteArray& svg, double scale) {
  QSvgRenderer renderer(svg);
  QImage image(renderer.defaultSize() * scale, QImage::Format_ARGB32_Premultiplied);
  image.fill(Qt::white);
  QPainter painter(&image);
  renderer.render(&painter);
  return image;
}

}  // namespace cairn::ui
