#include "core/model/graph_gradients.h"

namespace cairn::model {
namespace {

using formats::DType;
using formats::intAttr;
using formats::typeAttr;

SparseGradient joined(GraphOps& ops, const std::string& scope,
                      const std::vector<SparseGradient>& parts) {
  if (parts.size() == 1) return parts.front();
  const auto count = static_cast<std::int64_t>(parts.size());
  std::vector<std::string> ids, rows;
  for (const SparseGradient& part : parts) {
    ids.push_back(part.ids);
    rows.push_back(part.rows);
  }
  ids.push_back(ops.integer(scope + "/concat/axis", 0));
  rows.push_back(ids.back());
  return {ops.add(scope + "/concat", "ConcatV2", ids, {{"N", intAttr(count)}}, DType::Int64),
          ops.add(scope + "/concat_1", "ConcatV2", rows, {{"N", intAttr(count)}})};
}

std::string segmentSum(GraphOps& ops, const std::string& name, const std::string& rows,
                       const std::string& places, DType placeType, const std::string& count) {
  return ops.add(name, "UnsortedSegmentSum", {rows, places, count},
                 {{"Tindices", typeAttr(placeType)}, {"Tnumsegments", typeAttr(DType::Int32)}});
}

}  // namespace

SparseGradient summedById(GraphOps& ops, const std::string& scope,
                          const std::vector<SparseGradient>& parts) {
  const SparseGradient all = joined(ops, scope, parts);
  const auto unique = ops.add(scope + "/Unique", "Unique", {all.ids},
                              {{"out_idx", typeAttr(DType::Int32)}}, DType::Int64);
  const auto count = ops.add(scope + "/Size", "Size", {unique}, {}, DType::Int64);
  return {unique, segmentSum(ops, scope + "/UnsortedSegmentSum", all.rows, unique + ":1",
                             DType::Int32, count)};
}

std::string overAllRows(GraphOps& ops, const std::string& scope,
                        const std::vector<SparseGradient>& parts, std::int64_t rowCount) {
  const SparseGradient all = joined(ops, scope, parts);
  const auto count = ops.integer(scope + "/num_rows", static_cast<std::int32_t>(rowCount));
  return segmentSum(ops, scope + "/UnsortedSegmentSum", all.rows, all.ids, DType::Int64, count);
}

}  // namespace cairn::model
