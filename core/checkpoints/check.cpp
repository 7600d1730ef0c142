#include "core/checkpoints/check.h"

#include "core/checkpoints/timeline.h"
#include "core/formats/event_file.h"
#include "core/formats/latest_checkpoint.h"
#include "core/formats/record_file.h"
#include "core/formats/tensor_bundle.h"
#include "core/formats/wire.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::checkpoints {
namespace {

/// Counts the events of one file and names what is none.
class EventCheck : public formats::RecordSink {
 public:
  EventCheck(std::string file, CheckResult& result) : m_file(std::move(file)), m_result(result) {}
  void takeRecord(std::uint64_t offset, ByteView payload) override {
    if (pb::Event event; formats::parseMessage(payload, event)) {
      ++m_result.events;
      return;
    }
    takeDamage({ErrorCode::Corrupt,
                fmt::format("the record's {} bytes are no Event", payload.size()), m_file, offset});
  }
  void takeDamage(Error damage) override {
    m_result.findings.push_back({Severity::Damage, std::move(damage)});
  }
  void tookUpTo(std::uint64_t) override {}

 private:
  std::string m_file;
  CheckResult& m_result;
};

/// One check of a model_dir.
class Check {
 public:
  Check(FileOps& files, const fs::path& modelDir, std::stop_token stop,
        const ProgressCallback& progress)
      : m_files(files), m_modelDir(modelDir), m_stop(std::move(stop)), m_progress(progress) {}

  Result<CheckResult> run();

 private:
  void add(Severity severity, Error error) {
    m_result.findings.push_back({severity, std::move(error)});
  }
  void tell(const fs::path& what) {
    if (m_progress) m_progress({m_done++, m_total, what.filename().string()});
  }
  void checkCheckpoint(const Checkpoint& checkpoint);
  void checkState(const Timeline& timeline);
  void checkEvents(const fs::path& file);
  Result<std::vector<fs::path>> eventFiles() const;

  FileOps& m_files;
  const fs::path& m_modelDir;
  std::stop_token m_stop;
  const ProgressCallback& m_progress;
  CheckResult m_result;
  std::uint64_t m_done = 0, m_total = 0;
};

Result<CheckResult> Check::run() {
  CAIRN_ASSIGN(const Timeline timeline, scanCheckpoints(m_files, m_modelDir));
  CAIRN_ASSIGN(const std::vector<fs::path> events, eventFiles());
  m_total = timeline.checkpoints.size() + events.size();
  checkState(timeline);
  for (const Checkpoint& checkpoint : timeline.checkpoints) {
    tell(checkpoint.prefix);
    checkCheckpoint(checkpoint);
  }
  for (const fs::path& file : events) {
    if (m_stop.stop_requested()) break;
    tell(file);
    checkEvents(file);
  }
  if (m_stop.stop_requested())
    return Error{ErrorCode::Cancelled, "checking was stopped", m_modelDir.string()};
  for (const fs::path& leftover : timeline.leftovers)
    add(Severity::Note,
        {ErrorCode::InvalidArgument, "is left over of an interrupted writer", leftover.string()});
  return std::move(m_result);
}

void Check::checkCheckpoint(const Checkpoint& checkpoint) {
  ++m_result.checkpoints;
  m_result.tensors += checkpoint.tensors;
  for (const Error& problem : checkpoint.problems) add(Severity::Damage, problem);
  // Where a data file is missing or short, each of its tensors would tell the same again.
  if (!checkpoint.problems.empty()) return;
  for (Error& problem :
       formats::checkpointProblems(m_files, checkpoint.prefix, formats::Depth::Values, m_stop))
    add(Severity::Damage, std::move(problem));
}

/// A state file that leads nowhere costs TensorFlow the run; an old entry in its list nothing.
void Check::checkState(const Timeline& timeline) {
  for (const Error& problem : timeline.problems) {
    const bool isNamed =
        std::any_of(timeline.checkpoints.begin(), timeline.checkpoints.end(),
                    [](const Checkpoint& checkpoint) { return checkpoint.newest; });
    add(isNamed ? Severity::Warning : Severity::Damage, problem);
  }
  const auto latest = formats::findLatest(m_files, m_modelDir, formats::Depth::Index, m_stop);
  if (!latest) return;
  for (const Error& notice : latest->notices) add(Severity::Warning, notice);
}

Result<std::vector<fs::path>> Check::eventFiles() const {
  std::vector<fs::path> found;
  CAIRN_ASSIGN(const std::vector<DirectoryEntry> entries, m_files.list(m_modelDir));
  std::vector<fs::path> folders = {m_modelDir};
  for (const DirectoryEntry& entry : entries)
    if (entry.kind == FileKind::Directory && entry.name.starts_with("eval"))
      folders.push_back(m_modelDir / entry.name);
  for (const fs::path& folder : folders) {
    const auto inside = m_files.list(folder);
    if (!inside) continue;
    for (const DirectoryEntry& entry : *inside)
      if (entry.kind == FileKind::Regular && formats::isEventFileName(entry.name))
        found.push_back(folder / entry.name);
  }
  std::sort(found.begin(), found.end());
  return found;
}

void Check::checkEvents(const fs::path& file) {
  ++m_result.eventFiles;
  EventCheck events(file.string(), m_result);
  const auto open = m_files.open(file, OpenMode::Read);
  const Result<FileStat> stat = open ? (*open)->stat() : open.error();
  const Result<formats::RecordTail> tail =
      stat ? formats::readRecords(**open, file.string(), 0, stat->size, events, m_stop)
           : stat.error();
  if (!tail) {
    // A live run may have put the file away since it was listed.
    if (tail.error().code != ErrorCode::NotFound && tail.error().code != ErrorCode::Cancelled)
      add(Severity::Damage, tail.error());
  } else if (tail->damage) {
    add(tail->isZeros ? Severity::Warning : Severity::Damage, *tail->damage);
  } else if (tail->offset < stat->size) {
    add(Severity::Note, {ErrorCode::Truncated,
                         fmt::format("ends inside a record: {} of {} bytes are whole records",
                                     tail->offset, stat->size),
                         file.string(), tail->offset});
  }
}

}  // namespace

bool CheckResult::whole() const {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.severity == Severity::Damage; });
}

Result<CheckResult> checkModelDir(FileOps& files, const fs::path& modelDir, std::stop_token stop,
                                  const ProgressCallback& progress) {
  return Check(files, modelDir, std::move(stop), progress).run();
}

}  // namespace cairn::checkpoints
