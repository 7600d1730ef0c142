#pragma once

#include "core/formats/tensor_bundle.h"
#include "core/model/variable_map.h"
#include "core/restore/report.h"

#include <vector>

namespace cairn::restore {

/// What a config wants, tensor by tensor, against what a checkpoint has; every name of either side
/// has one row, in byte order. Values are not read here, so no row is Corrupt yet.
std::vector<TensorRow> compareTensors(const std::vector<model::Variable>& wanted,
                                      const std::vector<formats::BundleEntry>& has);

/// Wanted, but not to be had as it is.
bool differs(const TensorRow& row);
std::size_t countDiffering(const std::vector<TensorRow>& rows);

}  // namespace cairn::restore
