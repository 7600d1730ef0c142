#include "core/training/training_run.h"

#include "core/base/atomic_file.h"
#include "core/formats/checkpoint_state.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/run_record.h"
#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/training/small_run.h"

#include <QTest>
#include <algorithm>
#include <thread>

using namespace cairn;
using namespace cairn::test;
using training::TrainEnd;
using training::TrainOptions;

namespace {

std::vector<std::string> namesIn(const fs::path& directory) {
  std::vector<std::string> names;
  const auto entries = posixFileOps().list(directory);
  for (const DirectoryEntry& entry : entries ? *entries : std::vector<DirectoryEntry>())
    names.push_back(entry.name);
  std::sort(names.begin(), names.end());
  return names;
}

QString joined(const std::vector<std::string>& names) {
  QStringList list;
  for (const std::string& name : names) list << QString::fromStdString(name);
  return list.join(' ');
}

formats::CheckpointState stateOf(const fs::path& modelDir) {
  const auto text = readTextFile(posixFileOps(), modelDir / "checkpoint", 1 << 20);
  if (!text) return {};
  const auto state = formats::parseCheckpointState(*text, "checkpoint");
  return state ? *state : formats::CheckpointState();
}

bool isWhole(const fs::path& prefix) {
  const auto bundle = formats::TensorBundle::open(posixFileOps(), prefix);
  return bundle && bundle->verify().empty();
}

std::uint64_t inodeOf(const fs::path& path) {
  const auto stat = posixFileOps().stat(path);
  return stat ? stat->inode : 0;
}

}  // namespace

class TrainingRunTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void firstTrainingWritesInTheSafeOrder();
  void resumeGoesOnAndWritesNothingTwice();
  void resumedInputGivesTheSameWeights();
  void warmStartGoesOnFromADonor();
  void oldestCheckpointsGo();
  void twoStayWhateverTheMaximum();
  void allStayForAMaximumOfZero();
  void overwrittenCourseLeavesTheList();
  void maxStepsReachedTouchesNothing();
  void wrongStepsAreRefused_data();
  void wrongStepsAreRefused();
  void inputEndIsANormalEnd();
  void emptyInputStillSavesStepZero();
  void noSettingMeansNoCheckpoint();
  void withoutGraphThereIsNoMeta();
  void stopEndsWithAWholeCheckpoint();
  void stopWithoutSavingGoesBackToTheCheckpointBefore();
  void savesWhenAskedTo();
  void pauseSavesACheckpoint();
  void savesByTheClock();
  void nanLossKeepsTheLastCheckpoint();
  void damagedNewestNamesTheFallback();
  void missingStateIsNoSilentStart();
  void otherShapeIsRefusedInTensorFlowsWords();
  void secondTrainerIsRefused();
  void foreignStateStopsTheRun();
  void logIsTensorFlows();
  void recordKeepsWhatOthersWrote();
  void snapshotsTellTheRun();
};

void TrainingRunTest::firstTrainingWritesInTheSafeOrder() {
  const SmallRun run;
  FaultyFileOps files(posixFileOps());
  TrainOptions options;
  options.steps = 5;
  const auto result = train(run, smallConfig(), options, files);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  std::vector<std::string> order;
  for (const std::string& call : files.log()) {
    const bool named = call.starts_with("rename ") || call.starts_with("remove ");
    const bool events = call.starts_with("open events");
    if (events) order.push_back("events");
    if (named && call.find(".tmp") == std::string::npos) order.push_back(call.substr(7));
  }
  QCOMPARE(joined(order),
           "events graph.pbtxt model.ckpt-0.data-00000-of-00001 model.ckpt-0.meta "
           "model.ckpt-0.index checkpoint cairn.json model.ckpt-5.data-00000-of-00001 "
           "model.ckpt-5.meta model.ckpt-5.index checkpoint cairn.json cairn.lock");
  QCOMPARE(stateOf(run.modelDir()).allModelCheckpointPaths,
           (std::vector<std::string>{"model.ckpt-0", "model.ckpt-5"}));
  QCOMPARE(result->checkpoints.size(), std::size_t{2});
}

