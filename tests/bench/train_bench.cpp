#include "core/training/estimator.h"
#include "tests/bench/peer.h"

#include <iostream>
#include <unistd.h>

namespace cairn::bench {
namespace {

const std::string kConfig = CAIRN_SOURCE "/resources/iris/iris.json";
constexpr std::int64_t kWarm = 200;
constexpr std::int64_t kSteps = 20'000;

/// Microseconds a step of the whole Estimator: rows drawn and shuffled, summaries and logs on
/// their schedules, after the first steps.
double trainIris(double& check) {
  const TemporaryFolder folder;
  auto config = model::loadConfig(posixFileOps(), kConfig);
  if (!config) return -1;
  auto estimator = training::Estimator::create(*std::move(config), folder.path());
  if (!estimator) return -1;
  training::TrainOptions options;
  options.steps = kWarm + kSteps;
  options.configFolder = fs::path(kConfig).parent_path();
  double begin = 0, end = 0;
  options.onStep = [&](Step step, float loss) {
    if (step == Step(kWarm)) begin = now();
    if (step == Step(kWarm + kSteps)) {
      end = now();
      check = static_cast<double>(loss);
    }
  };
  if (const auto result = estimator->train(options); !result) {
    std::cerr << "cairn_bench: " << describe(result.error()) << '\n';
    return -1;
  }
  return (end - begin) * 1e6 / static_cast<double>(kSteps);
}

const Registration iris("train.iris", [](int repeat) {
  return measure({.unit = "us/step",
                  .n = kSteps,
                  .limit = 60,
                  .goal = 63,
                  .note = "the guide's input: shuffle(1000).repeat().batch(100)",
                  .cairn = trainIris,
                  .peer = [] { return runPeer("train_iris.py", {"2000"}); }},
                 repeat);
});

Row measureIris(int repeat, const char* script) {
  return measure({.unit = "us/step",
                  .n = kSteps,
                  .limit = 15,
                  .goal = 20,
                  .note = "the guide's input, which the peer does not read: its batches are made "
                          "once",
                  .cairn = trainIris,
                  .peer = [script] { return runPeer(script, {}); }},
                 repeat);
}
const Registration irisKeras("train.iris.keras",
                             [](int repeat) { return measureIris(repeat, "train_iris_keras.py"); });
const Registration irisLearn("train.iris.sklearn", [](int repeat) {
  return measureIris(repeat, "train_iris_sklearn.py");
});

/// Seconds from the start of the program to its end; the checkpoint is on the disk by then. The
/// config lies outside every repository, whose state TensorFlow would not record. What others have
/// left to be written (TensorFlow's own run before, the folder removed after it) is on the disk
/// before the clock starts.
double irisProcess(double& check) {
  const TemporaryFolder folder;
  const std::string modelDir = folder.path() + "/iris";
  const fs::path config = fs::path(folder.path()) / "config";
  fs::copy(fs::path(kConfig).parent_path(), config, fs::copy_options::recursive);
  ::sync();
  const double taken = processSeconds({CAIRN_CLI, "train", config / "iris.json", "--model-dir",
                                       modelDir, "--steps", "200", "--quiet"});
  check = fs::exists(modelDir + "/model.ckpt-200.index") ? 200 : -1;
  return taken * 1e3;
}

const Registration process("iris.process", [](int repeat) {
  return measure(
      {.unit = "ms",
       .n = 200,
       .limit = 100,
       .goal = 200,
       .note = "Cairn syncs its checkpoints to the disk, TensorFlow does not; no repository",
       .cairn = irisProcess,
       .peer = []() -> std::optional<PeerFigures> {
         const TemporaryFolder folder;
         return runPeer("iris_process.py", {folder.path() + "/iris"});
       }},
      repeat);
});

}  // namespace
}  // namespace cairn::bench
