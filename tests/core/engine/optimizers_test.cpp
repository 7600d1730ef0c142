#include "core/engine/engine.h"
#include "tests/core/fixtures.h"

#include <QTest>
#include <algorithm>
#include <cmath>
#include <map>

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

CairnOptimizer kindOf(const std::string& name, bool momentum) {
  const std::map<std::string, CairnOptimizer> kinds = {
      {"GradientDescentOptimizer", CAIRN_SGD},
      {"MomentumOptimizer", CAIRN_MOMENTUM},
      {"AdagradOptimizer", CAIRN_ADAGRAD},
      {"AdamOptimizer", CAIRN_ADAM},
      {"RMSPropOptimizer", CAIRN_RMSPROP},
      {"FtrlOptimizer", CAIRN_FTRL},
      {"AdadeltaOptimizer", CAIRN_ADADELTA},
      {"ProximalGradientDescentOptimizer", CAIRN_PROXIMAL_SGD},
      {"ProximalAdagradOptimizer", CAIRN_PROXIMAL_ADAGRAD},
      {"AdagradDAOptimizer", CAIRN_ADAGRAD_DA},
      {"SGD", momentum ? CAIRN_KERAS_MOMENTUM : CAIRN_SGD},
      {"Adagrad", CAIRN_ADAGRAD},
      {"Adam", CAIRN_ADAM},
      {"Adamax", CAIRN_ADAMAX},
      {"Nadam", CAIRN_NADAM},
      {"Adadelta", CAIRN_ADADELTA},
      {"RMSprop", momentum ? CAIRN_KERAS_RMSPROP_MOMENTUM : CAIRN_KERAS_RMSPROP},
      {"Ftrl", CAIRN_FTRL},
  };
  return kinds.at(name);
}

CairnOptimizerSpec specOf(const json& recorded) {
  const json& arguments = recorded["arguments"];
  const auto number = [&](const char* key, double fallback) {
    return float(arguments.value(key, fallback));
  };
  CairnOptimizerSpec spec{};
  spec.kind = kindOf(recorded["class"], arguments.contains("momentum"));
  spec.beta1 = number("beta_1", arguments.value("beta1", 0.9));
  spec.beta2 = number("beta_2", arguments.value("beta2", 0.999));
  spec.epsilon = number("epsilon", spec.kind == CAIRN_RMSPROP   ? 1e-10
                                   : spec.kind == CAIRN_ADAGRAD ? 0
                                                                : 1e-8);
  spec.decay = number("rho", arguments.value("decay", 0.9));
  spec.momentum = number("momentum", 0);
  spec.centered = arguments.value("centered", false);
  spec.amsgrad = arguments.value("amsgrad", false);
  spec.nesterov = arguments.value("use_nesterov", arguments.value("nesterov", false));
  spec.learning_rate_power = number("learning_rate_power", -0.5);
  spec.l1 = number("l1_regularization_strength", 0);
  spec.l2 = number("l2_regularization_strength", 0);
  spec.l2_shrinkage = number("l2_shrinkage_regularization_strength", 0);
  spec.beta = number("beta", 0);
  spec.clips = (arguments.contains("clipvalue") ? CAIRN_CLIP_VALUE : 0) |
               (arguments.contains("clipnorm") ? CAIRN_CLIP_NORM : 0);
  spec.clip_value = number("clipvalue", 0);
  spec.clip_norm = number("clipnorm", 0);
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
  }
  Trained(const Trained&) = delete;

  /// The step's scalars, t from 1.
  void begin(float t) {
    const float decay = m_recorded["arguments"].value("schedule_decay", 0.004F);
    const auto momentum = [&](float at) {
      return spec.beta1 * (1.0F - 0.5F * std::pow(0.96F, decay * at));
    };
    scalars[0] = std::pow(spec.beta1, t);
    scalars[1] = std::pow(spec.beta2, t);
    if (spec.kind == CAIRN_ADAGRAD_DA) scalars[0] = t;
    if (spec.kind != CAIRN_NADAM) return;
    scalars[3] = scalars[1];
    scalars[0] = momentum(t);
    scalars[1] = momentum(t + 1);
    scalars[2] = (t == 1 ? 1.0F : scalars[2]) * scalars[0];
  }

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
  float scalars[CAIRN_STEP_SCALARS] = {};

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
  float t = 0;
  for (const json& step : m_recorded["gradients"]) {
    std::vector<float> gradient = floatsOf(step);
    trained.begin(++t);
    cairn_optimizer_clip(&trained.spec, std::int64_t(gradient.size()), gradient.data());
    cairn_optimizer_apply(&trained.spec, trained.scalars, trained.rate,
                          std::int64_t(trained.value.size()), gradient.data(), trained.value.data(),
                          trained.pointers);
  }
  const double most = trained.worst();
  qInfo("%s: %.1e", qPrintable(name), most);
  QVERIFY(most <= kTolerance);
}

void OptimizersTest::updatesOfRowsAreTensorFlows_data() { cases("sparse_cases"); }

void OptimizersTest::updatesOfRowsAreTensorFlows() {
  QFETCH(QString, name);
  constexpr std::size_t kWidth = 3;
  const json& recorded = m_recorded["sparse_cases"][name.toStdString()];
  Trained trained(recorded, m_recorded["table"]);
  for (std::size_t i = 0; i < recorded["rows"].size(); ++i) {
    trained.begin(float(i + 1));
    UniqueRows rows =
        uniqueRows(recorded["rows"][i], floatsOf(m_recorded["rows_gradients"][i]), kWidth);
    cairn_optimizer_clip(&trained.spec, std::int64_t(rows.gradient.size()), rows.gradient.data());
    cairn_optimizer_apply_sparse(&trained.spec, trained.scalars, trained.rate,
                                 std::int64_t(trained.value.size() / kWidth), kWidth,
                                 rows.ids.data(), std::int64_t(rows.ids.size()),
                                 rows.gradient.data(), trained.value.data(), trained.pointers);
  }
  const double most = trained.worst();
  qInfo("%s: %.1e", qPrintable(name), most);
  QVERIFY(most <= kTolerance);
}

QTEST_APPLESS_MAIN(OptimizersTest)
#include "optimizers_test.moc"
