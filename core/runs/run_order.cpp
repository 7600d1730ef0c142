#include "core/runs/run_order.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cairn::runs {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string_view digitsAt(std::string_view text, std::size_t& at) {
  while (at < text.size() && text[at] == '0') ++at;
  const std::size_t start = at;
  while (at < text.size() && isDigit(text[at])) ++at;
  return text.substr(start, at - start);
}

// Missing and NaN count as the same: nothing to sort by.
bool isMissing(const FactValue* value) {
  if (value == nullptr) return true;
  const auto* number = std::get_if<double>(value);
  return number != nullptr && std::isnan(*number);
}

int compareValues(const FactValue& a, const FactValue& b) {
  const auto* x = std::get_if<double>(&a);
  const auto* y = std::get_if<double>(&b);
  if (x != nullptr && y != nullptr) return *x < *y ? -1 : *x > *y ? 1 : 0;
  if (x != nullptr) return -1;
  if (y != nullptr) return 1;
  return compareNaturally(std::get<std::string>(a), std::get<std::string>(b));
}

// The values of one key, looked up once a run instead of once a comparison.
std::vector<const FactValue*> columnOf(const std::vector<RunFacts>& runs, const std::string& key) {
  std::vector<const FactValue*> column;
  column.reserve(runs.size());
  for (const RunFacts& run : runs) column.push_back(run.find(key));
  return column;
}

void sortBy(std::vector<std::size_t>& rows, const std::vector<RunFacts>& runs, const SortKey& key) {
  const auto column = columnOf(runs, key.key);
  std::stable_sort(rows.begin(), rows.end(), [&](std::size_t a, std::size_t b) {
    const bool noA = isMissing(column[a]);
    const bool noB = isMissing(column[b]);
    if (noA || noB) return !noA && noB;
    const int order = compareValues(*column[a], *column[b]);
    return key.descending ? order > 0 : order < 0;
  });
}

void groupRows(RunOrder& order, const std::vector<RunFacts>& runs, const std::string& key) {
  const auto column = columnOf(runs, key);
  struct Less {
    bool operator()(const std::string& a, const std::string& b) const {
      if (a.empty() || b.empty()) return !a.empty() && b.empty();
      const int natural = compareNaturally(a, b);
      return natural != 0 ? natural < 0 : a < b;
    }
  };
  std::map<std::string, std::vector<std::size_t>, Less> members;
  for (const std::size_t row : order.rows)
    members[column[row] == nullptr ? std::string() : factText(*column[row])].push_back(row);
  order.rows.clear();
  order.group.clear();
  for (const auto& [value, rows] : members) {
    order.rows.insert(order.rows.end(), rows.begin(), rows.end());
    order.group.insert(order.group.end(), rows.size(), static_cast<int>(order.groups.size()));
    order.groups.push_back(value);
  }
}

}  // namespace

int compareNaturally(std::string_view a, std::string_view b) {
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (isDigit(a[i]) && isDigit(b[j])) {
      const std::string_view x = digitsAt(a, i);
      const std::string_view y = digitsAt(b, j);
      if (x.size() != y.size()) return x.size() < y.size() ? -1 : 1;
      if (const int order = x.compare(y); order != 0) return order < 0 ? -1 : 1;
      continue;
    }
    const auto x = static_cast<unsigned char>(lower(a[i++]));
    const auto y = static_cast<unsigned char>(lower(b[j++]));
    if (x != y) return x < y ? -1 : 1;
  }
  if (i == a.size() && j == b.size()) return 0;
  return i == a.size() ? -1 : 1;
}

Result<RunOrder> orderRuns(const std::vector<RunFacts>& runs, const OrderRequest& request,
                           std::stop_token stop) {
  RunOrder order;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (i % 256 == 0 && stop.stop_requested()) return Error{ErrorCode::Cancelled, "asked anew"};
    if (request.filter.passes(runs[i])) order.rows.push_back(i);
  }
  // The least important key first: each sort keeps the order of the one before among equals.
  for (auto key = request.sort.rbegin(); key != request.sort.rend(); ++key) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "asked anew"};
    sortBy(order.rows, runs, *key);
  }
  std::stable_partition(order.rows.begin(), order.rows.end(), [&](std::size_t row) {
    return std::find(request.first.begin(), request.first.end(), row) != request.first.end();
  });
  order.group.assign(order.rows.size(), -1);
  if (!request.groupBy.empty()) groupRows(order, runs, request.groupBy);
  return order;
}

}  // namespace cairn::runs
