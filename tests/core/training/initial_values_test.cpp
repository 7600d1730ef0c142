#include "core/training/initial_values.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <numeric>

using namespace cairn;
using training::initialValues;
using Kind = model::Initializer::Kind;

namespace {

model::Variable variable(const std::string& name, std::vector<std::int64_t> sizes, Kind kind,
                         double value = 0) {
  model::Variable made;
  made.name = name;
  for (const std::int64_t size : sizes) made.dimensions.push_back({size, ""});
  made.initializer = {kind, value};
  return made;
}

double deviationOf(const std::vector<float>& values) {
  double squares = 0;
  for (const float value : values)
    squares += static_cast<double>(value) * static_cast<double>(value);
  return std::sqrt(squares / static_cast<double>(values.size()));
}

}  // namespace

class InitialValuesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void constantsFillTheShape();
  void glorotStaysInItsBounds();
  void truncatedNormalStaysWithinTwoDeviations();
  void valuesDependOnSeedAndNameAlone();
};

void InitialValuesTest::constantsFillTheShape() {
  const auto values = initialValues(variable("slot", {2, 3}, Kind::Constant, 0.1), 1);
  QCOMPARE(values, std::vector<float>(6, 0.1F));
  QCOMPARE(initialValues(variable("scalar", {}, Kind::Constant, 0.9), 1), std::vector<float>{0.9F});
}

void InitialValuesTest::glorotStaysInItsBounds() {
  const auto values = initialValues(variable("kernel", {100, 50}, Kind::GlorotUniform), 1);
  const double bound = std::sqrt(6.0 / 150);
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  QVERIFY(static_cast<double>(*least) >= -bound && static_cast<double>(*greatest) <= bound);
  QVERIFY(static_cast<double>(*greatest) > 0.99 * bound);
  // Uniform: the deviation is bound / sqrt 3; 5000 draws keep within 3 %.
  QVERIFY(std::abs(deviationOf(values) / (bound / std::sqrt(3.0)) - 1) < 0.03);
  QVERIFY(std::abs(std::accumulate(values.begin(), values.end(), 0.0) / 5000) < 0.02 * bound);
}

void InitialValuesTest::truncatedNormalStaysWithinTwoDeviations() {
  const auto values = initialValues(variable("table", {1000, 4}, Kind::TruncatedNormal, 0.5), 1);
  for (const float value : values) QVERIFY(std::abs(value) <= 1.0F);
  // Cut at two deviations the standard normal has a deviation of 0.8796.
  QVERIFY(std::abs(deviationOf(values) / (0.5 * 0.8796) - 1) < 0.04);
}

void InitialValuesTest::valuesDependOnSeedAndNameAlone() {
  const model::Variable kernel = variable("a", {4, 4}, Kind::GlorotUniform);
  QCOMPARE(initialValues(kernel, 7), initialValues(kernel, 7));
  QVERIFY(initialValues(kernel, 7) != initialValues(kernel, 8));
  QVERIFY(initialValues(kernel, 7) != initialValues(variable("b", {4, 4}, Kind::GlorotUniform), 7));
}

QTEST_APPLESS_MAIN(InitialValuesTest)
#include "initial_values_test.moc"
