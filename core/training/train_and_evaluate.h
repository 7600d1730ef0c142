#pragma once

#include "core/training/estimator.h"

namespace cairn::training {

struct TrainAndEvaluateOptions {
  TrainOptions train;
  EvaluateOptions evaluate;  // its checkpoint is that which was saved
  std::function<void(const Metrics&, const fs::path& checkpoint)> onEvaluation;
};

struct TrainAndEvaluateResult {
  TrainResult train;
  std::optional<Metrics> metrics;  // of the last evaluation; none when there was nothing to train
  std::vector<fs::path> exports;   // written after it
};

/// As tf.estimator.train_and_evaluate does it in one process: one training, and an evaluation
/// after each save but the first, when `eval.throttle_secs` have passed since the last one; in the
/// end one more if the last checkpoint has none. The exporters of the config follow each of them.
/// Formula: spec/estimator.md 14.
/// Errors: those of train, evaluate and Exporters; an evaluation that fails ends the training.
Result<TrainAndEvaluateResult> trainAndEvaluate(Estimator& estimator,
                                                const TrainAndEvaluateOptions& options,
                                                std::stop_token stop = {});

}  // namespace cairn::training
