// Vocabularies and tables of weights: the looking up of ServingColumns.
#include "core/model/serving_columns.h"

#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>

namespace cairn::model {
namespace {

using data::FeatureColumn;
using formats::DType;
using formats::typeAttr;

formats::Tensor wordsTensor(const FeatureColumn& column) {
  formats::Tensor tensor;
  tensor.dtype = servedType(column);
  tensor.shape = {static_cast<std::int64_t>(column.vocabulary.size())};
  if (tensor.dtype == DType::String) {
    tensor.strings = column.vocabulary;
    return tensor;
  }
  for (const std::string& word : column.vocabulary)
    appendLittleEndian(tensor.bytes,
                       static_cast<std::uint64_t>(std::strtoll(word.c_str(), nullptr, 10)), 8);
  return tensor;
}

formats::Tensor positionsTensor(std::size_t count) {
  formats::Tensor tensor;
  tensor.dtype = DType::Int64;
  tensor.shape = {static_cast<std::int64_t>(count)};
  for (std::size_t i = 0; i < count; ++i) appendLittleEndian(tensor.bytes, i, 8);
  return tensor;
}

formats::NodeAttributes tableTypes(DType words) {
  return {{"Tin", typeAttr(words)}, {"Tout", typeAttr(DType::Int64)}};
}

}  // namespace

DType servedType(const FeatureColumn& column) {
  return column.dtype == DType::Int32 ? DType::Int64 : column.dtype;
}

/// The position of each word; one that is unknown goes to its bucket or is the default.
std::string ServingColumns::lookedUp(const std::string& scope, const FeatureColumn& column,
                                     const std::string& raw) {
  const DType type = servedType(column);
  const std::string table = scope + "/hash_table";
  m_ops.addPlain(table, "HashTableV2", {},
                 {{"key_dtype", typeAttr(type)},
                  {"value_dtype", typeAttr(DType::Int64)},
                  {"shared_name", formats::stringAttr(table)}});
  std::int64_t size = static_cast<std::int64_t>(column.vocabulary.size());
  if (column.type == data::ColumnType::VocabularyFile) {
    size = column.vocabularySize;
    const auto path = m_ops.word(table + "/asset_filepath",
                                 std::filesystem::path(column.vocabularyFile).filename().string());
    m_assets.emplace_back(path, column.vocabularyFile);
    // The whole line is the key, its number the value.
    m_initializers.push_back(m_ops.addPlain(table + "/table_init", "InitializeTableFromTextFileV2",
                                            {table, path},
                                            {{"key_index", formats::intAttr(-2)},
                                             {"value_index", formats::intAttr(-1)},
                                             {"vocab_size", formats::intAttr(size)}}));
  } else {
    const auto words = m_ops.constant(table + "/keys", wordsTensor(column));
    const auto places =
        m_ops.constant(table + "/values", positionsTensor(column.vocabulary.size()));
    m_initializers.push_back(m_ops.addPlain(table + "/table_init", "LookupTableImportV2",
                                            {table, words, places}, tableTypes(type)));
  }
  const auto unknown =
      m_ops.filled(table + "/default_value", {}, static_cast<double>(column.defaultId.value_or(-1)),
                   DType::Int64);
  std::string found = m_ops.addPlain(table + "/LookupTableFindV2", "LookupTableFindV2",
                                     {table, raw, unknown}, tableTypes(type));
  const auto missing = type == DType::String
                           ? m_ops.word(scope + "/ignore_value", "")
                           : m_ops.filled(scope + "/ignore_value", {}, -1, DType::Int64);
  const auto none = m_ops.filled(scope + "/none", {}, -1, DType::Int64);
  if (column.oovBuckets > 0) {
    const auto bucket =
        m_ops.add(scope + "/oov", "AddV2",
                  {hashed(scope, raw, type, column.oovBuckets),
                   m_ops.filled(scope + "/oov/y", {}, static_cast<double>(size), DType::Int64)},
                  {}, DType::Int64);
    const auto isUnknown =
        m_ops.add(scope + "/oov/Equal", "Equal", {found, none}, {}, DType::Int64);
    found = m_ops.add(scope + "/oov/SelectV2", "SelectV2", {isUnknown, bucket, found}, {},
                      DType::Int64);
  }
  const auto absent = m_ops.add(scope + "/Equal", "Equal", {raw, missing}, {}, type);
  return m_ops.add(scope + "/SelectV2", "SelectV2", {absent, none, found}, {}, DType::Int64);
}

/// The table of an embedding. One that columns share lies where the first of them made it, in
/// Combined always on the network's side (spec/estimator.md 2.1).
Result<std::string> ServingColumns::table(const FeatureColumn& column, bool linear) {
  const std::string layer = "dnn/input_from_feature_columns/";
  if (column.type != data::ColumnType::SharedEmbedding)
    return weight((linear ? "linear/linear_model/" + nodeNamePart(data::columnName(column))
                          : layer + "input_layer/" + data::columnName(column)) +
                  "/embedding_weights");
  const std::string& set = column.sharedName;
  std::vector<std::string> places = {layer + "input_layer/" + set + "/embedding_weights",
                                     "linear/linear_model/" + set + "/embedding_weights"};
  if (column.sharedV2) places = {layer + set, "linear/" + set, set};
  for (const std::string& place : places)
    if (m_variables.contains(place)) return weight(place);
  return weight(places.back());
}

/// The ids of a column and what each counts: 1, or the weight that stands beside it.
Result<ServingColumns::Entries> ServingColumns::entries(const std::string& scope,
                                                        const FeatureColumn& column) {
  const bool weighted = column.type == data::ColumnType::Weighted && !column.parts.empty();
  Entries out;
  CAIRN_ASSIGN(out.ids, ids(scope, weighted ? column.parts.front() : column));
  const auto zero = m_ops.filled(scope + "/first_id", {}, 0, DType::Int64);
  const auto present =
      m_ops.add(scope + "/present", "GreaterEqual", {out.ids, zero}, {}, DType::Int64);
  out.weights = m_ops.addPlain(scope + "/ones", "Cast", {present},
                               {{"SrcT", typeAttr(DType::Bool)}, {"DstT", typeAttr(DType::Float)}});
  if (!weighted) return out;
  CAIRN_ASSIGN(const std::string beside, feature(column.key));
  out.weights = m_ops.add(scope + "/weights", "Mul", {out.weights, beside});
  return out;
}

/// How often each id occurs, by weight: float32 [B, buckets].
std::string ServingColumns::counts(const std::string& scope, const Entries& entries,
                                   std::int64_t buckets) {
  const auto hot = m_ops.addPlain(
      scope + "/one_hot", "OneHot",
      {entries.ids, m_ops.integer(scope + "/one_hot/depth", static_cast<std::int32_t>(buckets)),
       m_ops.scalar(scope + "/one_hot/on_value", 1), m_ops.scalar(scope + "/one_hot/off_value", 0)},
      {{"T", typeAttr(DType::Float)}, {"TI", typeAttr(DType::Int64)}});
  const auto weighed = m_ops.add(scope + "/weighed", "Mul",
                                 {hot, m_ops.expandDims(scope + "/column", entries.weights, -1)});
  return m_ops.reduce(scope + "/Sum", "Sum", weighed, {1});
}

/// Rows of a table by id, combined over each row of ids: float32 [B, columns of the table].
std::string ServingColumns::combined(const std::string& scope, const Entries& entries,
                                     const std::string& table, const std::string& combiner,
                                     const std::optional<double>& maxNorm) {
  const auto zero = m_ops.filled(scope + "/zero", {}, 0, DType::Int64);
  const auto safe = m_ops.add(scope + "/Maximum", "Maximum", {entries.ids, zero}, {}, DType::Int64);
  std::string rows =
      m_ops.addPlain(scope + "/embedding_lookup", "GatherV2",
                     {table, safe, m_ops.integer(scope + "/embedding_lookup/axis", 0)},
                     {{"Tparams", typeAttr(DType::Float)},
                      {"Tindices", typeAttr(DType::Int64)},
                      {"Taxis", typeAttr(DType::Int32)}});
  Lookup lookup{scope, m_keys[table], entries.ids, {}, rows, maxNorm};
  if (maxNorm) {
    const auto squares = m_ops.add(scope + "/Square", "Square", {rows});
    const auto norm = m_ops.add(scope + "/Sqrt", "Sqrt",
                                {m_ops.reduce(scope + "/norm", "Sum", squares, {-1}, true)});
    const auto most = m_ops.scalar(scope + "/max_norm", *maxNorm);
    const auto scaled = m_ops.add(scope + "/scaled", "Mul", {rows, most});
    rows = m_ops.add(scope + "/clip_by_norm", "RealDiv",
                     {scaled, m_ops.add(scope + "/larger", "Maximum", {norm, most})});
  }
  std::string weights = entries.weights;
  // A sum keeps weights below 0; a mean leaves them out.
  if (combiner != "sum") weights = m_ops.add(scope + "/Relu", "Relu", {weights});
  const auto kept =
      m_ops.add(scope + "/kept", "Mul", {rows, m_ops.expandDims(scope + "/mask", weights, -1)});
  const auto sum = m_ops.reduce(scope + "/Sum", "Sum", kept, {1});
  lookup.factors = weights;
  if (combiner == "sum") {
    m_lookups.push_back(std::move(lookup));
    return sum;
  }
  std::string counted = weights;
  if (combiner == "sqrtn") counted = m_ops.add(scope + "/weights_squared", "Square", {weights});
  std::string total = m_ops.reduce(scope + "/total", "Sum", counted, {1}, true);
  if (combiner == "sqrtn") total = m_ops.add(scope + "/total/Sqrt", "Sqrt", {total});
  lookup.factors = m_ops.add(scope + "/factors", "DivNoNan", {weights, total});
  m_lookups.push_back(std::move(lookup));
  return m_ops.add(scope + "/combined", "DivNoNan", {sum, total});
}

}  // namespace cairn::model
