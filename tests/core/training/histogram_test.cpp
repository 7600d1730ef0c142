#include "core/training/histogram.h"

#include <QTest>
#include <limits>
#include <vector>

using namespace cairn;

class HistogramTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void bucketsAreTensorFlows_data();
  void bucketsAreTensorFlows();
  void notANumberIsReported();
};

namespace {
constexpr double kLargest = std::numeric_limits<double>::max();
using Doubles = std::vector<double>;
}  // namespace

void HistogramTest::bucketsAreTensorFlows_data() {
  QTest::addColumn<std::vector<float>>("values");
  QTest::addColumn<Doubles>("limits");
  QTest::addColumn<Doubles>("counts");
  // spec/formats.md 10.
  QTest::newRow("1, 2, 2, 3") << std::vector<float>{1, 2, 2, 3}
                              << Doubles{0.917246389039776,
                                         1.0089710279437536,
                                         1.9661990955585713,
                                         2.1628190051144287,
                                         2.8787120958073054,
                                         3.1665833053880363,
                                         kLargest}
                              << Doubles{0, 1, 0, 2, 0, 1, 0};
  QTest::newRow("zero") << std::vector<float>{0} << Doubles{0, 1e-12, kLargest} << Doubles{0, 1, 0};
  QTest::newRow("none") << std::vector<float>{} << Doubles{kLargest} << Doubles{0};
}

void HistogramTest::bucketsAreTensorFlows() {
  QFETCH(std::vector<float>, values);
  QFETCH(Doubles, limits);
  QFETCH(Doubles, counts);
  bool finite = false;
  const pb::HistogramProto histogram = training::summaryHistogram(values, finite);
  QVERIFY(finite);
  QCOMPARE(Doubles(histogram.bucket_limit().begin(), histogram.bucket_limit().end()), limits);
  QCOMPARE(Doubles(histogram.bucket().begin(), histogram.bucket().end()), counts);
  QCOMPARE(histogram.num(), static_cast<double>(values.size()));
  if (values.empty()) {
    QCOMPARE(histogram.min(), kLargest);
    QCOMPARE(histogram.max(), -kLargest);
  }
}

void HistogramTest::notANumberIsReported() {
  for (const float bad :
       {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
    bool finite = true;
    const std::vector<float> values = {1, bad};
    (void)training::summaryHistogram(values, finite);
    QVERIFY(!finite);
  }
}

QTEST_APPLESS_MAIN(HistogramTest)
#include "histogram_test.moc"
