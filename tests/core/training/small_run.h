#pragma once

#include "core/training/estimator.h"
#include "tests/core/training/manual_clock.h"

#include <QTemporaryDir>
#include <fmt/format.h>
#include <fstream>
#include <string>

// A run small enough to be made hundreds of times.
namespace cairn::test {

/// A folder with 24 rows of data and room for a model_dir.
class SmallRun {
 public:
  /// On a file system in memory where there is one: the tests sync a lot.
  SmallRun() : m_directory(folderTemplate()) {
    std::ofstream file(folder() / "train.csv");
    file << "a,b,kind\n";
    for (int row = 0; row < 24; ++row)
      file << fmt::format("{},{},{}\n", (row * 7 % 11) / 10.0, (row * 5 % 13) / 10.0 - 0.5,
                          row % 3);
  }
  fs::path folder() const { return m_directory.path().toStdString(); }
  fs::path modelDir() const { return folder() / "model"; }

 private:
  static QString folderTemplate() {
    return fs::exists("/dev/shm") ? QString("/dev/shm/cairn-test-XXXXXX")
                                  : QDir::tempPath() + "/cairn-test-XXXXXX";
  }
  QTemporaryDir m_directory;
};

/// Three classes, shuffled batches of 8 for ever, a checkpoint every `saveSteps` steps.
inline model::Config smallConfig(std::int64_t saveSteps = 5) {
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(R"({
    "cairn": 1, "estimator": "DNNClassifier",
    "args": {"feature_columns": [{"type": "numeric_column", "key": "a"},
                                 {"type": "numeric_column", "key": "b"}],
             "hidden_units": [4], "n_classes": 3, "optimizer": "Adagrad"},
    "run_config": {"tf_random_seed": 3, "save_summary_steps": 10, "log_step_count_steps": 10},
    "data": {"train": {"files": ["train.csv"], "format": "csv", "label": "kind", "batch_size": 8,
                       "shuffle": 24, "repeat": null}}
  })"));
  model::Config config = parsed.config.value_or(model::Config());
  config.runConfig.saveCheckpointsSecs.reset();
  config.runConfig.saveCheckpointsSteps = saveSteps;
  return config;
}

inline Result<training::TrainResult> train(const SmallRun& run, const model::Config& config,
                                           training::TrainOptions options,
                                           FileOps& files = posixFileOps(), Clock* clock = nullptr,
                                           std::stop_token stop = {}) {
  ManualClock still;
  options.configFolder = run.folder();
  CAIRN_ASSIGN(training::Estimator estimator,
               training::Estimator::create(config, run.modelDir(), files,
                                           clock == nullptr ? still : *clock));
  return estimator.train(options, std::move(stop));
}

inline Result<training::TrainResult> trainSteps(const SmallRun& run, const model::Config& config,
                                                std::int64_t steps) {
  training::TrainOptions options;
  options.steps = steps;
  return train(run, config, options);
}

}  // namespace cairn::test
