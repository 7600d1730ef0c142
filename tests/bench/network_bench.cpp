#include "tests/bench/peer.h"
#include "tests/bench/workloads.h"

#include <algorithm>
#include <fmt/format.h>

// Trainings of the whole Estimator: batches drawn, summaries and logs on their schedules.
namespace cairn::bench {
namespace {

/// The better of two peers' scripts.
std::optional<PeerFigures> bestOf(const std::string& script,
                                  std::initializer_list<const char*> peers) {
  std::optional<PeerFigures> best;
  for (const char* peer : peers) {
    const auto figures = runPeer(script, {peer});
    if (!figures || figures->values.empty()) return {};
    const auto least = [](const PeerFigures& one) {
      return *std::min_element(one.values.begin(), one.values.end());
    };
    if (!best || least(*figures) < least(*best)) best = figures;
  }
  return best;
}

constexpr const char* kMlp = R"({"cairn": 1, "estimator": "DNNClassifier",
  "args": {"feature_columns": [{"type": "numeric_column", "key": "x", "shape": [784]}],
           "hidden_units": [256, 128], "n_classes": 10,
           "optimizer": {"class": "AdamOptimizer", "learning_rate": 0.001}},
  "data": {"train": {"files": ["train.tfrecord"], "format": "tfrecord", "label": "y",
                     "batch_size": 128, "shuffle": 0, "repeat": null}}})";

const Registration mlp("train.mlp", [](int repeat) {
  const TemporaryFolder data;
  writeMnistLike(fs::path(data.path()) / "train.tfrecord");
  return measure({.unit = "us/step",
                  .n = 600,
                  .limit = 1.7,
                  .goal = 1.9,
                  .note = "two threads each; the peer is the better of tf.estimator and Keras",
                  .cairn =
                      [&](double& check) {
                        return microsecondsPerStep({kMlp, data.path(), 100, 600, 2}, check);
                      },
                  .peer =
                      [] {
                        return bestOf("train_mlp.py", {"estimator", "keras"});
                      }},
                 repeat);
});

/// Hash buckets of some columns, looked up on both sides.
std::string wideDeep(int columns, std::int64_t buckets) {
  std::string wide;
  std::string deep;
  for (int i = 0; i < columns; ++i) {
    const std::string column =
        fmt::format(R"({{"type": "categorical_column_with_hash_bucket", "key": "c{}",
                         "hash_bucket_size": {}, "dtype": "int64"}})",
                    i, buckets);
    wide += (i > 0 ? "," : "") + column;
    deep += fmt::format(R"({}{{"type": "embedding_column", "dimension": 16,
                            "categorical_column": {}}})",
                        i > 0 ? "," : "", column);
  }
  return fmt::format(R"({{"cairn": 1, "estimator": "DNNLinearCombinedClassifier",
    "args": {{"linear_feature_columns": [{}], "dnn_feature_columns": [{}],
              "dnn_hidden_units": [64, 32]}},
    "run_config": {{"tf_random_seed": 1}},
    "data": {{"train": {{"files": ["train.csv"], "format": "csv", "label": "y",
                         "batch_size": 256, "shuffle": 0, "repeat": null}}}}}})",
                     wide, deep);
}

Row measureWideDeep(int repeat, const char* peer, double limit, double goal) {
  const TemporaryFolder data;
  writeWideLike(fs::path(data.path()) / "train.csv");
  return measure(
      {.unit = "us/step",
       .n = 2000,
       .limit = limit,
       .goal = goal,
       .note = "two threads each",
       .cairn =
           [&](double& check) {
             return microsecondsPerStep({wideDeep(8, 10'000), data.path(), 100, 2000, 2}, check);
           },
       .peer = [peer] { return runPeer("train_wide_deep.py", {peer}); }},
      repeat);
}

const Registration wide("train.wide_deep",
                        [](int repeat) { return measureWideDeep(repeat, "estimator", 6, 12); });
const Registration wideKeras("train.wide_deep.keras",
                             [](int repeat) { return measureWideDeep(repeat, "keras", 3, 3.4); });

/// A step must not pay for the rows that it does not touch.
const Registration buckets("embedding.buckets", [](int repeat) {
  const TemporaryFolder data;
  writeWideLike(fs::path(data.path()) / "train.csv");
  const auto steps = [&](std::int64_t size, double& check) {
    return microsecondsPerStep({wideDeep(1, size), data.path(), 1000, 3000, 1}, check);
  };
  return measure({.unit = "us/step",
                  .n = 3000,
                  .limit = 0.5,
                  .goal = 0.8,
                  .note = "10^6 buckets a column; the peer is Cairn with 10^3. A million rows do "
                          "not fit into the cache",
                  .cairn = [&](double& check) { return steps(1'000'000, check); },
                  .peer = [&]() -> std::optional<PeerFigures> {
                    double check = 0;
                    return PeerFigures{"cairn, 10^3 buckets", {steps(1000, check)}};
                  }},
                 repeat);
});

}  // namespace
}  // namespace cairn::bench
