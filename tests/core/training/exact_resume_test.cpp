#include "core/base/atomic_file.h"
#include "tests/core/data/data_files.h"
#include "tests/core/training/small_run.h"

#include <QTest>
#include <algorithm>
#include <csignal>
#include <nlohmann/json.hpp>
#include <sys/wait.h>
#include <unistd.h>

using namespace cairn;
using namespace cairn::test;
using training::TrainOptions;

namespace {

constexpr std::int64_t kSteps = 30;

/// The small run's rows as compressed tf.Examples, in two files.
void writeRecords(const fs::path& folder) {
  for (int part = 0; part < 2; ++part) {
    Bytes records;
    for (int row = part; row < 24; row += 2) {
      using namespace cairn::tests;
      append(records,
             record(example(
                 {feature("a", floatList({static_cast<float>(row * 7 % 11) / 10})),
                  feature("word", bytesList({std::string(1, static_cast<char>('a' + row % 5))})),
                  feature("kind", int64List({row % 3}))})));
    }
    std::ofstream file(folder / fmt::format("{}.tfrecord.gz", part), std::ios::binary);
    file << tests::compressed(asText(records));
  }
}

/// The small config with `changes` merged into it.
model::Config changed(const std::string& changes) {
  nlohmann::json json = nlohmann::json::parse(R"({
    "cairn": 1, "estimator": "DNNClassifier",
    "args": {"feature_columns": [{"type": "numeric_column", "key": "a"},
                                 {"type": "numeric_column", "key": "b"}],
             "hidden_units": [5, 4], "n_classes": 3, "optimizer": "Adagrad"},
    "run_config": {"tf_random_seed": 3, "save_checkpoints_steps": 4},
    "data": {"train": {"files": ["train.csv"], "format": "csv", "label": "kind", "batch_size": 7,
                       "shuffle": 10, "repeat": null}}
  })");
  json.merge_patch(nlohmann::json::parse(changes));
  const model::ParsedConfig parsed = model::parseConfig(json);
  if (!parsed.problems.empty()) qWarning("%s", describe(parsed.problems.front()).c_str());
  return parsed.config.value_or(model::Config());
}

TrainOptions upTo(std::int64_t step) {
  TrainOptions options;
  options.maxSteps = step;
  return options;
}

/// Both files of the checkpoint at `step`: every weight, slot and counter, and their names.
Bytes checkpointAt(const fs::path& modelDir, std::int64_t step) {
  Bytes all;
  for (const char* suffix : {"index", "data-00000-of-00001"}) {
    const auto bytes =
        readFile(posixFileOps(), modelDir / fmt::format("model.ckpt-{}.{}", step, suffix));
    if (!bytes) return {};
    append(all, *bytes);
  }
  return all;
}

/// Trains in a process of its own that is killed at the step; false when that went otherwise.
bool trainAndDie(const SmallRun& run, const model::Config& config, std::int64_t step) {
  const pid_t child = ::fork();
  if (child == 0) {
    TrainOptions options = upTo(kSteps);
    options.onStep = [step](Step at, float) {
      if (at.value() == step) ::raise(SIGKILL);
    };
    (void)train(run, config, options);
    ::_exit(0);
  }
  int status = 0;
  return child > 0 && ::waitpid(child, &status, 0) == child && WIFSIGNALED(status);
}

}  // namespace

/// A training that was cut short goes on as if it had not been: the same bits, however it ended.
class ExactResumeTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void partsGiveTheBitsOfTheWhole_data();
  void partsGiveTheBitsOfTheWhole();
  void killsGiveTheBitsOfTheWhole_data() { partsGiveTheBitsOfTheWhole_data(); }
  void killsGiveTheBitsOfTheWhole();
  void threadsGiveTheBitsOfOne_data() { partsGiveTheBitsOfTheWhole_data(); }
  void threadsGiveTheBitsOfOne();
  void drawnSeedsAreRemembered();
  void positionStandsInTheRecordAlone();
};

