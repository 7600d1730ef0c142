#include "ui/plot/frame.h"

#include "tests/ui/plot/made_series.h"
#include "ui/plot/raster.h"

#include <QGuiApplication>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class FrameTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aLineIsAsThickAsAsked_data();
  void aLineIsAsThickAsAsked();
  void aSpikeIsNeverLost();
  void nanLeavesAGap();
  void pointsOutsideAreCounted();
  void aFewPointsAreJoined();
  void aViewBetweenTwoPointsIsNotEmpty();
  void logarithmsLeaveOutWhatIsNotPositive();
  void limitsDoNotMoveWithEveryPoint();
  void aConstantHasLimitsAroundIt();
  void outliersDoNotFlattenTheRest();

 private:
  static FrameRequest request(std::shared_ptr<series::Series> series, Range x, Range y);
  static double ink(const QImage& image, int x);
};

FrameRequest FrameTest::request(std::shared_ptr<series::Series> series, Range x, Range y) {
  FrameRequest made;
  made.curves.push_back(
      {makeCurve(*series, XAxisKind::Step, 0), Qt::black, 2.0, false, false, false});
  made.x = x;
  made.y = y;
  made.size = {200, 100};
  return made;
}

// How many pixels of a column are covered.
double FrameTest::ink(const QImage& image, int x) {
  double sum = 0;
  for (int y = 0; y < image.height(); ++y) sum += qAlpha(image.pixel(x, y)) / 255.0;
  return sum;
}

void FrameTest::aLineIsAsThickAsAsked_data() {
  QTest::addColumn<double>("slope");
  QTest::newRow("flat") << 0.0;
  QTest::newRow("gentle") << 0.3;
  QTest::newRow("diagonal") << 1.0;
  QTest::newRow("steep") << 4.0;
}

void FrameTest::aLineIsAsThickAsAsked() {
  QFETCH(double, slope);
  // Two points: the columns between them are made by the rasteriser.
  std::vector<series::PixelColumn> columns(21);
  columns[0] = {10, 10, 10, 10, 1, 0};
  const auto end = static_cast<float>(10 + 20 * slope);
  columns[20] = {end, end, end, end, 1, 0};
  ColumnCanvas canvas(21, 200);
  canvas.stroke(columns, {0, 200, 200}, {Qt::black, 2.0});
  const double got = ink(canvas.toImage(), 10);
  const double wanted = 2.0 * std::sqrt(1 + slope * slope);
  QVERIFY2(std::abs(got - wanted) < 0.12 * wanted, qPrintable(QString::number(got)));
}

void FrameTest::aSpikeIsNeverLost() {
  const auto made = makeSeries(1'000'000, 1, [](double x) { return x == 543210 ? 90.0F : 10.0F; });
  const auto frame = renderFrame(request(made, {0, 999'999}, {0, 100}), {});
  const int column = 543210 * 200 / 1'000'000;
  QVERIFY(ink(frame->image, column) > 70);
  QVERIFY(ink(frame->image, column + 3) < 4);
}

void FrameTest::nanLeavesAGap() {
  const auto made =
      makeSeries(201, 1, [](double x) { return x >= 100 && x <= 110 ? std::nanf("") : 50.0F; });
  const auto frame = renderFrame(request(made, {0, 200}, {0, 100}), {});
  QVERIFY(ink(frame->image, 50) > 1);
  // But for the triangle at the lower edge, which says that there is something.
  QCOMPARE(ink(frame->image.copy(0, 0, 200, 90), 105), 0.0);
  QVERIFY(ink(frame->image.copy(0, 90, 200, 10), 105) > 0.5);
  QVERIFY(ink(frame->image, 150) > 1);
  QCOMPARE(frame->gaps, std::size_t{11});
}

void FrameTest::pointsOutsideAreCounted() {
  const auto made = makeSeries(100, 1, [](double x) {
    return x < 7 ? 1000.0F : x > 97 ? -5.0F : 10.0F;
  });
  const auto frame = renderFrame(request(made, {0, 99}, {0, 50}), {});
  QCOMPARE(frame->above, std::size_t{7});
  QCOMPARE(frame->below, std::size_t{2});
}

void FrameTest::aViewBetweenTwoPointsIsNotEmpty() {
  const auto made = makeSeries(3, 100, [](double x) { return static_cast<float>(x / 2); });
  const auto frame = renderFrame(request(made, {20, 60}, {0, 100}), {});
  for (const int x : {0, 60, 199}) QVERIFY(ink(frame->image, x) > 1.5);
  QVERIFY(qAlpha(frame->image.pixel(100, 80)) > 0);  // at step 40 the value is 20
}

void FrameTest::aFewPointsAreJoined() {
  const auto made = makeSeries(3, 100, [](double) { return 50.0F; });
  const auto frame = renderFrame(request(made, {0, 200}, {0, 100}), {});
  for (const int x : {30, 77, 140}) QVERIFY(ink(frame->image, x) > 1.5);
}

void FrameTest::logarithmsLeaveOutWhatIsNotPositive() {
  const auto made = makeSeries(100, 1, [](double x) { return x < 10 ? -1.0F : 10.0F; });
  auto asked = request(made, {0, 99}, {1, 100});
  asked.logY = true;
  const auto frame = renderFrame(asked, {});
  QCOMPARE(frame->notPositive, std::size_t{10});
  QVERIFY(qAlpha(frame->image.pixel(150, 50)) > 0);  // 10 is half way from 1 to 100
}

void FrameTest::limitsDoNotMoveWithEveryPoint() {
  const auto a =
      makeCurve(*makeSeries(100, 1, [](double x) { return 40.0F - static_cast<float>(x) / 10; }),
                XAxisKind::Step, 0);
  const auto b =
      makeCurve(*makeSeries(101, 1, [](double x) { return 40.1F - static_cast<float>(x) / 10; }),
                XAxisKind::Step, 0);
  QCOMPARE(fitY({a}, false, false).hi, fitY({b}, false, false).hi);
}

void FrameTest::aConstantHasLimitsAroundIt() {
  const auto curve = makeCurve(*makeSeries(10, 1, [](double) { return 5.0F; }), XAxisKind::Step, 0);
  const Range y = fitY({curve}, false, true);
  QVERIFY(y.lo < 5 && y.hi > 5);
  QCOMPARE(fitY({}, false, true), (Range{0, 1}));
}

void FrameTest::outliersDoNotFlattenTheRest() {
  const auto curve = makeCurve(
      *makeSeries(
          1000, 1,
          [](double x) { return x < 3 ? 5000.0F : 10.0F + std::sin(static_cast<float>(x)); }),
      XAxisKind::Step, 0);
  QVERIFY(fitY({curve}, false, true).hi < 20);
  QVERIFY(fitY({curve}, false, false).hi >= 5000);
}

QTEST_MAIN(FrameTest)
#include "frame_test.moc"
