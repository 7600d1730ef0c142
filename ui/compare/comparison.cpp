#include "ui/compare/comparison.h"

#include "core/model/variable_map.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

namespace cairn::ui {
namespace {

using nlohmann::ordered_json;

// Leaves of the config as stated: `train.steps` -> `1000`.
void flatten(const std::string& path, const ordered_json& json,
             std::map<std::string, std::string>& out) {
  if (!json.is_object() || json.empty()) {
    out[path] = json.dump();
    return;
  }
  for (const auto& [key, value] : json.items())
    flatten(path.empty() ? key : path + "." + key, value, out);
}

std::map<std::string, std::string> leavesOf(const model::Config& config) {
  std::map<std::string, std::string> leaves;
  flatten({}, model::configToJson(config), leaves);
  std::erase_if(leaves, [](const auto& leaf) { return leaf.first.starts_with("cairn"); });
  return leaves;
}

bool sameVariables(const std::vector<model::Variable>& a, const std::vector<model::Variable>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const model::Variable& x, const model::Variable& y) {
                      return x.name == y.name && x.shape() == y.shape() && x.dtype == y.dtype;
                    });
}

// Whether the table of variables is another one with that value; where it can't be tried, the
// key's place in the config tells.
RowSection sectionOf(const model::Config& base, const std::string& key,
                     const std::vector<std::string>& values) {
  const auto own = model::variableMap(base);
  bool tried = false;
  for (const std::string& value : values) {
    if (value.empty() || value == values.front() || !own) continue;
    const auto changed = model::withValue(base, key, value);
    const auto variables = changed ? model::variableMap(*changed) : changed.error();
    if (!variables) continue;
    tried = true;
    if (!sameVariables(*own, *variables)) return RowSection::Variables;
  }
  if (tried) return RowSection::Training;
  return key == "estimator" || key == "api" || key.starts_with("args.") ? RowSection::Variables
                                                                        : RowSection::Training;
}

// `{"class": "AdamOptimizer", "learning_rate": 0.001}` is read best as its class, and below it one
// row for each of its parameters.
std::vector<ComparisonRow> partsOf(const ComparisonRow& whole) {
  std::vector<ComparisonRow> rows{whole};
  std::map<std::string, std::vector<std::string>> parameters;
  bool anyClass = false;
  for (std::size_t i = 0; i < whole.values.size(); ++i) {
    const auto json = ordered_json::parse(whole.values[i], nullptr, false);
    if (!json.is_object() || !json.contains("class")) continue;
    anyClass = true;
    rows.front().values[i] = json["class"].dump();
    for (const auto& [key, value] : json.items()) {
      if (key == "class") continue;
      auto& row = parameters[key];
      row.resize(whole.values.size());
      row[i] = value.dump();
    }
  }
  if (!anyClass) return {whole};
  for (auto& [key, values] : parameters) {
    ComparisonRow row = whole;
    row.section = RowSection::Training;
    row.key = whole.key + "." + key;
    row.values = std::move(values);
    rows.push_back(std::move(row));
  }
  return rows;
}

void addConfigs(const std::vector<ComparedRun>& runs, Comparison& out) {
  const model::Config& base = runs.front().record->config;
  std::map<std::string, std::vector<std::string>> differing;
  std::map<std::string, std::string> was;
  std::vector<std::set<std::string>> own(runs.size());
  for (std::size_t i = 1; i < runs.size(); ++i)
    for (const auto& one : model::diffConfigs(base, runs[i].record->config)) {
      was[one.key] = one.was;
      auto& row = differing[one.key];
      row.resize(runs.size());
      row[i] = one.now;
      own[i].insert(one.key);
    }
  for (auto& [key, row] : differing) {
    row[0] = was[key];
    // A run without a difference has the base's value.
    for (std::size_t i = 1; i < runs.size(); ++i)
      if (!own[i].contains(key)) row[i] = row[0];
  }
  std::vector<ComparisonRow> rows;
  for (auto& [key, values] : differing) {
    const RowSection section = sectionOf(base, key, values);
    for (ComparisonRow& row : partsOf(
             {section, model::shownKey(key), std::move(values), {}, {}, false, false, runs.size()}))
      if (row.differs()) rows.push_back(std::move(row));
  }
  out.differing = rows.size();
  for (const auto& [key, value] : leavesOf(base)) {
    const auto below = differing.lower_bound(key);
    if (below != differing.end() && below->first.starts_with(key)) continue;
    rows.push_back({RowSection::Training,
                    model::shownKey(key),
                    std::vector<std::string>(runs.size(), value),
                    {},
                    {},
                    false,
                    false});
  }
  out.keys = rows.size();
  std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) {
    return std::pair(a.section, !a.differs()) < std::pair(b.section, !b.differs());
  });
  out.rows = std::move(rows);
}

