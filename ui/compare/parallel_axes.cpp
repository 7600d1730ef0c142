#include "ui/compare/parallel_axes.h"

#include "ui/bridge/convert.h"
#include "ui/bridge/numbers.h"
#include "ui/compare/comparison_text.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

namespace cairn::ui {
namespace {

constexpr double kFan = 0.022;  // between runs of equal value
constexpr double kEdge = 0.04;  // above and below

std::optional<double> numberOf(const std::string& json) {
  const auto value = nlohmann::json::parse(json, nullptr, false);
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

// `optimizer.learning_rate` is known by its last part; `train.seed` too.
QString shortKey(const std::string& key) {
  const auto dot = key.rfind('.');
  return toQString(dot == std::string::npos ? key : key.substr(dot + 1));
}

// Numbers where every stated value is one; words else, `–` below them.
ParallelAxis axisOfConfig(const ComparisonRow& row) {
  ParallelAxis axis;
  axis.key = row.key;
  axis.name = shortKey(row.key);
  const auto end = row.values.begin() + static_cast<std::ptrdiff_t>(row.known);
  axis.isNumeric = std::all_of(row.values.begin(), end, [](const auto& value) {
    return value.empty() || numberOf(value).has_value();
  });
  std::map<std::string, double> numbers;
  for (std::size_t run = 0; run < row.values.size(); ++run) {
    const std::string& value = row.values[run];
    if (run >= row.known) {
      axis.values.emplace_back();
      continue;
    }
    if (axis.isNumeric) {
      axis.values.push_back(value.empty() ? std::nullopt : numberOf(value));
      continue;
    }
    const auto [known, isNew] = numbers.emplace(value, static_cast<double>(numbers.size()));
    if (isNew) axis.words.push_back(shownValue(value));
    axis.values.push_back(known->second);
  }
  double lowest = 0, highest = 0;
  for (const auto& value : axis.values)
    if (value && *value > 0) {
      lowest = lowest == 0 ? *value : std::min(lowest, *value);
      highest = std::max(highest, *value);
    }
  axis.isLog = axis.canBeLog() && highest > 50 * lowest;
  return axis;
}

ParallelAxis axisOfResult(const ComparisonRow& row, ResultKind kind) {
  ParallelAxis axis;
  axis.key = row.key;
  axis.name = toQString(row.key);
  if (row.better == Better::Lower) axis.name += QStringLiteral(" ↓");
  if (row.better == Better::Higher) axis.name += QStringLiteral(" ↑");
  axis.isNumeric = true;
  for (const auto& value : row.results)
    axis.values.push_back(value ? std::optional(value->of(kind)) : std::nullopt);
  return axis;
}

}  // namespace

bool ParallelAxis::canBeLog() const {
  return isNumeric &&
         std::any_of(values.begin(), values.end(), [](auto v) { return v.has_value(); }) &&
         std::all_of(values.begin(), values.end(), [](auto v) { return !v || *v > 0; });
}

void ParallelAxis::arrange() {
  places.assign(values.size(), std::nullopt);
  labels.clear();
  std::vector<double> known;
  for (const auto& value : values)
    if (value && std::isfinite(*value)) known.push_back(*value);
  if (known.empty()) return;
  const auto scaled = [this](double value) { return isLog ? std::log10(value) : value; };
  const auto [low, high] = std::minmax_element(known.begin(), known.end());
  const double from = scaled(*low), to = scaled(*high);
  const auto placeOf = [&](double value) {
    const double share = to > from ? (scaled(value) - from) / (to - from) : 0.5;
    const double up = isInverted || !isNumeric ? 1 - share : share;  // words are read downwards
    return kEdge + up * (1 - 2 * kEdge);
  };
  std::map<double, std::vector<std::size_t>> equal;
  for (std::size_t run = 0; run < values.size(); ++run)
    if (values[run] && std::isfinite(*values[run])) equal[*values[run]].push_back(run);
  for (const auto& [value, runs] : equal)
    for (std::size_t i = 0; i < runs.size(); ++i)
      places[runs[i]] = placeOf(value) + kFan * ((static_cast<double>(runs.size()) - 1) / 2 -
                                                 static_cast<double>(i));
  if (!isNumeric) {
    for (std::size_t i = 0; i < words.size(); ++i)
      labels.push_back({words[i], placeOf(static_cast<double>(i))});
    return;
  }
  if (equal.size() <= 4) {
    for (const auto& [value, runs] : equal)
      labels.push_back({numberText(value, 3), placeOf(value)});
    return;
  }
  for (const double share : {0.0, 0.5, 1.0}) {
    const double value =
        isLog ? std::pow(10.0, from + share * (to - from)) : from + share * (to - from);
    labels.push_back({numberText(value, 3), placeOf(value)});
  }
}

std::vector<ParallelAxis> makeAxes(const Comparison& comparison, ResultKind kind,
                                   std::size_t most) {
  std::vector<ParallelAxis> configs, results;
  for (const ComparisonRow& row : comparison.rows) {
    if (row.section == RowSection::Results) {
      if (row.better != Better::Unknown) results.push_back(axisOfResult(row, kind));
    } else if (row.section != RowSection::Code && row.differs()) {
      configs.push_back(axisOfConfig(row));
    }
  }
  // Room for two results at least.
  const std::size_t shownResults = std::min<std::size_t>(
      results.size(), std::max<std::size_t>(2, most - std::min(most, configs.size())));
  if (configs.size() + shownResults > most) configs.resize(most - shownResults);
  results.resize(std::min(results.size(), shownResults));
  configs.insert(configs.end(), results.begin(), results.end());
  for (ParallelAxis& axis : configs) axis.arrange();
  return configs;
}

bool passes(const std::vector<ParallelAxis>& axes, const std::vector<std::vector<Brush>>& brushes,
            std::size_t run) {
  for (std::size_t i = 0; i < axes.size() && i < brushes.size(); ++i) {
    if (brushes[i].empty()) continue;
    const auto& place = axes[i].places[run];
    if (!place) return false;
    if (std::none_of(brushes[i].begin(), brushes[i].end(),
                     [&](const Brush& brush) { return *place >= brush.lo && *place <= brush.hi; }))
      return false;
  }
  return true;
}

}  // namespace cairn::ui
