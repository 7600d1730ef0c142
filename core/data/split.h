#pragma once

#include "core/data/table.h"

#include <span>

namespace cairn::data {

/// How the rows of a dataset are divided into two parts: by a hash of what a row holds, so that a
/// row stays where it is when others are added, and equal rows never stand in both parts.
struct SplitOptions {
  double evalFraction = 0.2;  // in [0, 1], of the rows: the expected share
  std::string key = {};       // the column that decides; empty: all of them
  std::uint64_t seed = 0;     // another seed, another division

  bool operator==(const SplitOptions&) const = default;
};

/// Row numbers of both parts, rising.
struct RowSplit {
  std::vector<std::int32_t> train;
  std::vector<std::int32_t> eval;
};

/// Formula: the FarmHash fingerprint of seed and values, its upper 53 bits under the fraction.
/// Errors: InvalidArgument for a key that the table lacks and a fraction outside [0, 1].
Result<RowSplit> splitRows(const Table& table, const SplitOptions& options);

/// Some rows of a table, in the order given, as a table.
Table takeRows(const Table& table, std::span<const std::int32_t> rows);

}  // namespace cairn::data