// The code that each run was last trained by, where it was recorded.
void addCode(const std::vector<ComparedRun>& runs, Comparison& out) {
  ComparisonRow commit{RowSection::Code, "commit", {}, {}, {}, false, false, runs.size()};
  ComparisonRow branch = commit, changed = commit, repository = commit;
  branch.key = "branch";
  changed.key = "uncommitted changes";
  repository.key = "repository";
  bool any = false;
  for (const ComparedRun& one : runs) {
    const auto& history = one.record->history;
    const auto last = std::find_if(history.rbegin(), history.rend(),
                                   [](const auto& entry) { return entry.code.has_value(); });
    const model::CodeVersion* code = last == history.rend() ? nullptr : &*last->code;
    any = any || code;
    const auto text = [&](const std::string& value) {
      return code ? ordered_json(value).dump() : std::string();
    };
    commit.values.push_back(text(code ? code->commit : std::string()));
    branch.values.push_back(text(code ? code->branch : std::string()));
    repository.values.push_back(text(code ? code->repository : std::string()));
    changed.values.push_back(code ? ordered_json(code->dirty).dump() : std::string());
  }
  if (!any) return;
  for (ComparisonRow* row : {&commit, &branch, &changed, &repository})
    out.rows.push_back(std::move(*row));
}

std::optional<ResultValue> valueOf(const series::Series& series) {
  std::optional<ResultValue> result;
  for (std::size_t i = 0; i < series.size(); ++i) {
    if (series.abandoned[i] || !std::isfinite(series.values[i])) continue;
    const auto value = static_cast<double>(series.values[i]);
    if (!result) result = ResultValue{value, value, value, series.steps[i]};
    result->last = value;
    result->step = series.steps[i];
    result->lowest = std::min(result->lowest, value);
    result->highest = std::max(result->highest, value);
  }
  return result;
}

// Metrics of evaluations; the training's loss where a run has none.
void addMetrics(const std::vector<ComparedRun>& runs, Comparison& out) {
  std::map<std::string, std::vector<std::optional<ResultValue>>> byName;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    if (!runs[i].series) continue;
    for (const auto& [key, series] : runs[i].series->series) {
      const bool isTraining = key.subset.empty();
      if (isTraining && key.tag != "loss") continue;
      if (key.tag == "checkpoint_path" || key.tag == "global_step") continue;
      const std::string name = isTraining             ? "loss (train)"
                               : key.subset == "eval" ? key.tag
                                                      : key.tag + " (" + key.subset + ")";
      auto& row = byName[name];
      row.resize(runs.size());
      row[i] = valueOf(*series);
    }
  }
  for (auto& [name, results] : byName)
    out.rows.push_back({RowSection::Results, name, {}, std::move(results), betterOf(name)});
  std::stable_sort(out.rows.begin(), out.rows.end(), [](const auto& a, const auto& b) {
    const auto rank = [](const ComparisonRow& row) {
      return row.section != RowSection::Results ? 0
             : row.key == "average_loss"        ? 1
             : row.key == "accuracy"            ? 2
             : row.better != Better::Unknown    ? 3
                                                : 4;
    };
    return std::pair(a.section, rank(a)) < std::pair(b.section, rank(b));
  });
}

ResultValue constant(double value) { return {value, value, value, 0}; }