void TrainingRunTest::resumeGoesOnAndWritesNothingTwice() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 7));
  const std::uint64_t before = inodeOf(run.modelDir() / "model.ckpt-7.index");
  const auto result = trainSteps(run, smallConfig(), 4);
  QVERIFY(result);
  QCOMPARE(result->startStep, Step{7});
  QCOMPARE(result->step, Step{11});
  QCOMPARE(inodeOf(run.modelDir() / "model.ckpt-7.index"), before);
  QCOMPARE(
      stateOf(run.modelDir()).allModelCheckpointPaths,
      (std::vector<std::string>{"model.ckpt-0", "model.ckpt-5", "model.ckpt-7", "model.ckpt-11"}));
}

void TrainingRunTest::resumedInputGivesTheSameWeights() {
  const SmallRun whole;
  const SmallRun parts;
  QVERIFY(trainSteps(whole, smallConfig(), 20));
  for (int part = 0; part < 4; ++part) QVERIFY(trainSteps(parts, smallConfig(), 5));
  const auto a = readFile(posixFileOps(), whole.modelDir() / "model.ckpt-20.data-00000-of-00001");
  const auto b = readFile(posixFileOps(), parts.modelDir() / "model.ckpt-20.data-00000-of-00001");
  QVERIFY(a && b && *a == *b);
}

void TrainingRunTest::warmStartGoesOnFromADonor() {
  const SmallRun donor;
  QVERIFY(trainSteps(donor, smallConfig(), 5));
  const SmallRun run;
  model::Config config = smallConfig();
  config.warmStartFrom.checkpoint = donor.modelDir().string();
  config.warmStartFrom.choice = model::WarmStart::Choice::List;
  const auto result = trainSteps(run, config, 2);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  QCOMPARE(result->startStep, Step(5));
  QCOMPARE(result->step, Step(7));
  QCOMPARE(result->checkpoints.front().filename().string(), std::string("model.ckpt-5"));
  // Once there is a checkpoint the setting says nothing any more.
  config.warmStartFrom.checkpoint = "nowhere";
  const auto resumed = trainSteps(run, config, 1);
  QVERIFY(resumed);
  QCOMPARE(resumed->startStep, Step(7));
}

void TrainingRunTest::oldestCheckpointsGo() {
  const SmallRun run;
  model::Config config = smallConfig(2);
  config.runConfig.keepCheckpointMax = 3;
  const auto result = trainSteps(run, config, 10);
  QVERIFY(result);
  const std::vector<std::string> kept = {"model.ckpt-6", "model.ckpt-8", "model.ckpt-10"};
  QCOMPARE(stateOf(run.modelDir()).allModelCheckpointPaths, kept);
  QCOMPARE(result->checkpoints.size(), kept.size());
  int files = 0;
  for (const std::string& name : namesIn(run.modelDir()))
    if (name.starts_with("model.ckpt-")) ++files;
  QCOMPARE(files, 9);
}

void TrainingRunTest::twoStayWhateverTheMaximum() {
  const SmallRun run;
  model::Config config = smallConfig(2);
  config.runConfig.keepCheckpointMax = 1;
  QVERIFY(trainSteps(run, config, 6));
  QCOMPARE(stateOf(run.modelDir()).allModelCheckpointPaths,
           (std::vector<std::string>{"model.ckpt-4", "model.ckpt-6"}));
  QVERIFY(isWhole(run.modelDir() / "model.ckpt-4"));
}

// spec/estimator.md 12: then only the newest is listed.
void TrainingRunTest::allStayForAMaximumOfZero() {
  const SmallRun run;
  model::Config config = smallConfig(2);
  config.runConfig.keepCheckpointMax = 0;
  const auto result = trainSteps(run, config, 6);
  QVERIFY(result);
  QCOMPARE(result->checkpoints.size(), std::size_t{4});
  for (const fs::path& prefix : result->checkpoints) QVERIFY(isWhole(prefix));
  QCOMPARE(stateOf(run.modelDir()).allModelCheckpointPaths,
           (std::vector<std::string>{"model.ckpt-6"}));
}

