#include "core/training/early_stopping.h"

#include "core/formats/event_file.h"
#include "core/formats/tensor_bundle.h"
#include "core/training/train_and_evaluate.h"
#include "tests/core/fixture_scope.h"
#include "tests/core/training/small_run.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using namespace cairn::test;
using training::EarlyStopping;
using namespace std::chrono_literals;

namespace {

struct Evaluation {
  std::int64_t step = 0;
  float loss = 0;
};

/// An eval directory as TensorFlow leaves it.
class Evaluations {
 public:
  fs::path path() const { return m_directory.path().toStdString(); }

  void add(const std::vector<Evaluation>& evaluations) const {
    auto writer = formats::EventFileWriter::create(posixFileOps(), systemClock(), path());
    QVERIFY(writer);
    for (const Evaluation& one : evaluations) {
      pb::Event event;
      event.set_step(one.step);
      auto* value = event.mutable_summary()->add_value();
      value->set_tag("loss");
      value->set_simple_value(one.loss);
      writer->add(event);
    }
    QVERIFY(writer->flush());
  }

 private:
  QTemporaryDir m_directory;
};

model::Call ruleOf(const std::string& type, const std::string& limit, double value) {
  model::Call rule;
  rule.type = type;
  rule.parameters["metric_name"] = std::string("loss");
  rule.parameters[limit] = value;
  rule.parameters["min_steps"] = 0.0;
  rule.parameters["run_every_steps"] = 1.0;
  return rule;
}

model::Call noDecrease(double steps) {
  return ruleOf("stop_if_no_decrease_hook", "max_steps_without_decrease", steps);
}

/// Every `saveSteps` steps a checkpoint and, without throttling, an evaluation; nothing is learnt.
model::Config evaluatedConfig(std::int64_t saveSteps) {
  model::Config config = smallConfig(saveSteps);
  config.args.optimizer.learningRate.value = 0;
  model::DataSource source = config.data["train"];
  source.shuffle = 0;
  source.repeat = 1;
  config.data["eval"] = source;
  config.eval.throttleSecs = 0;
  return config;
}

struct Evaluated {
  Result<training::TrainAndEvaluateResult> result;
  std::vector<std::int64_t> steps;
};

Evaluated trainAndEvaluate(const SmallRun& run, const model::Config& config,
                           std::int64_t maxSteps) {
  ManualClock clock;
  auto estimator = training::Estimator::create(config, run.modelDir(), posixFileOps(), clock);
  training::TrainAndEvaluateOptions options;
  options.train.configFolder = options.evaluate.configFolder = run.folder();
  options.train.maxSteps = maxSteps;
  std::vector<std::int64_t> steps;
  options.onEvaluation = [&](const training::Metrics& metrics, const fs::path&) {
    steps.push_back(std::get<std::int64_t>(metrics.at("global_step")));
  };
  auto result = training::trainAndEvaluate(*estimator, options);
  return {std::move(result), steps};
}

using Steps = std::vector<std::int64_t>;

}  // namespace

class EarlyStoppingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void rulesStopAsTensorFlows_data();
  void rulesStopAsTensorFlows();
  void looksEverySoManySteps();
  void looksEverySoManySeconds();
  void unknownMetricIsAKeyError();
  void recordedEvaluationsStopTheRun();
  void constantLossStopsAtStep20();
  void evaluationsFollowTheSaves_data();
  void evaluationsFollowTheSaves();
  void nothingToTrainIsNothingToEvaluate();
  void oldModelDirLacksTheSignal();
  void hooksMoveEndAndSaves();
};

void EarlyStoppingTest::rulesStopAsTensorFlows_data() {
  QTest::addColumn<QString>("type");
  QTest::addColumn<QString>("limit");
  QTest::addColumn<double>("value");
  QTest::addColumn<double>("minSteps");
  QTest::addColumn<QList<float>>("losses");  // of steps 5, 10, …
  QTest::addColumn<bool>("stops");
  const auto row = [](const char* name, const char* type, const char* limit, double value,
                      double minSteps, const QList<float>& losses, bool stops) {
    QTest::newRow(name) << type << limit << value << minSteps << losses << stops;
  };
  const auto* decrease = "max_steps_without_decrease";
  const auto* increase = "max_steps_without_increase";
  row("nothing yet", "stop_if_higher_hook", "threshold", 1, 0, {}, false);
  row("higher", "stop_if_higher_hook", "threshold", 1, 0, {0.5F, 1.5F}, true);
  row("equal is not higher", "stop_if_higher_hook", "threshold", 1.5, 0, {1.5F}, false);
  row("higher, but too early", "stop_if_higher_hook", "threshold", 1, 8, {1.5F, 0.5F}, false);
  row("lower", "stop_if_lower_hook", "threshold", 1, 0, {1.5F, 0.5F}, true);
  row("not lower", "stop_if_lower_hook", "threshold", 0.1, 0, {1.5F, 0.5F}, false);
  row("no decrease", "stop_if_no_decrease_hook", decrease, 12, 0, {1, 1, 1, 1}, true);
  row("no decrease yet", "stop_if_no_decrease_hook", decrease, 12, 0, {1, 1, 1}, false);
  row("a decrease in time", "stop_if_no_decrease_hook", decrease, 12, 0, {1, 1, 0.5F, 1}, false);
  row("no decrease after the first", "stop_if_no_decrease_hook", decrease, 10, 10, {0, 1, 1, 1},
      true);
  row("no increase", "stop_if_no_increase_hook", increase, 5, 0, {1, 1}, true);
  row("an increase", "stop_if_no_increase_hook", increase, 6, 0, {1, 2, 3}, false);
}

