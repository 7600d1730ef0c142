#pragma once

#include "core/formats/proto/meta_graph.pb.h"
#include "core/training/checkpoint_writer.h"
#include "core/training/early_stopping.h"
#include "core/training/estimator.h"
#include "core/training/input.h"
#include "core/training/network.h"
#include "core/training/progress_publisher.h"
#include "core/training/run_history.h"
#include "core/training/run_lock.h"
#include "core/training/schedules.h"
#include "core/training/summary_writer.h"
#include "core/training/variable_store.h"

#include <memory>
#include <optional>

namespace cairn::training {

/// One call of Estimator::train, from the lock to the last checkpoint.
/// Thread: Not locked; one thread at a time.   Cost: a step between two saves and summaries
///         allocates nothing and reads the clock about once a millisecond.
class TrainingRun {
 public:
  TrainingRun(const model::Config& config, fs::path modelDir, FileOps& files, Clock& clock,
              const TrainOptions& options, std::stop_token stop, Workers* workers);
  Result<TrainResult> run();

 private:
  struct Seeds {
    std::uint64_t variables = 0;
    std::uint64_t data = 0;
  };
  Result<void> readTarget();
  Result<bool> isAlreadyThere();
  Result<void> tidyUp();
  Result<void> prepare();
  Result<void> restoreOrInitialize();
  void startAt(Step step);
  Result<void> openInput();
  Seeds chooseSeeds(const std::optional<RecordedInput>& recorded) const;
  Result<void> openFiles();
  Result<void> writeGraphText(const std::string& text);
  Result<void> firstSave();
  Result<TrainEnd> loop();
  Result<void> afterStep(float loss);
  Result<void> onClock(std::chrono::nanoseconds now);
  Result<void> stopEarly(std::chrono::nanoseconds now);
  Result<void> readHooks();
  Result<void> waitWhilePaused();
  Result<void> logStep(float loss);
  Result<void> addSummary(float loss);
  Error diverged(Error error);
  std::string inputPosition() const;
  Result<void> save(const std::string& ended);
  Result<TrainResult> finish(TrainEnd end);
  Error fail(Error error);
  void log(const std::string& line) const {
    if (m_options->log) m_options->log(line);
  }

  const model::Config* m_config;
  model::Config m_resolved;  // with the sizes of its vocabulary files
  fs::path m_modelDir;
  FileOps* m_files;
  Clock* m_clock;
  const TrainOptions* m_options;
  std::stop_token m_stop;
  Workers* m_workers;

  std::optional<std::int64_t> m_steps;
  std::optional<std::int64_t> m_maxSteps;
  Step m_start;
  std::int64_t m_target = 0;  // 0: the input decides
  bool m_restored = false;
  HeadSpec m_head;
  SaveSchedule m_schedule;
  StepInterval m_summaries{Step{0}, 0};
  StepInterval m_logging{Step{0}, 0};
  ClockGate m_gate;

  // The lock goes last: until then nobody else may write here.
  std::optional<RunLock> m_lock;
  std::optional<VariableStore> m_store;
  std::optional<Network> m_network;
  std::unique_ptr<BatchInput> m_input;
  std::optional<RunHistory> m_history;
  std::optional<CheckpointWriter> m_checkpoints;
  std::optional<SummaryWriter> m_events;
  std::optional<ProgressPublisher> m_publisher;
  std::optional<EarlyStopping> m_earlyStopping;
  Bytes m_meta;  // of every checkpoint's `.meta`; empty: none is written

  Batch m_batch;
  std::optional<float> m_loss;  // of the newest step
  Step m_saved{-1};
  std::string m_savedInput;   // where the input stood then
  std::string m_recordedEnd;  // what `cairn.json` says of how this training ended
  bool m_inputEnded = false;
  bool m_stopEarly = false;
  bool m_begun = false;  // past what is saved at the start
  std::chrono::nanoseconds m_began{};
  std::chrono::nanoseconds m_lastFlush{};
  std::chrono::nanoseconds m_lastBeat{};
  std::chrono::nanoseconds m_lastLog{};
  Step m_lastLogStep;
};

/// The `global_step` of the newest checkpoint; nothing when there is none that can be read.
std::optional<Step> newestStep(FileOps& files, const fs::path& modelDir);

}  // namespace cairn::training
