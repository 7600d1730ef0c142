#include "core/checkpoints/tensor_text.h"

#include <QTest>
#include <cmath>

using namespace cairn;
using checkpoints::tensorCsv;
using formats::makeFloatTensor;
using formats::makeInt64Tensor;

class TensorTextTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void elementsStandWithTheirIndex();
  void aScalarHasNoIndex();
  void numbersReadBackToTheSameValue();
  void stringsAreQuoted();
  void stoppingEndsIt();
};

void TensorTextTest::elementsStandWithTheirIndex() {
  const std::vector<float> values = {0.1F, 2, -3, 4e-12F};
  QCOMPARE(*tensorCsv(makeFloatTensor({2, 2}, values)),
           std::string("i0,i1,value\n0,0,0.1\n0,1,2\n1,0,-3\n1,1,4e-12\n"));
}

void TensorTextTest::aScalarHasNoIndex() {
  const std::vector<std::int64_t> step = {10'000};
  QCOMPARE(*tensorCsv(makeInt64Tensor({}, step)), std::string("value\n10000\n"));
}

void TensorTextTest::numbersReadBackToTheSameValue() {
  const float third = 1.0F / 3;
  const std::vector<float> values = {third, std::nanf(""), -INFINITY};
  const std::string text = *tensorCsv(makeFloatTensor({3}, values));
  QVERIFY(text.ends_with("1,nan\n2,-inf\n"));
  QCOMPARE(std::stof(text.substr(text.find("\n0,") + 3)), third);
}

void TensorTextTest::stringsAreQuoted() {
  formats::Tensor tensor{formats::DType::String, {2}, {}, {"a,b", "say \"x\""}};
  QCOMPARE(*tensorCsv(tensor), std::string("i0,value\n0,\"a,b\"\n1,\"say \"\"x\"\"\"\n"));
}

void TensorTextTest::stoppingEndsIt() {
  std::stop_source stop;
  stop.request_stop();
  const auto text = tensorCsv(makeFloatTensor({1}, std::vector<float>{1}), stop.get_token());
  QVERIFY(!text && text.error().code == ErrorCode::Cancelled);
}

QTEST_APPLESS_MAIN(TensorTextTest)
#include "tensor_text_test.moc"
