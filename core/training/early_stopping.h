#pragma once

#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/model/config.h"

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cairn::training {

/// The scalars of each evaluation, by step; of two at one step the later one of each tag counts.
using EvaluationScalars = std::map<std::int64_t, std::map<std::string, float>>;

/// Reads the event files of an eval directory, oldest first; none when it is not there. A damaged
/// file counts up to its damage.
Result<EvaluationScalars> readEvaluationScalars(FileOps& files, const fs::path& directory);

/// One of TensorFlow's stop_if_* hooks: looks into the evaluations every so many steps or seconds.
/// Formula: spec/estimator.md 14.   Thread: Not locked; one thread at a time.
class EarlyStopping {
 public:
  /// `evalDir` is where the rule looks, unless it names a directory of its own.
  /// Errors: InvalidArgument for a rule that is not known.
  static Result<EarlyStopping> create(const model::Call& rule, FileOps& files, fs::path evalDir,
                                      std::function<void(const std::string&)> log);

  /// Whether seconds decide when it looks; else steps alone, and `now` is not read.
  bool byTime() const { return !m_everySteps; }
  /// Whether to stop after the step that led to `step`.
  /// Errors: InvalidArgument, as TensorFlow's KeyError, when an evaluation lacks the metric.
  Result<bool> afterStep(Step step, std::chrono::nanoseconds now);

 private:
  struct Seen {
    std::string name;
    std::uint64_t size = 0;
    bool operator==(const Seen&) const = default;
  };
  EarlyStopping() = default;
  bool isDue(Step step, std::chrono::nanoseconds now) const;
  Result<bool> somethingNew();
  Result<bool> thresholdCrossed(const EvaluationScalars& evaluations) const;
  Result<bool> noImprovement(const EvaluationScalars& evaluations) const;
  Result<float> metricOf(const std::map<std::string, float>& metrics) const;
  bool isBetter(double value, double than) const {
    return m_higherIsBetter ? value > than : value < than;
  }
  void tell(const std::string& line) const {
    if (m_log) m_log(line);
  }

  FileOps* m_files = nullptr;
  fs::path m_evalDir;
  std::function<void(const std::string&)> m_log;
  std::string m_metric;
  bool m_higherIsBetter = false;
  std::optional<double> m_threshold;  // else m_maxSteps
  std::int64_t m_maxSteps = 0;        // without an improvement
  double m_minSteps = 0;
  std::optional<std::int64_t> m_everySteps;
  std::chrono::nanoseconds m_everyTime{};
  std::optional<Step> m_lastStep;
  std::chrono::nanoseconds m_lastTime{};
  std::vector<Seen> m_seen;  // the event files of the last look
};

}  // namespace cairn::training
