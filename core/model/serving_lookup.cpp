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

/// How often each id occurs, float32 [B, buckets].
std::string ServingColumns::counts(const std::string& scope, const std::string& ids,
                                   std::int64_t buckets) {
  const auto hot = m_ops.addPlain(
      scope + "/one_hot", "OneHot",
      {ids, m_ops.integer(scope + "/one_hot/depth", static_cast<std::int32_t>(buckets)),
       m_ops.scalar(scope + "/one_hot/on_value", 1), m_ops.scalar(scope + "/one_hot/off_value", 0)},
      {{"T", typeAttr(DType::Float)}, {"TI", typeAttr(DType::Int64)}});
  return m_ops.reduce(scope + "/Sum", "Sum", hot, {1});
}

/// Rows of a table by id, combined over each row of ids: float32 [B, columns of the table].
std::string ServingColumns::combined(const std::string& scope, const std::string& ids,
                                     const std::string& table, const std::string& combiner,
                                     const std::optional<double>& maxNorm) {
  const auto zero = m_ops.filled(scope + "/zero", {}, 0, DType::Int64);
  const auto present = m_ops.add(scope + "/present", "GreaterEqual", {ids, zero}, {}, DType::Int64);
  const auto ones =
      m_ops.addPlain(scope + "/ones", "Cast", {present},
                     {{"SrcT", typeAttr(DType::Bool)}, {"DstT", typeAttr(DType::Float)}});
  const auto safe = m_ops.add(scope + "/Maximum", "Maximum", {ids, zero}, {}, DType::Int64);
  std::string rows =
      m_ops.addPlain(scope + "/embedding_lookup", "GatherV2",
                     {table, safe, m_ops.integer(scope + "/embedding_lookup/axis", 0)},
                     {{"Tparams", typeAttr(DType::Float)},
                      {"Tindices", typeAttr(DType::Int64)},
                      {"Taxis", typeAttr(DType::Int32)}});
  if (maxNorm) {
    const auto squares = m_ops.add(scope + "/Square", "Square", {rows});
    const auto norm = m_ops.add(scope + "/Sqrt", "Sqrt",
                                {m_ops.reduce(scope + "/norm", "Sum", squares, {-1}, true)});
    const auto most = m_ops.scalar(scope + "/max_norm", *maxNorm);
    const auto scaled = m_ops.add(scope + "/scaled", "Mul", {rows, most});
    rows = m_ops.add(scope + "/clip_by_norm", "RealDiv",
                     {scaled, m_ops.add(scope + "/larger", "Maximum", {norm, most})});
  }
  const auto kept =
      m_ops.add(scope + "/kept", "Mul", {rows, m_ops.expandDims(scope + "/mask", ones, -1)});
  const auto sum = m_ops.reduce(scope + "/Sum", "Sum", kept, {1});
  if (combiner == "sum") return sum;
  std::string count = m_ops.reduce(scope + "/count", "Sum", ones, {1}, true);
  if (combiner == "sqrtn") count = m_ops.add(scope + "/count/Sqrt", "Sqrt", {count});
  return m_ops.add(scope + "/combined", "DivNoNan", {sum, count});
}

}  // namespace cairn::model
