#include "core/data/crossed_ids.h"

#include "core/base/limits.h"
#include "core/data/fingerprint.h"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace cairn::data {
namespace {

constexpr std::uint64_t kDefaultHashKey = 0xDECAFCAFFE;

/// One part's values as the 64 bits that go into the hash.
struct Part {
  std::vector<std::int64_t> offsets;
  std::vector<std::uint64_t> hashes;
  bool isSparse = true;

  std::size_t begin(std::int64_t row) const {
    return static_cast<std::size_t>(offsets[static_cast<std::size_t>(row)]);
  }
  std::size_t count(std::int64_t row) const { return begin(row + 1) - begin(row); }
};

/// As TensorFlow's cast to int64 on x86: what does not fit becomes the smallest.
std::uint64_t asInteger(float value) {
  constexpr float kTooLarge = 9223372036854775808.0F;
  const bool fits = value >= -kTooLarge && value < kTooLarge;
  return static_cast<std::uint64_t>(fits ? static_cast<std::int64_t>(value)
                                         : std::numeric_limits<std::int64_t>::min());
}

Part rawPart(const Column& column, std::int64_t rows) {
  Part part;
  part.isSparse = column.isSparse();
  part.offsets.resize(static_cast<std::size_t>(rows) + 1);
  for (std::int64_t row = 0; row <= rows; ++row)
    part.offsets[static_cast<std::size_t>(row)] = static_cast<std::int64_t>(column.begin(row));
  part.hashes.resize(column.valueCount());
  const auto fill = [&](const auto& values, auto hash) {
    std::transform(values.begin(), values.end(), part.hashes.begin(), hash);
  };
  if (const auto* words = std::get_if<std::vector<std::string>>(&column.values))
    fill(*words, fingerprint64);
  else if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&column.values))
    fill(*ints, [](std::int64_t value) { return static_cast<std::uint64_t>(value); });
  else if (const auto* floats = std::get_if<std::vector<float>>(&column.values))
    fill(*floats, asInteger);
  return part;
}

Result<void> collectParts(const FeatureColumn& cross, const Table& table,
                          const Vocabularies& vocabularies, std::vector<Part>& parts) {
  for (const FeatureColumn& column : cross.parts) {
    if (column.type == ColumnType::Crossed) {
      CAIRN_TRY(collectParts(column, table, vocabularies, parts));
    } else if (column.type == ColumnType::RawFeature) {
      CAIRN_ASSIGN(const Column* values, findFeature(table, column.key));
      parts.push_back(rawPart(*values, table.rows));
    } else if (column.type == ColumnType::Weighted) {
      return Error{ErrorCode::InvalidArgument,
                   fmt::format("crossed_column does not support weight_tensor, but the given "
                               "column populates weight_tensor. Given column: {}",
                               columnName(column)),
                   columnName(cross)};
    } else {
      CAIRN_ASSIGN(IdTensor tensor, idTensor(column, table, vocabularies));
      parts.push_back({std::move(tensor.offsets), {tensor.ids.begin(), tensor.ids.end()}, true});
    }
  }
  return {};
}

/// False when there are more of them than a column may have.
bool countIds(const std::vector<Part>& parts, std::int64_t rows) {
  std::uint64_t sum = 0;
  for (std::int64_t row = 0; row < rows; ++row) {
    std::uint64_t product = 1;
    for (const Part& part : parts)
      if (part.count(row) == 0) product = 0;
    for (const Part& part : parts)
      if (!multiplyFits(product, part.count(row), product)) return false;
    if (!addFits(sum, product, sum)) return false;
  }
  return sum <= limits::kColumnIds;
}

/// Appends the hashes of one row's combinations.
class RowCrosser {
 public:
  RowCrosser(const std::vector<Part>& parts, std::uint64_t key, std::int64_t buckets)
      : m_parts(parts),
        m_buckets(static_cast<std::uint64_t>(buckets)),
        m_chosen(parts.size()),
        m_prefix(parts.size() + 1, key) {}

  void cross(std::int64_t row, std::vector<std::int64_t>& ids) {
    for (const Part& part : m_parts)
      if (part.count(row) == 0) return;
    std::fill(m_chosen.begin(), m_chosen.end(), 0);
    std::size_t changed = 0;  // the first part whose choice is new
    do {
      for (std::size_t i = changed; i < m_parts.size(); ++i)
        m_prefix[i + 1] =
            fingerprintCat64(m_prefix[i], m_parts[i].hashes[m_parts[i].begin(row) + m_chosen[i]]);
      ids.push_back(static_cast<std::int64_t>(m_prefix.back() % m_buckets));
    } while (advance(row, changed));
  }

 private:
  bool advance(std::int64_t row, std::size_t& changed) {
    for (std::size_t i = m_parts.size(); i-- > 0;) {
      if (++m_chosen[i] < m_parts[i].count(row)) {
        changed = i;
        return true;
      }
      m_chosen[i] = 0;
    }
    return false;
  }

  const std::vector<Part>& m_parts;
  std::uint64_t m_buckets;
  std::vector<std::size_t> m_chosen;
  std::vector<std::uint64_t> m_prefix;  // hash of the parts before each
};

}  // namespace

Result<IdTensor> crossedIds(const FeatureColumn& column, const Table& table,
                            const Vocabularies& vocabularies) {
  std::vector<Part> parts;
  CAIRN_TRY(collectParts(column, table, vocabularies, parts));
  std::stable_partition(parts.begin(), parts.end(), [](const Part& part) { return part.isSparse; });
  if (!countIds(parts, table.rows))
    return Error{ErrorCode::Unsupported,
                 fmt::format("the cross has more than {} ids", limits::kColumnIds),
                 columnName(column)};
  // `hash_key or _DEFAULT_HASH_KEY`: 0 counts as not given.
  const std::uint64_t given = column.hashKey.value_or(0);
  RowCrosser crosser(parts, given == 0 ? kDefaultHashKey : given, column.buckets);
  IdTensor tensor;
  for (std::int64_t row = 0; row < table.rows; ++row) {
    crosser.cross(row, tensor.ids);
    tensor.endRow();
  }
  return tensor;
}

}  // namespace cairn::data
