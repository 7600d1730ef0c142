#include "core/data/split.h"

#include "core/data/fingerprint.h"

#include <bit>
#include <fmt/format.h>

namespace cairn::data {
namespace {

std::uint64_t hashOf(const std::string& value) { return fingerprint64(value); }
std::uint64_t hashOf(std::int64_t value) { return static_cast<std::uint64_t>(value); }
// 0 and -0 are one value.
std::uint64_t hashOf(float value) { return std::bit_cast<std::uint32_t>(value == 0 ? 0 : value); }

/// Carries the hashes of all rows on over the column's values.
void addColumn(const Column& column, std::vector<std::uint64_t>& hashes) {
  std::visit(
      [&](const auto& values) {
        for (std::size_t row = 0; row < hashes.size(); ++row) {
          const auto number = static_cast<std::int64_t>(row);
          const std::size_t from = column.begin(number);
          const std::size_t to = column.begin(number + 1);
          // The count keeps [1], [2, 3] and [1, 2], [3] apart.
          hashes[row] = fingerprintCat64(hashes[row], to - from);
          for (std::size_t i = from; i < to; ++i)
            hashes[row] = fingerprintCat64(hashes[row], hashOf(values[i]));
        }
      },
      column.values);
}

}  // namespace

Result<RowSplit> splitRows(const Table& table, const SplitOptions& options) {
  if (!(options.evalFraction >= 0 && options.evalFraction <= 1))
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("a fraction of {}, want 0 to 1", options.evalFraction)};
  std::vector<std::uint64_t> hashes(static_cast<std::size_t>(table.rows),
                                    fingerprintCat64(options.seed, 0));
  if (options.key.empty()) {
    for (const Column& column : table.columns) addColumn(column, hashes);
  } else {
    CAIRN_ASSIGN(const Column* key, findFeature(table, options.key));
    addColumn(*key, hashes);
  }
  RowSplit split;
  for (std::size_t row = 0; row < hashes.size(); ++row) {
    constexpr int kLowBits = 11;  // a double holds 53 of 64
    const double at = static_cast<double>(hashes[row] >> kLowBits) * 0x1p-53;
    auto& part = at < options.evalFraction ? split.eval : split.train;
    part.push_back(static_cast<std::int32_t>(row));
  }
  return split;
}

Table takeRows(const Table& table, std::span<const std::int32_t> rows) {
  Table taken;
  taken.rows = static_cast<std::int64_t>(rows.size());
  for (const Column& column : table.columns) {
    Column& to = taken.columns.emplace_back();
    to.name = column.name;
    to.width = column.width;
    if (column.isSparse()) to.offsets = {0};
    std::visit(
        [&](const auto& values) {
          std::decay_t<decltype(values)> picked;
          for (const std::int32_t row : rows) {
            for (std::size_t i = column.begin(row); i < column.begin(row + 1); ++i)
              picked.push_back(values[i]);
            if (column.isSparse()) to.offsets.push_back(static_cast<std::int64_t>(picked.size()));
          }
          to.values = std::move(picked);
        },
        column.values);
  }
  return taken;
}

}  // namespace cairn::data