void ExactResumeTest::partsGiveTheBitsOfTheWhole_data() {
  QTest::addColumn<QString>("changes");
  const auto row = [](const char* name, const char* changes) {
    QTest::newRow(name) << QString(changes);
  };
  row("plain", "{}");
  row("in file order", R"({"data": {"train": {"shuffle": 0}}})");
  row("buffer beyond the rows", R"({"data": {"train": {"shuffle": 1000}}})");
  row("seed of the data", R"({"data": {"train": {"seed": 77}}})");
  row("seed of the training", R"({"train": {"seed": 5}, "run_config": {"tf_random_seed": null}})");
  row("dropout and batch norm", R"({"args": {"dropout": 0.4, "batch_norm": true}})");
  row("dropout, Adam", R"({"args": {"dropout": 0.3, "optimizer": "Adam"}})");
  row("Nadam", R"({"api": "v2", "args": {"optimizer": {"class": "Nadam"}}})");
  row("RMSprop with momentum",
      R"({"api": "v2", "args": {"optimizer": {"class": "RMSprop", "momentum": 0.5}}})");
  row("decaying rate", R"({"args": {"optimizer": {"class": "AdamOptimizer", "learning_rate":
      {"schedule": "exponential_decay", "learning_rate": 0.1, "decay_steps": 3,
       "decay_rate": 0.8}}}})");
  const char* embedding = R"("feature_columns": [{"type": "numeric_column", "key": "a"},
      {"type": "embedding_column", "dimension": 3, "categorical_column":
        {"type": "categorical_column_with_hash_bucket", "key": "b", "hash_bucket_size": 9}}])";
  row("embedding, Adam",
      fmt::format(R"({{"args": {{{}, "optimizer": "Adam"}}}})", embedding).c_str());
  row("embedding, Keras' Adam",
      fmt::format(R"({{"api": "v2", "args": {{{}, "optimizer": "Adam"}}}})", embedding).c_str());
  row("two embeddings", R"({"args": {"optimizer": "Adam", "feature_columns": [
      {"type": "embedding_column", "dimension": 2, "categorical_column":
        {"type": "categorical_column_with_hash_bucket", "key": "a", "hash_bucket_size": 20}},
      {"type": "embedding_column", "dimension": 3, "categorical_column":
        {"type": "categorical_column_with_hash_bucket", "key": "b", "hash_bucket_size": 9}}]}})");
  row("wide and deep", R"({"estimator": "DNNLinearCombinedClassifier", "args": {
      "feature_columns": null, "hidden_units": null, "optimizer": null,
      "linear_feature_columns": [{"type": "categorical_column_with_hash_bucket", "key": "b",
                                  "hash_bucket_size": 9}],
      "dnn_feature_columns": [{"type": "numeric_column", "key": "a"}],
      "dnn_hidden_units": [4], "dnn_dropout": 0.2}})");
  row("compressed records", R"({"args": {"feature_columns": [
        {"type": "numeric_column", "key": "a"},
        {"type": "embedding_column", "dimension": 2, "categorical_column":
          {"type": "categorical_column_with_vocabulary_list", "key": "word",
           "vocabulary_list": ["a", "b", "c"], "num_oov_buckets": 2}}], "optimizer": "Adam"},
      "data": {"train": {"files": ["*.tfrecord.gz"], "format": "tfrecord",
                         "compression": "GZIP"}}})");
}

void ExactResumeTest::partsGiveTheBitsOfTheWhole() {
  QFETCH(QString, changes);
  const model::Config config = changed(changes.toStdString());
  const SmallRun whole;
  const SmallRun parts;
  writeRecords(whole.folder());
  writeRecords(parts.folder());
  const auto once = train(whole, config, upTo(kSteps));
  QVERIFY2(once, once ? "" : describe(once.error()).c_str());
  QCOMPARE(once->step, Step(kSteps));
  for (const std::int64_t steps : {7, 1, 12, 10}) QVERIFY(trainSteps(parts, config, steps));
  const Bytes wanted = checkpointAt(whole.modelDir(), kSteps);
  QVERIFY(!wanted.empty());
  QVERIFY(checkpointAt(parts.modelDir(), kSteps) == wanted);
}