void TrainingRunTest::overwrittenCourseLeavesTheList() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 15));
  formats::CheckpointState state = stateOf(run.modelDir());
  state.modelCheckpointPath = "model.ckpt-5";  // a step back, the later ones still listed
  QVERIFY(writeFileAtomically(posixFileOps(), run.modelDir() / "checkpoint",
                              asBytes(formats::formatCheckpointState(state))));
  model::Config other = smallConfig();
  other.args.optimizer.learningRate.value = 0.5;
  const auto result = trainSteps(run, other, 5);
  QVERIFY(result);
  QCOMPARE(result->startStep, Step{5});
  QCOMPARE(stateOf(run.modelDir()).modelCheckpointPath, std::string("model.ckpt-10"));
  QVERIFY(isWhole(run.modelDir() / "model.ckpt-10"));
}

void TrainingRunTest::maxStepsReachedTouchesNothing() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 5));
  FaultyFileOps files(posixFileOps());
  TrainOptions options;
  options.maxSteps = 5;
  std::vector<std::string> lines;
  options.log = [&](const std::string& line) { lines.push_back(line); };
  const auto result = train(run, smallConfig(), options, files);
  QVERIFY(result);
  QVERIFY(result->end == TrainEnd::AlreadyThere);
  QCOMPARE(result->step, Step{5});
  QCOMPARE(files.calls(), std::size_t{0});
  QCOMPARE(lines, std::vector<std::string>{"Skipping training since max_steps has already saved."});
  options.maxSteps = 8;
  const auto further = train(run, smallConfig(), options);
  QVERIFY(further);
  QCOMPARE(further->step, Step{8});
}

void TrainingRunTest::wrongStepsAreRefused_data() {
  QTest::addColumn<int>("steps");
  QTest::addColumn<int>("maxSteps");
  QTest::addColumn<QString>("message");
  QTest::newRow("both") << 3 << 3 << "Can not provide both steps and max_steps.";
  QTest::newRow("no steps") << 0 << -1 << "Must specify steps > 0, given: 0";
  QTest::newRow("no max_steps") << -1 << 0 << "Must specify max_steps > 0, given: 0";
}

void TrainingRunTest::wrongStepsAreRefused() {
  QFETCH(int, steps);
  QFETCH(int, maxSteps);
  QFETCH(QString, message);
  const SmallRun run;
  TrainOptions options;
  if (steps >= 0) options.steps = steps;
  if (maxSteps >= 0) options.maxSteps = maxSteps;
  const auto result = train(run, smallConfig(), options);
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::InvalidArgument);
  QCOMPARE(QString::fromStdString(result.error().message), message);
  QVERIFY(!fs::exists(run.modelDir()));
}

void TrainingRunTest::inputEndIsANormalEnd() {
  const SmallRun run;
  model::Config config = smallConfig();
  config.data["train"].repeat = 2;  // 48 rows, batches of 8
  const auto result = train(run, config, {});
  QVERIFY(result);
  QVERIFY(result->end == TrainEnd::InputEnded);
  QCOMPARE(result->step, Step{6});
  QCOMPARE(stateOf(run.modelDir()).modelCheckpointPath, std::string("model.ckpt-6"));
  // The next training reads the data anew, as TensorFlow's does.
  const auto again = train(run, config, {});
  QVERIFY(again);
  QCOMPARE(again->step, Step{12});
}

void TrainingRunTest::emptyInputStillSavesStepZero() {
  const SmallRun run;
  TrainOptions options;
  std::vector<std::string> lines;
  options.log = [&](const std::string& line) { lines.push_back(line); };
  options.input = [](data::Table&) { return false; };
  const auto result = train(run, smallConfig(), options);
  QVERIFY(result);
  QVERIFY(!result->finalLoss);
  QCOMPARE(stateOf(run.modelDir()).modelCheckpointPath, std::string("model.ckpt-0"));
  QCOMPARE(lines.back(), std::string("Training with estimator made no steps. Perhaps input is "
                                     "empty or misspecified."));
}

void TrainingRunTest::noSettingMeansNoCheckpoint() {
  const SmallRun run;
  model::Config config = smallConfig();
  config.runConfig.saveCheckpointsSteps.reset();
  QVERIFY(trainSteps(run, config, 3));
  for (const std::string& name : namesIn(run.modelDir()))
    QVERIFY2(name.starts_with("events.") || name == "cairn.json", name.c_str());
}

