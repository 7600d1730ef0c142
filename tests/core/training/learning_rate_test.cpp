#include "core/training/learning_rate.h"

#include "tests/core/training/recorded_case.h"

#include <QTest>

// Against the rates of TensorFlow's schedules: learning_rates.json, made by
// record_learning_rates.py.

using namespace cairn;
using training::LearningRateSchedule;

namespace {

// float32: a function of TensorFlow's may differ from the library's by one or two ulp, and the
// half cosine near its end by as much of its start.
constexpr double kRelative = 2e-6;
constexpr double kAbsolute = 1e-8;

/// The rate as a config with it has it, defaults filled in.
std::optional<model::LearningRate> rateOf(const nlohmann::json& learningRate) {
  const bool keras = std::isupper(learningRate["schedule"].get<std::string>().front()) != 0;
  const nlohmann::json config = {
      {"cairn", 1},
      {"estimator", "DNNClassifier"},
      {"api", keras ? "v2" : "v1"},
      {"args",
       {{"hidden_units", {4}},
        {"feature_columns", {{{"type", "numeric_column"}, {"key", "a"}}}},
        {"optimizer",
         {{"class", keras ? "SGD" : "GradientDescentOptimizer"},
          {"learning_rate", learningRate}}}}}};
  const model::ParsedConfig parsed = model::parseConfig(config);
  if (!parsed.config) return std::nullopt;
  return parsed.config->args.optimizer.learningRate;
}

}  // namespace

class LearningRateTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void ratesAreTensorFlows_data();
  void ratesAreTensorFlows();
  void piecesMustFitTheirBoundaries();

 private:
  nlohmann::json m_recorded;
};

void LearningRateTest::initTestCase() {
  m_recorded = tests::readJson(CAIRN_LEARNING_RATES_JSON);
  QVERIFY(m_recorded.is_object());
}

void LearningRateTest::ratesAreTensorFlows_data() {
  QTest::addColumn<QString>("name");
  for (const auto& [name, recorded] : m_recorded["cases"].items())
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void LearningRateTest::ratesAreTensorFlows() {
  QFETCH(QString, name);
  const nlohmann::json& recorded = m_recorded["cases"][name.toStdString()];
  const auto rate = rateOf(recorded["learning_rate"]);
  QVERIFY(rate);
  const auto schedule = LearningRateSchedule::create(*rate, "args.optimizer.learning_rate");
  QVERIFY2(schedule, schedule ? "" : describe(schedule.error()).c_str());
  double worst = 0;
  for (std::size_t i = 0; i < m_recorded["steps"].size(); ++i) {
    const double found = static_cast<double>(schedule->at(Step(m_recorded["steps"][i])));
    const double off = tests::deviation(found, recorded["rates"][i], kAbsolute);
    if (off > kRelative) qInfo("step %d: off by %.1e", m_recorded["steps"][i].get<int>(), off);
    worst = std::max(worst, off);
  }
  qInfo("%s: %.1e", qPrintable(name), worst);
  QVERIFY(worst <= kRelative);
}

void LearningRateTest::piecesMustFitTheirBoundaries() {
  model::LearningRate rate;
  rate.schedule = "piecewise_constant";
  rate.parameters["boundaries"] = std::vector<double>{3, 7};
  rate.parameters["values"] = std::vector<double>{0.1, 0.2};
  QVERIFY(!LearningRateSchedule::create(rate, "key"));
  rate.parameters["values"] = std::vector<double>{0.1, 0.2, 0.3};
  QVERIFY(LearningRateSchedule::create(rate, "key"));
  rate.parameters["boundaries"] = std::vector<double>{3, 7.5};
  const auto refused = LearningRateSchedule::create(rate, "key");
  QVERIFY(!refused);
  QCOMPARE(refused.error().where, std::string("key"));
}

QTEST_APPLESS_MAIN(LearningRateTest)
#include "learning_rate_test.moc"
