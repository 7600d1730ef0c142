#include "core/restore/cause_search.h"

#include <algorithm>
#include <bit>
#include <cstdint>
#include <functional>
#include <set>

namespace cairn::restore {
namespace {

using EditSet = std::uint32_t;          // bit i: edits[i] is applied
constexpr std::size_t kMostEdits = 12;  // 4,096 variable maps

class Search {
 public:
  Search(const model::Config& now, Mode mode, const std::vector<Edit>& edits,
         const std::vector<formats::BundleEntry>& has)
      : m_now(now), m_mode(mode), m_edits(edits), m_has(has) {}

  std::size_t count() const { return std::min(m_edits.size(), kMostEdits); }
  EditSet all() const { return static_cast<EditSet>((EditSet{1} << count()) - 1); }

  /// The rows with `set` applied; none when the config then has no variables.
  std::vector<TensorRow> rows(EditSet set) const {
    model::Config config = m_now;
    for (std::size_t i = 0; i < count(); ++i)
      if (has(set, i) && m_edits[i].apply) m_edits[i].apply(config);
    auto wanted = wantedVariables(config, m_mode);
    if (!wanted) return {};
    for (std::size_t i = 0; i < count(); ++i)
      if (has(set, i) && !m_edits[i].apply) takeSizes(m_edits[i].key, *wanted);
    return compareTensors(*wanted, m_has);
  }

  /// Sets in order of their size, then of the edits' own order.
  std::vector<EditSet> setsBySize() const {
    std::vector<EditSet> sets(static_cast<std::size_t>(all()) + 1);
    for (EditSet set = 0; set <= all(); ++set) sets[set] = set;
    std::stable_sort(sets.begin(), sets.end(),
                     [](EditSet a, EditSet b) { return std::popcount(a) < std::popcount(b); });
    return sets;
  }

  static bool has(EditSet set, std::size_t i) { return ((set >> i) & 1U) != 0; }

 private:
  const formats::BundleEntry* find(const std::string& name) const {
    const auto entry =
        std::lower_bound(m_has.begin(), m_has.end(), name,
                         [](const formats::BundleEntry& one, const std::string& wanted) {
                           return one.name < wanted;
                         });
    return entry == m_has.end() || entry->name != name ? nullptr : &*entry;
  }

  /// Dimensions that come from `key` take the checkpoint's sizes; variables that exist by it and
  /// are not in the checkpoint are not wanted, nor are their slots.
  void takeSizes(const std::string& key, std::vector<model::Variable>& wanted) const {
    std::set<std::string> gone;
    for (const model::Variable& variable : wanted)
      if (variable.slotOf.empty() && variable.key.starts_with(key + ".") && !find(variable.name))
        gone.insert(variable.name);
    std::erase_if(wanted, [&](const model::Variable& variable) {
      return gone.contains(variable.name) || gone.contains(variable.slotOf);
    });
    for (model::Variable& variable : wanted) {
      const formats::BundleEntry* entry = find(variable.name);
      if (entry == nullptr || entry->shape.size() != variable.dimensions.size()) continue;
      for (std::size_t d = 0; d < entry->shape.size(); ++d)
        if (variable.dimensions[d].key.starts_with(key))
          variable.dimensions[d].size = entry->shape[d];
    }
  }

  const model::Config& m_now;
  Mode m_mode;
  const std::vector<Edit>& m_edits;
  const std::vector<formats::BundleEntry>& m_has;
};

/// No rows at all means that the config is none: worse than any difference.
std::size_t badness(const std::vector<TensorRow>& rows) {
  return rows.empty() ? SIZE_MAX : countDiffering(rows);
}

std::set<std::string> differingNames(const std::vector<TensorRow>& rows) {
  std::set<std::string> names;
  for (const TensorRow& row : rows)
    if (differs(row)) names.insert(row.name);
  return names;
}

std::size_t unusedCount(const std::vector<TensorRow>& rows) {
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), [](const TensorRow& row) {
    return row.status == TensorStatus::Unused;
  }));
}

Cause causeOf(const Edit& edit, std::vector<std::string> tensors) {
  return {edit.key, edit.was, edit.now, edit.source, edit.certainty, std::move(tensors)};
}

}  // namespace

Result<std::vector<model::Variable>> wantedVariables(const model::Config& config, Mode mode) {
  CAIRN_ASSIGN(std::vector<model::Variable> wanted, model::variableMap(config));
  return mode == Mode::Train ? wanted : model::inferenceVariables(wanted);
}

Explanation findCauses(const model::Config& now, Mode mode, const std::vector<Edit>& edits,
                       const std::vector<formats::BundleEntry>& has) {
  const Search search(now, mode, edits, has);
  const auto before = differingNames(search.rows(0));
  const std::size_t goal = std::min(badness(search.rows(search.all())), before.size());
  EditSet chosen = 0;
  for (const EditSet set : search.setsBySize()) {
    if (badness(search.rows(set)) > goal) continue;
    chosen = set;
    break;
  }

  Explanation explanation;
  const auto left = differingNames(search.rows(chosen));
  explanation.unexplained = left.size();
  for (std::size_t i = 0; i < search.count(); ++i) {
    if (!Search::has(chosen, i)) continue;
    // A row is this key's when it doesn't fit with all the others put back.
    const auto without = differingNames(search.rows(chosen & ~(EditSet{1} << i)));
    std::vector<std::string> tensors;
    for (const std::string& name : before)
      if (without.contains(name) && !left.contains(name)) tensors.push_back(name);
    for (const std::string& name : tensors) explanation.because.emplace_back(name, edits[i].key);
    explanation.causes.push_back(causeOf(edits[i], std::move(tensors)));
    explanation.edits.push_back(edits[i]);
  }
  return explanation;
}

std::vector<Edit> findDropped(const model::Config& now, Mode mode, const std::vector<Edit>& edits,
                              const std::vector<formats::BundleEntry>& has) {
  const Search search(now, mode, edits, has);
  const auto before = search.rows(0);
  std::size_t least = unusedCount(before);
  EditSet chosen = 0;
  for (const EditSet set : search.setsBySize()) {
    const auto rows = search.rows(set);
    if (badness(rows) > countDiffering(before) || unusedCount(rows) >= least) continue;
    least = unusedCount(rows);
    chosen = set;
  }
  std::vector<Edit> dropped;
  for (std::size_t i = 0; i < search.count(); ++i)
    if (Search::has(chosen, i)) dropped.push_back(edits[i]);
  return dropped;
}

}  // namespace cairn::restore
