#pragma once

#include "core/model/config.h"

#include <QString>
#include <vector>

namespace cairn::ui {

/// The configs of several runs side by side: keys as rows, only those that differ.
/// Thread: Immutable; share freely.
struct ConfigRows {
  struct Row {
    std::string key;
    std::vector<std::string> values;  // JSON text by run; empty: absent
  };
  std::vector<QString> runs;  // names; the first is the base
  std::vector<Row> rows;
  std::vector<QString> withoutConfig;  // runs that have none on record
};

/// Each run of `configs` against the first of them.
ConfigRows compareConfigs(const std::vector<QString>& names,
                          const std::vector<model::Config>& configs);

}  // namespace cairn::ui
