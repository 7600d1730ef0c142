#include "core/base/limits.h"
#include "core/formats/example.h"
#include "core/training/graph_kernels.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

using formats::DType;
using formats::ExampleFeature;
using formats::Shape;

/// Values of one feature while rows come in.
struct Growing {
  GraphValue values;
  std::vector<std::int64_t> counts;  // of each row
};

Error inExample(std::size_t row, std::string message) {
  return {ErrorCode::InvalidArgument, std::move(message), fmt::format("example {}", row)};
}

const char* kindName(DType dtype) {
  return dtype == DType::Float ? "float" : dtype == DType::Int64 ? "int64" : "string";
}

Result<void> addRow(const ParsedFeature& feature, const ExampleFeature* given, std::size_t row,
                    Growing& grown) {
  if (given != nullptr && given->kind == ExampleFeature::Kind::None) given = nullptr;
  const std::size_t before = grown.values.count();
  if (given != nullptr) {
    const auto kind = feature.dtype == DType::Float   ? ExampleFeature::Kind::Float
                      : feature.dtype == DType::Int64 ? ExampleFeature::Kind::Int64
                                                      : ExampleFeature::Kind::Bytes;
    if (given->kind != kind)
      return inExample(row, fmt::format("Key: {}.  Data types don't match. Expected type: {}",
                                        feature.key, kindName(feature.dtype)));
    if (!std::visit([&](auto& held) { return formats::appendValues(*given, held); },
                    grown.values.values))
      return inExample(row, fmt::format("Key: {}.  The list is damaged", feature.key));
  } else if (!feature.isList) {
    const std::size_t have = feature.standIn->count();
    CAIRN_ASSIGN(const std::int64_t wanted, formats::elementCount(feature.shape));
    if (have == 0 && wanted > 0)
      return inExample(
          row, fmt::format("Feature: {} (data type: {}) is required but could not be found.",
                           feature.key, kindName(feature.dtype)));
    std::visit(
        [&](auto& held) {
          const auto& values = std::get<std::decay_t<decltype(held)>>(feature.standIn->values);
          for (std::int64_t i = 0; i < wanted; ++i)
            held.push_back(values[have == 1 ? 0 : static_cast<std::size_t>(i) % have]);
        },
        grown.values.values);
  }
  const auto count = static_cast<std::int64_t>(grown.values.count() - before);
  if (!feature.isList && count != *formats::elementCount(feature.shape))
    return inExample(row, fmt::format("Key: {}.  Number of {} values != expected.  Values size: {} "
                                      "but output shape: {}",
                                      feature.key, kindName(feature.dtype), count,
                                      formats::shapeText(feature.shape)));
  grown.counts.push_back(count);
  return {};
}

Result<GraphValues> parse(const KernelCall& call) {
  CAIRN_ASSIGN(const auto* serialized, call.strings(0));
  CAIRN_ASSIGN(const std::vector<ParsedFeature> features, parsedFeatures(call));
  std::vector<Growing> grown(features.size());
  for (std::size_t i = 0; i < features.size(); ++i) {
    CAIRN_ASSIGN(grown[i].values, emptyValue(features[i].dtype, {0}));
  }
  std::vector<ExampleFeature> read;
  for (std::size_t row = 0; row < serialized->size(); ++row) {
    if (const auto ok = formats::readExample(asBytes((*serialized)[row]), read); !ok)
      return inExample(row, "Could not parse example input");
    for (std::size_t i = 0; i < features.size(); ++i) {
      const auto found = std::lower_bound(
          read.begin(), read.end(), features[i].key,
          [](const ExampleFeature& one, const std::string& key) { return one.name < key; });
      const bool has = found != read.end() && found->name == features[i].key;
      CAIRN_TRY(addRow(features[i], has ? &*found : nullptr, row, grown[i]));
    }
  }
  const auto rows = static_cast<std::int64_t>(serialized->size());
  GraphValues indices, values, shapes, fixed;
  for (std::size_t i = 0; i < features.size(); ++i) {
    GraphValue& all = grown[i].values;
    if (!features[i].isList) {
      all.shape = features[i].shape;
      all.shape.insert(all.shape.begin(), rows);
      fixed.push_back(std::move(all));
      continue;
    }
    std::vector<std::int64_t> places;
    std::int64_t most = 0;
    for (std::size_t row = 0; row < grown[i].counts.size(); ++row) {
      most = std::max(most, grown[i].counts[row]);
      for (std::int64_t k = 0; k < grown[i].counts[row]; ++k) {
        places.push_back(static_cast<std::int64_t>(row));
        places.push_back(k);
      }
    }
    const auto count = static_cast<std::int64_t>(all.count());
    all.shape = {count};
    indices.push_back(intValue({count, 2}, std::move(places)));
    values.push_back(std::move(all));
    shapes.push_back(intValue({2}, {rows, most}));
  }
  GraphValues out = std::move(indices);
  for (GraphValues* more : {&values, &shapes, &fixed})
    std::move(more->begin(), more->end(), std::back_inserter(out));
  return out;
}

}  // namespace

Result<std::vector<ParsedFeature>> parsedFeatures(const KernelCall& call) {
  const bool second = call.node().op() == "ParseExampleV2";
  const pb::AttrValue* sparseTypes = call.attr("sparse_types");
  const pb::AttrValue* denseTypes = call.attr("Tdense");
  const pb::AttrValue* shapes = call.attr("dense_shapes");
  if (!sparseTypes || !denseTypes || !shapes) return call.wrong("an attribute is missing");
  const int sparse = sparseTypes->list().type_size(), dense = denseTypes->list().type_size();
  if (shapes->list().shape_size() != dense) return call.wrong("a shape for each feature is wanted");
  const pb::AttrValue* ragged = call.attr("ragged_value_types");
  if (ragged != nullptr && ragged->list().type_size() > 0)
    return call.unsupported("ragged features");
  std::vector<ParsedFeature> features;
  for (int i = 0; i < sparse + dense; ++i) {
    const bool isList = i < sparse;
    const int own = isList ? i : i - sparse;
    const auto index = static_cast<std::size_t>(own);
    ParsedFeature feature;
    feature.isList = isList;
    feature.dtype = static_cast<DType>((isList ? sparseTypes : denseTypes)->list().type(own));
    if (second) {
      CAIRN_ASSIGN(const auto* names, call.strings(isList ? 2 : 3));
      if (index >= names->size()) return call.wrong("a key is missing");
      feature.key = (*names)[index];
    } else {
      CAIRN_ASSIGN(const auto* names, call.strings(2 + static_cast<std::size_t>(i)));
      if (names->size() != 1) return call.wrong("a key is missing");
      feature.key = names->front();
    }
    if (!isList) {
      const std::size_t first = second ? 5 : 2 + static_cast<std::size_t>(sparse + dense);
      CAIRN_ASSIGN(feature.standIn, call.input(first + index));
      const pb::TensorShapeProto& proto = shapes->list().shape(own);
      if (proto.unknown_rank()) return call.unsupported("a feature of any shape");
      for (const auto& dimension : proto.dim()) feature.shape.push_back(dimension.size());
      CAIRN_ASSIGN(GraphValue sized, emptyValue(feature.dtype, feature.shape));
      if (sized.values.index() != feature.standIn->values.index())
        return call.wrong("a default of another type");
    }
    features.push_back(std::move(feature));
  }
  return features;
}

const Kernels& parseKernels() {
  static const Kernels kernels = {{"ParseExample", parse}, {"ParseExampleV2", parse}};
  return kernels;
}

}  // namespace cairn::training
