#include "core/engine/engine.h"
#include "tests/core/engine/reference_network.h"

#include <QTest>
#include <functional>
#include <memory>

using namespace cairn::tests;

namespace {

struct Destroy {
  void operator()(CairnNetwork* network) const { cairn_network_destroy(network); }
};

constexpr std::int64_t kInputs = 3;
constexpr std::int64_t kUnits = 9;  // not a whole panel
constexpr std::int64_t kRows = 12;

/// One normalised hidden layer under a regression of one value, trained by SGD.
class Bench {
 public:
  explicit Bench(CairnActivation activation) {
    const std::int64_t outputs = activation == CAIRN_CRELU ? 2 * kUnits : kUnits;
    const auto count = [](std::int64_t size) { return static_cast<std::size_t>(size); };
    kernel = fill(count(kInputs * kUnits));
    bias = fill(count(kUnits));
    gamma = fill(count(outputs));
    beta = fill(count(outputs));
    mean = fill(count(outputs));
    variance.assign(count(outputs), 2.0F);
    last = fill(count(outputs));
    lastBias = fill(1);
    batch.rows = kRows;
    batch.x = fill(count(kRows * kInputs));
    batch.labels = fill(count(kRows));
    layers[0] = {};
    layers[0].inputs = kInputs;
    layers[0].units = kUnits;
    layers[0].activation = activation;
    layers[0].kernel = kernel.data();
    layers[0].bias = bias.data();
    layers[0].gamma = gamma.data();
    layers[0].beta = beta.data();
    layers[0].moving_mean = mean.data();
    layers[0].moving_variance = variance.data();
    layers[1] = {};
    layers[1].inputs = outputs;
    layers[1].units = 1;
    layers[1].kernel = last.data();
    layers[1].bias = lastBias.data();
    CairnNetworkSpec spec{};
    spec.layers = layers;
    spec.layer_count = 2;
    spec.max_batch = kRows;
    spec.loss = CAIRN_REGRESSION;
    spec.optimizer.kind = CAIRN_SGD;
    network.reset(cairn_network_create(&spec));
  }

  std::vector<ReferenceLayer> reference() const {
    const auto wide = [](const std::vector<float>& values) {
      return std::vector<double>(values.begin(), values.end());
    };
    return {
        {kInputs, kUnits, layers[0].activation, wide(kernel), wide(bias), wide(gamma), wide(beta)},
        {layers[1].inputs, 1, CAIRN_LINEAR, wide(last), wide(lastBias)}};
  }
  float step(float rate) {
    return cairn_network_train_step(network.get(), batch.x.data(), kInputs, batch.labels.data(),
                                    nullptr, kRows, rate);
  }
  float logit() {
    float value = 0;
    cairn_network_forward(network.get(), batch.x.data(), kInputs, 1, 0, &value);
    return value;
  }

  std::vector<float> kernel, bias, gamma, beta, mean, variance, last, lastBias;
  CairnLayer layers[2];
  ReferenceBatch batch;
  std::unique_ptr<CairnNetwork, Destroy> network;

 private:
  std::vector<float> fill(std::size_t count) {
    std::uniform_real_distribution<float> value(-0.9F, 0.9F);
    std::vector<float> values(count);
    for (float& v : values) v = value(m_random);
    return values;
  }
  std::mt19937 m_random{11};
};

double slope(double& value, const std::function<double()>& loss) {
  const double step = 1e-5;
  const double kept = value;
  value = kept + step;
  const double above = loss();
  value = kept - step;
  const double below = loss();
  value = kept;
  return (above - below) / (2 * step);
}

}  // namespace

class BatchNormTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gradientsMatchFiniteDifferences_data();
  void gradientsMatchFiniteDifferences();
  void movingStatisticsFollowTheBatch();
  void evaluationUsesTheMovingStatistics();
  void halfANormalisationIsRefused();
};

