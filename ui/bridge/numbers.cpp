#include "ui/bridge/numbers.h"

#include <QCoreApplication>
#include <QDateTime>
#include <charconv>
#include <cmath>

namespace cairn::ui {
namespace {

const QChar kMinus(0x2212);
const QChar kThinSpace(0x202F);  // narrow and not broken at a line's end

// The context of the sentences below, where lupdate finds them.
struct Numbers {
  Q_DECLARE_TR_FUNCTIONS(Numbers)
};

QString grouped(QString digits) {
  for (qsizetype at = digits.size() - 3; at > 0; at -= 3) digits.insert(at, kThinSpace);
  return digits;
}

QString properSigns(QString text) {
  text.replace(QLatin1Char('-'), kMinus);
  return text;
}

template <class T>
QString shortest(T value) {
  if (std::isnan(value)) return QStringLiteral("nan");
  if (std::isinf(value)) return value < 0 ? QStringLiteral("-inf") : QStringLiteral("inf");
  char buffer[64];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  return QString::fromLatin1(buffer, end - buffer);
}

}  // namespace

QString numberText(double value, int digits) {
  if (std::isnan(value)) return QStringLiteral("NaN");
  if (std::isinf(value)) return value < 0 ? kMinus + QStringLiteral("Inf") : QStringLiteral("Inf");
  if (value == 0) return QStringLiteral("0");
  const double size = std::abs(value);
  if (size >= 1e6 || size < 1e-4) {
    QString text = QString::number(value, 'e', digits - 1);
    text.replace(QStringLiteral("e+0"), QStringLiteral("e"))
        .replace(QStringLiteral("e+"), QStringLiteral("e"));
    text.replace(QStringLiteral("e-0"), QStringLiteral("e-"));
    return properSigns(text);
  }
  const int whole = static_cast<int>(std::floor(std::log10(size))) + 1;
  QString text = QString::number(size, 'f', std::max(0, digits - std::max(whole, 1)));
  if (whole < 1) text = QString::number(size, 'f', digits - whole);
  const qsizetype dot = text.indexOf(QLatin1Char('.'));
  const QString head = dot < 0 ? text : text.left(dot);
  text = (head.size() > 4 ? grouped(head) : head) + (dot < 0 ? QString() : text.mid(dot));
  return value < 0 ? kMinus + text : text;
}

QString countText(std::int64_t value) {
  const QString text = QString::number(value);
  return value < 0 ? kMinus + grouped(text.mid(1)) : grouped(text);
}

QString bytesText(std::uint64_t bytes) {
  if (bytes < 1000) return QStringLiteral("%1 B").arg(bytes);
  static constexpr const char* kUnits[] = {"kB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes);
  int unit = -1;
  while (value >= 999.5 && unit < 5) {
    value /= 1000;
    ++unit;
  }
  return QStringLiteral("%1 %2")
      .arg(value, 0, 'f', value < 9.95 ? 1 : 0)
      .arg(QLatin1String(kUnits[unit]));
}

QString durationText(double seconds) {
  const auto all = static_cast<std::int64_t>(std::max(0.0, seconds));
  const std::int64_t days = all / 86400;
  const std::int64_t hours = all / 3600 % 24;
  const QLatin1Char zero('0');
  if (days > 0) return Numbers::tr("%1 d %2 h").arg(days).arg(hours);
  if (hours > 0)
    return QStringLiteral("%1:%2:%3")
        .arg(hours)
        .arg(all / 60 % 60, 2, 10, zero)
        .arg(all % 60, 2, 10, zero);
  return QStringLiteral("%1:%2").arg(all / 60).arg(all % 60, 2, 10, zero);
}

QString rateText(double stepsPerSecond) {
  const QString number = stepsPerSecond >= 100
                             ? countText(static_cast<std::int64_t>(std::llround(stepsPerSecond)))
                             : numberText(stepsPerSecond, 3);
  return Numbers::tr("%1 steps/s").arg(number);
}

QString timeLeftText(double seconds) {
  if (seconds < 0 || !std::isfinite(seconds)) return {};
  if (seconds < 1) return Numbers::tr("< 1 s left");
  return Numbers::tr("%1 left").arg(durationText(seconds));
}

QString ageText(double wallSeconds, double now) {
  const double age = now - wallSeconds;
  if (age < 0 || age > 7 * 86400.0)
    return QDateTime::fromSecsSinceEpoch(static_cast<qint64>(wallSeconds))
        .toString(QStringLiteral("yyyy-MM-dd"));
  if (age < 60) return Numbers::tr("just now");
  if (age < 3600) return Numbers::tr("%1 min ago").arg(static_cast<int>(age / 60));
  if (age < 86400) return Numbers::tr("%1 h ago").arg(static_cast<int>(age / 3600));
  return Numbers::tr("%1 d ago").arg(static_cast<int>(age / 86400));
}

QString exactText(double value) { return shortest(value); }
QString exactText(float value) { return shortest(value); }

}  // namespace cairn::ui
