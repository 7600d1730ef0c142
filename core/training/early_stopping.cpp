#include "core/training/early_stopping.h"

#include "core/formats/event_file.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::training {
namespace {

Result<std::vector<DirectoryEntry>> eventFiles(FileOps& files, const fs::path& directory) {
  if (!exists(files, directory)) return std::vector<DirectoryEntry>();
  CAIRN_ASSIGN(std::vector<DirectoryEntry> entries, files.list(directory));
  std::erase_if(entries,
                [](const DirectoryEntry& entry) { return !formats::isEventFileName(entry.name); });
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return entries;
}

void addScalars(const pb::Event& event, EvaluationScalars& evaluations) {
  for (const auto& value : event.summary().value())
    if (value.has_simple_value()) evaluations[event.step()][value.tag()] = value.simple_value();
}

}  // namespace

Result<EvaluationScalars> readEvaluationScalars(FileOps& files, const fs::path& directory) {
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, eventFiles(files, directory));
  EvaluationScalars evaluations;
  for (const DirectoryEntry& entry : entries) {
    CAIRN_ASSIGN(const Bytes bytes, readFile(files, directory / entry.name));
    const formats::EventFileContent content = formats::readEvents(bytes, entry.name);
    const std::uint64_t end = content.damage.empty() ? std::numeric_limits<std::uint64_t>::max()
                                                     : content.damage.front().offset.value_or(0);
    for (const auto& record : content.records)
      if (record.offset < end) addScalars(record.event, evaluations);
  }
  return evaluations;
}

Result<EarlyStopping> EarlyStopping::create(const model::Call& rule, FileOps& files,
                                            fs::path evalDir,
                                            std::function<void(const std::string&)> log) {
  EarlyStopping made;
  made.m_files = &files;
  made.m_evalDir = std::move(evalDir);
  made.m_log = std::move(log);
  made.m_metric = rule.text("metric_name");
  made.m_minSteps = rule.number("min_steps");
  if (rule.parameters.contains("run_every_steps"))
    made.m_everySteps = static_cast<std::int64_t>(rule.number("run_every_steps"));
  made.m_everyTime = std::chrono::duration_cast<std::chrono::nanoseconds>(
      std::chrono::duration<double>(std::clamp(rule.number("run_every_secs", 60), 0.0, 1e9)));
  if (rule.type == "stop_if_higher_hook" || rule.type == "stop_if_lower_hook") {
    made.m_higherIsBetter = rule.type == "stop_if_higher_hook";
    made.m_threshold = rule.number("threshold");
    return made;
  }
  made.m_higherIsBetter = rule.type == "stop_if_no_increase_hook";
  if (!made.m_higherIsBetter && rule.type != "stop_if_no_decrease_hook")
    return Error{ErrorCode::InvalidArgument, fmt::format("{} is no stopping rule", rule.type),
                 "train.early_stopping"};
  made.m_maxSteps = static_cast<std::int64_t>(rule.number(
      made.m_higherIsBetter ? "max_steps_without_increase" : "max_steps_without_decrease"));
  return made;
}

bool EarlyStopping::isDue(Step step, std::chrono::nanoseconds now) const {
  if (!m_lastStep) return true;
  if (*m_lastStep == step) return false;
  if (m_everySteps) return step.value() >= m_lastStep->value() + *m_everySteps;
  return now >= m_lastTime + m_everyTime;
}

/// Reading the files again would find what was found the last time, which was no reason to stop.
Result<bool> EarlyStopping::somethingNew() {
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, eventFiles(*m_files, m_evalDir));
  std::vector<Seen> seen;
  for (const DirectoryEntry& entry : entries) {
    CAIRN_ASSIGN(const FileStat stat, m_files->stat(m_evalDir / entry.name));
    seen.push_back({entry.name, stat.size});
  }
  if (seen == m_seen) return false;
  m_seen = std::move(seen);
  return true;
}

Result<bool> EarlyStopping::afterStep(Step step, std::chrono::nanoseconds now) {
  if (!isDue(step, now)) return false;
  m_lastStep = step;
  m_lastTime = now;
  CAIRN_ASSIGN(const bool fresh, somethingNew());
  if (!fresh) return false;
  CAIRN_ASSIGN(const EvaluationScalars evaluations, readEvaluationScalars(*m_files, m_evalDir));
  CAIRN_ASSIGN(const bool stop,
               m_threshold ? thresholdCrossed(evaluations) : noImprovement(evaluations));
  // TensorFlow's hook sees the step as it was before the update.
  if (stop) tell(fmt::format("Requesting early stopping at global step {}", step.value() - 1));
  return stop;
}

Result<float> EarlyStopping::metricOf(const std::map<std::string, float>& metrics) const {
  const auto found = metrics.find(m_metric);
  if (found != metrics.end()) return found->second;
  return Error{ErrorCode::InvalidArgument, fmt::format("KeyError: '{}'", m_metric),
               "train.early_stopping.metric_name"};
}

Result<bool> EarlyStopping::thresholdCrossed(const EvaluationScalars& evaluations) const {
  for (const auto& [step, metrics] : evaluations) {
    if (static_cast<double>(step) < m_minSteps) continue;
    CAIRN_ASSIGN(const float metric, metricOf(metrics));
    const double value = static_cast<double>(metric);
    if (!isBetter(value, *m_threshold)) continue;
    tell(fmt::format(
        "At step {}, metric \"{}\" has value {} which is {} the configured threshold "
        "({}) for early stopping.",
        step, m_metric, value, m_higherIsBetter ? "greater than" : "less than", *m_threshold));
    return true;
  }
  return false;
}

Result<bool> EarlyStopping::noImprovement(const EvaluationScalars& evaluations) const {
  std::optional<double> best;
  std::int64_t bestStep = 0;
  for (const auto& [step, metrics] : evaluations) {
    if (static_cast<double>(step) < m_minSteps) continue;
    CAIRN_ASSIGN(const float metric, metricOf(metrics));
    const double value = static_cast<double>(metric);
    if (!best || isBetter(value, *best)) {
      best = value;
      bestStep = step;
    }
    if (step - bestStep < m_maxSteps) continue;
    tell(fmt::format(
        "No {} in metric \"{}\" for {} steps, which is greater than or equal to max "
        "steps ({}) configured for early stopping.",
        m_higherIsBetter ? "increase" : "decrease", m_metric, step - bestStep, m_maxSteps));
    return true;
  }
  return false;
}

}  // namespace cairn::training
