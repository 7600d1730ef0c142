#include "core/training/lookup_table.h"

namespace cairn::training {
namespace {

// Floats of gradients below which handing out tables costs more than it saves.
constexpr std::size_t kWorthSharing = 8192;

}  // namespace

std::int64_t RowSet::place(std::int64_t row) {
  if (m_places.empty()) m_places.resize(static_cast<std::size_t>(m_rows));
  std::int32_t& place = m_places[static_cast<std::size_t>(row)];
  if (place == 0) {
    m_came.push_back(row);
    place = static_cast<std::int32_t>(m_came.size());
  }
  return place - 1;
}

void RowSet::clear() {
  for (const std::int64_t row : m_came) m_places[static_cast<std::size_t>(row)] = 0;
  m_came.clear();
}

LookupTable::LookupTable(const TrainedArray& variable, TowerOptimizer* optimizer)
    : m_variable(variable),
      m_optimizer(variable.trainable ? optimizer : nullptr),
      m_touched(variable.rows) {}

std::int64_t LookupTable::touch(std::int64_t row) {
  const std::int64_t place = m_touched.place(row);
  m_gradient.resize(static_cast<std::size_t>(m_touched.size() * m_variable.width));
  return place;
}

void LookupTable::update() {
  if (m_optimizer == nullptr) return;
  m_optimizer->applySparse(m_variable, m_touched.rows(), m_gradient.data());
  m_touched.clear();
  m_gradient.clear();
}

void LookupTable::endOfInput() {
  if (m_optimizer != nullptr) m_optimizer->decay(m_variable);
}

Result<LookupTable*> LookupTables::get(VariableStore& store, const std::string& name,
                                       TowerOptimizer* optimizer) {
  const auto found = m_tables.find(name);
  if (found != m_tables.end()) return found->second.get();
  CAIRN_ASSIGN(const TrainedArray variable, trainedArray(store, name));
  auto& made = m_tables[name];
  made = std::make_unique<LookupTable>(variable, optimizer);
  m_all.push_back(made.get());
  return made.get();
}

void LookupTables::update(Workers* workers) {
  std::size_t size = 0;
  for (const LookupTable* table : m_all) size += table->gradientSize();
  forEachPart(size < kWorthSharing ? nullptr : workers, static_cast<int>(m_all.size()),
              [&](int part) { m_all[static_cast<std::size_t>(part)]->update(); });
}

void LookupTables::endOfInput() {
  for (const auto& [name, table] : m_tables) table->endOfInput();
}

}  // namespace cairn::training
