#include "core/checkpoints/value_grid.h"

#include <QTest>
#include <cmath>

using namespace cairn;
using checkpoints::makeGrid;
using checkpoints::ValueGrid;

class ValueGridTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aSmallMatrixIsKept();
  void aSpikeOutlivesTheReduction();
  void cellsKnowWhereTheyBegin();
  void nansAreSeenAndCounted();
  void nothingGivesNothing();
};

void ValueGridTest::aSmallMatrixIsKept() {
  const std::vector<double> values = {1, -2, 3, 4, 5, -6};
  const ValueGrid grid = makeGrid(values, 2, 3, 100, 100);
  QCOMPARE(grid.cellRows, 2);
  QCOMPARE(grid.cellColumns, 3);
  QCOMPARE(grid.cells, (std::vector<float>{1, -2, 3, 4, 5, -6}));
  QCOMPARE(grid.largest, 6.0);
}

void ValueGridTest::aSpikeOutlivesTheReduction() {
  std::vector<double> values(1000 * 500, 0.5);
  values[777 * 500 + 333] = -40;
  const ValueGrid grid = makeGrid(values, 1000, 500, 64, 64);
  QCOMPARE(grid.cells.size(), std::size_t{64 * 64});
  QCOMPARE(std::count(grid.cells.begin(), grid.cells.end(), -40.0F), 1);
  QCOMPARE(grid.largest, 40.0);
  QCOMPARE(grid.usual, 0.5);
}

void ValueGridTest::cellsKnowWhereTheyBegin() {
  const std::vector<double> values(10 * 4);
  const ValueGrid grid = makeGrid(values, 10, 4, 5, 4);
  QCOMPARE(grid.rowOf(0), std::int64_t{0});
  QCOMPARE(grid.rowOf(3), std::int64_t{6});
  QCOMPARE(grid.columnOf(3), std::int64_t{3});
}

void ValueGridTest::nansAreSeenAndCounted() {
  const std::vector<double> values = {9, std::nan(""), 1, 2};
  const ValueGrid grid = makeGrid(values, 1, 4, 1, 2);
  QVERIFY(std::isnan(grid.cells[0]));
  QCOMPARE(grid.cells[1], 2.0F);
  QCOMPARE(grid.notFinite, std::int64_t{1});
  QCOMPARE(grid.largest, 9.0);
}

void ValueGridTest::nothingGivesNothing() {
  QVERIFY(makeGrid({}, 0, 3, 4, 4).cells.empty());
  QVERIFY(makeGrid(std::vector<double>{1, 2}, 2, 2, 4, 4).cells.empty());
}

QTEST_APPLESS_MAIN(ValueGridTest)
#include "value_grid_test.moc"
