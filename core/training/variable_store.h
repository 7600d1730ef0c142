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
  /// Row-major elements; empty for what is no float: `global_step`, whole numbers.
  std::vector<float>& values(std::size_t index) { return m_values[index]; }
  const std::vector<float>& values(std::size_t index) const { return m_values[index]; }
  /// Null when there is no such variable.
  float* find(std::string_view name);
  const model::Variable* variable(std::string_view name) const;
  /// The slots of `name`, in the order in which TensorFlow makes them.
  std::vector<float*> slotsOf(std::string_view name);
  /// An optimizer's own `iter`, or a flag as 0 or 1; null when there is none of that name.
  std::int64_t* whole(std::string_view name);
  bool isWhole(std::size_t index) const;
  std::int64_t& whole(std::size_t index) { return m_whole[index]; }
  std::int64_t whole(std::size_t index) const { return m_whole[index]; }

  /// What TensorFlow's initializers would give; the step is 0.
  void initialize(std::uint64_t seed);

  Step step;

 private:
  std::vector<model::Variable> m_variables;
  std::vector<std::vector<float>> m_values;
  std::vector<std::int64_t> m_whole;
};

}  // namespace cairn::training
