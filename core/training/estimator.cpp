#include "core/training/estimator.h"

#include "core/formats/graph_def.h"
#include "core/model/training_graph.h"
#include "core/training/inference.h"
#include "core/training/summary_writer.h"
#include "core/training/training_run.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>

namespace cairn::training {
namespace {

/// Readable by its owner alone, as tempfile.mkdtemp makes it.
Result<fs::path> makeTemporaryDirectory() {
  std::error_code failed;
  fs::path parent = fs::temp_directory_path(failed);
  if (failed) parent = "/tmp";
  std::string name = (parent / "cairn-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    return Error{ErrorCode::Io,
                 fmt::format("no temporary directory could be made ({})", std::strerror(errno)),
                 name};
  return fs::path(name);
}

std::span<const float> labelsOf(const Batch& batch, const HeadSpec& head) {
  return {batch.labels, static_cast<std::size_t>(batch.rows * head.labelWidth())};
}

std::span<const float> weightsOf(const Batch& batch) {
  if (batch.weights == nullptr) return {};
  return {batch.weights, static_cast<std::size_t>(batch.rows * batch.weightWidth)};
}

Result<void> writeEvaluation(FileOps& files, Clock& clock, const fs::path& directory,
                             const Inference& inference, const Metrics& metrics) {
  CAIRN_TRY(files.createDirectories(directory));
  CAIRN_ASSIGN(SummaryWriter events, SummaryWriter::create(files, clock, directory));
  CAIRN_ASSIGN(const std::vector<model::Variable> variables, model::variableMap(inference.config));
  const Result<pb::MetaGraphDef> meta = model::trainingMetaGraph(inference.config, variables);
  // The graph is for looking at; an evaluation is worth its numbers without one.
  if (meta) events.addGraph(meta->graph_def().SerializeAsString(), meta->SerializeAsString());
  events.addEvaluation(inference.store.step, metrics, inference.checkpoint.value_or(fs::path()));
  return events.sync();
}

Error cancelled() { return {ErrorCode::Cancelled, "stopped before its end"}; }

}  // namespace

Estimator::Estimator(model::Config config, fs::path modelDir, FileOps& files, Clock& clock)
    : m_config(std::move(config)),
      m_modelDir(std::move(modelDir)),
      m_files(&files),
      m_clock(&clock) {}

Result<Estimator> Estimator::create(model::Config config, fs::path modelDir, FileOps& files,
                                    Clock& clock) {
  if (modelDir.empty()) {
    CAIRN_ASSIGN(modelDir, makeTemporaryDirectory());
  }
  // `models/iris/` and `models/iris` are one directory; paths are compared further down.
  if (!modelDir.has_filename()) modelDir = modelDir.parent_path();
  return Estimator(std::move(config), std::move(modelDir), files, clock);
}

Result<TrainResult> Estimator::train(const TrainOptions& options, std::stop_token stop) {
  return TrainingRun(m_config, m_modelDir, *m_files, *m_clock, options, std::move(stop), m_workers)
      .run();
}

Result<Metrics> Estimator::evaluate(const EvaluateOptions& options, std::stop_token stop) {
  const std::optional<std::int64_t> steps = options.steps ? options.steps : m_config.eval.steps;
  if (steps && *steps <= 0)
    return Error{ErrorCode::InvalidArgument,
                 fmt::format("Must specify steps > 0, given: {}", *steps), "eval.steps"};
  CAIRN_ASSIGN(Inference inference,
               openInference(*m_files, m_config, m_modelDir,
                             {"eval", true, options.configFolder, options.source,
                              options.checkpoint, options.input, m_workers},
                             stop));
  StreamingMetrics streaming(inference.head);
  std::vector<float> logits;
  Batch batch;
  for (std::int64_t step = 0; !steps || step < *steps; ++step) {
    if (stop.stop_requested()) return cancelled();
    CAIRN_ASSIGN(const bool more, inference.input->next(batch));
    if (!more) break;
    CAIRN_TRY(inference.network.forward(batch, logits));
    streaming.add(logits, labelsOf(batch, inference.head), weightsOf(batch));
  }
  Metrics metrics = streaming.result(inference.store.step);
  if (options.writeEvents) {
    const std::string& name = options.name.empty() ? m_config.eval.name : options.name;
    CAIRN_TRY(writeEvaluation(*m_files, *m_clock,
                              m_modelDir / (name.empty() ? "eval" : "eval_" + name), inference,
                              metrics));
  }
  return metrics;
}

Result<std::int64_t> Estimator::predict(const PredictOptions& options,
                                        const std::function<void(const Prediction&)>& row,
                                        std::stop_token stop) {
  CAIRN_ASSIGN(Inference inference,
               openInference(*m_files, m_config, m_modelDir,
                             {"predict", false, options.configFolder, options.source,
                              options.checkpoint, options.input, m_workers},
                             stop));
  PredictionMaker maker(inference.head);
  std::vector<float> logits;
  std::int64_t count = 0;
  Batch batch;
  for (;;) {
    if (stop.stop_requested()) return cancelled();
    CAIRN_ASSIGN(const bool more, inference.input->next(batch));
    if (!more) return count;
    CAIRN_TRY(inference.network.forward(batch, logits));
    maker.read(logits);
    for (std::int64_t i = 0; i < batch.rows; ++i) row(maker.row(static_cast<std::size_t>(i)));
    count += batch.rows;
  }
}

}  // namespace cairn::training
