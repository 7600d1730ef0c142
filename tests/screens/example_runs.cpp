#include "tests/screens/example_runs.h"

#include "core/training/train_and_evaluate.h"

#include <cstdio>
#include <fstream>

namespace cairn::screens {
namespace {

constexpr std::int64_t kSteps = 10'000;

}  // namespace

ExampleRuns::ExampleRuns(fs::path root, fs::path fixtures)
    : m_root(std::move(root)), m_models(m_root / "models"), m_fixtures(std::move(fixtures)) {
  fs::create_directories(m_models);
  fs::create_directories(m_root / "data");
  const fs::path iris = m_fixtures / ".." / ".." / "resources" / "iris";
  for (const char* name : {"iris_training.csv", "iris_test.csv", "iris.json"})
    fs::copy_file(iris / name, m_root / "data" / name);
  trainAll();
}

model::Config ExampleRuns::irisConfig() const {
  auto config = model::loadConfig(posixFileOps(), m_root / "data" / "iris.json");
  if (!config) {
    std::fprintf(stderr, "%s\n", config.error().message.c_str());
    std::exit(1);
  }
  for (auto& [name, source] : config->data)
    for (std::string& file : source.files) file = "../../data/" + file;
  config->eval.throttleSecs = 0;
  config->eval.startDelaySecs = 0;
  return *config;
}

model::Config ExampleRuns::longConfig() const {
  model::Config config = irisConfig();
  config.args.hiddenUnits = {512, 512};
  config.train.steps = kSteps;
  config.runConfig.saveCheckpointsSecs.reset();
  config.runConfig.saveCheckpointsSteps = 1000;
  return config;
}

model::Config ExampleRuns::sweepConfig(double dropout) const {
  model::Config config = irisConfig();
  config.args.dropout = dropout;
  config.train.steps = kSteps;
  return config;
}

void ExampleRuns::train(const std::string& name, model::Config config, std::int64_t steps) {
  config.train.steps = steps;
  if (steps > 1000) {
    config.runConfig.saveCheckpointsSecs.reset();
    config.runConfig.saveCheckpointsSteps = steps / 10;
  }
  const fs::path folder = m_models / name;
  auto estimator = training::Estimator::create(config, folder);
  if (!estimator) return std::perror(estimator.error().message.c_str());
  training::TrainAndEvaluateOptions options;
  options.train.configFolder = options.evaluate.configFolder = folder;
  // One that diverges ends with an error, as it should.
  const auto result = training::trainAndEvaluate(*estimator, options);
  if (!result && result.error().code != ErrorCode::Diverged)
    std::fprintf(stderr, "%s: %s\n", name.c_str(), result.error().message.c_str());
}

void ExampleRuns::trainAll() {
  struct Example {
    const char* name;
    std::int64_t steps;
    std::vector<std::pair<const char*, const char*>> values;
  };
  const std::vector<Example> examples{
      {"iris", 200, {}},
      {"iris-10x10", kSteps, {{"train.seed", "1"}}},
      {"iris-20x20", kSteps, {{"train.seed", "2"}, {"args.hidden_units", "[20, 20]"}}},
      {"iris-10x10-adam",
       kSteps,
       {{"train.seed", "3"},
        {"args.optimizer", R"({"class": "AdamOptimizer", "learning_rate": 0.001})"}}},
      {"iris-64-batchnorm",
       kSteps,
       {{"train.seed", "4"},
        {"args.hidden_units", "[64, 64]"},
        {"args.batch_norm", "true"},
        {"args.optimizer", R"({"class": "AdamOptimizer", "learning_rate": 0.0002})"}}},
      {"iris-linear-ftrl",
       kSteps,
       {{"train.seed", "5"},
        {"estimator", "LinearClassifier"},
        {"args.optimizer", R"({"class": "FtrlOptimizer", "learning_rate": 0.2})"}}},
      {"iris-diverging",
       200,
       {{"args.optimizer", R"({"class": "GradientDescentOptimizer", "learning_rate": 1e6})"}}},
  };
  for (const Example& example : examples) {
    model::Config config = irisConfig();
    for (const auto& [key, value] : example.values) {
      if (std::string_view(key) == "estimator") {
        config.estimator = value;
        config.args.hiddenUnits.clear();
        continue;
      }
      auto next = model::withValue(config, key, value);
      if (!next) {
        std::fprintf(stderr, "%s: %s\n", key, next.error().message.c_str());
        continue;
      }
      config = *std::move(next);
    }
    train(example.name, std::move(config), example.steps);
  }
  // Two that TensorFlow wrote, one of them with a restart in it.
  for (const char* name : {"guide_v1", "rewind"})
    fs::copy(m_fixtures / "iris" / name / "models" / "iris",
             m_models / (std::string("tensorflow-") + name), fs::copy_options::recursive);
}

void ExampleRuns::damage(const fs::path& run, const std::string& checkpoint) {
  std::fstream file(run / (checkpoint + ".data-00000-of-00001"),
                    std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(1000);
  file.put('\x5a');
}

}  // namespace cairn::screens
