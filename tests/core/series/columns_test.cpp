#include "core/series/columns.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>

using namespace cairn;
using series::AxisMap;
using series::PixelColumn;
using series::reduceToColumns;

class ColumnsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void nothingGivesEmptyColumns();
  void noPixelsGiveNoColumns();
  void aSpikeIsKept();
  void gapsAreCountedApart();
  void whatIsOutsideIsLeftOut();
  void theLastValueBelongsToTheLastColumn();
  void anEmptyRangeShowsWhatStandsThere();
  void equalsLookingAtEveryPoint_data();
  void equalsLookingAtEveryPoint();
};

void ColumnsTest::nothingGivesEmptyColumns() {
  const auto columns = reduceToColumns({}, {}, {0, 1, 3});
  QCOMPARE(columns.size(), std::size_t{3});
  QCOMPARE(columns[0].count, 0U);
}

void ColumnsTest::noPixelsGiveNoColumns() {
  const std::vector<double> x = {0};
  const std::vector<float> y = {1};
  QVERIFY(reduceToColumns(x, y, {0, 1, 0}).empty());
}

void ColumnsTest::aSpikeIsKept() {
  std::vector<double> x(100'000);
  std::vector<float> y(x.size(), 1.0F);
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  y[54'321] = 9;
  y[54'322] = -9;
  const auto columns = reduceToColumns(x, y, {0, 100'000, 100});
  QCOMPARE(columns[54], (PixelColumn{-9, 9, 1, 1, 1000, 0}));
  QCOMPARE(columns[55], (PixelColumn{1, 1, 1, 1, 1000, 0}));
}

void ColumnsTest::gapsAreCountedApart() {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  const std::vector<double> x = {0, 1, 2, 3, 8};
  const std::vector<float> y = {nan, 2, -infinity, 1, nan};
  const auto columns = reduceToColumns(x, y, {0, 10, 2});
  QCOMPARE(columns[0], (PixelColumn{1, 2, 2, 1, 2, 2}));
  QCOMPARE(columns[1], (PixelColumn{0, 0, 0, 0, 0, 1}));
}

void ColumnsTest::whatIsOutsideIsLeftOut() {
  const std::vector<double> x = {-1, 0, 1, 2, 3};
  const std::vector<float> y = {100, 0, 1, 2, 100};
  const auto columns = reduceToColumns(x, y, {0, 2, 1});
  QCOMPARE(columns[0], (PixelColumn{0, 2, 0, 2, 3, 0}));
}

void ColumnsTest::theLastValueBelongsToTheLastColumn() {
  const std::vector<double> x = {0, 4};
  const std::vector<float> y = {1, 2};
  const auto columns = reduceToColumns(x, y, {0, 4, 4});
  QCOMPARE(columns[0].count, 1U);
  QCOMPARE(columns[3].count, 1U);
}

void ColumnsTest::anEmptyRangeShowsWhatStandsThere() {
  const std::vector<double> x = {1, 2, 2, 3};
  const std::vector<float> y = {1, 2, 3, 4};
  const auto columns = reduceToColumns(x, y, {2, 2, 5});
  QCOMPARE(columns[0], (PixelColumn{2, 3, 2, 3, 2, 0}));
}

void ColumnsTest::equalsLookingAtEveryPoint_data() {
  QTest::addColumn<int>("seed");
  for (int seed = 0; seed < 20; ++seed) QTest::addRow("seed %d", seed) << seed;
}

void ColumnsTest::equalsLookingAtEveryPoint() {
  QFETCH(int, seed);
  std::mt19937 random(static_cast<unsigned>(seed));
  std::vector<double> x;
  std::vector<float> y;
  double at = 0;
  for (int i = 0; i < 3000; ++i) {
    if (random() % 3 != 0) at += static_cast<double>(random() % 100) / 7;
    x.push_back(at);
    y.push_back(random() % 50 == 0 ? std::nanf("") : static_cast<float>(random() % 1000));
  }
  const AxisMap axis{at * 0.1, at * 0.8, 137};
  std::vector<PixelColumn> wanted(137);
  for (std::size_t i = 0; i < x.size(); ++i) {
    if (x[i] < axis.lo || x[i] > axis.hi) continue;
    PixelColumn& column =
        wanted[std::min<std::size_t>(136, static_cast<std::size_t>(axis.toPixel(x[i])))];
    if (std::isnan(y[i])) {
      ++column.gaps;
      continue;
    }
    if (column.count++ == 0) column.min = column.max = column.first = y[i];
    column.min = std::min(column.min, y[i]);
    column.max = std::max(column.max, y[i]);
    column.last = y[i];
  }
  QCOMPARE(reduceToColumns(x, y, axis), wanted);
}

QTEST_APPLESS_MAIN(ColumnsTest)
#include "columns_test.moc"
