#include "tests/core/training/small_run.h"

#include <QTest>
#include <atomic>
#include <cstdlib>
#include <new>
#include <nlohmann/json.hpp>

using namespace cairn;
using namespace cairn::test;

namespace {

std::atomic<std::int64_t> allocations{0};

void* countedOrNull(std::size_t size) {
  ++allocations;
  return std::malloc(size == 0 ? 1 : size);
}

void* counted(std::size_t size) {
  if (void* memory = countedOrNull(size)) return memory;
  throw std::bad_alloc();
}

}  // namespace

void* operator new(std::size_t size) { return counted(size); }
void* operator new[](std::size_t size) { return counted(size); }
void* operator new(std::size_t size, const std::nothrow_t&) noexcept { return countedOrNull(size); }
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
  return countedOrNull(size);
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }

/// Between saves and summaries a step asks for no memory once every batch has been seen.
class StepAllocationsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void stepsAllocateNothing_data();
  void stepsAllocateNothing();
};

void StepAllocationsTest::stepsAllocateNothing_data() {
  QTest::addColumn<QString>("changes");
  QTest::newRow("dense") << "{}";
  QTest::newRow("shuffled") << R"({"data": {"train": {"shuffle": 24}}})";
  QTest::newRow("dropout and batch norm") << R"({"args": {"dropout": 0.4, "batch_norm": true}})";
  const char* column = R"({"type": "categorical_column_with_hash_bucket", "key": "b",
                           "hash_bucket_size": 9})";
  QTest::newRow("embedding, Adam") << QString::fromStdString(fmt::format(
      R"({{"args": {{"optimizer": "Adam", "feature_columns": [
          {{"type": "embedding_column", "dimension": 3, "categorical_column": {}}}]}}}})",
      column));
  QTest::newRow("wide and deep") << QString::fromStdString(fmt::format(
      R"({{"estimator": "DNNLinearCombinedClassifier", "args": {{
          "feature_columns": null, "hidden_units": null, "optimizer": null,
          "linear_feature_columns": [{0}], "dnn_hidden_units": [4], "dnn_feature_columns": [
            {{"type": "embedding_column", "dimension": 3, "categorical_column": {0}}}]}}}})",
      column));
}

void StepAllocationsTest::stepsAllocateNothing() {
  QFETCH(QString, changes);
  nlohmann::json json = nlohmann::json::parse(R"({
    "cairn": 1, "estimator": "DNNClassifier",
    "args": {"feature_columns": [{"type": "numeric_column", "key": "a"},
                                 {"type": "numeric_column", "key": "b"}],
             "hidden_units": [5, 4], "n_classes": 3, "optimizer": "Adagrad"},
    "run_config": {"tf_random_seed": 3, "save_summary_steps": 100000,
                   "log_step_count_steps": 100000},
    "data": {"train": {"files": ["train.csv"], "format": "csv", "label": "kind", "batch_size": 8,
                       "shuffle": 0, "repeat": null}}
  })");
  json.merge_patch(nlohmann::json::parse(changes.toStdString()));
  const model::ParsedConfig parsed = model::parseConfig(json);
  QVERIFY2(parsed.config, parsed.config ? "" : describe(parsed.problems.front()).c_str());
  const SmallRun run;
  training::TrainOptions options;
  options.steps = 300;
  std::int64_t before = -1;
  std::int64_t after = -2;
  options.onStep = [&](Step step, float) {
    if (step == Step(100)) before = allocations;
    if (step == Step(299)) after = allocations;
  };
  const auto result = train(run, *parsed.config, options);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  QCOMPARE(after - before, std::int64_t{0});
}

QTEST_APPLESS_MAIN(StepAllocationsTest)
#include "step_allocations_test.moc"
