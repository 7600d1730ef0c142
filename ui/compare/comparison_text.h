#pragma once

#include "ui/compare/comparison.h"

#include <QString>

namespace cairn::ui {

enum class TableFormat { Csv, Markdown, Json, Latex };

/// The comparison as text: keys as rows, runs as columns. Full precision, "." decimals, LF.
/// Pure.
QString comparisonText(const Comparison& comparison, TableFormat format, bool onlyDifferences,
                       ResultKind kind);
/// `csv`, `md`, `json`, `tex`.
QString suffixOf(TableFormat format);
/// A config value without JSON's quotes around text; `–` where there is none.
QString shownValue(const std::string& json);

}  // namespace cairn::ui