/// Kills land between checkpoints, so every resumed training makes some steps again.
void ExactResumeTest::killsGiveTheBitsOfTheWhole() {
  QFETCH(QString, changes);
  const model::Config config = changed(changes.toStdString());
  const SmallRun whole;
  const SmallRun killed;
  writeRecords(whole.folder());
  writeRecords(killed.folder());
  QVERIFY(train(whole, config, upTo(kSteps)));
  for (const std::int64_t step : {3, 6, 7, 15, 22, 29}) QVERIFY(trainAndDie(killed, config, step));
  QVERIFY(train(killed, config, upTo(kSteps)));
  const Bytes wanted = checkpointAt(whole.modelDir(), kSteps);
  QVERIFY(!wanted.empty());
  QVERIFY(checkpointAt(killed.modelDir(), kSteps) == wanted);
}

/// On layers and embeddings wide enough to be shared.
void ExactResumeTest::threadsGiveTheBitsOfOne() {
  QFETCH(QString, changes);
  model::Config config = changed(changes.toStdString());
  for (std::int64_t& units : config.args.hiddenUnits) units = 600;
  config.data["train"].batchSize = 20;
  for (data::FeatureColumn& column : config.args.featureColumns)
    if (column.type == data::ColumnType::Embedding) column.dimension = 900;
  Bytes wanted;
  for (const int threads : {1, 2, 3}) {
    const SmallRun run;
    writeRecords(run.folder());
    ManualClock clock;
    auto estimator = training::Estimator::create(config, run.modelDir(), posixFileOps(), clock);
    QVERIFY(estimator);
    const auto workers = startWorkers(threads);
    estimator->useWorkers(workers.get());
    TrainOptions options = upTo(6);
    options.configFolder = run.folder();
    const auto result = estimator->train(options);
    QVERIFY2(result, result ? "" : describe(result.error()).c_str());
    const Bytes made = checkpointAt(run.modelDir(), 6);
    QVERIFY(!made.empty());
    if (threads == 1) wanted = made;
    QVERIFY(made == wanted);
  }
}

/// Without a seed in the config the first training draws one, which the later ones go on with.
void ExactResumeTest::drawnSeedsAreRemembered() {
  const model::Config config =
      changed(R"({"run_config": {"tf_random_seed": null}, "args": {"dropout": 0.3}})");
  const SmallRun whole;
  const SmallRun parts;
  QVERIFY(trainSteps(whole, config, 5));
  fs::copy(whole.modelDir(), parts.modelDir(), fs::copy_options::recursive);
  QVERIFY(trainSteps(whole, config, 20));
  for (int part = 0; part < 4; ++part) QVERIFY(trainSteps(parts, config, 5));
  const Bytes wanted = checkpointAt(whole.modelDir(), 25);
  QVERIFY(!wanted.empty());
  QVERIFY(checkpointAt(parts.modelDir(), 25) == wanted);
}

void ExactResumeTest::positionStandsInTheRecordAlone() {
  const SmallRun run;
  QVERIFY(trainSteps(run, changed("{}"), 9));
  const auto text = readTextFile(posixFileOps(), run.modelDir() / "cairn.json", 1 << 20);
  QVERIFY(text);
  const nlohmann::json record = nlohmann::json::parse(*text);
  QVERIFY(record["history"].back().contains("input"));
  std::vector<std::string> others;
  const auto entries = posixFileOps().list(run.modelDir());
  QVERIFY(entries);
  for (const DirectoryEntry& entry : *entries)
    if (!entry.name.starts_with("model.ckpt-") && !entry.name.starts_with("events.out.tfevents."))
      others.push_back(entry.name);
  std::sort(others.begin(), others.end());
  QCOMPARE(others, (std::vector<std::string>{"cairn.json", "checkpoint", "graph.pbtxt"}));
}

QTEST_APPLESS_MAIN(ExactResumeTest)
#include "exact_resume_test.moc"
