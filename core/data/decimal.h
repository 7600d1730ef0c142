#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::data {

/// The nearest float32 to a decimal number, as TensorFlow reads one: blanks around it, a plus sign,
/// `nan` and `inf` are fine, too large is infinite, too small is 0. Nothing when it is no number.
std::optional<float> parseFloat(std::string_view text);
/// The nearest float32 to digits / power, both below 10^15 or powers of ten up to it; nothing where
/// rounding to double first might not give it.
std::optional<float> nearestFloat(std::uint64_t digits, double power, bool negative);
/// A decimal integer that int64 holds, else nothing.
std::optional<std::int64_t> parseInt64(std::string_view text);

}  // namespace cairn::data
