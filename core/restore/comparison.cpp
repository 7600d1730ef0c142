#include "core/restore/comparison.h"

#include <algorithm>

namespace cairn::restore {
namespace {

TensorStatus statusOf(const TensorRow::Side& wanted, const TensorRow::Side& has) {
  if (wanted.dtype != has.dtype) return TensorStatus::DType;
  if (wanted.shape != has.shape) return TensorStatus::Shape;
  return TensorStatus::Fits;
}

/// Elements of `rows` (of all when null) that the entry's slices hold; slices do not overlap.
std::int64_t heldElements(const formats::BundleEntry& entry, const model::RowRange* rows) {
  std::int64_t held = 0;
  for (const formats::Slice& slice : entry.slices) {
    std::int64_t volume = 1;
    for (std::size_t d = 0; d < entry.shape.size() && d < slice.extents.size(); ++d) {
      std::int64_t start = slice.extents[d].start;
      std::int64_t end =
          slice.extents[d].length < 0 ? entry.shape[d] : start + slice.extents[d].length;
      if (d == 0 && rows != nullptr) {
        start = std::max(start, rows->start);
        end = std::min(end, rows->start + rows->length);
      }
      volume *= std::max<std::int64_t>(end - start, 0);
    }
    held += volume;
  }
  return held;
}

/// Whether a variable's parts, or the whole of it, can be cut from what is stored.
bool isHeld(const model::Variable& variable, const formats::BundleEntry& entry) {
  if (entry.slices.empty() || entry.shape.empty() || variable.shape() != entry.shape) return true;
  std::int64_t row = 1;
  for (std::size_t d = 1; d < entry.shape.size(); ++d) row *= entry.shape[d];
  if (variable.slices.empty()) return heldElements(entry, nullptr) == row * entry.shape[0];
  return std::all_of(
      variable.slices.begin(), variable.slices.end(),
      [&](const model::RowRange& rows) { return heldElements(entry, &rows) == row * rows.length; });
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
  // Parts of it are there, under the name that a partitioner gave them.
  if (row.status == TensorStatus::Fits && !isHeld(*variable, *entry))
    row.status = TensorStatus::Shape;
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
