#include "core/model/serving_columns.h"

#include "core/formats/graph_tensor.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::model {
namespace {

using data::ColumnType;
using data::FeatureColumn;
using formats::DType;
using formats::typeAttr;

Error unserved(const FeatureColumn& column) {
  return {ErrorCode::Unsupported,
          fmt::format("a {} can't be served yet", data::columnTypeName(column.type)),
          data::columnName(column)};
}

Result<void> collect(const FeatureColumn& column, std::map<std::string, ServingFeature>& found) {
  switch (column.type) {
    case ColumnType::Numeric:
      found[column.key] = {column.key, column.dtype, column.shape, column.defaultValue};
      return {};
    case ColumnType::VocabularyList:
    case ColumnType::VocabularyFile:
    case ColumnType::Identity:
    case ColumnType::HashBucket:
      found[column.key] = {column.key, servedType(column), {-1}, {}};
      return {};
    case ColumnType::Bucketized:
    case ColumnType::Indicator:
    case ColumnType::Embedding:
    case ColumnType::SharedEmbedding:
      for (const FeatureColumn& part : column.parts) CAIRN_TRY(collect(part, found));
      return {};
    case ColumnType::Weighted:
      for (const FeatureColumn& part : column.parts) CAIRN_TRY(collect(part, found));
      found[column.key] = {column.key, DType::Float, {-1}, {}};
      return {};
    case ColumnType::Crossed:
      for (const FeatureColumn& part : column.parts) CAIRN_TRY(collect(part, found));
      return {};
    case ColumnType::RawFeature:
      // Of a type that another column knows better, if there is one.
      found.try_emplace(column.key, ServingFeature{column.key, DType::String, {-1}, {}});
      return {};
  }
  return unserved(column);
}

std::int32_t dimension(std::int64_t size) { return static_cast<std::int32_t>(size); }

}  // namespace

Result<std::vector<ServingFeature>> servingFeatures(const std::vector<FeatureColumn>& columns) {
  std::map<std::string, ServingFeature> found;
  for (const FeatureColumn& column : columns) CAIRN_TRY(collect(column, found));
  std::vector<ServingFeature> features;
  for (auto& [key, feature] : found) features.push_back(std::move(feature));
  return features;
}

Result<std::string> ServingColumns::feature(const std::string& key) const {
  const auto found = m_features.find(key);
  if (found != m_features.end()) return found->second;
  return Error{ErrorCode::InvalidArgument, "the feature is not among those served", key};
}

Result<std::string> ServingColumns::weight(const std::string& key) {
  const auto read = m_weights.find(key);
  if (read != m_weights.end()) return read->second;
  const auto found = m_variables.find(key);
  if (found == m_variables.end())
    return Error{ErrorCode::InvalidArgument, "the config's variable is not in the list", key};
  const std::string& node = found->second.node;
  std::string value = m_ops.read(key + "/ReadVariableOp", node);
  // v1 reads it into a node of the variable's own name.
  if (node != key) value = m_ops.add(key, "Identity", {value});
  m_weights[key] = value;
  m_keys[value] = key;
  return value;
}

Result<std::string> ServingColumns::inputLayer(const std::vector<FeatureColumn>& columns) {
  const std::string layer = "dnn/input_from_feature_columns/input_layer";
  std::vector<std::string> parts;
  for (const FeatureColumn& column : data::sortedByName(columns)) {
    const std::string scope = layer + "/" + nodeNamePart(data::columnName(column));
    const std::size_t before = m_lookups.size();
    CAIRN_ASSIGN(std::string part, dense(scope, column, false));
    parts.push_back(std::move(part));
    m_inputPieces.push_back({scope, data::denseWidth(column), {}, {}, lookupSince(before)});
  }
  if (parts.size() == 1) return m_ops.add(layer + "/concat", "Identity", parts);
  return m_ops.concat(layer + "/concat", std::move(parts), -1);
}

