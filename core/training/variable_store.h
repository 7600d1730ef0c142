#pragma once

#include "core/base/ids.h"
#include "core/model/variable_map.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cairn::training {

/// The values of a model's variables, slots and scalars while it is trained or evaluated.
/// Owner:  owns the arrays; they stay where they are for as long as the store lives.
/// Thread: Not locked; one thread at a time.
class VariableStore {
 public:
  /// `variables` as model::variableMap gives them, sorted by name; the values are zeros.
  explicit VariableStore(std::vector<model::Variable> variables);
  VariableStore(VariableStore&&) noexcept = default;
  VariableStore& operator=(VariableStore&&) noexcept = default;
  VariableStore(const VariableStore&) = delete;

  const std::vector<model::Variable>& variables() const { return m_variables; }
  /// Row-major elements; empty for `global_step`.
  std::vector<float>& values(std::size_t index) { return m_values[index]; }
  const std::vector<float>& values(std::size_t index) const { return m_values[index]; }
  /// Null when there is no such variable.
  float* find(std::string_view name);
  const model::Variable* variable(std::string_view name) const;
  /// The slots of `name`, in the order of their names.
  std::vector<float*> slotsOf(std::string_view name);

  /// What TensorFlow's initializers would give; the step is 0.
  void initialize(std::uint64_t seed);

  Step step;

 private:
  std::vector<model::Variable> m_variables;
  std::vector<std::vector<float>> m_values;
};

}  // namespace cairn::training
