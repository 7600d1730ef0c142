#pragma once

#include "core/base/ids.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cairn::series {

/// The points of one (subset, tag) in arrival order, held by column. Every point is kept.
/// Units: wall time in seconds since 1970.   Thread: Immutable; share freely.
struct Series {
  std::string subset;  // "" is the model_dir itself, else `eval`, `eval_x`
  std::string tag;
  std::vector<std::int64_t> steps;
  std::vector<double> wallTimes;
  std::vector<float> values;
  std::vector<std::uint32_t> attempts;  // which (re)start of training wrote the point
  std::vector<bool> abandoned;          // left behind by a restart at an earlier step

  std::size_t size() const { return steps.size(); }
  bool operator==(const Series&) const = default;
};

/// Names one series of a run. Sorted by subset, then tag.
struct SeriesKey {
  std::string subset;
  std::string tag;
  auto operator<=>(const SeriesKey&) const = default;
};

}  // namespace cairn::series