void BatchNormTest::gradientsMatchFiniteDifferences_data() {
  QTest::addColumn<int>("activation");
  QTest::newRow("tanh") << int(CAIRN_TANH);
  QTest::newRow("swish, from what went in") << int(CAIRN_SWISH);
  QTest::newRow("softmax, over a row") << int(CAIRN_SOFTMAX);
  QTest::newRow("crelu, twice as wide") << int(CAIRN_CRELU);
}

void BatchNormTest::gradientsMatchFiniteDifferences() {
  QFETCH(int, activation);
  Bench bench{CairnActivation(activation)};
  QVERIFY(bench.network);
  auto reference = bench.reference();
  const auto loss = [&] {
    return referenceLoss(CAIRN_REGRESSION, CAIRN_SUM, reference, bench.batch);
  };
  const Bench before{CairnActivation(activation)};
  const double expected = loss();
  QVERIFY(std::fabs(double(bench.step(1)) - expected) <= 1e-5 * expected);
  const auto compare = [&](std::vector<double>& values, const std::vector<float>& was,
                           const std::vector<float>& now, const char* what) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double want = slope(values[i], loss);
      const double got = double(was[i]) - double(now[i]);
      // float32 after a division by a small deviation.
      QVERIFY2(std::fabs(got - want) <= 1e-4 * (1 + std::fabs(want)),
               qPrintable(QString("%1[%2]: %3, want %4").arg(what).arg(i).arg(got).arg(want)));
    }
  };
  compare(reference[0].kernel, before.kernel, bench.kernel, "kernel");
  compare(reference[0].gamma, before.gamma, bench.gamma, "gamma");
  compare(reference[0].beta, before.beta, bench.beta, "beta");
  compare(reference[1].kernel, before.last, bench.last, "logits");
}

void BatchNormTest::movingStatisticsFollowTheBatch() {
  Bench bench(CAIRN_LINEAR);
  const Bench before(CAIRN_LINEAR);
  bench.step(0);
  std::vector<double> column;
  for (std::int64_t row = 0; row < kRows; ++row) {
    double sum = double(before.bias[0]);
    for (std::int64_t i = 0; i < kInputs; ++i)
      sum += double(before.batch.x[std::size_t(row * kInputs + i)]) *
             double(before.kernel[std::size_t(i * kUnits)]);
    column.push_back(sum);
  }
  double mean = 0;
  double variance = 0;
  for (const double x : column) mean += x / double(kRows);
  for (const double x : column) variance += (x - mean) * (x - mean) / double(kRows);
  const double was = double(before.mean[0]);
  QVERIFY(std::fabs(double(bench.mean[0]) - (was - (was - mean) * 0.001)) < 1e-6);
  QVERIFY(std::fabs(double(bench.variance[0]) - (2 - (2 - variance) * 0.001)) < 1e-6);
}

void BatchNormTest::evaluationUsesTheMovingStatistics() {
  Bench bench(CAIRN_LINEAR);
  const float before = bench.logit();
  QCOMPARE(bench.logit(), before);  // and leaves them alone
  for (float& mean : bench.mean) mean += 1;
  double moved = double(before);
  for (std::size_t i = 0; i < std::size_t(kUnits); ++i)
    moved -= double(bench.gamma[i]) / std::sqrt(2.001) * double(bench.last[i]);
  QVERIFY(std::fabs(double(bench.logit()) - moved) < 1e-5);
}

void BatchNormTest::halfANormalisationIsRefused() {
  Bench bench(CAIRN_LINEAR);
  CairnNetworkSpec spec{};
  spec.layers = bench.layers;
  spec.layer_count = 2;
  spec.max_batch = 1;
  spec.loss = CAIRN_REGRESSION;
  bench.layers[0].moving_variance = nullptr;
  QVERIFY(!cairn_network_create(&spec));
}

QTEST_APPLESS_MAIN(BatchNormTest)
#include "batch_norm_test.moc"
