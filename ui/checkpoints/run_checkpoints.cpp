#include "ui/checkpoints/run_checkpoints.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cairn::ui {
namespace {

constexpr std::size_t kMostLossPoints = 320;

const series::Series* trainingLoss(const series::RunSeries& events) {
  const auto it = events.series.find({"", "loss"});
  return it == events.series.end() ? nullptr : it->second.get();
}

// Mean of each stretch: the curve is a hint, the Curves tab has every point.
std::vector<LossPoint> thinned(const series::Series& loss) {
  std::vector<LossPoint> points;
  const std::size_t stride = loss.size() / kMostLossPoints + 1;
  LossPoint sum;
  std::size_t taken = 0;
  const auto flush = [&] {
    if (taken == 0) return;
    const auto n = static_cast<double>(taken);
    points.push_back({sum.step / n, sum.value / n});
    sum = {};
    taken = 0;
  };
  for (std::size_t i = 0; i < loss.size(); ++i) {
    if (loss.abandoned[i] || !std::isfinite(loss.values[i])) continue;
    sum.step += static_cast<double>(loss.steps[i]);
    sum.value += static_cast<double>(loss.values[i]);
    if (++taken == stride) flush();
  }
  flush();
  return points;
}

std::optional<double> lossAt(const series::Series* loss, std::int64_t step) {
  if (!loss) return std::nullopt;
  for (std::size_t i = loss->size(); i-- > 0;)
    if (!loss->abandoned[i] && loss->steps[i] == step) return static_cast<double>(loss->values[i]);
  return std::nullopt;
}

std::optional<std::int64_t> bestOf(const std::vector<SavedStep>& saved,
                                   const series::RunSeries& events) {
  for (const char* tag : {"average_loss", "loss"})
    for (const auto& [key, series] : events.series) {
      if (key.subset.empty() || key.tag != tag) continue;
      std::optional<std::int64_t> best;
      float lowest = 0;
      std::size_t evaluated = 0;
      for (const SavedStep& one : saved) {
        const auto at = std::find(series->steps.rbegin(), series->steps.rend(), one.step);
        if (!one.onDisk() || at == series->steps.rend()) continue;
        const float value =
            series->values[static_cast<std::size_t>(std::distance(at, series->steps.rend()) - 1)];
        ++evaluated;
        if (std::isnan(value) || (best && value >= lowest)) continue;
        best = one.step;
        lowest = value;
      }
      // The best of one is no news.
      if (evaluated > 1) return best;
    }
  return std::nullopt;
}

}  // namespace

const checkpoints::Checkpoint* RunCheckpoints::find(const fs::path& prefix) const {
  for (const auto& one : timeline.checkpoints)
    if (one.prefix == prefix) return &one;
  return nullptr;
}

const checkpoints::Checkpoint* RunCheckpoints::neighbour(const fs::path& prefix, int by) const {
  const auto count = static_cast<int>(timeline.checkpoints.size());
  for (int i = 0; i < count; ++i)
    if (timeline.checkpoints[static_cast<std::size_t>(i)].prefix == prefix)
      return i + by < 0 || i + by >= count
                 ? nullptr
                 : &timeline.checkpoints[static_cast<std::size_t>(i + by)];
  return nullptr;
}

std::vector<SavedStep> gatherSaved(const checkpoints::Timeline& timeline,
                                   const series::RunSeries& events) {
  std::map<std::int64_t, SavedStep> byStep;
  for (const Step step : events.saves) byStep[step.value()].step = step.value();
  for (const checkpoints::Checkpoint& one : timeline.checkpoints) {
    if (!one.step) continue;
    SavedStep& saved = byStep[one.step->value()];
    saved.step = one.step->value();
    saved.checkpoint = one;
  }
  std::vector<SavedStep> all;
  const series::Series* loss = trainingLoss(events);
  for (auto& [step, saved] : byStep) {
    saved.loss = lossAt(loss, step);
    all.push_back(std::move(saved));
  }
  return all;
}

Result<RunCheckpoints> readRunCheckpoints(FileOps& files, const fs::path& modelDir,
                                          series::RunReader& events, std::stop_token stop) {
  RunCheckpoints run;
  CAIRN_ASSIGN(run.timeline, checkpoints::scanCheckpoints(files, modelDir));
  if (auto record = model::loadRunRecord(files, modelDir)) run.record = *std::move(record);
  const auto read = events.poll(stop);
  if (!read && read.error().code == ErrorCode::Cancelled) return read.error();
  const series::RunSeries none;
  const series::RunSeries& known = read ? **read : none;
  run.saved = gatherSaved(run.timeline, known);
  if (const series::Series* loss = trainingLoss(known)) run.loss = thinned(*loss);
  run.best = bestOf(run.saved, known);
  return run;
}

}  // namespace cairn::ui
