#include "ui/plot/curve.h"

#include "tests/ui/plot/made_series.h"

#include <QTest>
#include <limits>

using namespace cairn;
using namespace cairn::ui;

class CurveTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void stepsAreTheAxis();
  void theLineIsKnownBetweenItsPoints();
  void relativeTimeStartsAtZero();
  void nanIsCountedAndLeftOutOfTheRange();
  void aRestartCutsOffItsAbandonedBranch();
  void aConstantStaysItselfWhenSmoothed();
  void nearestPointIsFoundFromBothSides_data();
  void nearestPointIsFoundFromBothSides();
};

void CurveTest::stepsAreTheAxis() {
  const auto curve =
      makeCurve(*makeSeries(5, 100, [](double) { return 1.0F; }), XAxisKind::Step, 0);
  QCOMPARE(curve->segments.size(), std::size_t{1});
  QCOMPARE(*curve->x, (Range{0, 400}));
  QCOMPARE(curve->points, std::size_t{5});
}

void CurveTest::relativeTimeStartsAtZero() {
  const auto curve =
      makeCurve(*makeSeries(5, 100, [](double) { return 1.0F; }), XAxisKind::Relative, 0);
  QCOMPARE(*curve->x, (Range{0, 4}));
}

void CurveTest::nanIsCountedAndLeftOutOfTheRange() {
  const auto curve = makeCurve(*makeSeries(10, 1,
                                           [](double x) {
                                             return x == 3 ? std::nanf("")
                                                    : x == 4
                                                        ? std::numeric_limits<float>::infinity()
                                                        : static_cast<float>(x);
                                           }),
                               XAxisKind::Step, 0);
  QCOMPARE(curve->gaps, std::size_t{2});
  QCOMPARE(*curve->y, (Range{0, 9}));
}

void CurveTest::aRestartCutsOffItsAbandonedBranch() {
  auto series = makeSeries(0, 1, nullptr);
  const auto add = [&](std::int64_t step, std::uint32_t attempt, bool abandoned) {
    series->steps.push_back(step);
    series->wallTimes.push_back(0);
    series->values.push_back(static_cast<float>(step));
    series->attempts.push_back(attempt);
    series->abandoned.push_back(abandoned);
  };
  add(0, 0, false);
  add(100, 0, false);
  add(200, 0, true);
  add(300, 0, true);
  add(150, 1, false);
  add(250, 1, false);
  const auto curve = makeCurve(*series, XAxisKind::Step, 0);
  QCOMPARE(curve->segments.size(), std::size_t{2});
  QCOMPARE(curve->segments[0].x, (std::vector<double>{0, 100, 150, 250}));
  QVERIFY(curve->segments[1].abandoned);
  QCOMPARE(curve->y->hi, 250.0);
}

void CurveTest::aConstantStaysItselfWhenSmoothed() {
  const auto curve =
      makeCurve(*makeSeries(50, 1, [](double) { return 3.5F; }), XAxisKind::Step, 0.9);
  for (const float value : curve->segments[0].smooth) QCOMPARE(value, 3.5F);
}

void CurveTest::nearestPointIsFoundFromBothSides_data() {
  QTest::addColumn<double>("x");
  QTest::addColumn<double>("found");
  QTest::newRow("before the first") << -50.0 << 0.0;
  QTest::newRow("after the last") << 5000.0 << 400.0;
  QTest::newRow("nearer below") << 140.0 << 100.0;
  QTest::newRow("nearer above") << 160.0 << 200.0;
  QTest::newRow("on it") << 300.0 << 300.0;
}

void CurveTest::nearestPointIsFoundFromBothSides() {
  QFETCH(double, x);
  QFETCH(double, found);
  const auto curve = makeCurve(*makeSeries(5, 100, [](double v) { return static_cast<float>(v); }),
                               XAxisKind::Step, 0);
  const auto point = nearestPoint(*curve, x);
  QVERIFY(point);
  QCOMPARE(point->x, found);
  QCOMPARE(point->raw, static_cast<float>(found));
}

void CurveTest::theLineIsKnownBetweenItsPoints() {
  const auto curve = makeCurve(*makeSeries(3, 100, [](double x) { return static_cast<float>(x); }),
                               XAxisKind::Step, 0);
  QCOMPARE(*lineAt(*curve, 140), 140.0);
  QCOMPARE(*lineAt(*curve, 200), 200.0);
  QCOMPARE(*lineAt(*curve, 900), 200.0);  // beyond the end: the last point
}

QTEST_APPLESS_MAIN(CurveTest)
#include "curve_test.moc"
