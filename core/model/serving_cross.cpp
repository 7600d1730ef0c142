// Crosses: the hashing of ServingColumns.
#include "core/model/serving_columns.h"

#include <fmt/format.h>

namespace cairn::model {
namespace {

using data::ColumnType;
using data::FeatureColumn;
using formats::DType;
using formats::typeAttr;

constexpr std::uint64_t kDefaultHashKey = 0xDECAFCAFFE;

}  // namespace

/// The entries of a dense matrix that are not missing, as a SparseTensor.
ServingList ServingColumns::sparse(const std::string& scope, const std::string& dense,
                                   const std::string& raw, DType dtype, DType rawType) {
  const auto missing = rawType == DType::String ? m_ops.word(scope + "/missing", "")
                                                : m_ops.filled(scope + "/missing", {}, -1, rawType);
  const auto there = m_ops.add(scope + "/NotEqual", "NotEqual", {raw, missing}, {}, rawType);
  ServingList list;
  list.dtype = dtype;
  list.indices = m_ops.addPlain(scope + "/Where", "Where", {there}, {{"T", typeAttr(DType::Bool)}});
  list.values =
      m_ops.addPlain(scope + "/GatherNd", "GatherNd", {dense, list.indices},
                     {{"Tparams", typeAttr(dtype)}, {"Tindices", typeAttr(DType::Int64)}});
  list.shape =
      m_ops.add(scope + "/Shape", "Shape", {dense}, {{"out_type", typeAttr(DType::Int64)}}, dtype);
  return list;
}

Result<void> ServingColumns::crossParts(const std::string& scope, const FeatureColumn& cross,
                                        CrossParts& parts) {
  for (const FeatureColumn& column : cross.parts) {
    const std::string own = fmt::format("{}/part_{}", scope, parts.count++);
    if (column.type == ColumnType::Crossed) {
      CAIRN_TRY(crossParts(own, column, parts));
    } else if (column.type == ColumnType::Bucketized) {
      CAIRN_ASSIGN(const std::string dense, ids(own, column));
      parts.sparse.push_back(sparse(own, dense, dense, DType::Int64, DType::Int64));
    } else if (column.type != ColumnType::RawFeature) {
      CAIRN_ASSIGN(const std::string dense, ids(own, column));
      CAIRN_ASSIGN(const std::string raw, feature(column.key));
      parts.sparse.push_back(sparse(own, dense, raw, DType::Int64, servedType(column)));
    } else {
      CAIRN_TRY(rawPart(own, column, parts));
    }
  }
  return {};
}

/// A feature by its key alone: as the values stand, nothing looked up.
Result<void> ServingColumns::rawPart(const std::string& scope, const FeatureColumn& column,
                                     CrossParts& parts) {
  CAIRN_ASSIGN(std::string raw, feature(column.key));
  const auto known = m_types.find(column.key);
  DType dtype = known == m_types.end() ? DType::String : known->second;
  const bool number = dtype != DType::String && dtype != DType::Int64;
  if (number) {
    raw = m_ops.addPlain(scope + "/ToInt64", "Cast", {raw},
                         {{"SrcT", typeAttr(dtype)}, {"DstT", typeAttr(DType::Int64)}});
    dtype = DType::Int64;
  }
  if (m_denseKeys || number) {
    parts.dense.push_back(raw);
    parts.denseTypes.push_back(dtype);
  } else if (const auto list = m_lists.find(column.key); list != m_lists.end()) {
    parts.sparse.push_back(list->second);
  } else {
    parts.sparse.push_back(sparse(scope, raw, raw, dtype, dtype));
  }
  return {};
}

/// int64 [B, n]: the hashes of all combinations, -1 where a row has fewer.
Result<std::string> ServingColumns::crossed(const std::string& scope, const FeatureColumn& column) {
  CrossParts parts;
  CAIRN_TRY(crossParts(scope, column, parts));
  std::vector<std::string> inputs;
  std::vector<DType> types;
  for (const ServingList& list : parts.sparse) inputs.push_back(list.indices);
  for (const ServingList& list : parts.sparse) inputs.push_back(list.values);
  for (const ServingList& list : parts.sparse) {
    inputs.push_back(list.shape);
    types.push_back(list.dtype);
  }
  inputs.insert(inputs.end(), parts.dense.begin(), parts.dense.end());
  const std::uint64_t given = column.hashKey.value_or(0);  // 0 counts as not given
  const std::string cross = m_ops.addPlain(
      scope + "/SparseCross", "SparseCross", inputs,
      {{"N", formats::intAttr(static_cast<std::int64_t>(parts.sparse.size()))},
       {"hashed_output", formats::boolAttr(true)},
       {"num_buckets", formats::intAttr(column.buckets)},
       {"hash_key",
        formats::intAttr(static_cast<std::int64_t>(given == 0 ? kDefaultHashKey : given))},
       {"sparse_types", formats::typeListAttr(types)},
       {"dense_types", formats::typeListAttr(parts.denseTypes)},
       {"out_type", typeAttr(DType::Int64)},
       {"internal_type", typeAttr(DType::Int64)}});
  return m_ops.add(scope + "/crossed_ids", "SparseToDense",
                   {cross, cross + ":2", cross + ":1",
                    m_ops.filled(scope + "/crossed_ids/default_value", {}, -1, DType::Int64)},
                   {{"Tindices", typeAttr(DType::Int64)}}, DType::Int64);
}

}  // namespace cairn::model
