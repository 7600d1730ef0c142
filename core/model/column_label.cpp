#include "core/model/config.h"

#include <algorithm>

namespace cairn::model {

std::string columnLabel(const std::vector<data::FeatureColumn>& columns,
                        const data::FeatureColumn& column) {
  const std::vector<std::string> keys = data::featureKeys(column);
  if (keys.size() != 1) return data::columnName(column);
  const auto readers = std::count_if(
      columns.begin(), columns.end(),
      [&](const data::FeatureColumn& other) { return data::featureKeys(other) == keys; });
  return readers == 1 ? keys.front() : data::columnName(column);
}

}  // namespace cairn::model
