#include "core/engine/engine.h"
#include "tests/core/fixtures.h"

#include <QTest>
#include <algorithm>
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

/// Equal ids summed first, as the border wants it.
struct UniqueRows {
  std::vector<std::int64_t> ids;
  std::vector<float> gradient;
};
UniqueRows uniqueRows(const json& ids, const std::vector<float>& gradient, std::size_t width) {
  UniqueRows rows;
  for (std::size_t i = 0; i < ids.size(); ++i) {
    const auto known = std::find(rows.ids.begin(), rows.ids.end(), ids[i].get<std::int64_t>());
    const auto at = std::size_t(known - rows.ids.begin());
    if (known == rows.ids.end()) rows.ids.push_back(ids[i]);
    rows.gradient.resize(rows.ids.size() * width);
    for (std::size_t j = 0; j < width; ++j)
      rows.gradient[at * width + j] += gradient[i * width + j];
  }
  return rows;
}

double deviation(const std::vector<float>& found, const std::vector<float>& want) {
  double most = 0;
  for (std::size_t i = 0; i < want.size(); ++i) {
    // Values that cancel to nearly 0 have no relative precision: 5e-7 is their floor.
    const double off =
        std::fabs(double(found[i]) - double(want[i])) / (std::fabs(double(want[i])) + 1e-1);
    most = std::max(most, std::isnan(off) ? INFINITY : off);
  }
  return most;
}

/// One variable with its slots, as recorded at the start.
class Trained {
 public:
  Trained(const json& recorded, const json& start)
      : spec(specOf(recorded)),
        rate(recorded["arguments"]["learning_rate"]),
        value(floatsOf(start)),
        m_recorded(recorded) {
    for (const json& slot : recorded["slots_start"]) m_arrays.push_back(floatsOf(slot));
    for (std::size_t i = 0; i < m_arrays.size(); ++i) pointers[i] = m_arrays[i].data();
    powers[0] = spec.beta1;
    powers[1] = spec.beta2;
  }
  Trained(const Trained&) = delete;

  /// Deviation from what was recorded at the end.
  double worst() const {
    double most = deviation(value, floatsOf(m_recorded["value_end"]));
    for (std::size_t i = 0; i < m_arrays.size(); ++i)
      most = std::max(most, deviation(m_arrays[i], floatsOf(m_recorded["slots_end"][i])));
    return most;
  }

  CairnOptimizerSpec spec;
  float rate;
  std::vector<float> value;
  float* pointers[3] = {};
  float powers[2] = {};

 private:
  json m_recorded;
  std::vector<std::vector<float>> m_arrays;
};

}  // namespace

class OptimizersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void updatesAreTensorFlows_data();
  void updatesAreTensorFlows();
  void updatesOfRowsAreTensorFlows_data();
  void updatesOfRowsAreTensorFlows();

 private:
  void cases(const char* key) const;
  json m_recorded;
};

void OptimizersTest::initTestCase() {
  const auto recorded = readJson(CAIRN_OPTIMIZERS_JSON);
  QVERIFY(recorded);
  m_recorded = *recorded;
}

void OptimizersTest::cases(const char* key) const {
  QTest::addColumn<QString>("name");
  for (const auto& [name, recorded] : m_recorded[key].items())
    QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void OptimizersTest::updatesAreTensorFlows_data() { cases("cases"); }

void OptimizersTest::updatesAreTensorFlows() {
  QFETCH(QString, name);
  Trained trained(m_recorded["cases"][name.toStdString()], m_recorded["start"]);
  for (const json& step : m_recorded["gradients"]) {
    const std::vector<float> gradient = floatsOf(step);
    cairn_optimizer_apply(&trained.spec, trained.powers, trained.rate,
                          std::int64_t(trained.value.size()), gradient.data(), trained.value.data(),
                          trained.pointers);
    cairn_optimizer_advance(&trained.spec, trained.powers);
  }
  const double most = trained.worst();
  qInfo("%s: %.1e", qPrintable(name), most);
  QVERIFY(most <= kTolerance);
}

void OptimizersTest::updatesOfRowsAreTensorFlows_data() { cases("sparse_cases"); }

void OptimizersTest::updatesOfRowsAreTensorFlows() {
  QFETCH(QString, name);
  constexpr std::size_t kWidth = 3;
  Trained trained(m_recorded["sparse_cases"][name.toStdString()], m_recorded["table"]);
  for (std::size_t i = 0; i < m_recorded["rows"].size(); ++i) {
    const UniqueRows rows =
        uniqueRows(m_recorded["rows"][i], floatsOf(m_recorded["rows_gradients"][i]), kWidth);
    cairn_optimizer_apply_sparse(&trained.spec, trained.powers, trained.rate,
                                 std::int64_t(trained.value.size() / kWidth), kWidth,
                                 rows.ids.data(), std::int64_t(rows.ids.size()),
                                 rows.gradient.data(), trained.value.data(), trained.pointers);
    cairn_optimizer_advance(&trained.spec, trained.powers);
  }
  const double most = trained.worst();
  qInfo("%s: %.1e", qPrintable(name), most);
  QVERIFY(most <= kTolerance);
}

QTEST_APPLESS_MAIN(OptimizersTest)
#include "optimizers_test.moc"