Result<std::string> ServingColumns::linearModel(const std::vector<FeatureColumn>& columns,
                                                const std::string& combiner) {
  const std::string model = "linear/linear_model/linear_model/linear_model/";
  std::vector<std::string> sums;
  std::map<std::string, int> uses;  // of a collection's name: set, set_1, …
  for (const FeatureColumn& column : data::sortedByName(columns)) {
    const std::string scope = model + nodeNamePart(data::columnName(column));
    std::string name = nodeNamePart(data::columnName(column));
    if (column.type == ColumnType::SharedEmbedding && !column.sharedV2) {
      const int use = uses[column.sharedName]++;
      name = column.sharedName + (use > 0 ? fmt::format("_{}", use) : "");
    }
    CAIRN_ASSIGN(const std::string weights, weight("linear/linear_model/" + name + "/weights"));
    if (data::isCategorical(column)) {
      CAIRN_ASSIGN(const Entries rows, entries(scope, column));
      const std::size_t first = m_lookups.size();
      sums.push_back(combined(scope + "/weighted_sum", rows, weights, combiner, {}));
      m_linearPieces.push_back({scope, 0, {}, {}, lookupSince(first)});
      continue;
    }
    const std::size_t before = m_lookups.size();
    CAIRN_ASSIGN(const std::string x, dense(scope, column, true));
    m_linearPieces.push_back(
        {scope, 0, x, "linear/linear_model/" + name + "/weights", lookupSince(before)});
    sums.push_back(m_ops.add(scope + "/weighted_sum", "MatMul", {x, weights}));
  }
  CAIRN_ASSIGN(const std::string bias, weight("linear/linear_model/bias_weights"));
  const auto count = static_cast<std::int64_t>(sums.size());
  const auto sum =
      m_ops.add(model + "weighted_sum_no_bias", "AddN", sums, {{"N", formats::intAttr(count)}});
  return m_ops.add(model + "weighted_sum", "BiasAdd", {sum, bias});
}

/// The lookup that was added after there were `before`.
std::optional<std::size_t> ServingColumns::lookupSince(std::size_t before) const {
  if (m_lookups.size() == before) return std::nullopt;
  return before;
}

Result<std::string> ServingColumns::dense(const std::string& scope, const FeatureColumn& column,
                                          bool linear) {
  if (column.type == ColumnType::Numeric) return numeric(scope, column);
  if (column.type == ColumnType::Bucketized) {
    CAIRN_ASSIGN(const std::string index, buckets(scope, column));
    const auto count = dimension(static_cast<std::int64_t>(column.boundaries.size()) + 1);
    const auto hot =
        m_ops.addPlain(scope + "/one_hot", "OneHot",
                       {index, m_ops.integer(scope + "/one_hot/depth", count),
                        m_ops.scalar(scope + "/one_hot/on_value", 1),
                        m_ops.scalar(scope + "/one_hot/off_value", 0)},
                       {{"T", typeAttr(DType::Float)}, {"TI", typeAttr(DType::Int32)}});
    const auto sizes =
        m_ops.integers(scope + "/Reshape/shape", {-1, dimension(data::denseWidth(column))});
    return m_ops.add(scope + "/Reshape", "Reshape", {hot, sizes});
  }
  if (column.parts.empty()) return unserved(column);
  const FeatureColumn& words = column.parts.front();
  CAIRN_ASSIGN(const Entries rows, entries(scope, words));
  if (column.type == ColumnType::Indicator) return counts(scope, rows, data::bucketCount(words));
  if (column.type != ColumnType::Embedding && column.type != ColumnType::SharedEmbedding)
    return unserved(column);
  CAIRN_ASSIGN(const std::string rowsOfTable, table(column, linear));
  return combined(scope, rows, rowsOfTable, column.combiner, column.maxNorm);
}

Result<std::string> ServingColumns::numeric(const std::string& scope, const FeatureColumn& column) {
  CAIRN_ASSIGN(std::string x, feature(column.key));
  if (column.dtype != DType::Float)
    x = m_ops.addPlain(scope + "/ToFloat", "Cast", {x},
                       {{"SrcT", typeAttr(column.dtype)}, {"DstT", typeAttr(DType::Float)}});
  if (column.normalizer) {
    const auto subtract = m_ops.scalar(scope + "/sub/y", column.normalizer->subtract);
    x = m_ops.add(scope + "/sub", "Sub", {x, subtract});
    const auto divide = m_ops.scalar(scope + "/truediv/y", column.normalizer->divide);
    x = m_ops.add(scope + "/truediv", "RealDiv", {x, divide});
  }
  const auto rows = m_ops.rows(scope, x);
  const auto width = m_ops.integer(scope + "/Reshape/shape/1", dimension(data::denseWidth(column)));
  const auto sizes = m_ops.add(scope + "/Reshape/shape", "Pack", {rows, width},
                               {{"N", formats::intAttr(2)}}, DType::Int32);
  return m_ops.add(scope + "/Reshape", "Reshape", {x, sizes});
}

