#include "core/training/predictions.h"

#include <QTest>

using namespace cairn;
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
};

void PredictionsTest::keysStandInTensorFlowsOrder_data() {
  QTest::addColumn<int>("loss");
  QTest::addColumn<int>("classes");
  QTest::addColumn<QString>("keys");
  QTest::newRow("binary") << static_cast<int>(CAIRN_BINARY) << 2
                          << "logits logistic probabilities class_ids classes all_class_ids "
                             "all_classes";
  QTest::newRow("three classes") << static_cast<int>(CAIRN_MULTI_CLASS) << 3
                                 << "logits probabilities class_ids classes all_class_ids "
                                    "all_classes";
  QTest::newRow("regression") << static_cast<int>(CAIRN_REGRESSION) << 0 << "predictions";
}

void PredictionsTest::keysStandInTensorFlowsOrder() {
  QFETCH(int, loss);
  QFETCH(int, classes);
  QFETCH(QString, keys);
  HeadSpec head;
  head.loss = static_cast<CairnLoss>(loss);
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
  head.loss = CAIRN_MULTI_CLASS;
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

QTEST_APPLESS_MAIN(PredictionsTest)
#include "predictions_test.moc"