void TrainingRunTest::withoutGraphThereIsNoMeta() {
  const SmallRun run;
  model::Config config = smallConfig();
  config.runConfig.checkpointSaveGraphDef = false;
  QVERIFY(trainSteps(run, config, 3));
  QVERIFY(!fs::exists(run.modelDir() / "graph.pbtxt"));
  QVERIFY(!fs::exists(run.modelDir() / "model.ckpt-3.meta"));
  QVERIFY(isWhole(run.modelDir() / "model.ckpt-3"));
}

void TrainingRunTest::stopEndsWithAWholeCheckpoint() {
  const SmallRun run;
  std::stop_source stop;
  TrainOptions options;
  options.onStep = [&](Step step, float) {
    if (step == Step{7}) stop.request_stop();
  };
  const auto result = train(run, smallConfig(), options, posixFileOps(), nullptr, stop.get_token());
  QVERIFY(result);
  QVERIFY(result->end == TrainEnd::Stopped);
  QCOMPARE(result->step, Step{7});
  QVERIFY(isWhole(run.modelDir() / "model.ckpt-7"));
  const auto record = model::loadRunRecord(posixFileOps(), run.modelDir());
  QVERIFY(record && *record);
  QCOMPARE((*record)->history.back().ended, std::string("stopped"));
  QCOMPARE((*record)->history.back().toStep, Step{7});
}

// What was trained since step 4 is lost: nothing on the disk speaks of it as saved.
void TrainingRunTest::stopWithoutSavingGoesBackToTheCheckpointBefore() {
  const SmallRun run;
  std::stop_source stop;
  training::TrainWishes wishes;
  TrainOptions options;
  options.wishes = &wishes;
  options.onStep = [&](Step step, float) {
    if (step != Step{7}) return;
    wishes.discard = true;
    stop.request_stop();
  };
  const auto result = train(run, smallConfig(), options, posixFileOps(), nullptr, stop.get_token());
  QVERIFY(result);
  QVERIFY(result->end == TrainEnd::Stopped);
  QVERIFY(result->step < Step{7});
  QVERIFY(!fs::exists(run.modelDir() / "model.ckpt-7.index"));
  QVERIFY(isWhole(run.modelDir() / ("model.ckpt-" + std::to_string(result->step.value()))));
  const auto record = model::loadRunRecord(posixFileOps(), run.modelDir());
  QVERIFY(record && *record);
  QCOMPARE((*record)->history.back().ended, std::string("stopped"));
  QCOMPARE((*record)->history.back().toStep, result->step);
}

void TrainingRunTest::savesWhenAskedTo() {
  const SmallRun run;
  training::TrainWishes wishes;
  TrainOptions options;
  options.steps = 9;
  options.wishes = &wishes;
  options.onStep = [&](Step step, float) {
    if (step == Step{2}) wishes.saveNow = true;
  };
  const auto result = train(run, smallConfig(), options);
  QVERIFY(result);
  QVERIFY(!wishes.saveNow);
  const auto paths = stateOf(run.modelDir()).allModelCheckpointPaths;
  QVERIFY(std::any_of(paths.begin(), paths.end(), [](const std::string& path) {
    return path == "model.ckpt-2" || path == "model.ckpt-3";
  }));
}

void TrainingRunTest::pauseSavesACheckpoint() {
  const SmallRun run;
  training::PauseSwitch pause;
  std::jthread other;
  TrainOptions options;
  options.steps = 9;
  options.pause = &pause;
  options.onStep = [&](Step step, float) {
    if (step != Step{3}) return;
    pause.pause();
    other = std::jthread([&] {
      while (stateOf(run.modelDir()).modelCheckpointPath != "model.ckpt-3")
        std::this_thread::yield();
      pause.resume();
    });
  };
  const auto result = train(run, smallConfig(), options);
  QVERIFY(result);
  QCOMPARE(result->step, Step{9});
  QCOMPARE(
      stateOf(run.modelDir()).allModelCheckpointPaths,
      (std::vector<std::string>{"model.ckpt-0", "model.ckpt-3", "model.ckpt-8", "model.ckpt-9"}));
}

