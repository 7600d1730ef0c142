#include "ui/compare/parallel_axes.h"

#include "ui/compare/parallel_view.h"
#include "ui/theme/theme.h"

#include <QApplication>
#include <QSignalSpy>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

namespace {

Comparison three() {
  Comparison made;
  for (const char* name : {"a", "b", "c"}) {
    RunRef run;
    run.name = run.id = QString::fromLatin1(name);
    run.color = Qt::blue;
    made.runs.push_back(run);
  }
  made.rows.push_back({RowSection::Variables,
                       "optimizer",
                       {"\"Adagrad\"", "\"Adam\"", "\"Adam\""},
                       {},
                       {},
                       false,
                       false});
  made.rows.push_back({RowSection::Training,
                       "optimizer.learning_rate",
                       {"0.1", "0.001", "0.0001"},
                       {},
                       {},
                       false,
                       false});
  made.rows.push_back({RowSection::Training, "train.steps", {"5", "5", "5"}, {}, {}, false, false});
  made.rows.push_back({RowSection::Results,
                       "accuracy",
                       {},
                       {ResultValue{0.9, 0.9, 0.9, 1}, ResultValue{1, 1, 1, 1}, std::nullopt},
                       Better::Higher,
                       false,
                       false});
  for (ComparisonRow& row : made.rows) row.known = made.runs.size();
  return made;
}

}  // namespace

class ParallelAxesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { new Theme(*qApp); }
  void differingKeysAndResultsBecomeAxes();
  void equalRunsAreFannedOut();
  void widelySpreadNumbersAreLogarithmic();
  void brushesFilter();
  void aDragOnAnAxisFilters();
  void aDragOnANameMovesTheAxis();
};

void ParallelAxesTest::differingKeysAndResultsBecomeAxes() {
  const auto axes = makeAxes(three(), ResultKind::Last);
  QCOMPARE(axes.size(), std::size_t{3});
  QCOMPARE(axes[0].name, QStringLiteral("optimizer"));
  QVERIFY(!axes[0].isNumeric);
  QCOMPARE(axes[1].name, QStringLiteral("learning_rate"));
  QCOMPARE(axes[2].name, QStringLiteral("accuracy ↑"));
  QVERIFY(!axes[2].places[2]);
  QVERIFY(*axes[2].places[1] > *axes[2].places[0]);
}

void ParallelAxesTest::equalRunsAreFannedOut() {
  const auto axes = makeAxes(three(), ResultKind::Last);
  QVERIFY(axes[0].places[1] != axes[0].places[2]);
  QVERIFY(std::abs(*axes[0].places[1] - *axes[0].places[2]) < 0.05);
  QVERIFY(*axes[0].places[0] > *axes[0].places[1]);  // words are read downwards
}

void ParallelAxesTest::widelySpreadNumbersAreLogarithmic() {
  auto axes = makeAxes(three(), ResultKind::Last);
  QVERIFY(axes[1].isLog);
  const double middle = *axes[1].places[1];
  QVERIFY(middle > 0.2 && middle < 0.5);
  axes[1].isInverted = true;
  axes[1].arrange();
  QVERIFY(*axes[1].places[0] < *axes[1].places[2]);
}

void ParallelAxesTest::brushesFilter() {
  const auto axes = makeAxes(three(), ResultKind::Last);
  std::vector<std::vector<Brush>> brushes(3);
  QVERIFY(passes(axes, brushes, 2));
  brushes[1] = {{0.9, 1}};
  QVERIFY(passes(axes, brushes, 0) && !passes(axes, brushes, 1));
  brushes[1].push_back({0, 0.6});  // a second one of the same axis
  QVERIFY(passes(axes, brushes, 1));
  brushes[2] = {{0, 1}};
  QVERIFY(!passes(axes, brushes, 2));  // it has no value there
}

void ParallelAxesTest::aDragOnAnAxisFilters() {
  ParallelView view;
  view.resize(800, 240);
  const Comparison made = three();
  view.setContent(made.runs, makeAxes(made, ResultKind::Last));
  view.show();
  QSignalSpy brushed(&view, &ParallelView::brushed);
  const QPoint top = view.placeOf(1, 0).toPoint();
  QTest::mousePress(&view, Qt::LeftButton, {}, top + QPoint(0, -6));
  QTest::mouseMove(&view, top + QPoint(0, 4));
  QTest::mouseRelease(&view, Qt::LeftButton, {}, top + QPoint(0, 12));
  QCOMPARE(brushed.count(), 1);
  QCOMPARE(view.passing(), std::vector<std::size_t>{0});
  QTest::keyClick(&view, Qt::Key_Escape);
  QCOMPARE(view.passing().size(), std::size_t{3});
}

void ParallelAxesTest::aDragOnANameMovesTheAxis() {
  ParallelView view;
  view.resize(800, 240);
  const Comparison made = three();
  view.setContent(made.runs, makeAxes(made, ResultKind::Last));
  view.show();
  const auto nameOf = [&](std::size_t axis) {
    return QPoint(static_cast<int>(view.placeOf(axis, 0).x()), 12);
  };
  QTest::mousePress(&view, Qt::LeftButton, {}, nameOf(0));
  QTest::mouseMove(&view, nameOf(1));
  QTest::mouseRelease(&view, Qt::LeftButton, {}, nameOf(2));
  QCOMPARE(view.axes()[2].name, QStringLiteral("optimizer"));
}

QTEST_MAIN(ParallelAxesTest)
#include "parallel_axes_test.moc"
