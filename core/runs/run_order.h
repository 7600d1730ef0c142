#pragma once

#include "core/base/result.h"
#include "core/runs/run_facts.h"
#include "core/runs/run_filter.h"

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace cairn::runs {

struct SortKey {
  std::string key;  // of a fact; `name` by itself sorts naturally: `run2` before `run10`
  bool descending = false;
  bool operator==(const SortKey&) const = default;
};

/// How a list of runs is to be shown.
struct OrderRequest {
  RunFilter filter;
  std::vector<SortKey> sort;       // the first counts most; equal runs keep their order
  std::string groupBy;             // of a fact; empty: no groups
  std::vector<std::size_t> first;  // stand above all others: the baseline
};

/// The runs that pass, in order; `group` is the place of each in `groups`, -1 without grouping.
struct RunOrder {
  std::vector<std::size_t> rows;
  std::vector<int> group;
  std::vector<std::string> groups;  // their values; empty for runs without the key, at the end
};

/// Filters, sorts and groups. A run without the key stands behind those that have it, whichever way
/// the sort goes.
/// Errors: Cancelled.   Cost: n log n comparisons; looks at `stop` between the steps.
Result<RunOrder> orderRuns(const std::vector<RunFacts>& runs, const OrderRequest& request,
                           std::stop_token stop = {});

/// -1, 0 or 1: text in which runs of digits count as numbers, letters case-insensitively.
int compareNaturally(std::string_view a, std::string_view b);

}  // namespace cairn::runs
