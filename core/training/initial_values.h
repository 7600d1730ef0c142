#pragma once

#include "core/model/variable_map.h"

#include <cstdint>
#include <vector>

namespace cairn::training {

/// Random numbers that depend only on (seed, name, index), so that a variable starts with the same
/// values whatever other variables there are. Thread: Immutable; share freely.
class CounterRandom {
 public:
  CounterRandom(std::uint64_t seed, std::string_view stream);
  std::uint64_t bits(std::uint64_t index) const;
  /// In [0, 1), a multiple of 2^-53.
  double uniform(std::uint64_t index) const;

 private:
  std::uint64_t m_key;
};

/// The elements that TensorFlow's initializer would give `variable`, but for the random stream.
/// Formula: spec/estimator.md 2: glorot U(-a, a), a = sqrt(6 / (rows + columns)); truncated normal
/// redrawn beyond two standard deviations.
std::vector<float> initialValues(const model::Variable& variable, std::uint64_t seed);

}  // namespace cairn::training
