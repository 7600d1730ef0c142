#include "core/engine/engine.h"

#include <QTest>
#include <cmath>
#include <memory>
#include <vector>

namespace {

struct Destroy {
  void operator()(CairnNetwork* network) const { cairn_network_destroy(network); }
};

constexpr std::int64_t kUnits = 400;
constexpr std::int64_t kRows = 50;

/// A hidden layer that gives 1 everywhere, thinned out, and the sum of it.
struct Bench {
  explicit Bench(float rate, std::uint64_t seed = 7) {
    layers[0].inputs = 1;
    layers[0].units = kUnits;
    layers[0].kernel = kernel.data();
    layers[0].bias = bias.data();
    layers[0].dropout = rate;
    layers[1].inputs = kUnits;
    layers[1].units = 1;
    layers[1].kernel = last.data();
    layers[1].bias = lastBias.data();
    CairnNetworkSpec spec{};
    spec.layers = layers;
    spec.layer_count = 2;
    spec.max_batch = kRows;
    spec.loss = CAIRN_REGRESSION;
    spec.dropout_seed = seed;
    network.reset(cairn_network_create(&spec));
  }

  std::vector<float> hidden(std::int64_t step, bool training) {
    const std::vector<float> x(kRows, 0.0F);
    std::vector<float> logits(kRows);
    cairn_network_set_step(network.get(), step);
    cairn_network_forward(network.get(), x.data(), 1, kRows, training ? 1 : 0, logits.data());
    const float* values = cairn_network_activation(network.get(), 0);
    return {values, values + kRows * kUnits};
  }

  std::vector<float> kernel = std::vector<float>(kUnits, 0.5F);
  std::vector<float> bias = std::vector<float>(kUnits, 1.0F);
  std::vector<float> last = std::vector<float>(kUnits, 1.0F);
  std::vector<float> lastBias = std::vector<float>(1, 0.0F);
  CairnLayer layers[2] = {};
  std::unique_ptr<CairnNetwork, Destroy> network;
};

}  // namespace

class DropoutTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void whatIsKeptIsScaledUp();
  void evaluationDropsNothing();
  void stepAndSeedDecideWhatIsDropped();
  void gradientFlowsWhereAValueWasKept();
  void rateOfOneIsRefused();
};

void DropoutTest::whatIsKeptIsScaledUp() {
  Bench bench(0.25F);
  int dropped = 0;
  for (const float value : bench.hidden(0, true)) {
    if (value == 0.0F)
      ++dropped;
    else
      QCOMPARE(value, 1.0F / 0.75F);
  }
  // 20 000 draws: 0.25 within five standard deviations.
  QVERIFY(std::fabs(dropped / double(kRows * kUnits) - 0.25) < 0.016);
}

void DropoutTest::evaluationDropsNothing() {
  Bench bench(0.5F);
  for (const float value : bench.hidden(3, false)) QCOMPARE(value, 1.0F);
}

void DropoutTest::stepAndSeedDecideWhatIsDropped() {
  Bench one(0.5F);
  Bench two(0.5F);
  Bench other(0.5F, 8);
  QCOMPARE(one.hidden(3, true), two.hidden(3, true));
  QVERIFY(one.hidden(4, true) != two.hidden(3, true));
  QVERIFY(one.hidden(3, true) != other.hidden(3, true));
}

void DropoutTest::gradientFlowsWhereAValueWasKept() {
  Bench bench(0.5F);
  const std::vector<float> x(1, 1.0F);
  float logit = 0;
  cairn_network_forward(bench.network.get(), x.data(), 1, 1, 1, &logit);
  const float* values = cairn_network_activation(bench.network.get(), 0);
  const std::vector<float> hidden(values, values + kUnits);
  const float gradient = 1;
  cairn_network_backward(bench.network.get(), x.data(), 1, 1, &gradient, 1, nullptr);
  for (std::size_t i = 0; i < std::size_t(kUnits); ++i)
    QCOMPARE(bench.bias[i], hidden[i] == 0.0F ? 1.0F : -1.0F);  // 1 - 1 / (1 - 0.5)
}

void DropoutTest::rateOfOneIsRefused() {
  QVERIFY(!Bench(1.0F).network);
  QVERIFY(!Bench(-0.5F).network);
  QVERIFY(!Bench(std::nanf("")).network);
}

QTEST_APPLESS_MAIN(DropoutTest)
#include "dropout_test.moc"