// spec/estimator.md 12: 0.2 s a step, every second.
void TrainingRunTest::savesByTheClock() {
  const SmallRun run;
  model::Config config = smallConfig();
  config.runConfig.saveCheckpointsSteps.reset();
  config.runConfig.saveCheckpointsSecs = 1;
  config.runConfig.keepCheckpointMax = 9;
  ManualClock clock;
  TrainOptions options;
  options.steps = 16;
  options.onStep = [&](Step, float) { clock.advance(std::chrono::milliseconds(200)); };
  QVERIFY(train(run, config, options, posixFileOps(), &clock));
  QCOMPARE(stateOf(run.modelDir()).allModelCheckpointPaths,
           (std::vector<std::string>{"model.ckpt-0", "model.ckpt-5", "model.ckpt-10",
                                     "model.ckpt-15", "model.ckpt-16"}));
}

void TrainingRunTest::nanLossKeepsTheLastCheckpoint() {
  const SmallRun run;
  model::Config config = smallConfig(2);
  config.args.optimizer.className = "GradientDescentOptimizer";
  config.args.optimizer.byName = false;
  config.args.optimizer.learningRate.value = 1e25;
  const auto result = trainSteps(run, config, 50);
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::Diverged);
  QCOMPARE(result.error().message, std::string("NaN loss during training."));
  const std::string newest = stateOf(run.modelDir()).modelCheckpointPath;
  QVERIFY(isWhole(run.modelDir() / newest));
  QVERIFY(result.error().hint.find(newest) != std::string::npos);
  QVERIFY(!fs::exists(run.modelDir() / "cairn.lock"));
}

void TrainingRunTest::damagedNewestNamesTheFallback() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 5));
  const fs::path data = run.modelDir() / "model.ckpt-5.data-00000-of-00001";
  auto bytes = readFile(posixFileOps(), data);
  QVERIFY(bytes && bytes->size() > 20);
  (*bytes)[17] ^= std::byte{1};
  QVERIFY(writeFileAtomically(posixFileOps(), data, *bytes));
  const auto result = trainSteps(run, smallConfig(), 5);
  QVERIFY(!result);
  const std::string& message = result.error().message;
  QVERIFY2(message.find("model.ckpt-5 can't be restored") == 0, message.c_str());
  QVERIFY2(message.find("Checksum does not match") != std::string::npos, message.c_str());
  QVERIFY2(message.find("model.ckpt-0 is whole") != std::string::npos, message.c_str());
  QCOMPARE(stateOf(run.modelDir()).modelCheckpointPath, std::string("model.ckpt-5"));
}

void TrainingRunTest::missingStateIsNoSilentStart() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 5));
  fs::remove(run.modelDir() / "checkpoint");
  const auto result = trainSteps(run, smallConfig(), 5);
  QVERIFY(!result);
  const std::string& message = result.error().message;
  QVERIFY2(message.starts_with("`checkpoint` ") && message.ends_with("model.ckpt-5 is whole"),
           message.c_str());
  QVERIFY(!fs::exists(run.modelDir() / "cairn.lock"));
}

void TrainingRunTest::otherShapeIsRefusedInTensorFlowsWords() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 5));
  model::Config other = smallConfig();
  other.args.hiddenUnits = {6};
  const auto result = trainSteps(run, other, 5);
  QVERIFY(!result);
  QCOMPARE(result.error().message,
           std::string("tensor_name = dnn/hiddenlayer_0/bias; shape in shape_and_slice spec [6] "
                       "does not match the shape stored in checkpoint: [4]"));
  other = smallConfig();
  other.args.hiddenUnits = {4, 4};
  const auto deeper = trainSteps(run, other, 5);
  QVERIFY(!deeper);
  QCOMPARE(deeper.error().message,
           std::string("Key dnn/hiddenlayer_1/bias not found in checkpoint"));
}

void TrainingRunTest::secondTrainerIsRefused() {
  const SmallRun run;
  ManualClock clock;
  QVERIFY(posixFileOps().createDirectories(run.modelDir()));
  const auto lock = training::RunLock::take(posixFileOps(), clock, run.modelDir());
  QVERIFY(lock);
  const auto result = trainSteps(run, smallConfig(), 5);
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::Busy);
  QCOMPARE(namesIn(run.modelDir()), std::vector<std::string>{"cairn.lock"});
}

void TrainingRunTest::foreignStateStopsTheRun() {
  const SmallRun run;
  TrainOptions options;
  options.steps = 10;
  options.onStep = [&](Step step, float) {
    if (step == Step{3})
      std::ofstream(run.modelDir() / "checkpoint") << "model_checkpoint_path: \"model.ckpt-77\"\n";
  };
  const auto result = train(run, smallConfig(), options);
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::Busy);
  QCOMPARE(stateOf(run.modelDir()).modelCheckpointPath, std::string("model.ckpt-77"));
}

