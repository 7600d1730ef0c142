#include "core/training/predictions.h"

#include <QTest>

using namespace cairn;
using training::HeadKind;
using training::HeadSpec;
using training::Prediction;
using training::PredictionMaker;

class PredictionsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void keysStandInTensorFlowsOrder_data();
  void keysStandInTensorFlowsOrder();
  void classesAreWordsWhereThereIsAVocabulary();
  void probabilitiesAreASoftmax();
  void aLogitOfZeroIsClassZero();
  void aMultiHeadNamesItsHeads();
};

void PredictionsTest::keysStandInTensorFlowsOrder_data() {
  QTest::addColumn<int>("kind");
  QTest::addColumn<int>("classes");
  QTest::addColumn<QString>("keys");
  const auto row = [](const char* name, HeadKind kind, int classes, const char* keys) {
    QTest::newRow(name) << static_cast<int>(kind) << classes << keys;
  };
  row("binary", HeadKind::Binary, 2,
      "logits logistic probabilities class_ids classes all_class_ids all_classes");
  row("three classes", HeadKind::MultiClass, 3,
      "logits probabilities class_ids classes all_class_ids all_classes");
  row("multi-label", HeadKind::MultiLabel, 3, "logits probabilities classes");
  row("regression", HeadKind::Regression, 0, "predictions");
  row("poisson", HeadKind::Poisson, 0, "predictions logits");
  row("logistic", HeadKind::Logistic, 0, "predictions logits");
}

void PredictionsTest::keysStandInTensorFlowsOrder() {
  QFETCH(int, kind);
  QFETCH(int, classes);
  QFETCH(QString, keys);
  HeadSpec head;
  head.kind = static_cast<HeadKind>(kind);
  head.classes = classes;
  head.logits = classes > 2 ? classes : 1;
  PredictionMaker maker(head);
  const std::vector<float> logits(static_cast<std::size_t>(head.logits));
  QStringList found;
  for (const auto& entry : maker.of(logits)) found << QString::fromStdString(entry.first);
  QCOMPARE(found.join(' '), keys);
}

void PredictionsTest::classesAreWordsWhereThereIsAVocabulary() {
  HeadSpec head;
  head.classes = 2;
  head.vocabulary = {"no", "yes"};
  PredictionMaker maker(head);
  const std::vector<float> logits = {1.5F};
  const Prediction& prediction = maker.of(logits);
  QCOMPARE(std::get<2>(prediction[4].second), std::vector<std::string>{"yes"});
  QCOMPARE(std::get<2>(prediction[6].second), (std::vector<std::string>{"no", "yes"}));
}

// spec/estimator.md 18.
void PredictionsTest::probabilitiesAreASoftmax() {
  HeadSpec head;
  head.kind = HeadKind::MultiClass;
  head.logits = head.classes = 3;
  PredictionMaker maker(head);
  const std::vector<float> logits = {-2.08F, 2.08F, 1.19F};
  const Prediction& prediction = maker.of(logits);
  const std::vector<float> expected = {0.01094297F, 0.70113277F, 0.2879242F};
  const auto& found = std::get<std::vector<float>>(prediction[1].second);
  for (std::size_t i = 0; i < 3; ++i) QVERIFY(std::abs(found[i] - expected[i]) < 1e-6F);
  QCOMPARE(std::get<1>(prediction[2].second), std::vector<std::int64_t>{1});
  QCOMPARE(std::get<2>(prediction[3].second), std::vector<std::string>{"1"});
}

void PredictionsTest::aLogitOfZeroIsClassZero() {
  HeadSpec head;
  head.classes = 2;
  PredictionMaker maker(head);
  const std::vector<float> logits = {0.0F};
  QCOMPARE(std::get<1>(maker.of(logits)[3].second), std::vector<std::int64_t>{0});
}

void PredictionsTest::aMultiHeadNamesItsHeads() {
  HeadSpec size;
  size.kind = HeadKind::Regression;
  size.name = "size";
  HeadSpec rate;
  rate.kind = HeadKind::Poisson;
  rate.name = "rate";
  HeadSpec both;
  both.kind = HeadKind::Multi;
  both.logits = 2;
  both.heads = {size, rate};
  PredictionMaker maker(both);
  const std::vector<float> logits = {3.0F, 0.0F};
  const Prediction& prediction = maker.of(logits);
  QCOMPARE(prediction.size(), std::size_t{3});
  QCOMPARE(prediction[0], (Prediction::value_type("size/predictions", std::vector{3.0F})));
  QCOMPARE(prediction[1], (Prediction::value_type("rate/predictions", std::vector{1.0F})));
  QCOMPARE(prediction[2], (Prediction::value_type("rate/logits", std::vector{0.0F})));
}

QTEST_APPLESS_MAIN(PredictionsTest)
#include "predictions_test.moc"
