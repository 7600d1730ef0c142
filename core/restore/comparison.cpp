#include "core/restore/comparison.h"

#include <algorithm>

namespace cairn::restore {
namespace {

TensorStatus statusOf(const TensorRow::Side& wanted, const TensorRow::Side& has) {
  if (wanted.dtype != has.dtype) return TensorStatus::DType;
  if (wanted.shape != has.shape) return TensorStatus::Shape;
  return TensorStatus::Fits;
}

TensorRow rowOf(const model::Variable* variable, const formats::BundleEntry* entry) {
  TensorRow row;
  if (variable) {
    row.name = variable->name;
    row.wanted = TensorRow::Side{variable->shape(), variable->dtype};
    row.slotOf = variable->slotOf;
    row.optimizer = variable->role == model::VariableRole::Slot ||
                    variable->role == model::VariableRole::OptimizerScalar;
  }
  if (entry) {
    row.name = entry->name;
    row.has = TensorRow::Side{entry->shape, entry->dtype};
  }
  if (!row.has)
    row.status = TensorStatus::Missing;
  else if (!row.wanted)
    row.status = TensorStatus::Unused;
  else
    row.status = statusOf(*row.wanted, *row.has);
  return row;
}

}  // namespace

std::vector<TensorRow> compareTensors(const std::vector<model::Variable>& wanted,
                                      const std::vector<formats::BundleEntry>& has) {
  std::vector<TensorRow> rows;
  rows.reserve(std::max(wanted.size(), has.size()));
  auto variable = wanted.begin();
  auto entry = has.begin();
  // Both sides are sorted by name: one merge.
  while (variable != wanted.end() || entry != has.end()) {
    const bool takeVariable =
        variable != wanted.end() && (entry == has.end() || variable->name <= entry->name);
    const bool takeEntry =
        entry != has.end() && (variable == wanted.end() || entry->name <= variable->name);
    rows.push_back(rowOf(takeVariable ? &*variable : nullptr, takeEntry ? &*entry : nullptr));
    if (takeVariable) ++variable;
    if (takeEntry) ++entry;
  }
  return rows;
}

bool differs(const TensorRow& row) {
  return row.status != TensorStatus::Fits && row.status != TensorStatus::Unused;
}

std::size_t countDiffering(const std::vector<TensorRow>& rows) {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), differs));
}

}  // namespace cairn::restore
