#pragma once

#include "core/base/clock.h"
#include "core/base/file_ops.h"
#include "core/base/ids.h"
#include "core/base/workers.h"
#include "core/data/table.h"
#include "core/model/config.h"
#include "core/model/run_record.h"
#include "core/training/metrics.h"
#include "core/training/pause_switch.h"
#include "core/training/predictions.h"
#include "core/training/snapshot.h"
#include "core/training/unsupported_parts.h"

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <variant>
#include <vector>

namespace cairn::training {

/// What a person asks of a training that runs. Thread: Thread-safe.
struct TrainWishes {
  std::atomic<bool> saveNow{false};  // after this step; taken back once it is done
  std::atomic<bool> discard{false};  // when it is stopped: no last checkpoint
};

struct TrainOptions {
  // In place of the config's; with neither, here and there, the input decides.
  std::optional<std::int64_t> steps;     // added to the step restored
  std::optional<std::int64_t> maxSteps;  // absolute
  fs::path configFolder;                 // data files are relative to it
  std::optional<model::CodeVersion> code;
  PauseSwitch* pause = nullptr;
  TrainWishes* wishes = nullptr;
  SnapshotSlot* slot = nullptr;
  std::function<void(Step, float loss)> onStep;  // --trace: every step's loss
  std::function<void(const std::string&)> log;   // TensorFlow's own log lines
  /// Batches in place of the config's own files (recorded runs in tests): false ends the input.
  /// The labels' column is named by the config's `data` section, or `labels` without one.
  std::function<bool(data::Table& rows)> input;
  /// After each checkpoint but the one that a first training begins with.
  std::function<Result<void>(Step, const fs::path& prefix)> afterSave;
};

enum class TrainEnd { Finished, InputEnded, Stopped, AlreadyThere };

struct TrainResult {
  TrainEnd end = TrainEnd::Finished;
  Step startStep;
  Step step;
  bool stoppedEarly = false;  // Finished by `train.early_stopping`
  std::optional<float> finalLoss;
  double seconds = 0;
  std::vector<fs::path> checkpoints;  // prefixes on disk, oldest first
};

struct EvaluateOptions {
  fs::path configFolder;
  std::optional<model::DataSource> source;  // else the config's `data.eval`
  std::optional<fs::path> checkpoint;       // else the newest
  std::string name;                         // `eval_<name>`
  std::optional<std::int64_t> steps;
  bool writeEvents = true;
  std::function<bool(data::Table& rows)> input;
};

struct PredictOptions {
  fs::path configFolder;
  std::optional<model::DataSource> source;  // else the config's `data.predict`
  std::optional<fs::path> checkpoint;
  std::function<bool(data::Table& rows)> input;
};

/// What TensorFlow's premade Estimator is: a config over a model_dir. Every call of train, evaluate
/// and predict restores the newest checkpoint.
/// Errors: those of its files; InvalidArgument with the key for a config that can't be trained;
///         Busy with host and pid when another process trains here; Diverged for a NaN loss, the
///         last checkpoint kept; Cancelled when a stop comes while the input is opened, before
///         anything was trained. Any later one ends train with a whole checkpoint and
///         TrainEnd::Stopped.
/// Thread: Not locked; one thread at a time. train looks at its stop token before every step.
class Estimator {
 public:
  /// With an empty `modelDir` a fresh private temporary directory is made.
  static Result<Estimator> create(model::Config config, fs::path modelDir,
                                  FileOps& files = posixFileOps(), Clock& clock = systemClock());

  const fs::path& modelDir() const { return m_modelDir; }
  const model::Config& config() const { return m_config; }
  FileOps& files() const { return *m_files; }
  Clock& clock() const { return *m_clock; }
  /// Threads to compute on beside the caller's own; they must outlive their use. What is computed
  /// does not hang on their number.
  void useWorkers(Workers* workers) { m_workers = workers; }

  Result<TrainResult> train(const TrainOptions& options, std::stop_token stop = {});
  Result<Metrics> evaluate(const EvaluateOptions& options, std::stop_token stop = {});
  /// One prediction a row, handed to `row` in order.
  Result<std::int64_t> predict(const PredictOptions& options,
                               const std::function<void(const Prediction&)>& row,
                               std::stop_token stop = {});

 private:
  Estimator(model::Config config, fs::path modelDir, FileOps& files, Clock& clock);
  model::Config m_config;
  fs::path m_modelDir;
  FileOps* m_files;
  Clock* m_clock;
  Workers* m_workers = nullptr;
};

}  // namespace cairn::training
