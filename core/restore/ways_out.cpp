#include "core/restore/ways_out.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

bool configCanGoBack(const Report& report) {
  return report.reverted.has_value() &&
         std::none_of(report.causes.begin(), report.causes.end(),
                      [](const Cause& cause) { return cause.source == Source::Files; });
}

std::string revertTitle(const Report& report) {
  std::string keys;
  for (const Cause& cause : report.causes) {
    if (!keys.empty()) keys += ", ";
    keys += cause.was.empty() ? model::shownKey(cause.key)
                              : fmt::format("{} = {}", model::shownKey(cause.key), cause.was);
  }
  return fmt::format("Put the config back: {}", keys);
}

bool onlySlotsDiffer(const Report& report) {
  return std::all_of(report.tensors.begin(), report.tensors.end(), [](const TensorRow& row) {
    return row.status == TensorStatus::Fits || row.status == TensorStatus::Unused ||
           !row.slotOf.empty() || row.optimizer;
  });
}

}  // namespace

std::vector<WayOut> waysOutOf(const Report& report) {
  if (report.restores) return {};
  const std::size_t wanted = report.tensors.size() - report.count(TensorStatus::Unused);
  std::vector<WayOut> ways;
  if (configCanGoBack(report))
    ways.push_back({WayOutKind::RestoreConfig, revertTitle(report), wanted, wanted});
  if (report.mode == Mode::Train && !report.tensors.empty() && onlySlotsDiffer(report) &&
      report.count(TensorStatus::Corrupt) == 0)
    ways.push_back({WayOutKind::EvaluateOnly, "Evaluate and predict only: no slot is needed",
                    report.count(TensorStatus::Fits), wanted});
  ways.push_back({WayOutKind::NewModelDir, "Train in a new model_dir from step 0", 0, wanted});
  return ways;
}

}  // namespace cairn::restore
