#include "core/checkpoints/tensor_stats.h"

#include <QTest>
#include <bit>
#include <cmath>
#include <limits>
#include <numeric>

using namespace cairn;
using checkpoints::computeStats;
using checkpoints::TensorStats;
using formats::DType;
using formats::makeFloatTensor;

class TensorStatsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void figuresOfAFewNumbers();
  void noElementsGiveZeros();
  void gapsAreCountedAndLeftOut();
  void onlyGapsGiveZeros();
  void equalValuesFillTheFirstBin();
  void largeMeansDoNotCostTheDeviation();
  void denormalsAndTheLargestValuesAreTaken();
  void theWidestAndNarrowestRangesHaveBins();
  void otherTypesAreDecoded();
  void stringsHaveNone();
  void binsAreOptional();
  void twoTensorsCanShareBins();
};

void TensorStatsTest::figuresOfAFewNumbers() {
  const std::vector<float> values = {-1, 0, 1, 3, 0, 9};
  const TensorStats stats = *computeStats(makeFloatTensor({2, 3}, values), 5);
  QCOMPARE(stats.count, std::int64_t{6});
  QCOMPARE(stats.zeros, std::int64_t{2});
  QCOMPARE(stats.min, -1.0);
  QCOMPARE(stats.max, 9.0);
  QCOMPARE(stats.mean, 2.0);
  QCOMPARE(stats.l2, std::sqrt(92.0));
  QCOMPARE(stats.std, std::sqrt(68.0 / 6));  // of the population
  QCOMPARE(stats.histogram, (std::vector<std::uint32_t>{3, 1, 1, 0, 1}));
}

void TensorStatsTest::noElementsGiveZeros() {
  const TensorStats stats = *computeStats(makeFloatTensor({0, 3}, {}));
  QCOMPARE(stats.count, std::int64_t{0});
  QCOMPARE(stats.max, 0.0);
  QCOMPARE(stats.histogram, std::vector<std::uint32_t>(24, 0));
}

void TensorStatsTest::gapsAreCountedAndLeftOut() {
  const float nan = std::nanf("");
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<float> values = {nan, 1, infinity, 3, -infinity};
  const TensorStats stats = *computeStats(makeFloatTensor({5}, values), 2);
  QCOMPARE(stats.count, std::int64_t{5});
  QCOMPARE(stats.nans, std::int64_t{1});
  QCOMPARE(stats.infinities, std::int64_t{2});
  QCOMPARE(stats.mean, 2.0);
  QCOMPARE(stats.std, 1.0);
  QCOMPARE(stats.histogram, (std::vector<std::uint32_t>{1, 1}));
}

void TensorStatsTest::onlyGapsGiveZeros() {
  const std::vector<float> values(3, std::nanf(""));
  const TensorStats stats = *computeStats(makeFloatTensor({3}, values));
  QCOMPARE(stats.nans, std::int64_t{3});
  QCOMPARE(stats.min, 0.0);
  QCOMPARE(stats.mean, 0.0);
}

void TensorStatsTest::equalValuesFillTheFirstBin() {
  const std::vector<float> values(7, 0.1F);
  const TensorStats stats = *computeStats(makeFloatTensor({7}, values), 3);
  QCOMPARE(stats.std, 0.0);
  QCOMPARE(stats.histogram, (std::vector<std::uint32_t>{7, 0, 0}));
}

void TensorStatsTest::largeMeansDoNotCostTheDeviation() {
  std::vector<float> values(10'000);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = 16'000'000.0F + (i % 2 == 0 ? 1 : -1);
  QCOMPARE(computeStats(makeFloatTensor({10'000}, values))->std, 1.0);
}

void TensorStatsTest::denormalsAndTheLargestValuesAreTaken() {
  const float largest = std::numeric_limits<float>::max();
  const std::vector<float> values = {-largest, 1e-45F, -0.0F, largest};
  const TensorStats stats = *computeStats(makeFloatTensor({4}, values), 4);
  QCOMPARE(stats.zeros, std::int64_t{1});
  QCOMPARE(stats.min, -static_cast<double>(largest));
  QVERIFY(std::isfinite(stats.std) && std::isfinite(stats.l2));
  QCOMPARE(stats.histogram, (std::vector<std::uint32_t>{1, 0, 2, 1}));
}

void TensorStatsTest::theWidestAndNarrowestRangesHaveBins() {
  for (const double high : {std::numeric_limits<double>::max(), 5e-324}) {
    formats::Tensor tensor{DType::Double, {2}, {}, {}};
    for (const double value : {high < 1 ? 0 : -high, high})
      appendLittleEndian(tensor.bytes, std::bit_cast<std::uint64_t>(value), 8);
    QCOMPARE(computeStats(tensor, 2)->histogram, (std::vector<std::uint32_t>{1, 1}));
  }
}

void TensorStatsTest::otherTypesAreDecoded() {
  const std::vector<std::int64_t> values = {-2, 0, 5};
  const TensorStats stats = *computeStats(formats::makeInt64Tensor({3}, values));
  QCOMPARE(stats.min, -2.0);
  QCOMPARE(stats.mean, 1.0);
  formats::Tensor bfloat{DType::BFloat16, {2}, {}, {}};
  appendLittleEndian(bfloat.bytes, 0x3fc0, 2);
  appendLittleEndian(bfloat.bytes, 0xc000, 2);
  QCOMPARE(computeStats(bfloat)->min, -2.0);
  QCOMPARE(computeStats(bfloat)->max, 1.5);
}

void TensorStatsTest::stringsHaveNone() {
  const formats::Tensor tensor{DType::String, {1}, {}, {"a"}};
  QCOMPARE(computeStats(tensor).error().code, ErrorCode::InvalidArgument);
}

void TensorStatsTest::binsAreOptional() {
  const std::vector<float> values = {1, 2};
  QVERIFY(computeStats(makeFloatTensor({2}, values), 0)->histogram.empty());
}

void TensorStatsTest::twoTensorsCanShareBins() {
  const std::vector<float> values = {-5, 0, 1, 2, 4, std::nanf("")};
  const auto counts = checkpoints::computeHistogram(makeFloatTensor({6}, values), 0, 4, 4);
  QCOMPARE(*counts, (std::vector<std::uint32_t>{1, 1, 1, 1}));
}

QTEST_APPLESS_MAIN(TensorStatsTest)
#include "tensor_stats_test.moc"
