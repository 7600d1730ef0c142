#include "core/data/table.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::data {
namespace {

bool holdsRows(const Column& column, std::int64_t rows) {
  const auto values = static_cast<std::int64_t>(column.valueCount());
  if (!column.isSparse()) {
    std::int64_t wanted = 0;
    return column.width >= 0 && !__builtin_mul_overflow(rows, column.width, &wanted) &&
           wanted == values;
  }
  return static_cast<std::int64_t>(column.offsets.size()) == rows + 1 &&
         column.offsets.front() == 0 && column.offsets.back() == values &&
         std::is_sorted(column.offsets.begin(), column.offsets.end());
}

}  // namespace

std::size_t Column::valueCount() const {
  return std::visit([](const auto& held) { return held.size(); }, values);
}

std::string_view Column::typeName() const {
  if (std::holds_alternative<std::vector<float>>(values)) return "float32";
  return std::holds_alternative<std::vector<std::int64_t>>(values) ? "int64" : "string";
}

const Column* Table::find(std::string_view name) const {
  const auto found = std::find_if(columns.begin(), columns.end(),
                                  [&](const Column& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

Result<const Column*> findFeature(const Table& table, const std::string& key) {
  const Column* column = table.find(key);
  if (!column)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("Feature {} is not in features dictionary.", key), key};
  if (!holdsRows(*column, table.rows))
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("{} values do not make {} rows", column->valueCount(), table.rows),
                 key};
  return column;
}

}  // namespace cairn::data
