#pragma once

#include "core/data/categorical_input.h"

#include <cstdint>
#include <span>

namespace cairn::training {

/// Rows as the engine reads them; borrowed from the input until its next batch.
struct Batch {
  const float* x = nullptr;        // dense columns in the order of the FeaturePlan
  std::int64_t xStride = 0;        // floats from row to row
  const float* labels = nullptr;   // [rows, head.labelWidth()]; null when there are none
  const float* weights = nullptr;  // [rows, weightWidth] or null
  std::int64_t weightWidth = 1;
  std::int64_t rows = 0;
  std::span<const data::SparseRows> categorical = {};  // one for each of the FeaturePlan
};

}  // namespace cairn::training
