#pragma once

#include "core/data/feature_column.h"
#include "core/model/object_reader.h"

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <vector>

namespace cairn::model {

/// What takes the columns decides which ones will do.
enum class ColumnUse { Dense, Linear };

/// Reads the list at `key` of `args`.
/// Errors: (as problems) besides wrong values what TensorFlow refuses too: a categorical column in
/// a
///         DNN, two columns of one name, a hashed column in a cross.
std::vector<data::FeatureColumn> readFeatureColumns(ObjectReader& args, std::string_view key,
                                                    ColumnUse use);

/// `normalizer_fn` of the object that is being read.
std::optional<data::Normalizer> readNormalizer(ObjectReader& reader);
nlohmann::ordered_json normalizerToJson(const data::Normalizer& normalizer);

/// As a config states it; `full` with all parameters.
nlohmann::ordered_json featureColumnToJson(const data::FeatureColumn& column, bool full);

/// The parameters of one column as TensorFlow names them, nested columns left out; `type` first.
nlohmann::ordered_json columnParameters(const data::FeatureColumn& column, bool full);

/// Name of the parameter that holds the nested columns: `source_column`, `keys`, …; empty: none.
std::string_view nestedParameter(const data::FeatureColumn& column);

}  // namespace cairn::model
