#include "core/training/metrics.h"

#include <QTest>
#include <cmath>

using namespace cairn;
using training::HeadKind;
using training::HeadSpec;
using training::Metrics;
using training::StreamingMetrics;

namespace {

HeadSpec head(CairnLoss loss, std::int64_t logits, model::Api api = model::Api::V1) {
  HeadSpec spec;
  spec.api = api;
  spec.kind = loss == CAIRN_REGRESSION ? HeadKind::Regression
              : loss == CAIRN_BINARY   ? HeadKind::Binary
                                       : HeadKind::MultiClass;
  spec.loss = loss;
  spec.logits = logits;
  spec.classes = loss == CAIRN_REGRESSION ? 0 : (loss == CAIRN_BINARY ? 2 : logits);
  spec.reduction = api == model::Api::V1 ? CAIRN_SUM : CAIRN_SUM_OVER_BATCH_SIZE;
  return spec;
}

float number(const Metrics& metrics, const std::string& key) {
  const auto found = metrics.find(key);
  return found == metrics.end() ? NAN : std::get<float>(found->second);
}

}  // namespace

class MetricsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void binaryIsAsTensorFlowGaveIt_data();
  void binaryIsAsTensorFlowGaveIt();
  void lossIsTheMeanOverBatches();
  void weightsMakeTheAverageLoss();
  void classesCountWhereLogitsAreGreatest();
  void regressionTakesAWeightForEachElement();
  void noExampleIsNoError();
  void thresholdsHaveKeysOfTheirOwn();
  void aMultiLabelHeadAveragesOverClasses();
  void chosenClassesHaveMetricsOfTheirOwn();
  void aRegressionWithALinkPredictsItsValue();
  void aMultiHeadWeighsTheLossesOfItsHeads();
};

// spec/estimator.md 18: logits -2.08 for both examples, labels 1 and 0.
void MetricsTest::binaryIsAsTensorFlowGaveIt_data() {
  QTest::addColumn<int>("api");
  QTest::addColumn<float>("loss");
  QTest::addColumn<float>("precisionRecall");
  QTest::newRow("v1") << static_cast<int>(model::Api::V1) << 2.3154421F << 0.74999934F;
  QTest::newRow("v2") << static_cast<int>(model::Api::V2) << 1.157721F << 0.5F;
}

void MetricsTest::binaryIsAsTensorFlowGaveIt() {
  QFETCH(int, api);
  QFETCH(float, loss);
  QFETCH(float, precisionRecall);
  StreamingMetrics streaming(head(CAIRN_BINARY, 1, static_cast<model::Api>(api)));
  const std::vector<float> logits = {-2.08F, -2.08F};
  const std::vector<float> labels = {1, 0};
  streaming.add(logits, labels, {});
  const Metrics metrics = streaming.result(Step{7});
  QCOMPARE(std::get<std::int64_t>(metrics.at("global_step")), std::int64_t{7});
  const std::vector<std::pair<std::string, float>> expected = {
      {"loss", loss},       {"average_loss", 1.157721F},
      {"auc", 0.5F},        {"auc_precision_recall", precisionRecall},
      {"accuracy", 0.5F},   {"accuracy_baseline", 0.5F},
      {"precision", 0.0F},  {"recall", 0.0F},
      {"label/mean", 0.5F}, {"prediction/mean", 0.11105597F}};
  QCOMPARE(metrics.size(), expected.size() + 1);
  for (const auto& [key, value] : expected) {
    const float found = number(metrics, key);
    QVERIFY2(std::abs(found - value) <= 1e-6F * std::max(1.0F, std::abs(value)),
             qPrintable(QString("%1: %2, want %3").arg(key.c_str()).arg(found).arg(value)));
  }
}