void EarlyStoppingTest::rulesStopAsTensorFlows() {
  QFETCH(QString, type);
  QFETCH(QString, limit);
  QFETCH(double, value);
  QFETCH(double, minSteps);
  QFETCH(QList<float>, losses);
  QFETCH(bool, stops);
  const Evaluations directory;
  std::vector<Evaluation> evaluations;
  for (const float loss : losses)
    evaluations.push_back({5 * static_cast<std::int64_t>(evaluations.size() + 1), loss});
  if (!evaluations.empty()) directory.add(evaluations);
  model::Call rule = ruleOf(type.toStdString(), limit.toStdString(), value);
  rule.parameters["min_steps"] = minSteps;
  auto stopping = EarlyStopping::create(rule, posixFileOps(), directory.path(), {});
  QVERIFY(stopping);
  const auto stop = stopping->afterStep(Step{1}, {});
  QVERIFY(stop);
  QCOMPARE(*stop, stops);
}

void EarlyStoppingTest::looksEverySoManySteps() {
  const Evaluations directory;
  model::Call rule = ruleOf("stop_if_lower_hook", "threshold", 1);
  rule.parameters["run_every_steps"] = 4.0;
  auto stopping = EarlyStopping::create(rule, posixFileOps(), directory.path(), {});
  QVERIFY(stopping && !stopping->byTime());
  QVERIFY(!*stopping->afterStep(Step{1}, {}));
  directory.add({{1, 0.5F}});
  for (const std::int64_t step : {2, 3, 4}) QVERIFY(!*stopping->afterStep(Step{step}, {}));
  QVERIFY(*stopping->afterStep(Step{5}, {}));
}

void EarlyStoppingTest::looksEverySoManySeconds() {
  const Evaluations directory;
  model::Call rule = ruleOf("stop_if_lower_hook", "threshold", 1);
  rule.parameters.erase("run_every_steps");
  rule.parameters["run_every_secs"] = 60.0;
  std::vector<std::string> log;
  auto stopping = EarlyStopping::create(rule, posixFileOps(), directory.path(),
                                        [&](const std::string& line) { log.push_back(line); });
  QVERIFY(stopping && stopping->byTime());
  QVERIFY(!*stopping->afterStep(Step{1}, 10s));
  directory.add({{1, 0.5F}});
  QVERIFY(!*stopping->afterStep(Step{2}, 69s));
  QVERIFY(*stopping->afterStep(Step{3}, 70s));
  QCOMPARE(log, (std::vector<std::string>{
                    "At step 1, metric \"loss\" has value 0.5 which is less than the configured "
                    "threshold (1) for early stopping.",
                    "Requesting early stopping at global step 2"}));
}

void EarlyStoppingTest::unknownMetricIsAKeyError() {
  const Evaluations directory;
  directory.add({{5, 1}});
  model::Call rule = noDecrease(1);
  rule.parameters["metric_name"] = std::string("nope");
  auto stopping = EarlyStopping::create(rule, posixFileOps(), directory.path(), {});
  QVERIFY(stopping);
  const auto stop = stopping->afterStep(Step{1}, {});
  QVERIFY(!stop);
  QCOMPARE(stop.error().message, std::string("KeyError: 'nope'"));
  QCOMPARE(stop.error().where, std::string("train.early_stopping.metric_name"));
}

