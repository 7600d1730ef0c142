#pragma once

#include <QString>
#include <cstdint>

namespace cairn::ui {

/// Numbers as people read them: "." as the decimal sign, U+2212 for minus, a thin space between
/// groups of three, whatever the locale; spec of the window, 1.5.

/// `digits` significant digits; NaN and infinities by name.
QString numberText(double value, int digits = 4);
/// An integer with groups: `8 400`.
QString countText(std::int64_t value);
/// `98 kB`, `1.6 kB`, `12 B`: units of 1000.
QString bytesText(std::uint64_t bytes);
/// `0:42`, `3:07:20`, `2 d 4 h`.
QString durationText(double seconds);
/// `112 480 steps/s`.
QString rateText(double stepsPerSecond);
/// `< 1 s left`, `0:03 left`; empty when it is not known (negative).
QString timeLeftText(double seconds);
/// `just now`, `3 min ago`, `2 h ago`, else the date.
QString ageText(double wallSeconds, double now);
/// Full precision for copies: the shortest text that reads back to the same value.
QString exactText(double value);
QString exactText(float value);

}  // namespace cairn::ui
