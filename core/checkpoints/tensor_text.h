#pragma once

#include "core/formats/tensor.h"

#include <stop_token>
#include <string>

namespace cairn::checkpoints {

/// A tensor as CSV, a line an element: its index in each dimension (`i0`, `i1`, …), then `value`.
/// UTF-8, LF, "." decimals; numbers read back to the same value, strings are quoted.
/// Errors: InvalidArgument for complex numbers and opaque types; Cancelled.
Result<std::string> tensorCsv(const formats::Tensor& tensor, std::stop_token stop = {});

}  // namespace cairn::checkpoints
