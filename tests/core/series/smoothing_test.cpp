#include "core/series/smoothing.h"

#include <QTest>
#include <cmath>
#include <limits>

using namespace cairn;
using series::smooth;

namespace {
const float kNan = std::numeric_limits<float>::quiet_NaN();
const float kInfinity = std::numeric_limits<float>::infinity();

bool same(double a, double b) {
  // TensorBoard takes w^n from pow, we from a product: the last bits differ.
  return (std::isnan(a) && std::isnan(b)) || a == b || std::abs(a - b) <= 1e-14 * std::abs(b);
}
// As a picture needs it: sums of eight in float32.
bool nearly(float shown, double exact) {
  const auto value = static_cast<double>(shown);
  return (std::isnan(value) && std::isnan(exact)) || value == exact ||
         std::abs(value - exact) <= 2e-6 * std::abs(exact);
}
}  // namespace

class SmoothingTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void isTensorBoards_data();
  void isTensorBoards();
  void longSeriesFollowTheFormula_data();
  void longSeriesFollowTheFormula();
};

void SmoothingTest::isTensorBoards_data() {
  QTest::addColumn<QVector<float>>("values");
  QTest::addColumn<double>("weight");
  QTest::addColumn<QVector<double>>("smoothed");
  const double nan = kNan;
  const double infinity = kInfinity;
  QTest::newRow("empty") << QVector<float>{} << 0.6 << QVector<double>{};
  QTest::newRow("one") << QVector<float>{5} << 0.6 << QVector<double>{5};
  QTest::newRow("of the specification")
      << QVector<float>{1, 2, 3, 4} << 0.6
      << QVector<double>{1, 1.625, 2.3265306122448983, 3.0955882352941173};
  QTest::newRow("NaN passes through")
      << QVector<float>{1, kNan, 3, 4} << 0.6 << QVector<double>{1, nan, 2.25, 3.1428571428571432};
  QTest::newRow("infinity passes through")
      << QVector<float>{1, kInfinity, 3, 4} << 0.6
      << QVector<double>{1, infinity, 2.25, 3.1428571428571432};
  QTest::newRow("constant") << QVector<float>{0.1F, 0.1F, 0.1F} << 0.9
                            << QVector<double>{0.1F, 0.1F, 0.1F};
  QTest::newRow("NaN first") << QVector<float>{kNan, 2, 2} << 0.5 << QVector<double>{nan, 2, 2};
  QTest::newRow("all NaN") << QVector<float>{kNan, kNan} << 0.5 << QVector<double>{nan, nan};
  QTest::newRow("weight 0") << QVector<float>{1, 2, 3} << 0.0 << QVector<double>{1, 2, 3};
  QTest::newRow("weight below 0") << QVector<float>{1, 2, 3} << -1.0 << QVector<double>{1, 2, 3};
  QTest::newRow("weight 1") << QVector<float>{1, 2, 3} << 1.0 << QVector<double>{0, 0, 0};
  QTest::newRow("weight over 1") << QVector<float>{1, 2, 3} << 7.0 << QVector<double>{0, 0, 0};
  QTest::newRow("weight NaN") << QVector<float>{1, 2, 3} << nan << QVector<double>{1, 2, 3};
}

void SmoothingTest::isTensorBoards() {
  QFETCH(QVector<float>, values);
  QFETCH(double, weight);
  QFETCH(QVector<double>, smoothed);
  const std::vector<double> found =
      smooth({values.constData(), std::size_t(values.size())}, weight);
  QCOMPARE(found.size(), std::size_t(smoothed.size()));
  std::vector<float> shown(found.size());
  series::smoothForDisplay({values.constData(), std::size_t(values.size())}, weight, shown);
  for (std::size_t i = 0; i < found.size(); ++i) {
    QVERIFY2(same(found[i], smoothed[qsizetype(i)]),
             qPrintable(QString::number(found[i], 'g', 17)));
    QVERIFY2(nearly(shown[i], found[i]), qPrintable(QString::number(double(shown[i]), 'g', 9)));
  }
}

void SmoothingTest::longSeriesFollowTheFormula_data() {
  QTest::addColumn<double>("weight");
  QTest::addColumn<bool>("gaps");
  for (const double weight : {0.1, 0.6, 0.9, 0.99, 0.999})
    for (const bool gaps : {false, true})
      QTest::addRow("%g%s", weight, gaps ? " with gaps" : "") << weight << gaps;
}

void SmoothingTest::longSeriesFollowTheFormula() {
  QFETCH(double, weight);
  QFETCH(bool, gaps);
  std::vector<float> values(10'007);
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = gaps && i % 97 == 13 ? kNan : std::sin(static_cast<float>(i) * 0.01F) + 2;
  const std::vector<double> found = smooth(values, weight);
  std::vector<float> shown(values.size());
  series::smoothForDisplay(values, weight, shown);
  for (std::size_t i = 0; i < values.size(); ++i) QVERIFY(nearly(shown[i], found[i]));
  double last = 0;
  int n = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      QVERIFY(std::isnan(found[i]));
      continue;
    }
    last = last * weight + (1 - weight) * static_cast<double>(values[i]);
    // 10^4 roundings of 1e-16 each.
    const double wanted = last / (1 - std::pow(weight, ++n));
    QVERIFY(std::abs(found[i] - wanted) <= 1e-12 * std::abs(wanted));
  }
}

QTEST_APPLESS_MAIN(SmoothingTest)
#include "smoothing_test.moc"
