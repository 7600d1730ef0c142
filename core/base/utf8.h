#pragma once

#include <cstddef>
#include <string_view>

namespace cairn {

/// Bytes of the UTF-8 sequence that `text` begins with; 0 when it begins with none.
std::size_t utf8SequenceBytes(std::string_view text);

/// Offset of the first byte that is not UTF-8; npos when all are.
std::size_t firstNonUtf8(std::string_view text);

}  // namespace cairn
