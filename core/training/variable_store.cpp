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
  m_whole.resize(m_variables.size());
  for (const model::Variable& variable : m_variables)
    m_values.emplace_back(variable.dtype == formats::DType::Float ? elementsOf(variable) : 0);
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
  std::vector<std::pair<int, float*>> slots;
  for (std::size_t i = 0; i < m_variables.size(); ++i)
    if (m_variables[i].role == model::VariableRole::Slot && m_variables[i].slotOf == name)
      slots.emplace_back(m_variables[i].slotOrder, m_values[i].data());
  std::sort(slots.begin(), slots.end());
  std::vector<float*> arrays;
  for (const auto& slot : slots) arrays.push_back(slot.second);
  return arrays;
}

std::int64_t* VariableStore::whole(std::string_view name) {
  const model::Variable* found = variable(name);
  if (found == nullptr) return nullptr;
  const auto index = static_cast<std::size_t>(found - m_variables.data());
  return isWhole(index) ? &m_whole[index] : nullptr;
}

bool VariableStore::isWhole(std::size_t index) const {
  const model::Variable& variable = m_variables[index];
  return variable.role != model::VariableRole::GlobalStep &&
         variable.dtype != formats::DType::Float;
}

void VariableStore::initialize(std::uint64_t seed) {
  for (std::size_t i = 0; i < m_variables.size(); ++i)
    if (m_variables[i].dtype == formats::DType::Float)
      m_values[i] = initialValues(m_variables[i], seed);
  std::fill(m_whole.begin(), m_whole.end(), 0);
  step = Step{0};
}

}  // namespace cairn::training