void TrainingRunTest::logIsTensorFlows() {
  const SmallRun run;
  std::vector<std::string> lines;
  ManualClock clock;
  TrainOptions options;
  options.steps = 11;
  options.log = [&](const std::string& line) { lines.push_back(line); };
  options.onStep = [&](Step, float) { clock.advance(std::chrono::milliseconds(1)); };
  const auto result = train(run, smallConfig(100), options, posixFileOps(), &clock);
  QVERIFY(result);
  const std::string folder = run.modelDir().string();
  QVERIFY(lines.size() >= 10);
  const std::vector<std::string> start = {
      "Calling model_fn.",
      "Done calling model_fn.",
      "Graph was finalized.",
      "Running local_init_op.",
      "Done running local_init_op.",
      "Create CheckpointSaverHook.",
      "Calling checkpoint listeners before saving checkpoint 0...",
      "Saving checkpoints for 0 into " + folder + "/model.ckpt.",
      "Calling checkpoint listeners after saving checkpoint 0..."};
  for (const std::string& line : start)
    QVERIFY2(std::find(lines.begin(), lines.end(), line) != lines.end(), line.c_str());
  const auto loss = std::find_if(lines.begin(), lines.end(),
                                 [](const auto& line) { return line.starts_with("loss = "); });
  QVERIFY(loss != lines.end());
  QVERIFY2(loss->ends_with(", step = 0"), loss->c_str());
  QCOMPARE(*(loss + 1), std::string("global_step/sec: 1000"));
  QVERIFY2((loss + 2)->ends_with(", step = 10 (0.010 sec)"), (loss + 2)->c_str());
  QVERIFY(lines.back().starts_with("Loss for final step: "));
}

void TrainingRunTest::recordKeepsWhatOthersWrote() {
  const SmallRun run;
  QVERIFY(trainSteps(run, smallConfig(), 5));
  auto record = model::loadRunRecord(posixFileOps(), run.modelDir());
  QVERIFY(record && *record);
  (*record)->notes = "mine";
  QVERIFY(model::saveRunRecord(posixFileOps(), run.modelDir(), **record));
  const auto other = model::withValue(smallConfig(), "args.optimizer",
                                      R"({"class": "AdagradOptimizer", "learning_rate": 0.01})");
  QVERIFY(other);
  QVERIFY(trainSteps(run, *other, 5));
  record = model::loadRunRecord(posixFileOps(), run.modelDir());
  QVERIFY(record && *record);
  QCOMPARE((*record)->notes, std::string("mine"));
  QCOMPARE((*record)->history.size(), std::size_t{2});
  QCOMPARE((*record)->history[0].ended, std::string("finished"));
  QCOMPARE((*record)->history[1].fromStep, Step{5});
  QCOMPARE((*record)->history[1].toStep, Step{10});
  QCOMPARE((*record)->config.args.optimizer.learningRate.value, 0.01);
}

void TrainingRunTest::snapshotsTellTheRun() {
  const SmallRun run;
  training::SnapshotSlot slot;
  ManualClock clock;
  TrainOptions options;
  options.steps = 100;
  options.slot = &slot;
  std::size_t losses = 0;
  std::shared_ptr<const training::TrainSnapshot> seen;
  int snapshots = 0;
  options.onStep = [&](Step, float) {
    clock.advance(std::chrono::milliseconds(10));
    const auto newest = slot.newest();
    if (newest == seen) return;
    seen = newest;
    ++snapshots;
    losses += newest->newLosses.size();
  };
  const auto result = train(run, smallConfig(1000), options, posixFileOps(), &clock);
  QVERIFY(result);
  QVERIFY2(snapshots > 10 && snapshots <= 32, qPrintable(QString::number(snapshots)));
  QVERIFY(losses > 90);
  const auto last = slot.newest();
  QVERIFY(last->phase == training::Phase::Finished);
  QCOMPARE(last->step, Step{100});
  QCOMPARE(last->savedStep, Step{100});
  QCOMPARE(last->targetStep, Step{100});
}

QTEST_APPLESS_MAIN(TrainingRunTest)
#include "training_run_test.moc"
