#pragma once

#include "core/data/csv.h"
#include "core/data/table.h"
#include "core/training/head.h"

namespace cairn::training {

/// What a head learns from a table's rows, dense.
struct HeadTargets {
  std::vector<float> labels;     // [rows, head.labelWidth()]
  std::vector<float> weights;    // [rows, weightWidth]
  std::int64_t weightWidth = 0;  // 0: none; a MultiHead's is its lossWidth()
};

/// Labels from the column `label`; of a MultiHead from the columns `<label>/<head>`, or those
/// called as its heads are; weights from the heads' own columns. Errors: InvalidArgument, in
/// TensorFlow's words, with the column in `where`.
Result<HeadTargets> headTargets(const HeadSpec& head, const std::string& label,
                                const data::Table& table);

/// Adds the types of the columns that headTargets reads, where `format` does not give them.
void addTargetTypes(const HeadSpec& head, const std::string& label, data::CsvFormat& format);

}  // namespace cairn::training
