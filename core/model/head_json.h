#pragma once

#include "core/model/config.h"
#include "core/model/object_reader.h"

namespace cairn::model {

Head readHead(const nlohmann::json& value, std::string path, Problems& problems);
nlohmann::ordered_json headToJson(const Head& head, bool full);

/// The words that stand for the classes, or nothing for null.
std::optional<std::vector<std::string>> readLabelVocabulary(ObjectReader& reader,
                                                            std::string_view key);
/// The weights' key, given as such or as a numeric_column.
WeightColumn readWeightColumn(ObjectReader& reader, std::string_view key);
nlohmann::ordered_json weightColumnToJson(const WeightColumn& column);
/// `loss_reduction`, in capitals, with the api's default.
std::string readLossReduction(ObjectReader& reader, Api api);

}  // namespace cairn::model
