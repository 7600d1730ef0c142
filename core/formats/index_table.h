#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace cairn::formats {

struct TableEntry {
  std::string key;
  std::string value;

  bool operator==(const TableEntry&) const = default;
};

/// Called for one entry; its arguments live until it returns. An error ends the visit.
using TableVisitor = std::function<Result<void>(std::string_view key, ByteView value)>;

/// Shows all entries of a LevelDB table, as `.index` files and V1 checkpoints are, in key order.
/// An entry is shown when its block is within bounds, its checksum right and the order of keys
/// kept; what is wrong further on is an error after it. Format: doc/index_table.md. Errors: Corrupt
/// or Truncated with the offset of what is wrong, in TensorFlow's words where it
///         has some; those of `visit`.
/// Cost:   one pass over the bytes, no copy unless a block is compressed.
Result<void> visitTable(ByteView bytes, const std::string& file, const TableVisitor& visit);

/// All entries of a table, in key order. Errors: as visitTable.
Result<std::vector<TableEntry>> readTable(ByteView bytes, const std::string& file);

/// Whether the bytes end as a table ends; says nothing of what is in it.
bool looksLikeTable(ByteView bytes);

/// The same table that TensorFlow writes for these entries, byte for byte.
/// Errors: InvalidArgument unless `entries` are in ascending key order, no key twice.
Result<Bytes> writeTable(const std::vector<TableEntry>& entries);

}  // namespace cairn::formats
