#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/run_record.h"
#include "core/restore/cause_search.h"
#include "core/restore/comparison.h"
#include "core/restore/located_checkpoint.h"
#include "core/restore/report.h"
#include "core/restore/silent_changes.h"
#include "core/restore/tensorflow_answer.h"
#include "core/restore/verdict.h"
#include "core/restore/ways_out.h"

#include <algorithm>
#include <fmt/format.h>

namespace cairn::restore {
namespace {

using formats::TensorBundle;

/// One explanation in the making, step by step.
class Explainer {
 public:
  Explainer(FileOps& files, const model::Config& config, Mode mode)
      : m_files(files), m_config(config) {
    m_report.mode = mode;
  }

  Result<Report> run(const fs::path& dirOrPrefix, std::stop_token stop) {
    CAIRN_ASSIGN(m_located, locateCheckpoint(m_files, dirOrPrefix));
    CAIRN_ASSIGN(m_wanted, wantedVariables(m_config, m_report.mode));
    readRecord(dirOrPrefix);
    openCheckpoint();
    if (m_bundle) {
      m_report.tensors = compareTensors(m_wanted, m_bundle->entries());
      CAIRN_TRY(readValues(stop));
      searchCauses();
    }
    addFileCauses();
    answer();
    m_report.waysOut = waysOutOf(m_report);
    m_report.verdict = verdictOf(m_report, m_fault);
    return std::move(m_report);
  }

 private:
  void readRecord(const fs::path& dirOrPrefix) {
    const auto stat = m_files.stat(dirOrPrefix);
    const bool isDirectory = stat && stat->kind == FileKind::Directory;
    auto record =
        model::loadRunRecord(m_files, isDirectory ? dirOrPrefix : dirOrPrefix.parent_path());
    if (!record) {
      m_report.problems.push_back(record.error());
      return;
    }
    if (!*record) return;
    const auto step = m_located.prefix ? formats::stepOfPrefix(m_located.prefix->string())
                                       : std::optional<std::int64_t>();
    const model::Config* made = step ? (*record)->configAt(Step(*step)) : nullptr;
    m_report.was = made ? *made : (*record)->config;
    m_report.wasRecorded = true;
  }

  void openCheckpoint() {
    if (!m_located.prefix) return;
    m_report.checkpoint = *m_located.prefix;
    if (const auto step = formats::stepOfPrefix(m_located.prefix->string()))
      m_report.step = Step(*step);
    auto bundle = TensorBundle::open(m_files, *m_located.prefix);
    if (bundle)
      m_bundle = *std::move(bundle);
    else
      m_indexError = bundle.error();
  }

  /// Values that are wanted and can't be read, as TensorFlow would find while it restores.
  Result<void> readValues(std::stop_token stop) {
    for (TensorRow& row : m_report.tensors) {
      if (stop.stop_requested())
        return Error{ErrorCode::Cancelled, "the check was cancelled", m_report.checkpoint.string()};
      if (!row.wanted || !row.has) continue;
      const auto value = readWanted(row.name);
      if (value) continue;
      m_unreadable.emplace_back(row.name, value.error());
      if (row.status == TensorStatus::Fits) row.status = TensorStatus::Corrupt;
    }
    return {};
  }

  /// The parts that a partitioned variable wants, or all of it.
  Result<void> readWanted(const std::string& name) const {
    const auto variable = std::lower_bound(
        m_wanted.begin(), m_wanted.end(), name,
        [](const model::Variable& one, const std::string& key) { return one.name < key; });
    if (variable == m_wanted.end() || variable->slices.empty()) {
      CAIRN_TRY(m_bundle->read(name));
      return {};
    }
    for (const model::RowRange& rows : variable->slices) {
      formats::Slice slice = formats::wholeSlice(variable->dimensions.size());
      slice.extents.front() = {rows.start, rows.length};
      CAIRN_TRY(m_bundle->readSlice(name, slice));
    }
    return {};
  }

  /// The record is asked first; where it doesn't explain all, names and shapes are asked too.
  void searchCauses() {
    const auto& has = m_bundle->entries();
    const std::vector<Edit> recovered = recoveredEdits(has, m_config);
    std::vector<Edit> edits = m_report.was ? recordedEdits(*m_report.was, m_config) : recovered;
    Explanation found = findCauses(m_config, m_report.mode, edits, has);
    if (m_report.was && found.unexplained > 0) {
      edits.insert(edits.end(), recovered.begin(), recovered.end());
      Explanation wider = findCauses(m_config, m_report.mode, edits, has);
      if (wider.unexplained < found.unexplained) found = std::move(wider);
    }
    m_report.causes = found.causes;
    for (const auto& [name, key] : found.because)
      for (TensorRow& row : m_report.tensors)
        if (row.name == name && row.because.empty()) row.because = key;
    putBack(found.edits);
    m_dropped = findDropped(m_config, m_report.mode, recovered, has);
    explainTheRest();
  }

