#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace cairn::data {

/// The nearest float32 to a decimal number, as TensorFlow reads one: blanks around it, a plus sign,
/// `nan` and `inf` are fine, too large is infinite, too small is 0. Nothing when it is no number.
std::optional<float> parseFloat(std::string_view text);
/// A decimal integer that int64 holds, else nothing.
std::optional<std::int64_t> parseInt64(std::string_view text);

}  // namespace cairn::data
