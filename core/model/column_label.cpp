#include "core/model/column_label.h"

#include "core/model/config.h"

#include <algorithm>

namespace cairn::model {

std::string columnLabel(const std::vector<data::FeatureColumn>& was,
                        const std::vector<data::FeatureColumn>& now,
                        const data::FeatureColumn& column) {
  const std::vector<std::string> keys = data::featureKeys(column);
  if (keys.size() != 1) return data::columnName(column);
  const auto readsTheSame = [&](const data::FeatureColumn& other) {
    return data::featureKeys(other) == keys;
  };
  const bool alone = std::count_if(was.begin(), was.end(), readsTheSame) < 2 &&
                     std::count_if(now.begin(), now.end(), readsTheSame) < 2;
  return alone ? keys.front() : data::columnName(column);
}

std::string columnLabel(const std::vector<data::FeatureColumn>& columns,
                        const data::FeatureColumn& column) {
  return columnLabel(columns, columns, column);
}

}  // namespace cairn::model
