#pragma once

#include "core/runs/run_scan.h"

#include <QString>

namespace cairn::ui {

/// What the table of runs shows under a key, as people read it; empty where the run has none.
QString cellText(const runs::Run& run, const QString& key, double now);
/// The same in full, for copies.
QString cellCopy(const runs::Run& run, const QString& key, double now);
/// The number under a key; nothing for text and where the run has none.
std::optional<double> cellNumber(const runs::Run& run, const QString& key);
/// A column's title: `Step` for `step`, TensorFlow's own word for its keys.
QString columnTitle(const QString& key);
/// Numbers stand at the right.
bool isNumberColumn(const QString& key);

/// `0.981 ± 0.004`; empty for no value, without ± for one.
QString meanText(const std::vector<double>& values);

}  // namespace cairn::ui
