#include "ui/plot/chart_export.h"

#include "tests/ui/plot/made_series.h"

#include <QGuiApplication>
#include <QTest>
#include <QXmlStreamReader>
#include <cmath>

using namespace cairn;
using namespace cairn::ui;

class ChartExportTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void theDrawingIsWellFormedAndNamed();
  void aMillionPointsBecomeAFewPerColumn();
  void csvHasEveryPoint();
  void namesAreQuotedWhereTheyMust();
  void thePictureHasTheDrawingsSize();

 private:
  static ChartExport chart(std::shared_ptr<const series::Series> points);
};

ChartExport ChartExportTest::chart(std::shared_ptr<const series::Series> points) {
  ChartExport made;
  made.title = QStringLiteral("loss <&> \"x\"");
  made.note = QStringLiteral("smoothing 0.80");
  ChartSeries one;
  one.name = QStringLiteral("iris");
  one.color = Qt::blue;
  one.series = points;
  made.series = {one};
  made.x = {0, static_cast<double>(points->steps.back())};
  made.y = {0, 10};
  return made;
}

void ChartExportTest::theDrawingIsWellFormedAndNamed() {
  const auto svg = chartSvg(
      chart(makeSeries(100, 10, [](double x) { return static_cast<float>(x / 100); })), {});
  QVERIFY(svg);
  QXmlStreamReader reader(*svg);
  QStringList texts;
  int lines = 0;
  while (!reader.atEnd()) {
    reader.readNext();
    if (reader.isStartElement() && reader.name() == QLatin1String("polyline")) ++lines;
    if (reader.isCharacters() && !reader.isWhitespace()) texts << reader.text().toString();
  }
  QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
  QVERIFY(texts.contains(QStringLiteral("loss <&> \"x\"")));
  QVERIFY(texts.contains(QStringLiteral("smoothing 0.80")));
  QVERIFY(texts.contains(QStringLiteral("iris")));
  QVERIFY(texts.contains(QStringLiteral("step")));
  QCOMPARE(lines, 2);  // raw behind, smoothed before
}

void ChartExportTest::aMillionPointsBecomeAFewPerColumn() {
  const auto svg = chartSvg(
      chart(makeSeries(1'000'000, 1, [](double x) { return 5 + std::sin(static_cast<float>(x)); })),
      {});
  QVERIFY(svg);
  QVERIFY2(svg->size() < 300'000, qPrintable(QString::number(svg->size())));
}

void ChartExportTest::csvHasEveryPoint() {
  auto points = makeSeries(3, 10, [](double x) { return static_cast<float>(x); });
  points->abandoned[1] = true;
  const auto csv = seriesCsv(chart(points).series, 0.5, {});
  QVERIFY(csv);
  const QList<QByteArray> lines = csv->split('\n');
  QCOMPARE(lines.size(), 5);  // with the empty one at the end
  QCOMPARE(lines[0], QByteArray("run,subset,tag,step,wall_time,value,smoothed,abandoned"));
  QVERIFY(lines[1].startsWith("iris,"));
  QVERIFY(lines[2].endsWith(",10,,true"));
  QVERIFY(lines[3].endsWith(",false"));
}

void ChartExportTest::namesAreQuotedWhereTheyMust() {
  auto made = chart(makeSeries(1, 1, [](double) { return 1.0F; }));
  made.series[0].name = QStringLiteral("a,\"b\"");
  const auto csv = seriesCsv(made.series, 0, {});
  QVERIFY(csv->contains("\n\"a,\"\"b\"\"\","));
}

void ChartExportTest::thePictureHasTheDrawingsSize() {
  const auto svg =
      chartSvg(chart(makeSeries(10, 1, [](double x) { return static_cast<float>(x); })), {});
  const QImage image = svgImage(*svg, 2);
  QCOMPARE(image.width(), 1920);
  QVERIFY(image.height() >= 1080);
}

QTEST_MAIN(ChartExportTest)
#include "chart_export_test.moc"
