#include "core/training/variable_store.h"

#include "core/training/initial_values.h"

#include <algorithm>

namespace cairn::training {
namespace {

std::size_t elementsOf(const model::Variable& variable) {
  const Result<std::int64_t> count = formats::elementCount(variable.shape());
  return count ? static_cast<std::size_t>(*count) : 0;
}

}  // namespace

VariableStore::VariableStore(std::vector<model::Variable> variables)
    : m_variables(std::move(variables)) {
  m_values.reserve(m_variables.size());
  for (const model::Variable& variable : m_variables) {
    const bool isStep = variable.role == model::VariableRole::GlobalStep;
    m_values.emplace_back(isStep ? 0 : elementsOf(variable));
  }
}

const model::Variable* VariableStore::variable(std::string_view name) const {
  const auto found = std::find_if(m_variables.begin(), m_variables.end(),
                                  [&](const auto& variable) { return variable.name == name; });
  return found == m_variables.end() ? nullptr : &*found;
}

float* VariableStore::find(std::string_view name) {
  const model::Variable* found = variable(name);
  return found == nullptr ? nullptr
                          : m_values[static_cast<std::size_t>(found - m_variables.data())].data();
}

std::vector<float*> VariableStore::slotsOf(std::string_view name) {
  std::vector<std::pair<std::string_view, float*>> slots;
  for (std::size_t i = 0; i < m_variables.size(); ++i)
    if (m_variables[i].role == model::VariableRole::Slot && m_variables[i].slotOf == name)
      slots.emplace_back(m_variables[i].slot, m_values[i].data());
  std::sort(slots.begin(), slots.end());
  std::vector<float*> arrays;
  for (const auto& slot : slots) arrays.push_back(slot.second);
  return arrays;
}

void VariableStore::initialize(std::uint64_t seed) {
  for (std::size_t i = 0; i < m_variables.size(); ++i)
    if (m_variables[i].role != model::VariableRole::GlobalStep)
      m_values[i] = initialValues(m_variables[i], seed);
  step = Step{0};
}

}  // namespace cairn::training
