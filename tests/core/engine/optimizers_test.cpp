#include "core/engine/engine.h"
#include "tests/core/fixtures.h"

#include <QTest>
#include <cmath>

// Against what TensorFlow did to one variable: optimizers.json, made by record_optimizers.py.

using namespace cairn;
using namespace cairn::tests;
using nlohmann::json;

namespace {

// float32, six steps; TensorFlow multiplies by 1/sqrt where Cairn divides by sqrt.
constexpr double kTolerance = 5e-6;

std::vector<float> floatsOf(const json& list) {
  std::vector<float> values;
  for (const json& value : list) values.push_back(float(numberOf(value)));
  return values;
}

CairnOptimizerSpec specOf(const json& recorded) {
  const std::string name = recorded["class"];
  const json& arguments = recorded["arguments"];
  const auto number = [&](const char* key, double fallback) {
    return float(arguments.value(key, fallback));
  };
  CairnOptimizerSpec spec{};
  spec.kind = name == "AdagradOptimizer"    ? CAIRN_ADAGRAD
              : name == "AdamOptimizer"     ? CAIRN_ADAM
              : name == "RMSPropOptimizer"  ? CAIRN_RMSPROP
              : name == "FtrlOptimizer"     ? CAIRN_FTRL
              : name == "MomentumOptimizer" ? CAIRN_MOMENTUM
                                            : CAIRN_SGD;
  spec.beta1 = number("beta1", 0.9);
  spec.beta2 = number("beta2", 0.999);
  spec.epsilon = number("epsilon", spec.kind == CAIRN_RMSPROP ? 1e-10 : 1e-8);
  spec.decay = number("decay", 0.9);
  spec.momentum = number("momentum", 0);
  spec.centered = arguments.value("centered", false);
  spec.nesterov = arguments.value("use_nesterov", false);
  spec.learning_rate_power = number("learning_rate_power", -0.5);
  spec.l1 = number("l1_regularization_strength", 0);
  spec.l2 = number("l2_regularization_strength", 0);
  spec.l2_shrinkage = number("l2_shrinkage_regularization_strength", 0);
  spec.beta = number("beta", 0);
  return spec;
}

double worst(const std::vector<float>& found, const std::vector<float>& want) {
  double most = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    // Values that cancel to nearly 0 have no relative precision: 5e-7 is their floor.
    const double off =
        std::fabs(double(found[i]) - double(want[i])) / (std::fabs(double(want[i])) + 1e-1);
    most = std::max(most, std::isnan(off) ? INFINITY : off);
  }
  return most;
}

}  // namespace

class OptimizersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void updatesAreTensorFlows_data();
  void updatesAreTensorFlows();

 private:
  json m_recorded;
};

void OptimizersTest::initTestCase() {
  const auto recorded = readJson(CAIRN_OPTIMIZERS_JSON);
  QVERIFY(recorded);
  m_recorded = *recorded;
}

void OptimizersTest::updatesAreTensorFlows_data() {
  QTest::addColumn<QString>("name");
  for (const auto& [name, recorded] : m_recorded["cases"].items())
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void OptimizersTest::updatesAreTensorFlows() {
  QFETCH(QString, name);
  const json& recorded = m_recorded["cases"][name.toStdString()];
  const CairnOptimizerSpec spec = specOf(recorded);
  std::vector<float> value = floatsOf(m_recorded["start"]);
  std::vector<std::vector<float>> arrays;
  for (const json& slot : recorded["slots_start"]) arrays.push_back(floatsOf(slot));
  float* pointers[3] = {};
  for (std::size_t i = 0; i < arrays.size(); ++i) pointers[i] = arrays[i].data();
  float powers[2] = {spec.beta1, spec.beta2};
  const float rate = recorded["arguments"]["learning_rate"];
  for (const json& step : m_recorded["gradients"]) {
    const std::vector<float> gradient = floatsOf(step);
    cairn_optimizer_apply(&spec, powers, rate, std::int64_t(value.size()), gradient.data(),
                          value.data(), pointers);
    cairn_optimizer_advance(&spec, powers);
  }
  double most = worst(value, floatsOf(recorded["value_end"]));
  for (std::size_t i = 0; i < arrays.size(); ++i)
    most = std::max(most, worst(arrays[i], floatsOf(recorded["slots_end"][i])));
  qInfo("%s: %.1e", qPrintable(name), most);
  QVERIFY(most <= kTolerance);
}

QTEST_APPLESS_MAIN(OptimizersTest)
#include "optimizers_test.moc"
