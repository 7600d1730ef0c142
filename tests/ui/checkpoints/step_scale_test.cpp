#include "ui/checkpoints/step_scale.h"

#include <QTest>

using namespace cairn::ui;

class StepScaleTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void firstAndLastStandAtTheEnds();
  void overThreeDecadesItIsLogarithmic();
  void oneStepStandsInTheMiddle();
  void aViewShowsAPart();
  void labelsNeverOverlap();
  void wantedLabelsComeFirst();
};

void StepScaleTest::firstAndLastStandAtTheEnds() {
  const StepScale scale({0, 100, 200}, 10, 110);
  QVERIFY(!scale.isLog());
  QCOMPARE(scale.toPixel(0), 10.0);
  QCOMPARE(scale.toPixel(100), 60.0);
  QCOMPARE(scale.toPixel(200), 110.0);
}

void StepScaleTest::overThreeDecadesItIsLogarithmic() {
  const StepScale scale({0, 1, 10, 100, 10'000}, 0, 1000);
  QVERIFY(scale.isLog());
  QCOMPARE(scale.toPixel(0), 0.0);
  QCOMPARE(scale.toPixel(10'000), 1000.0);
  QVERIFY(scale.toPixel(100) > 450 && scale.toPixel(100) < 550);
}

void StepScaleTest::oneStepStandsInTheMiddle() {
  QCOMPARE(StepScale({7}, 0, 100).toPixel(7), 50.0);
}

void StepScaleTest::aViewShowsAPart() {
  StepScale scale({0, 100}, 0, 100);
  scale.setView(0.5, 1);
  QCOMPARE(scale.toPixel(50), 0.0);
  QCOMPARE(scale.toPixel(100), 100.0);
}

void StepScaleTest::labelsNeverOverlap() {
  std::vector<double> at, widths;
  for (int i = 0; i < 500; ++i) {
    at.push_back(i * 2.0);
    widths.push_back(30);
  }
  const auto shown = labelsThatFit(at, widths, {}, 8);
  double last = -100;
  int count = 0;
  for (std::size_t i = 0; i < at.size(); ++i) {
    if (!shown[i]) continue;
    QVERIFY(at[i] - last >= 38);
    last = at[i];
    ++count;
  }
  QVERIFY(count > 8);
  QVERIFY(shown.back());
}

void StepScaleTest::wantedLabelsComeFirst() {
  const auto shown = labelsThatFit({0, 10, 20, 30}, {20, 20, 20, 20}, {1}, 0);
  QVERIFY(!shown[0] && shown[1] && !shown[2] && shown[3]);
}

QTEST_APPLESS_MAIN(StepScaleTest)
#include "step_scale_test.moc"