void MetricsTest::lossIsTheMeanOverBatches() {
  StreamingMetrics streaming(head(CAIRN_REGRESSION, 1));
  const std::vector<float> zeros = {0, 0, 0};
  const std::vector<float> ones = {1, 1, 1};
  const std::span<const float> all = zeros;
  streaming.add(all, ones, {});
  streaming.add(all.first(1), std::span<const float>(ones).first(1), {});
  const Metrics metrics = streaming.result(Step{0});
  QCOMPARE(number(metrics, "loss"), 2.0F);  // (3 + 1) / 2
  QCOMPARE(number(metrics, "average_loss"), 1.0F);
}

void MetricsTest::weightsMakeTheAverageLoss() {
  StreamingMetrics streaming(head(CAIRN_REGRESSION, 1));
  const std::vector<float> predicted = {1, 3};
  const std::vector<float> labels = {0, 0};
  const std::vector<float> weights = {3, 1};
  streaming.add(predicted, labels, weights);
  const Metrics metrics = streaming.result(Step{0});
  QCOMPARE(number(metrics, "loss"), 12.0F);         // 3 · 1 + 1 · 9
  QCOMPARE(number(metrics, "average_loss"), 3.0F);  // 12 / 4
  QCOMPARE(number(metrics, "prediction/mean"), 1.5F);
}

void MetricsTest::classesCountWhereLogitsAreGreatest() {
  StreamingMetrics streaming(head(CAIRN_MULTI_CLASS, 3));
  const std::vector<float> logits = {1, 3, 2, 5, 1, 1};
  const std::vector<float> labels = {1, 2};
  streaming.add(logits, labels, {});
  const Metrics metrics = streaming.result(Step{0});
  QCOMPARE(number(metrics, "accuracy"), 0.5F);
  QCOMPARE(metrics.size(), std::size_t{4});
}

void MetricsTest::regressionTakesAWeightForEachElement() {
  StreamingMetrics streaming(head(CAIRN_REGRESSION, 2));
  const std::vector<float> predicted = {1, 2};
  const std::vector<float> labels = {0, 0};
  const std::vector<float> weights = {1, 0.5F};
  streaming.add(predicted, labels, weights);
  QCOMPARE(number(streaming.result(Step{0}), "loss"), 3.0F);  // 1 · 1 + 0.5 · 4
  QCOMPARE(number(streaming.result(Step{0}), "average_loss"), 2.0F);
}

void MetricsTest::noExampleIsNoError() {
  const StreamingMetrics streaming(head(CAIRN_BINARY, 1));
  const Metrics metrics = streaming.result(Step{0});
  QCOMPARE(number(metrics, "accuracy_baseline"), 1.0F);
  for (const char* key : {"accuracy", "auc", "auc_precision_recall", "loss", "average_loss"})
    QCOMPARE(number(metrics, key), 0.0F);
}

void MetricsTest::thresholdsHaveKeysOfTheirOwn() {
  HeadSpec spec = head(CAIRN_BINARY, 1, model::Api::V2);
  spec.thresholds = {0.25, 0.75};
  StreamingMetrics streaming(spec);
  const std::vector<float> logits = {0.0F, 2.0F, -3.0F};  // probabilities 0.5, 0.88, 0.05
  const std::vector<float> labels = {0, 1, 1};
  streaming.add(logits, labels, {});
  const Metrics metrics = streaming.result(Step{0});
  QCOMPARE(number(metrics, "accuracy/positive_threshold_0.25"), 1.0F / 3);
  QCOMPARE(number(metrics, "precision/positive_threshold_0.25"), 0.5F);
  QCOMPARE(number(metrics, "accuracy/positive_threshold_0.75"), 2.0F / 3);
  QCOMPARE(number(metrics, "precision/positive_threshold_0.75"), 1.0F);
  QCOMPARE(number(metrics, "recall/positive_threshold_0.75"), 0.5F);
}

