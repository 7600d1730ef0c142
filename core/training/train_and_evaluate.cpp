#include "core/training/train_and_evaluate.h"

#include <algorithm>

namespace cairn::training {
namespace {

/// When and what is evaluated while a training goes on.
class Evaluator {
 public:
  Evaluator(Estimator& estimator, Clock& clock, const TrainAndEvaluateOptions& options,
            std::stop_token stop)
      : m_estimator(&estimator),
        m_clock(&clock),
        m_options(&options),
        m_stop(std::move(stop)),
        m_throttle(
            std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(
                std::clamp(estimator.config().eval.throttleSecs, 0.0, 1e9)))) {}

  Result<void> afterSave(Step step, const fs::path& checkpoint) {
    const std::chrono::nanoseconds now = m_clock->steady();
    if (m_lastTime && now < *m_lastTime + m_throttle) return {};
    return evaluate(step, checkpoint, now);
  }

  Result<void> atEnd(Step step, const fs::path& checkpoint) {
    if (m_lastStep == step) return {};
    return evaluate(step, checkpoint, m_clock->steady());
  }

  const std::optional<Metrics>& metrics() const { return m_metrics; }

 private:
  Result<void> evaluate(Step step, const fs::path& checkpoint, std::chrono::nanoseconds now) {
    m_lastStep = step;
    m_lastTime = now;
    EvaluateOptions options = m_options->evaluate;
    options.checkpoint = checkpoint;
    Result<Metrics> metrics = m_estimator->evaluate(options, m_stop);
    // A stop is for the training to answer, with its checkpoint.
    if (!metrics && metrics.error().code == ErrorCode::Cancelled) return {};
    if (!metrics) return metrics.error();
    m_metrics = *std::move(metrics);
    if (m_options->onEvaluation) m_options->onEvaluation(*m_metrics, checkpoint);
    return {};
  }

  Estimator* m_estimator;
  Clock* m_clock;
  const TrainAndEvaluateOptions* m_options;
  std::stop_token m_stop;
  std::chrono::nanoseconds m_throttle;
  std::optional<Step> m_lastStep;
  std::optional<std::chrono::nanoseconds> m_lastTime;
  std::optional<Metrics> m_metrics;
};

}  // namespace

Result<TrainAndEvaluateResult> trainAndEvaluate(Estimator& estimator,
                                                const TrainAndEvaluateOptions& options,
                                                std::stop_token stop) {
  if (estimator.config().eval.throttleSecs < 0)
    return Error{ErrorCode::InvalidArgument, "Must specify throttle_secs >= 0",
                 "eval.throttle_secs"};
  Evaluator evaluator(estimator, estimator.clock(), options, stop);
  TrainOptions train = options.train;
  train.afterSave = [&](Step step, const fs::path& checkpoint) -> Result<void> {
    // A training that was told to stop is not kept waiting.
    return stop.stop_requested() ? Result<void>() : evaluator.afterSave(step, checkpoint);
  };
  TrainAndEvaluateResult result;
  CAIRN_ASSIGN(result.train, estimator.train(train, stop));
  const bool trained = result.train.end != TrainEnd::AlreadyThere;
  if (trained && !stop.stop_requested() && !result.train.checkpoints.empty())
    CAIRN_TRY(evaluator.atEnd(result.train.step, result.train.checkpoints.back()));
  result.metrics = evaluator.metrics();
  return result;
}

}  // namespace cairn::training
