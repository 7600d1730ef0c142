// Back through the tables of ServingColumns.
#include "core/model/serving_columns.h"

namespace cairn::model {
namespace {

using formats::DType;
using formats::typeAttr;

}  // namespace

/// d loss / d rows that were looked up, before they were scaled to their largest norm:
/// y = x c / max(|x|, c), so d x = c / |x| (d y - x (x . d y) / |x|^2) where |x| is the larger.
std::string ServingColumns::beforeClip(const std::string& scope, const Lookup& lookup,
                                       const std::string& gradient) {
  if (!lookup.maxNorm) return gradient;
  GraphOps& ops = m_ops;
  const auto most = ops.scalar(scope + "/max_norm", *lookup.maxNorm);
  const auto squares = ops.reduce(scope + "/squares", "Sum",
                                  ops.add(scope + "/Square", "Square", {lookup.rows}), {-1}, true);
  const auto norm = ops.add(scope + "/Sqrt", "Sqrt", {squares});
  const auto along = ops.reduce(
      scope + "/along", "Sum", ops.add(scope + "/Mul", "Mul", {lookup.rows, gradient}), {-1}, true);
  const auto share = ops.add(scope + "/share", "DivNoNan", {along, squares});
  const auto scaled = ops.add(scope + "/scaled", "GreaterEqual", {norm, most});
  const auto zero = ops.scalar(scope + "/zero", 0);
  const auto taken = ops.add(scope + "/taken", "SelectV2", {scaled, share, zero});
  const auto less = ops.add(scope + "/less", "Sub",
                            {gradient, ops.add(scope + "/Mul_1", "Mul", {lookup.rows, taken})});
  const auto larger = ops.add(scope + "/larger", "Maximum", {norm, most});
  return ops.add(scope + "/Mul_2", "Mul",
                 {less, ops.add(scope + "/scale", "RealDiv", {most, larger})});
}

/// Of each entry its id and gradient; a row without entries has looked up id 0, and to no effect.
SparseGradient ServingColumns::lookupGradient(const std::string& prefix, const Lookup& lookup,
                                              const std::string& gradient) {
  GraphOps& ops = m_ops;
  const std::string scope = prefix + lookup.scope;
  const auto spread = ops.add(scope + "/spread", "Mul",
                              {ops.expandDims(scope + "/gradient", gradient, 1),
                               ops.expandDims(scope + "/factor", lookup.factors, -1)});
  const auto atRows = beforeClip(scope, lookup, spread);
  const auto zero = ops.filled(scope + "/zero_id", {}, 0, DType::Int64);
  const auto there =
      ops.add(scope + "/there", "GreaterEqual", {lookup.ids, zero}, {}, DType::Int64);
  const auto places =
      ops.addPlain(scope + "/Where", "Where", {there}, {{"T", typeAttr(DType::Bool)}});
  const auto ids =
      ops.addPlain(scope + "/ids", "GatherNd", {lookup.ids, places},
                   {{"Tparams", typeAttr(DType::Int64)}, {"Tindices", typeAttr(DType::Int64)}});
  const auto rows =
      ops.addPlain(scope + "/rows", "GatherNd", {atRows, places},
                   {{"Tparams", typeAttr(DType::Float)}, {"Tindices", typeAttr(DType::Int64)}});
  // As many zeros as there are rows without entries.
  const auto any =
      ops.addPlain(scope + "/any", "Any", {there, ops.integers(scope + "/any/axis", {1})},
                   {{"Tidx", typeAttr(DType::Int32)}, {"keep_dims", formats::boolAttr(false)}});
  const auto none = ops.addPlain(scope + "/none", "LogicalNot", {any});
  const auto empty =
      ops.addPlain(scope + "/empty", "Where", {none}, {{"T", typeAttr(DType::Bool)}});
  const auto flat =
      ops.add(scope + "/empty_rows", "Reshape",
              {empty, ops.integers(scope + "/empty_rows/shape", {-1})}, {}, DType::Int64);
  const auto noIds = ops.add(scope + "/first_ids", "ZerosLike", {flat}, {}, DType::Int64);
  const auto picked = ops.addPlain(scope + "/empty_gradient", "GatherV2",
                                   {gradient, flat, ops.integer(scope + "/empty_gradient/axis", 0)},
                                   {{"Tparams", typeAttr(DType::Float)},
                                    {"Tindices", typeAttr(DType::Int64)},
                                    {"Taxis", typeAttr(DType::Int32)}});
  const auto noRows = ops.add(scope + "/first_rows", "ZerosLike", {picked});
  const auto axis = ops.integer(scope + "/axis", 0);
  return {
      ops.add(scope + "/all_ids", "ConcatV2", {ids, noIds, axis}, {{"N", formats::intAttr(2)}},
              DType::Int64),
      ops.add(scope + "/all_rows", "ConcatV2", {rows, noRows, axis}, {{"N", formats::intAttr(2)}})};
}

/// A piece of the input layer, or of a linear model, whose value got `gradient`.
void ServingColumns::addLookup(const std::string& prefix, std::size_t index,
                               const std::string& gradient, GraphGradients& gradients) {
  const Lookup& lookup = m_lookups[index];
  const auto variable = m_variables.find(lookup.variable);
  if (variable == m_variables.end() || !variable->second.trainable) return;
  gradients.sparse[lookup.variable].push_back(lookupGradient(prefix, lookup, gradient));
}

bool ServingColumns::inputIsTrained() const {
  for (const Piece& piece : m_inputPieces)
    if (piece.lookup) return true;
  return false;
}

void ServingColumns::addInputGradient(const std::string& prefix, const std::string& gradient,
                                      GraphGradients& gradients) {
  std::int32_t first = 0;
  int number = 0;
  for (const Piece& piece : m_inputPieces) {
    const auto width = static_cast<std::int32_t>(piece.width);
    if (piece.lookup) {
      const std::string scope = prefix + "input_layer/Slice_" + std::to_string(number++);
      const auto own = m_ops.add(scope, "Slice",
                                 {gradient, m_ops.integers(scope + "/begin", {0, first}),
                                  m_ops.integers(scope + "/size", {-1, width})},
                                 {{"Index", typeAttr(DType::Int32)}});
      addLookup(prefix, *piece.lookup, own, gradients);
    }
    first += width;
  }
}

void ServingColumns::addLinearGradient(const std::string& prefix, const std::string& gradient,
                                       GraphGradients& gradients) {
  for (const Piece& piece : m_linearPieces) {
    if (piece.x.empty()) {
      addLookup(prefix, *piece.lookup, gradient, gradients);
      continue;
    }
    const std::string scope = prefix + piece.scope;
    gradients.dense[piece.weights] =
        m_ops.add(scope + "/MatMul_grad/MatMul_1", "MatMul", {piece.x, gradient},
                  {{"transpose_a", formats::boolAttr(true)}});
    if (!piece.lookup) continue;
    const auto atX =
        m_ops.add(scope + "/MatMul_grad/MatMul", "MatMul", {gradient, m_weights[piece.weights]},
                  {{"transpose_b", formats::boolAttr(true)}});
    addLookup(prefix, *piece.lookup, atX, gradients);
  }
  gradients.dense["linear/linear_model/bias_weights"] =
      m_ops.add(prefix + "linear/linear_model/bias_weights_grad", "BiasAddGrad", {gradient});
}

}  // namespace cairn::model
