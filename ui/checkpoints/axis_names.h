#pragma once

#include "core/model/config.h"

#include <QString>
#include <QStringList>

namespace cairn::ui {

/// What the rows and columns of a tensor stand for, where the config knows it.
struct AxisNames {
  QStringList rows, columns;    // empty: not known
  QString rowWord, columnWord;  // what an index counts, such as "unit"
  QString sentence;             // "features × units"
  bool operator==(const AxisNames&) const = default;
};

/// Of the variable, or of the variable that the slot belongs to. Cost: the config's variable map;
/// for a worker.
AxisNames axisNames(const model::Config& config, const std::string& tensor);

/// The rows of the input layer: `PetalWidth`, `color=red`, `zip_embedding[2]`.
QStringList inputNames(const std::vector<data::FeatureColumn>& columns);

}  // namespace cairn::ui
