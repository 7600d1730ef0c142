#include "core/training/run_history.h"

#include <ctime>
#include <fmt/format.h>

namespace cairn::training {

RunHistory::RunHistory(FileOps& files, Clock& clock, fs::path modelDir, model::HistoryEntry entry)
    : m_files(&files),
      m_clock(&clock),
      m_modelDir(std::move(modelDir)),
      m_entry(std::move(entry)),
      m_began(clock.steady()) {}

double RunHistory::seconds() const {
  return std::chrono::duration<double>(m_clock->steady() - m_began).count();
}

Result<void> RunHistory::replace(Step step, const std::string& ended, const std::string& input) {
  CAIRN_ASSIGN(std::optional<model::RunRecord> found, model::loadRunRecord(*m_files, m_modelDir));
  model::RunRecord record = found.value_or(model::RunRecord());
  m_entry.toStep = step;
  m_entry.seconds = seconds();
  m_entry.ended = ended;
  m_entry.input = input;
  record.config = m_entry.config;
  const bool isOurs = !record.history.empty() && record.history.back().started == m_entry.started &&
                      record.history.back().fromStep == m_entry.fromStep;
  if (!isOurs) record.history.emplace_back();
  record.history.back() = m_entry;
  return model::replaceRunRecord(*m_files, m_modelDir, record);
}

Result<void> RunHistory::write(Step step, const std::string& ended, const std::string& input) {
  CAIRN_TRY(replace(step, ended, input));
  return m_files->syncDirectory(m_modelDir);
}

std::optional<RecordedInput> recordedInput(const model::RunRecord& record, Step step) {
  for (auto entry = record.history.rbegin(); entry != record.history.rend(); ++entry) {
    // An entry that reaches further belongs to a course that was given up.
    if (entry->toStep > step || entry->fromStep > step) continue;
    if (entry->input.empty()) return std::nullopt;
    return RecordedInput{entry->input, step.value() - entry->toStep.value()};
  }
  return std::nullopt;
}

std::string isoTime(double wallSeconds) {
  const auto seconds = static_cast<std::time_t>(wallSeconds);
  std::tm utc{};
  ::gmtime_r(&seconds, &utc);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", utc.tm_year + 1900, utc.tm_mon + 1,
                     utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec);
}

}  // namespace cairn::training
