#include "ui/compare/config_rows.h"

#include <map>

namespace cairn::ui {

ConfigRows compareConfigs(const std::vector<QString>& names,
                          const std::vector<model::Config>& configs) {
  ConfigRows result{names, {}, {}};
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, std::string> base;
  for (std::size_t i = 1; i < configs.size(); ++i)
    for (const model::ConfigDifference& one : model::diffConfigs(configs.front(), configs[i])) {
      base[one.key] = one.was;
      values[one.key].resize(configs.size());
      values[one.key][i] = one.now;
    }
  for (auto& [key, row] : values) {
    row[0] = base[key];
    // A run that has the base's value has no difference to tell.
    for (std::size_t i = 1; i < configs.size(); ++i)
      if (row[i].empty()) {
        bool differs = false;
        for (const auto& one : model::diffConfigs(configs.front(), configs[i]))
          differs = differs || one.key == key;
        if (!differs) row[i] = row[0];
      }
    result.rows.push_back({key, row});
  }
  return result;
}

}  // namespace cairn::ui
