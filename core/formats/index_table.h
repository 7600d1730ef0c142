#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <functional>
#include <string>
#include <vector>

namespace cairn::formats {

struct TableEntry {
  std::string key;
  std::string value;

  bool operator==(const TableEntry&) const = default;
};

/// All entries of a LevelDB table, as `.index` files and V1 checkpoints are, in key order.
/// Every block is bounded and its checksum held against it before LevelDB sees it.
/// Format: doc/index_table.md.
/// Errors: Corrupt or Truncated with the offset of what is wrong.
Result<std::vector<TableEntry>> readTable(ByteView bytes, const std::string& file);

/// The same table that TensorFlow writes for these entries, byte for byte.
/// `entries` are in ascending key order, no key twice.
Result<Bytes> writeTable(const std::vector<TableEntry>& entries);

}  // namespace cairn::formats
