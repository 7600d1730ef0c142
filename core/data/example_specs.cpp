#include "core/data/example_table.h"

#include <fmt/format.h>

namespace cairn::data {
namespace {

using formats::DType;

std::string text(const FeatureSpec& spec) {
  const std::string type =
      fmt::format("dtype=tf.{}", formats::dtypeName(spec.dtype.value_or(DType::Float)));
  if (!spec.shape) return fmt::format("VarLenFeature({})", type);
  return fmt::format("FixedLenFeature(shape=({},), {}, default_value={})",
                     fmt::join(*spec.shape, ", "), type,
                     spec.defaultValue.empty() ? "None" : fmt::format("{}", spec.defaultValue[0]));
}

/// What tf.Example can hold for a column's dtype.
Result<DType> listType(const FeatureColumn& column) {
  switch (column.dtype) {
    case DType::Float:
    case DType::String:
    case DType::Int64:
      return column.dtype;
    case DType::Int32:
      if (isCategorical(column)) return DType::Int64;
      [[fallthrough]];
    default:
      return Error{ErrorCode::Unsupported,
                   fmt::format("a tf.Example holds float32, int64 and string, not {}",
                               formats::dtypeName(column.dtype)),
                   column.key};
  }
}

Result<void> addColumn(const FeatureColumn& column, FeatureSpecs& specs) {
  for (const FeatureColumn& part : column.parts) CAIRN_TRY(addColumn(part, specs));
  if (column.key.empty()) return {};
  FeatureSpec spec;
  CAIRN_ASSIGN(spec.dtype, listType(column));
  if (column.type == ColumnType::Numeric) {
    spec.shape = column.shape;
    spec.defaultValue = column.defaultValue;
  }
  const auto [found, isNew] = specs.emplace(column.key, spec);
  if (isNew || found->second == spec) return {};
  return Error{ErrorCode::InvalidArgument,
               fmt::format("feature_columns contain different parse_spec for key {}. Given {} and "
                           "{}",
                           column.key, text(spec), text(found->second)),
               column.key};
}

}  // namespace

Result<FeatureSpecs> exampleSpecs(std::span<const FeatureColumn> columns) {
  FeatureSpecs specs;
  for (const FeatureColumn& column : columns) CAIRN_TRY(addColumn(column, specs));
  return specs;
}

}  // namespace cairn::data