void MetricsTest::aMultiLabelHeadAveragesOverClasses() {
  HeadSpec spec = head(CAIRN_MULTI_LABEL, 2, model::Api::V2);
  spec.kind = HeadKind::MultiLabel;
  StreamingMetrics streaming(spec);
  const std::vector<float> logits = {0, 0, 0, 0};
  const std::vector<float> labels = {1, 0, 0, 0};
  const std::vector<float> weights = {1, 3};
  streaming.add(logits, labels, weights);
  const Metrics metrics = streaming.result(Step{0});
  const float ln2 = std::log(2.0F);
  QCOMPARE(number(metrics, "average_loss"), ln2);
  QCOMPARE(number(metrics, "loss"), ln2 * 4 / 2);
  QCOMPARE(number(metrics, "auc"), 0.5F);
  QCOMPARE(metrics.size(), std::size_t{5});
}

void MetricsTest::chosenClassesHaveMetricsOfTheirOwn() {
  HeadSpec spec = head(CAIRN_MULTI_LABEL, 3, model::Api::V2);
  spec.kind = HeadKind::MultiLabel;
  spec.metricClasses = {2};
  const std::vector<float> logits = {0, 0, 1, 0, 0, -1};
  const std::vector<float> labels = {0, 0, 1, 0, 0, 0};
  StreamingMetrics ids(spec);
  ids.add(logits, labels, {});
  QCOMPARE(number(ids.result(Step{0}), "probability_mean/class2"), 0.5F);
  QCOMPARE(number(ids.result(Step{0}), "auc/class2"), 1.0F);
  QCOMPARE(number(ids.result(Step{0}), "auc_precision_recall/class2"), 1.0F);
  spec.vocabulary = {"a", "b", "c"};
  StreamingMetrics words(spec);
  words.add(logits, labels, {});
  QCOMPARE(number(words.result(Step{0}), "probability_mean/c"), 0.5F);
}

void MetricsTest::aRegressionWithALinkPredictsItsValue() {
  HeadSpec spec = head(CAIRN_POISSON, 1, model::Api::V2);
  spec.kind = HeadKind::Poisson;
  StreamingMetrics rates(spec);
  const std::vector<float> logits = {1.0F, 0.0F};
  const std::vector<float> labels = {2, 0};
  rates.add(logits, labels, {});
  const float e = std::exp(1.0F);
  QCOMPARE(number(rates.result(Step{0}), "prediction/mean"), (e + 1) / 2);
  QCOMPARE(number(rates.result(Step{0}), "average_loss"), (e - 2 + 1) / 2);
  spec.loss = CAIRN_POISSON_FULL;
  StreamingMetrics full(spec);
  full.add(logits, labels, {});
  const float stirling = 2 * std::log(2.0F) - 2 + 0.5F * std::log(4 * static_cast<float>(M_PI));
  QCOMPARE(number(full.result(Step{0}), "average_loss"), (e - 2 + 1 + stirling) / 2);
}

void MetricsTest::aMultiHeadWeighsTheLossesOfItsHeads() {
  HeadSpec both = head(CAIRN_REGRESSION, 2, model::Api::V2);
  both.kind = HeadKind::Multi;
  both.heads = {head(CAIRN_REGRESSION, 1, model::Api::V2),
                head(CAIRN_REGRESSION, 1, model::Api::V2)};
  both.heads[0].name = "a";
  both.heads[1].name = "b";
  both.headWeights = {1, 0.5};
  StreamingMetrics streaming(both);
  const std::vector<float> logits = {1, 2, 1, 2};
  const std::vector<float> labels = {0, 0, 0, 0};
  streaming.add(logits, labels, {});
  const Metrics metrics = streaming.result(Step{0});
  QCOMPARE(number(metrics, "loss"), 3.0F);
  QCOMPARE(number(metrics, "loss/a"), 1.0F);
  QCOMPARE(number(metrics, "loss/b"), 4.0F);
  QCOMPARE(number(metrics, "average_loss/b"), 4.0F);
  QCOMPARE(number(metrics, "prediction/mean/a"), 1.0F);
}

QTEST_APPLESS_MAIN(MetricsTest)
#include "metrics_test.moc"
