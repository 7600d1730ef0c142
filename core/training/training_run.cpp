#include "core/training/training_run.h"

#include "core/base/atomic_file.h"
#include "core/formats/graph_def.h"
#include "core/formats/latest_checkpoint.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/training_graph.h"
#include "core/training/checkpoint_loader.h"
#include "core/training/log_text.h"
#include "core/training/warm_start.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <random>

namespace cairn::training {
namespace {

constexpr std::chrono::milliseconds kFlushEvery{250};
constexpr std::chrono::seconds kBeatEvery{1};

std::uint64_t randomSeed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

double secondsOf(std::chrono::nanoseconds time) {
  return std::chrono::duration<double>(time).count();
}

Bytes toBytes(const std::string& text) {
  const ByteView view = asBytes(text);
  return {view.begin(), view.end()};
}

std::int64_t after(Step step, std::int64_t steps) {
  std::int64_t sum = 0;
  return __builtin_add_overflow(step.value(), steps, &sum)
             ? std::numeric_limits<std::int64_t>::max()
             : sum;
}

std::string labelColumn(const model::Config& config, const std::string& section) {
  const auto source = config.data.find(section);
  return source == config.data.end() || source->second.label.empty() ? "labels"
                                                                     : source->second.label;
}

}  // namespace

std::optional<Step> newestStep(FileOps& files, const fs::path& modelDir) {
  const Result<formats::Latest> latest = formats::findLatest(files, modelDir);
  if (!latest || !latest->prefix) return std::nullopt;
  const auto bundle = formats::TensorBundle::open(files, *latest->prefix);
  if (!bundle) return std::nullopt;
  const auto step = bundle->read("global_step");
  if (!step || step->dtype != formats::DType::Int64) return std::nullopt;
  return Step(static_cast<std::int64_t>(readLittleEndian(step->bytes)));
}

TrainingRun::TrainingRun(const model::Config& config, fs::path modelDir, FileOps& files,
                         Clock& clock, const TrainOptions& options, std::stop_token stop,
                         Workers* workers)
    : m_config(&config),
      m_modelDir(std::move(modelDir)),
      m_files(&files),
      m_clock(&clock),
      m_options(&options),
      m_stop(std::move(stop)),
      m_workers(workers),
      m_schedule(config.runConfig) {}

Result<TrainResult> TrainingRun::run() {
  m_began = m_clock->steady();
  CAIRN_TRY(readTarget());
  if (std::vector<Error> problems = unsupportedParts(*m_config); !problems.empty())
    return problems.front();
  CAIRN_ASSIGN(const bool alreadyThere, isAlreadyThere());
  if (alreadyThere) {
    log("Skipping training since max_steps has already saved.");
    CAIRN_TRY(tidyUp());
    TrainResult result;
    result.end = TrainEnd::AlreadyThere;
    result.startStep = result.step = m_start;
    CAIRN_ASSIGN(result.checkpoints, formats::listCheckpoints(*m_files, m_modelDir));
    std::reverse(result.checkpoints.begin(), result.checkpoints.end());
    return result;
  }
  if (const Result<void> prepared = prepare(); !prepared) return fail(prepared.error());
  const Result<TrainEnd> end = loop();
  if (!end) return fail(end.error());
  Result<TrainResult> result = finish(*end);
  if (!result) return fail(result.error());
  return result;
}

Result<void> TrainingRun::readTarget() {
  const bool given = m_options->steps || m_options->maxSteps;
  m_steps = given ? m_options->steps : m_config->train.steps;
  m_maxSteps = given ? m_options->maxSteps : m_config->train.maxSteps;
  const auto wrong = [](std::string message, std::string key) {
    return Error{ErrorCode::InvalidArgument, std::move(message), std::move(key)};
  };
  if (m_steps && m_maxSteps)
    return wrong("Can not provide both steps and max_steps.", "train.steps");
  if (m_steps && *m_steps <= 0)
    return wrong(fmt::format("Must specify steps > 0, given: {}", *m_steps), "train.steps");
  if (m_maxSteps && *m_maxSteps <= 0)
    return wrong(fmt::format("Must specify max_steps > 0, given: {}", *m_maxSteps),
                 "train.max_steps");
  return {};
}

/// The early stopping, and hooks that stand in place of what TensorFlow does by itself.
Result<void> TrainingRun::readHooks() {
  if (const auto& rule = m_config->train.earlyStopping) {
    const std::string stated = rule->text("eval_dir");
    const fs::path directory =
        stated.empty() ? m_modelDir / "eval" : m_options->configFolder / stated;
    CAIRN_ASSIGN(EarlyStopping made,
                 EarlyStopping::create(*rule, *m_files, directory, m_options->log));
    m_earlyStopping.emplace(std::move(made));
  }
  for (const model::Call& hook : m_config->train.hooks) {
    if (hook.type != "CheckpointSaverHook") continue;
    model::RunConfig schedule = m_config->runConfig;
    schedule.saveCheckpointsSteps.reset();
    schedule.saveCheckpointsSecs.reset();
    if (hook.parameters.contains("save_steps"))
      schedule.saveCheckpointsSteps = static_cast<std::int64_t>(hook.number("save_steps"));
    if (hook.parameters.contains("save_secs"))
      schedule.saveCheckpointsSecs = hook.number("save_secs");
    m_schedule = SaveSchedule(schedule);
  }
  return {};
}

Result<bool> TrainingRun::isAlreadyThere() {
  if (!m_maxSteps) return false;
  const std::optional<Step> step = newestStep(*m_files, m_modelDir);
  if (!step || step->value() < *m_maxSteps) return false;
  m_start = *step;
  return true;
}

/// Nothing is touched but what a killed training has left, its lock first of all.
Result<void> TrainingRun::tidyUp() {
  if (!exists(*m_files, m_modelDir / "cairn.lock")) return {};
  const Result<RunLock> lock = RunLock::take(*m_files, *m_clock, m_modelDir, m_start);
  if (!lock) return lock.error().code == ErrorCode::Busy ? Result<void>() : lock.error();
  return removeLeftovers(*m_files, m_modelDir);
}

Result<void> TrainingRun::prepare() {
  log("Calling model_fn.");
  CAIRN_TRY(readHooks());
  CAIRN_ASSIGN(m_resolved,
               model::resolveVocabularies(*m_files, *m_config, m_options->configFolder));
  CAIRN_ASSIGN(m_head, headOf(*m_config));
  CAIRN_ASSIGN(std::vector<model::Variable> variables, model::variableMap(m_resolved));
  m_store.emplace(std::move(variables));
  log("Done calling model_fn.");
  CAIRN_TRY(m_files->createDirectories(m_modelDir));
  CAIRN_ASSIGN(RunLock lock, RunLock::take(*m_files, *m_clock, m_modelDir));
  m_lock.emplace(std::move(lock));
  CAIRN_TRY(removeLeftovers(*m_files, m_modelDir));
  CAIRN_TRY(restoreOrInitialize());
  startAt(m_start);
  CAIRN_TRY(openInput());
  CAIRN_ASSIGN(Network network, Network::create(m_resolved, m_head, *m_store,
                                                {true, m_input->weightWidth(), m_workers}));
  m_network.emplace(std::move(network));
  return openFiles();
}

void TrainingRun::startAt(Step step) {
  m_start = step;
  m_target = m_maxSteps.value_or(0);
  const auto stopAt = [&](std::int64_t target) {
    m_target = m_target > 0 ? std::min(m_target, target) : target;
  };
  if (m_steps) stopAt(after(step, *m_steps));
  for (const model::Call& hook : m_config->train.hooks) {
    if (hook.type != "StopAtStepHook") continue;
    if (hook.parameters.contains("num_steps"))
      stopAt(after(step, static_cast<std::int64_t>(hook.number("num_steps"))));
    if (hook.parameters.contains("last_step"))
      stopAt(std::max<std::int64_t>(1, static_cast<std::int64_t>(hook.number("last_step"))));
  }
  m_publisher.emplace(m_options->slot, m_start, Step(m_target));
  m_publisher->publish(Phase::Starting, m_clock->steady());
}

Result<void> TrainingRun::restoreOrInitialize() {
  CAIRN_ASSIGN(const std::optional<fs::path> prefix, restoreNewest(*m_files, m_modelDir, *m_store));
  log("Graph was finalized.");
  m_restored = prefix.has_value();
  if (m_restored) log("Restoring parameters from " + prefix->string());
  m_start = m_store->step;
  if (m_restored) m_saved = m_start;
  log("Running local_init_op.");
  log("Done running local_init_op.");
  return m_lock->state(m_start);
}

TrainingRun::Seeds TrainingRun::chooseSeeds(const std::optional<RecordedInput>& recorded) const {
  const std::optional<std::uint64_t> before =
      recorded ? seedOfPosition(recorded->input) : std::nullopt;
  std::optional<std::uint64_t> stated = m_config->train.seed;
  if (!stated && m_config->runConfig.tfRandomSeed)
    stated = static_cast<std::uint64_t>(*m_config->runConfig.tfRandomSeed);
  Seeds seeds;
  seeds.variables = stated ? *stated : randomSeed();
  const auto source = m_config->data.find("train");
  if (source != m_config->data.end() && source->second.seed)
    seeds.data = *source->second.seed;
  else
    seeds.data = stated ? *stated : before.value_or(seeds.variables);
  return seeds;
}

Result<void> TrainingRun::openInput() {
  CAIRN_ASSIGN(const std::optional<model::RunRecord> record,
               model::loadRunRecord(*m_files, m_modelDir));
  std::optional<RecordedInput> recorded;
  if (record && m_restored) recorded = recordedInput(*record, m_start);
  const Seeds seeds = chooseSeeds(recorded);
  if (!m_restored) {
    m_store->initialize(seeds.variables);
    CAIRN_TRY(warmStart(*m_files, *m_config, m_options->configFolder, *m_store, m_options->log));
    if (m_store->step != m_start) startAt(m_store->step);
  }

  InputSpec spec{featurePlan(m_resolved), m_head, labelColumn(*m_config, "train"), {}};
  CAIRN_ASSIGN(spec.vocabularies,
               data::Vocabularies::read(*m_files, m_options->configFolder, allColumns(m_resolved)));
  if (m_options->input) {
    CAIRN_ASSIGN(m_input, openTables(spec, m_options->input));
    return {};
  }
  const auto source = m_config->data.find("train");
  if (source == m_config->data.end())
    return Error{ErrorCode::InvalidArgument, "the config names no data to train on", "data.train"};
  FileInputOptions options;
  options.folder = m_options->configFolder;
  options.seed = seeds.data;
  options.workers = m_workers;
  if (recorded) {
    options.resume = recorded->input;
    options.skipBatches = recorded->stepsSince;
  }
  CAIRN_ASSIGN(m_input, training::openFiles(*m_files, spec, source->second, options, m_stop));
  return {};
}

/// The events file, graph.pbtxt, and on a first training model.ckpt-0, in TensorFlow's order.
Result<void> TrainingRun::openFiles() {
  model::HistoryEntry entry;
  entry.fromStep = entry.toStep = m_start;
  entry.config = *m_config;
  entry.code = m_options->code;
  entry.started = isoTime(m_clock->wallSeconds());
  entry.isa = cairn_engine_isa();
  m_history.emplace(*m_files, *m_clock, m_modelDir, std::move(entry));

  const model::RunConfig& run = m_config->runConfig;
  CAIRN_ASSIGN(CheckpointWriter writer, CheckpointWriter::open(*m_files, *m_clock,
                                                               {m_modelDir, run.keepCheckpointMax,
                                                                run.keepCheckpointEveryNHours}));
  m_checkpoints.emplace(std::move(writer));
  CAIRN_ASSIGN(SummaryWriter events, SummaryWriter::create(*m_files, *m_clock, m_modelDir));
  m_events.emplace(std::move(events));

  CAIRN_ASSIGN(const pb::MetaGraphDef meta,
               model::trainingMetaGraph(m_resolved, m_store->variables()));
  std::string metaBytes = meta.SerializeAsString();
  if (run.checkpointSaveGraphDef) m_meta = toBytes(metaBytes);
  m_events->addGraph(meta.graph_def().SerializeAsString(), std::move(metaBytes));
  if (m_schedule.enabled() && run.checkpointSaveGraphDef)
    CAIRN_TRY(writeGraphText(formats::formatGraphText(meta.graph_def())));

  const Step first(m_start.value() + 1);
  m_summaries = StepInterval(first, run.saveSummarySteps);
  m_logging = StepInterval(first, run.logStepCountSteps);
  return firstSave();
}

Result<void> TrainingRun::writeGraphText(const std::string& text) {
  const fs::path path = m_modelDir / "graph.pbtxt";
  const Result<FileStat> stat = m_files->stat(path);
  if (stat && stat->size == text.size()) {
    const Result<std::string> before = readTextFile(*m_files, path, text.size());
    if (before && *before == text) return {};
  }
  // The sync of the directory after the first checkpoint is this file's too.
  return replaceFile(*m_files, path, asBytes(text));
}

Result<void> TrainingRun::firstSave() {
  if (!m_schedule.enabled()) return m_events->flush();
  log("Create CheckpointSaverHook.");
  if (!m_restored) return save("");
  // What was restored is on the disk already and is not written again.
  m_events->addCheckpoint(m_start, m_modelDir);
  m_schedule.saved(m_start, m_clock->steady());
  m_publisher->saved(m_start);
  m_savedInput = inputPosition();
  CAIRN_TRY(m_history->write(m_start, "", m_savedInput));
  return m_events->flush();
}

Result<TrainEnd> TrainingRun::loop() {
  m_begun = true;
  m_publisher->publish(Phase::Running, m_clock->steady());
  m_lastLog = m_clock->steady();
  m_lastLogStep = Step(m_start.value() + 1);
  Step& step = m_store->step;
  for (;;) {
    if (m_stop.stop_requested()) return TrainEnd::Stopped;
    if (m_options->pause != nullptr && m_options->pause->paused()) {
      CAIRN_TRY(waitWhilePaused());
      continue;
    }
    if (m_target > 0 && step.value() >= m_target) return TrainEnd::Finished;
    CAIRN_ASSIGN(const bool more, m_input->next(m_batch));
    if (!more) {
      m_inputEnded = true;
      m_network->endOfInput(step);
      return TrainEnd::InputEnded;
    }
    const bool isShown = m_summaries.due(Step(step.value() + 1));
    CAIRN_ASSIGN(const float loss, m_network->trainStep(m_batch, step, isShown));
    step = Step(step.value() + 1);
    CAIRN_TRY(afterStep(loss));
    if (TrainWishes* wishes = m_options->wishes; wishes && wishes->saveNow.load()) {
      wishes->saveNow = false;
      if (m_schedule.enabled() && m_saved != step) CAIRN_TRY(save({}));
    }
    if (m_stopEarly) return TrainEnd::Finished;
  }
}

Result<void> TrainingRun::afterStep(float loss) {
  const Step step = m_store->step;
  if (std::isnan(loss)) {
    log("Model diverged with loss = NaN.");
    return diverged({ErrorCode::Diverged, "NaN loss during training."});
  }
  m_loss = loss;
  m_publisher->addLoss(step, loss);
  if (m_options->onStep) m_options->onStep(step, loss);
  if (m_logging.due(step)) CAIRN_TRY(logStep(loss));
  if (m_summaries.due(step)) CAIRN_TRY(addSummary(loss));
  const bool last = m_target > 0 && step.value() >= m_target;
  if (m_schedule.dueByStep(step)) CAIRN_TRY(save(last ? "finished" : ""));
  if (m_gate.step()) {
    const std::chrono::nanoseconds now = m_clock->steady();
    m_gate.read(now);
    CAIRN_TRY(onClock(now));
    if (m_earlyStopping && m_earlyStopping->byTime()) return stopEarly(now);
  }
  // Evaluations follow checkpoints, so what was just saved counts.
  if (m_earlyStopping && !m_earlyStopping->byTime()) return stopEarly({});
  return {};
}

Result<void> TrainingRun::stopEarly(std::chrono::nanoseconds now) {
  CAIRN_ASSIGN(m_stopEarly, m_earlyStopping->afterStep(m_store->step, now));
  if (!m_stopEarly) return {};
  if (std::int64_t* signal = m_store->whole("signal_early_stopping/STOP")) *signal = 1;
  return {};
}

Result<void> TrainingRun::onClock(std::chrono::nanoseconds now) {
  m_publisher->offer(now);
  if (m_schedule.dueByTime(now) && m_saved != m_store->step) CAIRN_TRY(save(""));
  if (now - m_lastFlush >= kFlushEvery) {
    m_lastFlush = now;
    if (m_events->bufferedBytes() > 0) CAIRN_TRY(m_events->flush());
  }
  if (now - m_lastBeat >= kBeatEvery) {
    m_lastBeat = now;
    CAIRN_TRY(m_lock->beat(m_store->step));
  }
  return {};
}

Result<void> TrainingRun::waitWhilePaused() {
  if (m_saved != m_store->step && m_schedule.enabled()) CAIRN_TRY(save(""));
  m_publisher->publish(Phase::Paused, m_clock->steady());
  while (m_options->pause->paused() && !m_stop.stop_requested()) {
    CAIRN_TRY(m_lock->beat(m_store->step));
    m_options->pause->waitWhilePaused(m_stop, kBeatEvery);
  }
  m_publisher->restartRate();
  m_lastLog = m_clock->steady();
  m_lastLogStep = m_store->step;
  m_gate.readNext();
  return {};
}

/// TensorFlow's log numbers a step before its update, one less than its event does.
Result<void> TrainingRun::logStep(float loss) {
  const Step step = m_store->step;
  const std::chrono::nanoseconds now = m_clock->steady();
  const double seconds = secondsOf(now - m_lastLog);
  const bool first = step.value() == m_start.value() + 1;
  if (!first && seconds > 0) {
    const double perSecond = static_cast<double>(step.value() - m_lastLogStep.value()) / seconds;
    log(fmt::format("global_step/sec: {:g}", perSecond));
    m_events->addStepRate(step, perSecond);
  }
  if (m_options->log) {
    const std::string took = first ? std::string() : fmt::format(" ({:.3f} sec)", seconds);
    log(fmt::format("loss = {}, step = {}{}", floatText(loss), step.value() - 1, took));
  }
  m_lastLog = now;
  m_lastLogStep = step;
  m_logging.fired(step);
  return {};
}

Result<void> TrainingRun::addSummary(float loss) {
  std::span<const float> weights;
  if (m_batch.weights != nullptr)
    weights = {m_batch.weights, static_cast<std::size_t>(m_batch.rows * m_batch.weightWidth)};
  const Result<void> added = m_events->addStep(
      m_store->step, m_config->api, *m_network,
      lossSummaries(m_head, loss, m_network->headLosses(), m_batch.rows, weights));
  if (!added) return diverged(added.error());
  m_summaries.fired(m_store->step);
  return {};
}

Error TrainingRun::diverged(Error error) {
  error.where = m_modelDir.string();
  if (m_saved.value() >= 0)
    error.hint = fmt::format("model.ckpt-{} is the last checkpoint before it", m_saved.value());
  return error;
}

/// An input that has ended starts anew in the next training, as TensorFlow's does.
std::string TrainingRun::inputPosition() const {
  return m_inputEnded ? std::string() : m_input->position();
}

Result<void> TrainingRun::save(const std::string& ended) {
  const Step step = m_store->step;
  const Phase during = ended.empty() ? Phase::Saving : Phase::Stopping;
  m_publisher->publish(during, m_clock->steady());
  log(fmt::format("Calling checkpoint listeners before saving checkpoint {}...", step.value()));
  log(fmt::format("Saving checkpoints for {} into {}.", step.value(),
                  (m_modelDir / "model.ckpt").string()));
  // The log must not be behind the step that can be restored.
  CAIRN_TRY(m_events->sync());
  const std::string input = inputPosition();
  const Result<fs::path> saved =
      m_checkpoints->save(*m_store, m_meta, [&] { return m_history->replace(step, ended, input); });
  if (!saved) return saved.error();
  m_savedInput = input;
  m_recordedEnd = ended;
  log(fmt::format("Calling checkpoint listeners after saving checkpoint {}...", step.value()));
  m_saved = step;
  m_events->addCheckpoint(step, m_modelDir);
  m_schedule.saved(step, m_clock->steady());
  m_publisher->saved(step);
  m_gate.readNext();
  CAIRN_TRY(m_events->flush());
  if (m_options->afterSave && m_begun) CAIRN_TRY(m_options->afterSave(step, *saved));
  if (ended.empty()) m_publisher->publish(Phase::Running, m_clock->steady());
  return {};
}

Result<TrainResult> TrainingRun::finish(TrainEnd end) {
  const bool stopped = end == TrainEnd::Stopped;
  const std::string ended = stopped ? "stopped" : "finished";
  m_publisher->publish(Phase::Stopping, m_clock->steady());
  if (stopped && m_options->wishes && m_options->wishes->discard.load() && m_saved.value() >= 0) {
    // The run goes on from the checkpoint before: to it, the steps since were never made.
    CAIRN_TRY(m_history->write(m_saved, ended, m_savedInput));
    m_store->step = m_saved;
    m_recordedEnd = ended;
  }
  if (m_schedule.enabled() && m_saved != m_store->step) CAIRN_TRY(save(ended));
  if (m_recordedEnd != ended) CAIRN_TRY(m_history->write(m_store->step, ended, inputPosition()));
  CAIRN_TRY(m_events->sync());
  if (m_loss) log(fmt::format("Loss for final step: {}.", floatText(*m_loss)));
  if (!m_loss && !stopped)
    log("Training with estimator made no steps. Perhaps input is empty or misspecified.");
  TrainResult result;
  result.end = end;
  result.startStep = m_start;
  result.step = m_store->step;
  result.stoppedEarly = m_stopEarly;
  result.finalLoss = m_loss;
  result.seconds = secondsOf(m_clock->steady() - m_began);
  result.checkpoints = m_checkpoints->prefixes();
  m_lock.reset();
  m_publisher->publish(stopped ? Phase::Stopped : Phase::Finished, m_clock->steady());
  return result;
}

/// What can still be written is, but the reason that is told is the first one.
Error TrainingRun::fail(Error error) {
  if (m_events) (void)m_events->sync();
  if (m_history && m_saved.value() >= 0) (void)m_history->write(m_saved, "failed", m_savedInput);
  if (m_lock) (void)removeLeftovers(*m_files, m_modelDir);
  m_lock.reset();
  if (m_publisher) m_publisher->publish(Phase::Failed, m_clock->steady(), describe(error));
  return error;
}

}  // namespace cairn::training
