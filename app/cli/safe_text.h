#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cairn::cli {

/// Text from a file, safe for a terminal: control and bidirectional characters as escapes, cut
/// after 4 KiB.
std::string shown(std::string_view text);

/// A float as the shortest decimal that reads back to it, `NaN`, `Infinity`.
std::string floatText(float value);
std::string doubleText(double value);

/// A field of a CSV file, quoted where it has to be.
std::string csvField(std::string_view text);

/// 1,234,567
std::string grouped(std::uint64_t number);

/// Seconds since 1970 in local time: 2026-11-23 10:05:47
std::string timeText(double seconds);

}  // namespace cairn::cli
