#include "ui/checkpoints/tensor_reading.h"

#include <algorithm>
#include <limits>

namespace cairn::ui {
namespace {

constexpr std::uint64_t kBatchBytes = 32 << 20;
constexpr std::size_t kBatchRows = 256;
constexpr std::string_view kGlobalStep = "global_step";

std::optional<double> scalarOf(const formats::TensorBundle& bundle, const std::string& name) {
  const auto tensor = bundle.read(name);
  if (!tensor || !tensor->shape.empty()) return std::nullopt;
  const auto values = formats::realValues(*tensor);
  if (!values || values->size() != 1) return std::nullopt;
  return values->front();
}

void readInto(const CheckpointPair& pair, TensorInfo& info) {
  info.isRead = true;
  if (info.onlyInB) {
    info.diff = checkpoints::TensorDiff{};
    info.diff->name = info.entry.name;
    info.diff->change = checkpoints::TensorChange::Gone;
    return;
  }
  const auto value = pair.a.read(info.entry.name);
  if (!value) {
    info.problem = value.error();
    return;
  }
  if (auto stats = checkpoints::computeStats(*value)) info.stats = *std::move(stats);
  if (!pair.b) return;
  const formats::BundleEntry* before = pair.b->find(info.entry.name);
  if (!before) {
    info.diff = checkpoints::TensorDiff{};
    info.diff->name = info.entry.name;
    info.diff->change = checkpoints::TensorChange::Added;
    return;
  }
  info.diff = checkpoints::compareTensor(*pair.b, *before, pair.a, info.entry);
  if (!info.entry.shape.empty() || !before->shape.empty()) return;
  const auto was = scalarOf(*pair.b, info.entry.name);
  const auto now = scalarOf(pair.a, info.entry.name);
  if (was && now) info.values = std::pair(*was, *now);
}

std::int64_t elementsOf(const formats::BundleEntry& entry) {
  const auto count = formats::elementCount(entry.shape);
  return count ? *count : 0;
}

}  // namespace

void markSlots(std::vector<TensorInfo>& tensors) {
  std::string variable;  // the newest tensor that is no slot: `…/bias` before `…/bias/t_0/Adagrad`
  for (TensorInfo& info : tensors) {
    info.isSlot = !variable.empty() && info.entry.name.starts_with(variable + "/");
    if (!info.isSlot) variable = info.entry.name;
  }
}

TensorTotals totalsOf(const std::vector<TensorInfo>& tensors) {
  TensorTotals totals;
  const auto add = [](std::int64_t& sum, std::int64_t more) {
    sum = more > std::numeric_limits<std::int64_t>::max() - sum
              ? std::numeric_limits<std::int64_t>::max()
              : sum + more;
  };
  for (const TensorInfo& info : tensors) {
    if (info.onlyInB) continue;
    if (info.entry.name == kGlobalStep)
      totals.hasGlobalStep = true;
    else
      add(info.isSlot ? totals.slotValues : totals.parameters, elementsOf(info.entry));
  }
  return totals;
}

Result<CheckpointPair> openPair(FileOps& files, const fs::path& a,
                                const std::optional<fs::path>& b) {
  CAIRN_ASSIGN(formats::TensorBundle opened, formats::TensorBundle::open(files, a));
  CheckpointPair pair{std::move(opened), {}, {}, {}};
  for (const formats::BundleEntry& entry : pair.a.entries()) {
    TensorInfo info;
    info.entry = entry;
    pair.tensors.push_back(std::move(info));
  }
  if (b) {
    auto other = formats::TensorBundle::open(files, *b);
    if (!other) {
      pair.problemOfB = other.error();
    } else {
      pair.b = *std::move(other);
      for (const formats::BundleEntry& entry : pair.b->entries()) {
        if (pair.a.find(entry.name)) continue;
        TensorInfo info;
        info.entry = entry;
        info.onlyInB = true;
        pair.tensors.push_back(std::move(info));
      }
      std::stable_sort(pair.tensors.begin(), pair.tensors.end(),
                       [](const auto& x, const auto& y) { return x.entry.name < y.entry.name; });
    }
  }
  markSlots(pair.tensors);
  return pair;
}

Result<TensorBatch> readBatch(const CheckpointPair& pair, const std::vector<std::size_t>& rows,
                              std::stop_token stop) {
  TensorBatch batch;
  std::uint64_t bytes = 0;
  for (const std::size_t row : rows) {
    if (stop.stop_requested())
      return Error{ErrorCode::Cancelled, "stopped", pair.a.prefix().string()};
    if (row >= pair.tensors.size()) continue;
    TensorInfo info = pair.tensors[row];
    readInto(pair, info);
    bytes += info.entry.size;
    batch.rows.emplace_back(row, std::move(info));
    if (bytes >= kBatchBytes || batch.rows.size() >= kBatchRows) break;
  }
  return batch;
}

}  // namespace cairn::ui