/// int32 [B, elements].
Result<std::string> ServingColumns::buckets(const std::string& scope, const FeatureColumn& column) {
  CAIRN_ASSIGN(const std::string x, numeric(scope + "/source", column.parts.front()));
  pb::AttrValue boundaries;
  for (const double boundary : column.boundaries)
    boundaries.mutable_list()->add_f(static_cast<float>(boundary));
  boundaries.mutable_list();
  return m_ops.add(scope + "/Bucketize", "Bucketize", {x}, {{"boundaries", boundaries}});
}

/// int64 [B, n]; negative: none.
Result<std::string> ServingColumns::ids(const std::string& scope, const FeatureColumn& column) {
  if (column.type == ColumnType::Bucketized) {
    CAIRN_ASSIGN(const std::string index, buckets(scope, column));
    std::vector<std::int32_t> first;
    const std::int64_t elements = data::denseWidth(column.parts.front());
    for (std::int64_t i = 0; i < elements; ++i)
      first.push_back(dimension(i * (static_cast<std::int64_t>(column.boundaries.size()) + 1)));
    const auto moved = m_ops.add(scope + "/add", "AddV2",
                                 {index, m_ops.integers(scope + "/mul", first)}, {}, DType::Int32);
    return m_ops.addPlain(scope + "/ToInt64", "Cast", {moved},
                          {{"SrcT", typeAttr(DType::Int32)}, {"DstT", typeAttr(DType::Int64)}});
  }
  if (column.type == ColumnType::Crossed) return crossed(scope, column);
  CAIRN_ASSIGN(const std::string raw, feature(column.key));
  switch (column.type) {
    case ColumnType::Identity:
      return inRange(scope, column, raw);
    case ColumnType::HashBucket: {
      const DType type = servedType(column);
      const auto missing = type == DType::String
                               ? m_ops.word(scope + "/ignore_value", "")
                               : m_ops.filled(scope + "/ignore_value", {}, -1, DType::Int64);
      const auto absent = m_ops.add(scope + "/Equal", "Equal", {raw, missing}, {}, type);
      return m_ops.add(scope + "/SelectV2", "SelectV2",
                       {absent, m_ops.filled(scope + "/none", {}, -1, DType::Int64),
                        hashed(scope, raw, type, column.buckets)},
                       {}, DType::Int64);
    }
    case ColumnType::VocabularyList:
    case ColumnType::VocabularyFile:
      return lookedUp(scope, column, raw);
    default:
      return unserved(column);
  }
}

std::string ServingColumns::hashed(const std::string& scope, const std::string& raw, DType dtype,
                                   std::int64_t buckets) {
  std::string text = raw;
  if (dtype != DType::String) text = m_ops.add(scope + "/AsString", "AsString", {raw}, {}, dtype);
  return m_ops.addPlain(scope + "/lookup", "StringToHashBucketFast", {text},
                        {{"num_buckets", formats::intAttr(buckets)}});
}

/// With default_value, an id out of range becomes it, but for -1; without, ids are taken as given.
std::string ServingColumns::inRange(const std::string& scope, const FeatureColumn& column,
                                    const std::string& raw) {
  if (!column.defaultId) return raw;
  const auto number = [&](const char* name, std::int64_t value) {
    return m_ops.filled(scope + name, {}, static_cast<double>(value), DType::Int64);
  };
  const auto less =
      m_ops.add(scope + "/Less", "Less", {raw, number("/zero", -1)}, {}, DType::Int64);
  const auto more = m_ops.add(scope + "/GreaterEqual", "GreaterEqual",
                              {raw, number("/num_buckets", column.buckets)}, {}, DType::Int64);
  const auto outside = m_ops.addPlain(scope + "/LogicalOr", "LogicalOr", {less, more});
  return m_ops.add(scope + "/SelectV2", "SelectV2",
                   {outside, number("/default_value", *column.defaultId), raw}, {}, DType::Int64);
}

}  // namespace cairn::model
