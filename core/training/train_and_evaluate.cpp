#include "core/training/train_and_evaluate.h"

#include "core/training/exporters.h"

#include <algorithm>

namespace cairn::training {
namespace {

/// When and what is evaluated while a training goes on.
class Evaluator {
 public:
  Evaluator(Estimator& estimator, Exporters exporters, const TrainAndEvaluateOptions& options,
            std::stop_token stop)
      : m_estimator(&estimator),
        m_clock(&estimator.clock()),
        m_exporters(std::move(exporters)),
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
  const std::vector<fs::path>& exports() const { return m_exports; }

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
    CAIRN_ASSIGN(m_exports, m_exporters.afterEvaluation(checkpoint, *m_metrics, isLast(step)));
    if (m_options->onEvaluation) m_options->onEvaluation(*m_metrics, checkpoint);
    return {};
  }

  /// Without max_steps TensorFlow never knows.
  bool isLast(Step step) const {
    const TrainOptions& train = m_options->train;
    const bool given = train.steps || train.maxSteps;
    const auto& maxSteps = given ? train.maxSteps : m_estimator->config().train.maxSteps;
    return maxSteps && step.value() >= *maxSteps;
  }

  Estimator* m_estimator;
  Clock* m_clock;
  Exporters m_exporters;
  const TrainAndEvaluateOptions* m_options;
  std::stop_token m_stop;
  std::chrono::nanoseconds m_throttle;
  std::optional<Step> m_lastStep;
  std::optional<std::chrono::nanoseconds> m_lastTime;
  std::optional<Metrics> m_metrics;
  std::vector<fs::path> m_exports;
};

}  // namespace

Result<TrainAndEvaluateResult> trainAndEvaluate(Estimator& estimator,
                                                const TrainAndEvaluateOptions& options,
                                                std::stop_token stop) {
  if (estimator.config().eval.throttleSecs < 0)
    return Error{ErrorCode::InvalidArgument, "Must specify throttle_secs >= 0",
                 "eval.throttle_secs"};
  CAIRN_ASSIGN(Exporters exporters,
               Exporters::create(estimator.files(), estimator.clock(), estimator.config(),
                                 estimator.modelDir(), options.train.configFolder));
  Evaluator evaluator(estimator, std::move(exporters), options, stop);
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
  result.exports = evaluator.exports();
  return result;
}

}  // namespace cairn::training
