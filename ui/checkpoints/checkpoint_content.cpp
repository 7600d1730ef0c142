#include "ui/checkpoints/checkpoint_content.h"

#include <algorithm>

namespace cairn::ui {
namespace {

void fill(const formats::TensorBundle& bundle, TensorInfo& info) {
  const auto value = bundle.read(info.entry.name);
  if (!value) {
    info.problem = value.error();
    return;
  }
  if (const auto stats = checkpoints::computeStats(*value)) info.stats = *stats;
}

}  // namespace

Result<CheckpointContent> readContent(FileOps& files, const fs::path& prefix,
                                      const std::optional<fs::path>& other, std::stop_token stop) {
  CAIRN_ASSIGN(const formats::TensorBundle bundle, formats::TensorBundle::open(files, prefix));
  CheckpointContent content{prefix, other, {}};
  for (const formats::BundleEntry& entry : bundle.entries()) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped", prefix.string()};
    TensorInfo info{entry, {}, {}, {}};
    fill(bundle, info);
    content.tensors.push_back(std::move(info));
  }
  if (!other) return content;
  CAIRN_ASSIGN(const formats::TensorBundle before, formats::TensorBundle::open(files, *other));
  CAIRN_ASSIGN(const std::vector<checkpoints::TensorDiff> diffs,
               checkpoints::diffCheckpoints(before, bundle, stop));
  for (const checkpoints::TensorDiff& diff : diffs) {
    const auto at = std::lower_bound(
        content.tensors.begin(), content.tensors.end(), diff.name,
        [](const TensorInfo& info, const std::string& name) { return info.entry.name < name; });
    if (at != content.tensors.end() && at->entry.name == diff.name) at->diff = diff;
  }
  return content;
}

}  // namespace cairn::ui
