#pragma once

#include "app/cli/session.h"
#include "core/formats/tensor.h"

namespace cairn::cli {

/// The elements of any tensor as JSON, flat in row-major order: floats as their shortest decimals,
/// complex numbers as [re, im], bytes that are no UTF-8 as {"hex": "…"}.
/// Errors: Unsupported for resources and variants.
Result<Json> tensorValues(const formats::Tensor& tensor);

/// The elements as text: a line for each row of the last dimension, or one value a line where
/// there is only one dimension.
/// Errors: as tensorValues.
Result<std::string> tensorRows(const formats::Tensor& tensor, std::string_view separator);

Json shapeToJson(const formats::Shape& shape);

}  // namespace cairn::cli
