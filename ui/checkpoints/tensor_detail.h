#pragma once

#include "core/model/config.h"
#include "ui/checkpoints/tensor_reading.h"
#include "ui/plot/heat_map.h"
#include "ui/plot/histogram_chart.h"
#include "ui/plot/step_chart.h"

#include <memory>

namespace cairn::ui {

/// What the right pane shows of one tensor.
/// Thread: Immutable; share freely.
struct TensorDetail {
  formats::BundleEntry entry;
  std::shared_ptr<const HeatMapContent> heatMap;  // null: no numbers, or a scalar
  QString axes;                                   // "features × units"
  std::int64_t slices = 1;                        // matrices that a tensor of higher rank has
  std::int64_t slice = 0;                         // the one in the heat map
  HistogramPair histogram;
  std::optional<double> scalar;
  std::optional<std::string> text;  // of a string scalar
  std::optional<Error> problem;     // its values can't be read
};

/// Reads a tensor of A, and of B where it is there, and makes their pictures. For a worker.
/// Errors: Cancelled.
Result<TensorDetail> readDetail(const CheckpointPair& pair, const formats::BundleEntry& entry,
                                const std::optional<model::Config>& config, std::int64_t slice,
                                std::stop_token stop);

/// The norm of a tensor in each of `prefixes` that has it. For a worker.
/// Errors: Cancelled.
Result<std::vector<StepValue>> readNorms(
    FileOps& files, const std::vector<std::pair<std::int64_t, fs::path>>& prefixes,
    const std::string& tensor, std::stop_token stop);

}  // namespace cairn::ui
