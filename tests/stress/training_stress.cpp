// A training on two threads that publishes, is paused, resumed and stopped, while other threads
// read its snapshots and its files: the program that ThreadSanitizer watches. Exit code 0: all
// held.

#include "core/formats/event_file.h"
#include "core/formats/latest_checkpoint.h"
#include "core/formats/tensor_bundle.h"
#include "core/training/estimator.h"

#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <thread>

using namespace cairn;
using training::Phase;

namespace {

void require(bool condition, const char* what) {
  if (condition) return;
  std::fprintf(stderr, "training_stress: %s\n", what);
  std::abort();
}

class TemporaryFolder {
 public:
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "cairn-stress-XXXXXX").string();
    require(::mkdtemp(name.data()) != nullptr, "no temporary folder");
    m_path = name;
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(m_path, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  const fs::path& path() const { return m_path; }

 private:
  fs::path m_path;
};

void writeData(const fs::path& path) {
  std::ofstream file(path);
  file << "a,b,kind\n";
  for (int row = 0; row < 48; ++row) file << fmt::format("{},{},{}\n", row % 7, row % 5, row % 3);
}

model::Config config() {
  const model::ParsedConfig parsed = model::parseConfig(std::string_view(R"({
    "cairn": 1, "estimator": "DNNClassifier",
    "args": {"feature_columns": [{"type": "numeric_column", "key": "a"},
                                 {"type": "numeric_column", "key": "b"}],
             "hidden_units": [160, 160], "n_classes": 3, "optimizer": "Adam"},
    "run_config": {"save_checkpoints_steps": 500, "save_summary_steps": 50, "tf_random_seed": 1},
    "data": {"train": {"files": ["train.csv"], "format": "csv", "label": "kind", "batch_size": 16,
                       "shuffle": 48, "repeat": null}}
  })"));
  require(parsed.config.has_value(), "the config does not parse");
  return *parsed.config;
}

/// Follows the newest snapshot, as a window would.
void watchSnapshots(const training::SnapshotSlot& slot, std::stop_token stop) {
  Step last;
  while (!stop.stop_requested()) {
    const auto snapshot = slot.newest();
    if (snapshot) {
      require(snapshot->step >= last, "a snapshot went back");
      for (const auto& [step, loss] : snapshot->newLosses)
        require(step <= snapshot->step && loss == loss, "a loss of a step to come");
      last = snapshot->step;
    }
    std::this_thread::yield();
  }
}

/// Reads checkpoints and events while they are written, as a second window would.
void watchFiles(const fs::path& modelDir, std::stop_token stop) {
  while (!stop.stop_requested()) {
    const auto latest = formats::findLatest(posixFileOps(), modelDir);
    if (latest && latest->prefix) {
      const auto bundle = formats::TensorBundle::open(posixFileOps(), *latest->prefix);
      // It may have been deleted meanwhile, but never be half there.
      for (const Error& error : bundle ? bundle->verify() : std::vector<Error>())
        require(error.code == ErrorCode::NotFound, "a named checkpoint is damaged");
    }
    const auto entries = posixFileOps().list(modelDir);
    for (const DirectoryEntry& entry : entries ? *entries : std::vector<DirectoryEntry>()) {
      if (!formats::isEventFileName(entry.name)) continue;
      const auto bytes = readFile(posixFileOps(), modelDir / entry.name);
      if (bytes)
        require(formats::readEvents(*bytes, entry.name).damage.empty(), "a live tail is damage");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

void pauseNowAndThen(training::PauseSwitch& pause, std::stop_token stop) {
  while (!stop.stop_requested()) {
    pause.pause();
    std::this_thread::sleep_for(std::chrono::milliseconds(3));
    pause.resume();
    std::this_thread::sleep_for(std::chrono::milliseconds(7));
  }
  pause.resume();
}

}  // namespace

int main() {
  const TemporaryFolder folder;
  writeData(folder.path() / "train.csv");
  const fs::path modelDir = folder.path() / "model";
  auto estimator = training::Estimator::create(config(), modelDir);
  require(static_cast<bool>(estimator), "no estimator");
  const auto workers = startWorkers(2);
  estimator->useWorkers(workers.get());

  Step reached;
  for (int round = 0; round < 3; ++round) {
    training::SnapshotSlot slot;
    training::PauseSwitch pause;
    std::stop_source stopTraining;
    training::TrainOptions options;
    options.configFolder = folder.path();
    options.steps = 1'000'000'000;
    options.slot = &slot;
    options.pause = &pause;
    std::jthread first([&](std::stop_token stop) { watchSnapshots(slot, std::move(stop)); });
    std::jthread second([&](std::stop_token stop) { watchSnapshots(slot, std::move(stop)); });
    std::jthread files([&](std::stop_token stop) { watchFiles(modelDir, std::move(stop)); });
    std::jthread pauses([&](std::stop_token stop) { pauseNowAndThen(pause, std::move(stop)); });
    std::jthread closing([&] {
      // Earlier, while the rows are read, a stop would be another story.
      while (!slot.newest() || slot.newest()->phase == Phase::Starting)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
      std::this_thread::sleep_for(std::chrono::milliseconds(700));
      stopTraining.request_stop();
    });
    const auto result = estimator->train(options, stopTraining.get_token());
    require(static_cast<bool>(result), result ? "" : describe(result.error()).c_str());
    require(result->end == training::TrainEnd::Stopped, "the training was not stopped");
    require(result->startStep == reached, "the training did not go on");
    require(slot.newest()->phase == Phase::Stopped, "the last snapshot is not the end");
    reached = result->step;
  }
  require(reached.value() > 0, "no step was made");
  std::printf("%lld steps in three trainings\n", static_cast<long long>(reached.value()));
  return 0;
}