/// iris/early_stopping: stop_if_lower_hook(average_loss, 0.4) ended the training at step 60.
void EarlyStoppingTest::recordedEvaluationsStopTheRun() {
  const fs::path eval = tests::fixturesRoot() / "iris/early_stopping/models/iris/eval";
  const auto evaluations = training::readEvaluationScalars(posixFileOps(), eval);
  QVERIFY(evaluations);
  QCOMPARE(evaluations->size(), std::size_t{2});
  QCOMPARE(evaluations->at(60).at("average_loss"), 0.30180934F);
  model::Call rule = ruleOf("stop_if_lower_hook", "threshold", 0.4);
  rule.parameters["metric_name"] = std::string("average_loss");
  auto stopping = EarlyStopping::create(rule, posixFileOps(), eval, {});
  QVERIFY(stopping && *stopping->afterStep(Step{60}, {}));
  rule.parameters["threshold"] = 0.3;
  stopping = EarlyStopping::create(rule, posixFileOps(), eval, {});
  QVERIFY(stopping && !*stopping->afterStep(Step{60}, {}));
}

void EarlyStoppingTest::constantLossStopsAtStep20() {
  const SmallRun run;
  model::Config config = evaluatedConfig(5);
  config.train.earlyStopping = noDecrease(12);
  const Evaluated evaluated = trainAndEvaluate(run, config, 100);
  QVERIFY2(evaluated.result, evaluated.result ? "" : describe(evaluated.result.error()).c_str());
  QVERIFY(evaluated.result->train.stoppedEarly);
  QCOMPARE(evaluated.result->train.step, Step{20});
  QCOMPARE(evaluated.steps, (Steps{5, 10, 15, 20}));
  // Saved before the hook looked.
  const auto last = formats::TensorBundle::open(posixFileOps(), run.modelDir() / "model.ckpt-20");
  QVERIFY(last);
  const auto signal = last->read("signal_early_stopping/STOP");
  QVERIFY(signal);
  QCOMPARE(signal->dtype, formats::DType::Bool);
  QCOMPARE(signal->bytes, Bytes{std::byte{0}});
}

void EarlyStoppingTest::evaluationsFollowTheSaves_data() {
  QTest::addColumn<double>("throttle");
  QTest::addColumn<QList<int>>("steps");
  QTest::newRow("every save but the first") << 0.0 << QList<int>{3, 6, 9, 10};
  QTest::newRow("throttled") << 600.0 << QList<int>{3, 10};
}

void EarlyStoppingTest::evaluationsFollowTheSaves() {
  QFETCH(double, throttle);
  QFETCH(QList<int>, steps);
  const SmallRun run;
  model::Config config = evaluatedConfig(3);
  config.eval.throttleSecs = throttle;
  const Evaluated evaluated = trainAndEvaluate(run, config, 10);
  QVERIFY2(evaluated.result, evaluated.result ? "" : describe(evaluated.result.error()).c_str());
  QCOMPARE(evaluated.steps, Steps(steps.begin(), steps.end()));
  QVERIFY(evaluated.result->metrics);
  QVERIFY(!evaluated.result->train.stoppedEarly);
}

void EarlyStoppingTest::nothingToTrainIsNothingToEvaluate() {
  const SmallRun run;
  QVERIFY(trainAndEvaluate(run, evaluatedConfig(5), 5).result);
  const Evaluated again = trainAndEvaluate(run, evaluatedConfig(5), 5);
  QVERIFY(again.result);
  QVERIFY(!again.result->metrics);
  QVERIFY(again.steps.empty());
}

void EarlyStoppingTest::oldModelDirLacksTheSignal() {
  const SmallRun run;
  model::Config config = evaluatedConfig(5);
  QVERIFY(trainSteps(run, config, 5));
  config.train.earlyStopping = noDecrease(12);
  const auto refused = trainSteps(run, config, 5);
  QVERIFY(!refused);
  QCOMPARE(refused.error().message,
           std::string("Key signal_early_stopping/STOP not found in checkpoint"));
}

void EarlyStoppingTest::hooksMoveEndAndSaves() {
  const SmallRun run;
  model::Config config = evaluatedConfig(5);
  config.train.hooks = {{"StopAtStepHook", {{"num_steps", 7.0}}},
                        {"CheckpointSaverHook", {{"save_steps", 3.0}}}};
  const auto result = trainSteps(run, config, 100);
  QVERIFY(result);
  QCOMPARE(result->step, Step{7});
  std::vector<std::string> names;
  for (const fs::path& prefix : result->checkpoints) names.push_back(prefix.filename().string());
  QCOMPARE(names, (std::vector<std::string>{"model.ckpt-0", "model.ckpt-3", "model.ckpt-6",
                                            "model.ckpt-7"}));
}

QTEST_APPLESS_MAIN(EarlyStoppingTest)
#include "early_stopping_test.moc"
