#pragma once

#include "core/training/variable_store.h"

#include <array>
#include <string>

namespace cairn::training {

/// A variable with its slots, as the engine takes them. Borrows the store's memory.
struct TrainedArray {
  float* values = nullptr;
  std::int64_t rows = 1;  // a vector is one row
  std::int64_t width = 1;
  bool trainable = false;
  std::array<float*, 3> slots{};

  std::int64_t size() const { return rows * width; }
};

/// Errors: Unsupported, in words that name it, for a variable that the store does not have.
Result<TrainedArray> trainedArray(VariableStore& store, const std::string& name);

}  // namespace cairn::training