// Size and speed stand below the metrics.
void addFacts(const std::vector<ComparedRun>& runs, Comparison& out) {
  ComparisonRow parameters{RowSection::Results, "parameters", {}, {}, {}, false, true};
  ComparisonRow steps{RowSection::Results, "steps", {}, {}, {}, false, true};
  ComparisonRow rate{RowSection::Results, "steps/s", {}, {}, {}, false, true};
  ComparisonRow time{RowSection::Results, "time in steps", {}, {}, {}, true, false};
  for (const ComparedRun& one : runs) {
    parameters.results.emplace_back();
    steps.results.emplace_back();
    rate.results.emplace_back();
    time.results.emplace_back();
    if (one.record) {
      if (const auto variables = model::variableMap(one.record->config))
        parameters.results.back() =
            constant(static_cast<double>(model::parameterCount(*variables)));
      double seconds = 0;
      std::int64_t last = 0;
      for (const model::HistoryEntry& entry : one.record->history) {
        seconds += entry.seconds;
        last = std::max(last, entry.toStep.value());
      }
      if (seconds > 0) {
        time.results.back() = constant(seconds);
        if (last > 0) rate.results.back() = constant(static_cast<double>(last) / seconds);
      }
      if (last > 0) steps.results.back() = constant(static_cast<double>(last));
    }
    if (!one.series) continue;
    const auto speed = one.series->series.find({"", "global_step/sec"});
    if (speed != one.series->series.end() && !rate.results.back())
      rate.results.back() = valueOf(*speed->second);
  }
  for (ComparisonRow* row : {&parameters, &steps, &rate, &time})
    if (std::any_of(row->results.begin(), row->results.end(),
                    [](const auto& value) { return value.has_value(); }))
      out.rows.push_back(std::move(*row));
}

}  // namespace

bool ComparisonRow::differs(std::size_t run) const {
  return section != RowSection::Results && run > 0 && run < known && values[run] != values.front();
}

bool ComparisonRow::differs() const {
  for (std::size_t run = 1; run < values.size(); ++run)
    if (differs(run)) return true;
  return false;
}

std::vector<bool> ComparisonRow::best(ResultKind kind) const {
  std::vector<bool> marks(results.size(), false);
  if (better == Better::Unknown) return marks;
  std::optional<double> best;
  std::size_t measured = 0;
  for (const auto& one : results) {
    if (!one) continue;
    ++measured;
    const double value = one->of(kind);
    if (!best || (better == Better::Lower ? value < *best : value > *best)) best = value;
  }
  if (measured < 2) return marks;
  for (std::size_t i = 0; i < results.size(); ++i)
    marks[i] = results[i] && results[i]->of(kind) == *best;
  return marks;
}

Better betterOf(const std::string& metric) {
  for (const char* word : {"accuracy", "auc", "precision", "recall", "f1"})
    if (metric.find(word) != std::string::npos && metric.find("baseline") == std::string::npos)
      return Better::Higher;
  for (const char* word : {"loss", "error", "rmse", "mse"})
    if (metric.find(word) != std::string::npos) return Better::Lower;
  return Better::Unknown;
}

Comparison compareRuns(const std::vector<ComparedRun>& runs) {
  Comparison out;
  std::vector<ComparedRun> known;
  for (const ComparedRun& one : runs)
    if (one.record) known.push_back(one);
  // Those without a config stand at the end: their results can be compared all the same.
  for (const ComparedRun& one : runs)
    if (!one.record) out.withoutConfig.push_back(one.run.name);
  if (!known.empty()) {
    addConfigs(known, out);
    addCode(known, out);
  }
  std::vector<ComparedRun> ordered = known;
  for (const ComparedRun& one : runs)
    if (!one.record) ordered.push_back(one);
  for (ComparisonRow& row : out.rows) {
    row.known = known.size();
    row.values.resize(ordered.size());
  }
  for (const ComparedRun& one : ordered) out.runs.push_back(one.run);
  addMetrics(ordered, out);
  addFacts(ordered, out);
  return out;
}

Result<Comparison> readComparison(FileOps& files, const std::vector<RunRef>& runs,
                                  std::stop_token stop) {
  std::vector<ComparedRun> all;
  for (const RunRef& run : runs) {
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "comparing was stopped"};
    ComparedRun one{run, {}, {}};
    if (auto record = model::loadRunRecord(files, run.modelDir)) one.record = *std::move(record);
    series::RunReader reader(files, run.modelDir);
    if (auto events = reader.poll(stop)) one.series = *std::move(events);
    all.push_back(std::move(one));
  }
  return compareRuns(all);
}

}  // namespace cairn::ui
