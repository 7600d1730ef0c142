#pragma once

#include "core/model/graph_ops.h"

#include <map>
#include <string>
#include <vector>

namespace cairn::model {

/// The gradient of rows of a variable that were looked up: ids int64[n], each any number of times,
/// and float32[n, width].
struct SparseGradient {
  std::string ids;
  std::string rows;
};

/// d loss / d variable, by the variable's key.
struct GraphGradients {
  std::map<std::string, std::string> dense;
  std::map<std::string, std::vector<SparseGradient>> sparse;  // a part of each use
};

/// The parts as one, each id once, as TensorFlow sums them before an optimizer sees them.
SparseGradient summedById(GraphOps& ops, const std::string& scope,
                          const std::vector<SparseGradient>& parts);
/// The same for all `rowCount` rows of the variable, zeros where none was looked up. For rules that
/// update every row anyway.
std::string overAllRows(GraphOps& ops, const std::string& scope,
                        const std::vector<SparseGradient>& parts, std::int64_t rowCount);

}  // namespace cairn::model
