#include "core/series/pyramid.h"

#include <QTest>
#include <cmath>
#include <random>

using namespace cairn::series;

class PyramidTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyStretchIsExact_data();
  void everyStretchIsExact();
  void columnsAreThoseOfOnePass_data();
  void columnsAreThoseOfOnePass();
  void aSpikeIsNeverLost();
  void onlyGapsAreCounted();
  void whatIsOutsideIsCounted_data();
  void whatIsOutsideIsCounted();
};

namespace {

std::vector<float> noise(std::size_t size, bool withGaps) {
  std::mt19937 random(7);
  std::normal_distribution<float> normal;
  std::vector<float> values(size);
  for (float& value : values) value = normal(random);
  if (withGaps)
    for (std::size_t i = 0; i < size; i += 37) values[i] = std::nanf("");
  return values;
}

// The truth: one pass.
PixelColumn onePass(std::span<const float> values) {
  PixelColumn column;
  for (const float value : values) {
    if (!std::isfinite(value)) {
      ++column.gaps;
      continue;
    }
    if (column.count++ == 0) column.min = column.max = column.first = value;
    column.min = std::min(column.min, value);
    column.max = std::max(column.max, value);
    column.last = value;
  }
  return column;
}

}  // namespace

void PyramidTest::everyStretchIsExact_data() {
  QTest::addColumn<int>("size");
  QTest::addColumn<bool>("gaps");
  for (const int size : {0, 1, 63, 64, 127, 128, 129, 1000, 4096, 10'007})
    for (const bool gaps : {false, true})
      QTest::addRow("%d points%s", size, gaps ? ", gaps" : "") << size << gaps;
}

void PyramidTest::everyStretchIsExact() {
  QFETCH(int, size);
  QFETCH(bool, gaps);
  const auto values = noise(static_cast<std::size_t>(size), gaps);
  const Pyramid pyramid(values);
  std::mt19937 random(3);
  for (int i = 0; i < 300; ++i) {
    const std::size_t a = random() % (values.size() + 1), b = random() % (values.size() + 1);
    const std::size_t from = std::min(a, b), to = std::max(a, b);
    QCOMPARE(pyramid.reduce(values, from, to), onePass(std::span(values).subspan(from, to - from)));
  }
  QCOMPARE(pyramid.reduce(values, 0, values.size()), onePass(values));
}

void PyramidTest::columnsAreThoseOfOnePass_data() {
  QTest::addColumn<double>("lo");
  QTest::addColumn<double>("hi");
  QTest::addColumn<bool>("log");
  QTest::newRow("all") << 0.0 << 50'000.0 << false;
  QTest::newRow("a part") << 1234.5 << 9876.5 << false;
  QTest::newRow("beyond") << -100.0 << 90'000.0 << false;
  QTest::newRow("logarithmic") << 0.0 << 5.0 << true;
}

void PyramidTest::columnsAreThoseOfOnePass() {
  QFETCH(double, lo);
  QFETCH(double, hi);
  QFETCH(bool, log);
  const auto y = noise(50'000, true);
  std::vector<double> x(y.size());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i) + 1;
  const AxisMap axis{lo, hi, 640, log};
  QCOMPARE(reduceToColumns(x, y, Pyramid(y), axis), reduceToColumns(x, y, axis));
}

void PyramidTest::aSpikeIsNeverLost() {
  std::vector<float> y(200'000, 1);
  y[123'456] = 99;
  std::vector<double> x(y.size());
  for (std::size_t i = 0; i < x.size(); ++i) x[i] = static_cast<double>(i);
  const auto columns = reduceToColumns(x, y, Pyramid(y), {0, 200'000, 300});
  QVERIFY(std::any_of(columns.begin(), columns.end(),
                      [](const PixelColumn& column) { return column.max == 99; }));
}

void PyramidTest::onlyGapsAreCounted() {
  const std::vector<float> y(1000, std::nanf(""));
  const PixelColumn column = Pyramid(y).reduce(y, 0, 1000);
  QCOMPARE(column.gaps, std::uint32_t{1000});
  QCOMPARE(column.count, std::uint32_t{0});
}

void PyramidTest::whatIsOutsideIsCounted_data() {
  QTest::addColumn<int>("size");
  QTest::addColumn<int>("from");
  QTest::addColumn<int>("to");
  QTest::addRow("few") << 100 << 0 << 100;
  QTest::addRow("whole") << 5000 << 0 << 5000;
  QTest::addRow("uneven edges") << 5000 << 63 << 4711;
  QTest::addRow("within a bucket") << 5000 << 70 << 90;
  QTest::addRow("nothing") << 5000 << 90 << 90;
}

void PyramidTest::whatIsOutsideIsCounted() {
  QFETCH(int, size);
  QFETCH(int, from);
  QFETCH(int, to);
  const std::vector<float> values = noise(static_cast<std::size_t>(size), true);
  for (const auto& [low, high] : {std::pair{-1.0F, 1.0F}, {-9.0F, 9.0F}, {2.0F, 3.0F}}) {
    Pyramid::Outside wanted;
    for (int i = from; i < to; ++i) {
      wanted.above += values[static_cast<std::size_t>(i)] > high ? 1 : 0;
      wanted.below += values[static_cast<std::size_t>(i)] < low ? 1 : 0;
    }
    const auto found = Pyramid(values).countOutside(values, static_cast<std::size_t>(from),
                                                    static_cast<std::size_t>(to), low, high);
    QVERIFY(found == wanted);
  }
}

QTEST_APPLESS_MAIN(PyramidTest)
#include "pyramid_test.moc"
