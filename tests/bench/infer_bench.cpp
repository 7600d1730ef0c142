#include "tests/bench/peer.h"
#include "tests/bench/workloads.h"

#include <iostream>

namespace cairn::bench {
namespace {

constexpr std::int64_t kRows = 1'000'000;
constexpr std::int64_t kBatch = 1000;

/// A trained Iris model and a million rows in memory, cut into batches as the peers' are.
class Model {
 public:
  Model() {
    auto config = model::loadConfig(posixFileOps(), CAIRN_SOURCE "/resources/iris/iris.json");
    if (!config) std::abort();
    auto made = training::Estimator::create(*std::move(config), m_folder.path());
    if (!made) std::abort();
    m_estimator.emplace(*std::move(made));
    m_estimator->useWorkers(m_workers.get());
    training::TrainOptions options;
    options.steps = 10;
    options.configFolder = CAIRN_SOURCE "/resources/iris";
    if (!m_estimator->train(options)) std::abort();
    // 40 batches begin alike: the rows come again every 120.
    for (std::int64_t first = 0; first < kRows; first += kBatch) {
      m_batches.push_back(irisLike(kBatch));
    }
  }

  double evaluate(double& check) {
    std::vector<data::Table> batches = m_batches;
    std::size_t at = 0;
    training::EvaluateOptions options;
    options.input = [&](data::Table& rows) { return give(batches, at, rows); };
    return seconds([&] {
             const auto metrics = m_estimator->evaluate(options);
             check = metrics ? static_cast<double>(std::get<float>(metrics->at("accuracy"))) : -1;
           }) *
           1e3;
  }

  double predict(double& check) {
    std::vector<data::Table> batches = m_batches;
    std::size_t at = 0;
    training::PredictOptions options;
    options.input = [&](data::Table& rows) { return give(batches, at, rows); };
    double sum = 0;
    const auto add = [&](const training::Prediction& prediction) {
      sum += static_cast<double>(std::get<0>(prediction[0].second)[0]);
    };
    const double taken = seconds([&] {
      const auto count = m_estimator->predict(options, add);
      if (!count || *count != kRows) sum = -1;
    });
    check = sum;
    return taken * 1e3;
  }

 private:
  static bool give(std::vector<data::Table>& batches, std::size_t& at, data::Table& rows) {
    if (at == batches.size()) return false;
    rows = std::move(batches[at++]);
    return true;
  }
  TemporaryFolder m_folder;
  std::unique_ptr<Workers> m_workers = startWorkers(2);
  std::optional<training::Estimator> m_estimator;
  std::vector<data::Table> m_batches;
};

Row measureModel(int repeat, double (Model::*work)(double&), const char* peer, const char* what,
                 double limit, double goal) {
  Model model;
  return measure({.unit = "ms",
                  .n = kRows,
                  .limit = limit,
                  .goal = goal,
                  .note = "batches of 1,000 rows in memory, two threads each",
                  .cairn = [&](double& check) { return (model.*work)(check); },
                  .peer =
                      [=] {
                        return runPeer("infer.py", {peer, what});
                      }},
                 repeat);
}

const Registration evaluate("evaluate.1e6", [](int repeat) {
  return measureModel(repeat, &Model::evaluate, "estimator", "evaluate", 100, 210);
});
const Registration evaluateKeras("evaluate.1e6.keras", [](int repeat) {
  return measureModel(repeat, &Model::evaluate, "keras", "evaluate", 30, 55);
});
const Registration predict("predict.1e6", [](int repeat) {
  return measureModel(repeat, &Model::predict, "estimator", "predict", 100, 250);
});
const Registration predictKeras("predict.1e6.keras", [](int repeat) {
  return measureModel(repeat, &Model::predict, "keras", "predict", 30, 55);
});

}  // namespace
}  // namespace cairn::bench
