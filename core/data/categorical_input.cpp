#include "core/data/categorical_input.h"

#include "core/data/id_tensor.h"

#include <fmt/format.h>

namespace cairn::data {
namespace {

Error wrong(std::string message, std::string where) {
  return {ErrorCode::InvalidArgument, std::move(message), std::move(where)};
}

/// TensorFlow's words for a row of too large a number.
std::string tooLarge(IdUse use, std::int64_t index, std::int64_t id, std::int64_t buckets) {
  if (use == IdUse::Embedding)
    return fmt::format("Bad: indices[{}] == {} out of range [0, {})", index, id, buckets);
  return fmt::format("indices[{}] = {} is not in [0, {})", index, id, buckets);
}

Result<std::int64_t> bucketsOfColumn(const FeatureColumn& column,
                                     const Vocabularies& vocabularies) {
  if (column.type == ColumnType::Weighted)
    return bucketsOfColumn(column.parts.front(), vocabularies);
  if (column.type != ColumnType::VocabularyFile) return bucketCount(column);
  CAIRN_ASSIGN(const auto vocabulary, vocabularies.find(column));
  return vocabulary->size() + column.oovBuckets;
}

/// The weights of a weighted column, where `ids` says that they belong. A dense 0 is missing.
Result<std::vector<float>> weightsOf(const FeatureColumn& column, const Table& table,
                                     const IdTensor& ids) {
  CAIRN_ASSIGN(const Column* values, findFeature(table, column.key));
  const bool wantsFloat =
      column.dtype == formats::DType::Float || column.dtype == formats::DType::Double;
  const std::string_view type = values->typeName();
  if (type != (wantsFloat ? "float32" : "int64"))
    return wrong(fmt::format("Bad dtype, expected <dtype: '{}'>, but got <dtype: '{}'>.",
                             formats::dtypeName(column.dtype), type),
                 column.key);
  std::vector<float> weights;
  weights.reserve(ids.ids.size());
  for (std::int64_t row = 0; row < table.rows; ++row) {
    const std::size_t before = weights.size();
    std::visit(
        [&](const auto& held) {
          if constexpr (!std::is_same_v<std::decay_t<decltype(held[0])>, std::string>)
            for (std::size_t i = values->begin(row); i < values->begin(row + 1); ++i)
              if (values->isSparse() || held[i] != 0)
                weights.push_back(static_cast<float>(held[i]));
        },
        values->values);
    const auto at = static_cast<std::size_t>(row);
    const auto wanted = static_cast<std::size_t>(ids.offsets[at + 1] - ids.offsets[at]);
    if (weights.size() - before != wanted)
      return wrong(fmt::format("Number of elements in indices ({}) and values ({}) do not match: "
                               "row {} has as many ids and weights; a weight of 0 is missing",
                               wanted, weights.size() - before, row + 1),
                   column.key);
  }
  return weights;
}

}  // namespace

Result<CategoricalInput> CategoricalInput::bind(const FeatureColumn& column, const Table& table,
                                                const Vocabularies& vocabularies, IdUse use,
                                                std::string_view combiner) {
  CategoricalInput input;
  CAIRN_ASSIGN(input.m_buckets, bucketsOfColumn(column, vocabularies));
  CAIRN_ASSIGN(const IdTensor tensor, idTensor(column, table, vocabularies));
  std::vector<float> weights;
  input.m_hasWeights = column.type == ColumnType::Weighted;
  if (input.m_hasWeights) {
    CAIRN_ASSIGN(weights, weightsOf(column, table, tensor));
  }
  const bool dropsWeights = input.m_hasWeights && use != IdUse::Indicator && combiner != "sum";
  SparseRows& all = input.m_all;
  all.offsets.reserve(tensor.offsets.size());
  all.ids.reserve(tensor.ids.size());
  all.weights.reserve(weights.size());
  std::size_t at = 0;
  for (const std::int64_t end : tensor.offsets) {
    for (; at < static_cast<std::size_t>(end); ++at) {
      const std::int64_t id = tensor.ids[at];
      if (id < 0 || (dropsWeights && !(weights[at] > 0))) continue;
      if (id >= input.m_buckets) {
        if (use == IdUse::Indicator) continue;
        return wrong(tooLarge(use, static_cast<std::int64_t>(all.ids.size()), id, input.m_buckets),
                     columnName(column));
      }
      all.ids.push_back(id);
      if (input.m_hasWeights) all.weights.push_back(weights[at]);
    }
    all.offsets.push_back(static_cast<std::int64_t>(all.ids.size()));
  }
  return input;
}

void CategoricalInput::fill(std::span<const std::int32_t> rows, SparseRows& out) const {
  out.offsets.assign(1, 0);
  out.ids.clear();
  out.weights.clear();
  for (const std::int32_t row : rows) {
    const std::int64_t from = m_all.offsets[static_cast<std::size_t>(row)];
    const std::int64_t to = m_all.offsets[static_cast<std::size_t>(row) + 1];
    out.ids.insert(out.ids.end(), m_all.ids.begin() + from, m_all.ids.begin() + to);
    if (m_hasWeights)
      out.weights.insert(out.weights.end(), m_all.weights.begin() + from,
                         m_all.weights.begin() + to);
    out.offsets.push_back(static_cast<std::int64_t>(out.ids.size()));
  }
}

void CategoricalInput::addTo(std::span<const std::int32_t> rows, float* out,
                             std::int64_t stride) const {
  for (const std::int32_t row : rows) {
    const auto to = static_cast<std::size_t>(m_all.offsets[static_cast<std::size_t>(row) + 1]);
    for (auto i = static_cast<std::size_t>(m_all.offsets[static_cast<std::size_t>(row)]); i < to;
         ++i)
      out[m_all.ids[i]] += m_hasWeights ? m_all.weights[i] : 1.0F;
    out += stride;
  }
}

}  // namespace cairn::data