  void putBack(const std::vector<Edit>& edits) {
    if (edits.empty()) return;
    model::Config reverted = m_config;
    for (const Edit& edit : edits) {
      if (!edit.apply) return;
      edit.apply(reverted);
    }
    m_report.reverted = std::move(reverted);
  }

  /// Rows that no key explains: another type, a tensor that is gone, a file that is damaged.
  void explainTheRest() {
    addRest("dtype", [](const TensorRow& row) { return row.status == TensorStatus::DType; });
    addRest("files.data", [](const TensorRow& row) { return row.status == TensorStatus::Corrupt; });
    // TensorFlow 2.0-2.3 did not save Ftrl's beta.
    addRest("tensorflow version", [](const TensorRow& row) {
      return row.status == TensorStatus::Missing && row.name.starts_with("training/Ftrl") &&
             row.name.ends_with("/beta");
    });
    addRest("files.index", [](const TensorRow& row) {
      return row.status == TensorStatus::Missing || row.status == TensorStatus::Shape;
    });
  }

  template <class Matches>
  void addRest(const std::string& key, Matches matches) {
    Cause cause{.key = key, .source = Source::Files, .certainty = Certainty::Certain};
    for (TensorRow& row : m_report.tensors) {
      if (!row.because.empty() || !matches(row)) continue;
      row.because = key;
      cause.tensors.push_back(row.name);
    }
    if (!cause.tensors.empty()) m_report.causes.push_back(std::move(cause));
  }

  void addFileCauses() {
    if (m_located.cause) {
      m_fault = m_located.harmless ? std::string() : m_located.what;
      if (m_located.harmless)
        m_report.silent.push_back({m_located.cause->key, {}, {}, m_located.what, true});
      else
        m_report.causes.insert(m_report.causes.begin(), *m_located.cause);
      m_report.problems.push_back({ErrorCode::NotFound, m_located.what, m_located.stated});
    }
    if (m_indexError) {
      m_report.causes.push_back({.key = "files.index", .source = Source::Files});
      m_report.problems.push_back(*m_indexError);
      m_fault = fmt::format("{} can't be restored: {}", m_report.checkpoint.filename().string(),
                            m_indexError->message);
    }
    for (const auto& [name, error] : m_unreadable) {
      m_report.problems.push_back(error);
      const bool damaged = std::any_of(
          m_report.tensors.begin(), m_report.tensors.end(), [&, key = name](const TensorRow& row) {
            return row.name == key && row.status == TensorStatus::Corrupt;
          });
      if (damaged && m_fault.empty())
        m_fault = fmt::format("{} can't be restored: {}", m_report.checkpoint.filename().string(),
                              error.message);
    }
  }

  void answer() {
    RestoreAttempt attempt;
    attempt.config = &m_config;
    attempt.mode = m_report.mode;
    attempt.located = &m_located;
    attempt.indexError = m_indexError ? &*m_indexError : nullptr;
    attempt.rows = m_bundle ? &m_report.tensors : nullptr;
    attempt.wanted = &m_wanted;
    attempt.entries = m_bundle ? &m_bundle->entries() : nullptr;
    attempt.unreadable = m_unreadable;
    m_report.tensorflow = answerOfTensorFlow(attempt);
    const std::string named = namedTensor(attempt);
    for (TensorRow& row : m_report.tensors) row.namedByTensorFlow = row.name == named;

    m_report.startsAnew = m_located.outcome == StateOutcome::StartsAnew && !m_located.cause;
    const bool usesCheckpoint = m_located.outcome == StateOutcome::Named;
    m_report.restores = !m_report.tensorflow.fails && (usesCheckpoint || m_report.startsAnew);
    addSilent();
  }

  void addSilent() {
    const auto add = [this](std::vector<SilentChange> changes) {
      for (SilentChange& change : changes) {
        const bool known =
            std::any_of(m_report.silent.begin(), m_report.silent.end(),
                        [&](const SilentChange& one) { return one.key == change.key; });
        if (!known) m_report.silent.push_back(std::move(change));
      }
    };
    // v2 restores any shape: its causes are no failure but a trap.
    if (m_report.restores) add(uncheckedShapes(m_report.causes));
    if (m_report.was)
      add(silentChanges(*m_report.was, m_config, m_report.causes));
    else
      add(silentDrops(m_dropped));
  }

  FileOps& m_files;
  const model::Config& m_config;
  Report m_report;
  LocatedCheckpoint m_located;
  std::vector<model::Variable> m_wanted;
  std::optional<TensorBundle> m_bundle;
  std::optional<Error> m_indexError;
  std::vector<std::pair<std::string, Error>> m_unreadable;
  std::vector<Edit> m_dropped;
  std::string m_fault;
};

}  // namespace

std::size_t Report::count(TensorStatus status) const {
  return static_cast<std::size_t>(std::count_if(
      tensors.begin(), tensors.end(), [&](const TensorRow& row) { return row.status == status; }));
}

Result<Report> explain(FileOps& files, const model::Config& config, const fs::path& dirOrPrefix,
                       Mode mode, std::stop_token stop) {
  return Explainer(files, config, mode).run(dirOrPrefix, stop);
}

}  // namespace cairn::restore
