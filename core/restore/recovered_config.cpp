#include "core/restore/recovered_config.h"

#include "core/restore/edits.h"

#include <algorithm>

namespace cairn::restore {

using formats::BundleEntry;

std::optional<model::Config> recoveredConfig(const std::vector<BundleEntry>& has) {
  model::Config config;
  config.args.featureColumns.clear();
  std::vector<Edit> edits = recoveredEdits(has, config);
  for (const Edit& edit : edits)
    if (edit.key == "estimator") return std::nullopt;  // no DNN
  const bool dnn = std::any_of(has.begin(), has.end(), [](const BundleEntry& entry) {
    return entry.name.starts_with("dnn/");
  });
  if (!dnn) return std::nullopt;
  for (const Edit& edit : edits)
    if (edit.apply) edit.apply(config);
  // An optimizer's defaults depend on the api, which may have changed before it.
  for (const Edit& edit : recoveredEdits(has, config))
    if (edit.apply) edit.apply(config);
  const char* first =
      config.args.hiddenUnits.empty() ? "dnn/logits/kernel" : "dnn/hiddenlayer_0/kernel";
  const auto kernel = std::find_if(has.begin(), has.end(),
                                   [&](const BundleEntry& entry) { return entry.name == first; });
  if (kernel == has.end() || kernel->shape.empty()) return std::nullopt;
  data::FeatureColumn column;
  column.key = "input";
  column.shape = {kernel->shape[0]};
  config.args.featureColumns = {column};
  return config;
}

}  // namespace cairn::restore
