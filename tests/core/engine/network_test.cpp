#include "core/engine/engine.h"
#include "tests/core/engine/reference_network.h"

#include <QTest>
#include <limits>
#include <memory>

using namespace cairn::tests;

namespace {

struct Destroy {
  void operator()(CairnNetwork* network) const { cairn_network_destroy(network); }
};
using NetworkPtr = std::unique_ptr<CairnNetwork, Destroy>;

/// A network whose variables a test can look at.
struct Bench {
  std::vector<std::int64_t> sizes;
  std::vector<std::vector<float>> kernels;
  std::vector<std::vector<float>> biases;
  std::vector<CairnLayer> layers;
  CairnNetworkSpec spec{};
  ReferenceBatch batch;
  NetworkPtr network;
  std::mt19937 random{7};
  std::uniform_real_distribution<float> value{-0.9F, 0.9F};

  Bench(std::vector<std::int64_t> layerSizes, CairnActivation activation, CairnLoss loss,
        std::int64_t rows)
      : sizes(std::move(layerSizes)) {
    const auto fill = [&](std::int64_t count) {
      std::vector<float> values(static_cast<std::size_t>(count));
      for (float& v : values) v = value(random);
      return values;
    };
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
      const std::int64_t wide = i > 0 && activation == CAIRN_CRELU ? 2 : 1;
      kernels.push_back(fill(wide * sizes[i] * sizes[i + 1]));
      biases.push_back(fill(sizes[i + 1]));
    }
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) {
      CairnLayer layer{};
      layer.inputs = sizes[i] * (i > 0 && activation == CAIRN_CRELU ? 2 : 1);
      layer.units = sizes[i + 1];
      layer.activation = i + 2 < sizes.size() ? activation : CAIRN_LINEAR;
      layer.kernel = kernels[i].data();
      layer.bias = biases[i].data();
      layers.push_back(layer);
    }
    batch.rows = rows;
    batch.x = fill(rows * sizes.front());
    const std::int64_t width = sizes.back();
    for (std::int64_t i = 0; i < rows * (loss == CAIRN_MULTI_CLASS ? 1 : width); ++i)
      batch.labels.push_back(label(loss, width));
    spec.loss = loss;
    spec.max_batch = rows;
    spec.optimizer.kind = CAIRN_SGD;
  }

  float label(CairnLoss loss, std::int64_t width) {
    switch (loss) {
      case CAIRN_MULTI_CLASS:
        return float(random() % std::uint32_t(width));
      case CAIRN_BINARY:
      case CAIRN_MULTI_LABEL:
        return float(random() % 2);
      case CAIRN_POISSON:
      case CAIRN_POISSON_FULL:
        return float(random() % 5);
      case CAIRN_REGRESSION:
        break;
    }
    return value(random);
  }

  bool create() {
    spec.layers = layers.data();
    spec.layer_count = std::int64_t(layers.size());
    spec.weight_width = batch.weightWidth;
    network.reset(cairn_network_create(&spec));
    return network != nullptr;
  }

  float step(float rate) {
    return cairn_network_train_step(network.get(), batch.x.data(), sizes.front(),
                                    batch.labels.data(), weights(), batch.rows, rate);
  }
  const float* weights() const { return batch.weights.empty() ? nullptr : batch.weights.data(); }

  std::vector<ReferenceLayer> reference() const {
    std::vector<ReferenceLayer> result;
    for (std::size_t i = 0; i < layers.size(); ++i)
      result.push_back({layers[i].inputs,
                        layers[i].units,
                        layers[i].activation,
                        {kernels[i].begin(), kernels[i].end()},
                        {biases[i].begin(), biases[i].end()}});
    return result;
  }
};

double finiteDifference(double& value, const std::function<double()>& loss) {
  const double step = 1e-5;
  const double kept = value;
  value = kept + step;
  const double above = loss();
  value = kept - step;
  const double below = loss();
  value = kept;
  return (above - below) / (2 * step);
}

/// With SGD and a rate of 1 a step takes the gradient off each variable: compares all of them with
/// finite differences in double precision, and the loss.
void compareGradients(Bench& bench) {
  auto reference = bench.reference();
  const auto loss = [&] {
    return referenceLoss(bench.spec.loss, bench.spec.reduction, reference, bench.batch);
  };
  const auto kernels = bench.kernels;
  const auto biases = bench.biases;
  const double expected = loss();
  const double found = double(bench.step(1));
  // float32 and sums of a few hundred terms.
  QVERIFY2(std::fabs(found - expected) <= 1e-5 * (1 + std::fabs(expected)),
           qPrintable(QString("loss %1, want %2").arg(found).arg(expected)));
  const auto compare = [&](std::vector<double>& values, const std::vector<float>& before,
                           const std::vector<float>& after, const char* what) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const double want = finiteDifference(values[i], loss);
      const double got = double(before[i]) - double(after[i]);
      if (std::fabs(got - want) > 2e-5 * (1 + std::fabs(want))) {
        QFAIL(qPrintable(
            QString("%1[%2]: gradient %3, want %4").arg(what).arg(i).arg(got).arg(want)));
      }
    }
  };
  for (std::size_t i = 0; i < reference.size(); ++i) {
    compare(reference[i].kernel, kernels[i], bench.kernels[i], "kernel");
    compare(reference[i].bias, biases[i], bench.biases[i], "bias");
  }
}

}  // namespace

class NetworkTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void gradientOfActivationMatchesFiniteDifferences_data();
  void gradientOfActivationMatchesFiniteDifferences();
  void gradientOfLossMatchesFiniteDifferences_data();
  void gradientOfLossMatchesFiniteDifferences();
  void gradientHoldsAtEveryShape_data();
  void gradientHoldsAtEveryShape();
  void forwardMatchesTheGoldenNet();
  void activationIsDense();
  void smallerBatchesFit();
  void halvesOfAStepMakeAStep();
  void inputGradientMatchesFiniteDifferences();
  void sameStepsGiveTheSameBits();
  void partsGiveTheBitsOfTheWhole_data();
  void partsGiveTheBitsOfTheWhole();
  void reluTurnsNaNIntoZero();
  void unknownClassMakesTheLossNaN();
  void weightsThatAreAllZeroGiveNoLoss();
  void impossibleNetworksAreRefused_data();
  void impossibleNetworksAreRefused();
};

void NetworkTest::gradientOfActivationMatchesFiniteDifferences_data() {
  QTest::addColumn<int>("activation");
  const char* names[] = {"linear", "relu",         "relu6",       "leaky_relu", "tanh",  "sigmoid",
                         "elu",    "selu",         "softplus",    "softsign",   "swish", "gelu",
                         "mish",   "hard_sigmoid", "exponential", "softmax",    "crelu"};
  for (int i = 0; i < 17; ++i) QTest::newRow(names[i]) << i;
}

void NetworkTest::gradientOfActivationMatchesFiniteDifferences() {
  QFETCH(int, activation);
  Bench bench({5, 7, 6, 3}, CairnActivation(activation), CAIRN_MULTI_CLASS, 19);
  // So that relu6 meets its upper bound, and exponentials of exponentials stay numbers.
  for (float& x : bench.batch.x) x *= activation == CAIRN_EXPONENTIAL ? 0.2F : 4.0F;
  QVERIFY(bench.create());
  compareGradients(bench);
}

void NetworkTest::gradientOfLossMatchesFiniteDifferences_data() {
  QTest::addColumn<int>("loss");
  QTest::addColumn<int>("reduction");
  QTest::addColumn<int>("weightWidth");  // 0: no weights
  const char* losses[] = {"binary",  "multi-class",  "regression",
                          "poisson", "full poisson", "multi-label"};
  const char* reductions[] = {"sum", "sum over batch size", "weighted mean", "by nonzero weights"};
  for (int loss = 0; loss < 6; ++loss)
    for (int reduction = 0; reduction < 4; ++reduction)
      for (int width : {0, 1, 3}) {
        if (width == 3 && (loss < CAIRN_REGRESSION || loss > CAIRN_POISSON_FULL)) continue;
        QTest::addRow("%s, %s, weights of width %d", losses[loss], reductions[reduction], width)
            << loss << reduction << width;
      }
}

void NetworkTest::gradientOfLossMatchesFiniteDifferences() {
  QFETCH(int, loss);
  QFETCH(int, reduction);
  QFETCH(int, weightWidth);
  const std::int64_t logits = loss == CAIRN_BINARY ? 1 : 3;
  Bench bench({4, 6, logits}, CAIRN_TANH, CairnLoss(loss), 70);  // more than one chunk of rows
  bench.spec.reduction = CairnReduction(reduction);
  bench.batch.weightWidth = std::max(weightWidth, 1);
  for (int i = 0; i < 70 * weightWidth; ++i)
    bench.batch.weights.push_back(float(i % 4) * 0.5F);  // zeros among them
  QVERIFY(bench.create());
  std::vector<float> dense(std::size_t(70 * logits));
  cairn_network_forward(bench.network.get(), bench.batch.x.data(), 4, 70, 0, dense.data());
  std::vector<float> slopes(dense.size());
  const auto reduced = [&](float* gradient) {
    return cairn_loss_gradient(CairnLoss(loss), CairnReduction(reduction), dense.data(),
                               bench.batch.labels.data(), bench.weights(), weightWidth, 70, logits,
                               gradient);
  };
  const double expected =
      referenceLoss(CairnLoss(loss), CairnReduction(reduction), bench.reference(), bench.batch);
  const double allowed = 1e-5 * (1 + std::fabs(expected));
  QVERIFY(std::fabs(double(reduced(slopes.data())) - expected) <= allowed);
  QVERIFY(std::fabs(double(reduced(nullptr)) - expected) <= allowed);
  compareGradients(bench);
}

void NetworkTest::gradientHoldsAtEveryShape_data() {
  QTest::addColumn<QList<qint64>>("sizes");
  QTest::addColumn<int>("rows");
  const QList<QList<qint64>> shapes = {{1, 1},      {0, 3},       {4, 8, 3},     {4, 9, 3},
                                       {3, 15, 2},  {3, 16, 2},   {3, 17, 2},    {8, 33, 5, 18},
                                       {40, 10, 2}, {2, 3, 4, 5}, {6, 31, 7, 20}};
  for (const auto& sizes : shapes)
    for (int rows : {1, 2, 7, 65}) {
      QStringList text;
      for (qint64 size : sizes) text << QString::number(size);
      QTest::addRow("%s, %d rows", qPrintable(text.join('-')), rows) << sizes << rows;
    }
}

void NetworkTest::gradientHoldsAtEveryShape() {
  QFETCH(QList<qint64>, sizes);
  QFETCH(int, rows);
  Bench bench({sizes.begin(), sizes.end()}, CAIRN_TANH, CAIRN_REGRESSION, rows);
  bench.spec.reduction = CAIRN_SUM_OVER_BATCH_SIZE;
  QVERIFY(bench.create());
  compareGradients(bench);
}

void NetworkTest::forwardMatchesTheGoldenNet() {
  // spec/estimator.md 18: 1-2-2-1 and the same with three classes, x = 10.
  Bench bench({1, 2, 2, 3}, CAIRN_RELU, CAIRN_MULTI_CLASS, 1);
  bench.kernels = {{0.6F, 0.5F}, {1.0F, 0.8F, -0.8F, -1.0F}, {-1, 1, 0.5F, -1, 1, 0.5F}};
  bench.biases = {{0.1F, -0.1F}, {0.2F, -0.2F}, {0.3F, -0.3F, 0}};
  for (std::size_t i = 0; i < 3; ++i) {
    bench.layers[i].kernel = bench.kernels[i].data();
    bench.layers[i].bias = bench.biases[i].data();
  }
  bench.batch.x = {10};
  bench.batch.labels = {1};
  QVERIFY(bench.create());
  std::array<float, 3> logits{};
  cairn_network_forward(bench.network.get(), bench.batch.x.data(), 1, 1, 0, logits.data());
  std::array<float, 3> probabilities{};
  cairn_softmax(logits.data(), 1, 3, probabilities.data());
  const std::array<float, 3> wantLogits = {-2.08F, 2.08F, 1.19F};
  const std::array<float, 3> wantProbabilities = {0.01094297F, 0.70113277F, 0.2879242F};
  for (std::size_t i = 0; i < 3; ++i) {
    QVERIFY(std::fabs(logits[i] - wantLogits[i]) < 1e-6F);
    QVERIFY(std::fabs(probabilities[i] - wantProbabilities[i]) < 1e-6F);
  }
  QVERIFY(std::fabs(bench.step(0) - 0.355058F) < 1e-6F);

  const std::array<float, 2> binaryLogits = {-2.08F, -2.08F};
  const std::array<float, 2> labels = {1, 0};
  std::array<float, 2> losses{};
  cairn_element_losses(CAIRN_BINARY, binaryLogits.data(), labels.data(), 2, 1, losses.data());
  QVERIFY(std::fabs(losses[0] + losses[1] - 2.3154421F) < 1e-6F);
  std::array<float, 2> p{};
  cairn_sigmoid(binaryLogits.data(), 2, p.data());
  QVERIFY(std::fabs(p[0] - 0.11105597F) < 1e-7F);
}

void NetworkTest::activationIsDense() {
  Bench bench({3, 5, 16, 2}, CAIRN_SIGMOID, CAIRN_REGRESSION, 4);
  QVERIFY(bench.create());
  std::vector<float> logits(8);
  cairn_network_forward(bench.network.get(), bench.batch.x.data(), 3, 4, 0, logits.data());
  auto reference = bench.reference();
  for (std::int64_t layer = 2; layer >= 0; --layer, reference.pop_back()) {
    const auto want = referenceForward(reference, bench.batch);
    const float* got = cairn_network_activation(bench.network.get(), layer);
    for (std::size_t i = 0; i < want.size(); ++i)
      QVERIFY(std::fabs(double(got[i]) - want[i]) < 1e-6);
  }
}

void NetworkTest::smallerBatchesFit() {
  Bench whole({3, 9, 2}, CAIRN_RELU, CAIRN_MULTI_CLASS, 10);
  QVERIFY(whole.create());
  whole.step(0.1F);
  whole.batch.rows = 3;  // less than max_batch, after a larger one
  compareGradients(whole);
}

void NetworkTest::halvesOfAStepMakeAStep() {
  Bench one({3, 9, 4}, CAIRN_SWISH, CAIRN_MULTI_CLASS, 10);
  Bench two({3, 9, 4}, CAIRN_SWISH, CAIRN_MULTI_CLASS, 10);
  QVERIFY(one.create() && two.create());
  const float loss = one.step(0.1F);
  std::vector<float> logits(40);
  std::vector<float> gradient(40);
  cairn_network_forward(two.network.get(), two.batch.x.data(), 3, 10, 1, logits.data());
  QCOMPARE(cairn_loss_gradient(CAIRN_MULTI_CLASS, CAIRN_SUM, logits.data(), two.batch.labels.data(),
                               nullptr, 1, 10, 4, gradient.data()),
           loss);
  cairn_network_backward(two.network.get(), two.batch.x.data(), 3, 10, gradient.data(), 0.1F,
                         nullptr);
  QCOMPARE(two.kernels, one.kernels);
  QCOMPARE(two.biases, one.biases);
}

void NetworkTest::inputGradientMatchesFiniteDifferences() {
  Bench bench({3, 9, 2}, CAIRN_ELU, CAIRN_REGRESSION, 6);
  bench.spec.input_gradient = 1;
  QVERIFY(bench.create());
  auto reference = bench.reference();
  std::vector<float> logits(12);
  std::vector<float> gradient(12);
  std::vector<float> inputGradient(18);
  cairn_network_forward(bench.network.get(), bench.batch.x.data(), 3, 6, 1, logits.data());
  cairn_loss_gradient(CAIRN_REGRESSION, CAIRN_SUM, logits.data(), bench.batch.labels.data(),
                      nullptr, 1, 6, 2, gradient.data());
  cairn_network_backward(bench.network.get(), bench.batch.x.data(), 3, 6, gradient.data(), 0.1F,
                         inputGradient.data());
  for (std::size_t i = 0; i < 18; ++i) {
    const float kept = bench.batch.x[i];
    const auto lossAt = [&](float x) {
      bench.batch.x[i] = x;
      return referenceLoss(CAIRN_REGRESSION, CAIRN_SUM, reference, bench.batch);
    };
    const float step = 1.0F / 1024;
    const double want = (lossAt(kept + step) - lossAt(kept - step)) / double(2 * step);
    lossAt(kept);
    // The step is a float's: its square is the error of the difference.
    QVERIFY(std::fabs(double(inputGradient[i]) - want) < 1e-4 * (1 + std::fabs(want)));
  }
}

void NetworkTest::sameStepsGiveTheSameBits() {
  Bench one({4, 10, 10, 3}, CAIRN_RELU, CAIRN_MULTI_CLASS, 100);
  Bench two({4, 10, 10, 3}, CAIRN_RELU, CAIRN_MULTI_CLASS, 100);
  QVERIFY(one.create() && two.create());
  for (int i = 0; i < 20; ++i) QCOMPARE(one.step(0.01F), two.step(0.01F));
  QCOMPARE(two.kernels, one.kernels);
}

void NetworkTest::partsGiveTheBitsOfTheWhole_data() {
  QTest::addColumn<int>("activation");
  QTest::addColumn<int>("clips");
  QTest::addColumn<int>("parts");
  for (const int parts : {2, 3, 7}) {
    const auto row = [&](const char* name, CairnActivation activation, int clips) {
      QTest::addRow("%s, %d parts", name, parts) << int(activation) << clips << parts;
    };
    row("relu", CAIRN_RELU, 0);
    row("softmax", CAIRN_SOFTMAX, 0);
    row("crelu, clipped values", CAIRN_CRELU, CAIRN_CLIP_VALUE);
    row("gelu, clipped norms", CAIRN_GELU, CAIRN_CLIP_NORM);
  }
}

/// However many threads there are and whichever is the first.
void NetworkTest::partsGiveTheBitsOfTheWhole() {
  QFETCH(int, activation);
  QFETCH(int, clips);
  QFETCH(int, parts);
  const auto make = [&] {
    Bench bench({70, 90, 60, 5}, CairnActivation(activation), CAIRN_MULTI_CLASS, 61);
    bench.spec.optimizer.clips = clips;
    bench.spec.optimizer.clip_value = 0.2F;
    bench.spec.optimizer.clip_norm = 0.5F;
    for (CairnLayer& layer : bench.layers)
      layer.dropout = &layer == &bench.layers.back() ? 0 : 0.3F;
    return bench;
  };
  Bench one = make();
  Bench two = make();
  int runs = 0;
  two.spec.workers = {[](void* held, int32_t count, void (*work)(void*, int32_t), void* context) {
                        ++*static_cast<int*>(held);
                        for (int32_t part = count; part-- > 0;) work(context, part);
                      },
                      &runs, parts};
  QVERIFY(one.create() && two.create());
  for (int i = 0; i < 5; ++i) QCOMPARE(one.step(0.01F), two.step(0.01F));
  QCOMPARE(two.kernels, one.kernels);
  QCOMPARE(two.biases, one.biases);
  QVERIFY(runs > 0);
}

void NetworkTest::reluTurnsNaNIntoZero() {
  Bench bench({2, 3, 2}, CAIRN_RELU, CAIRN_MULTI_CLASS, 2);
  QVERIFY(bench.create());
  bench.batch.x[0] = std::numeric_limits<float>::quiet_NaN();
  QVERIFY(std::isfinite(bench.step(0.1F)));
  for (int i = 0; i < 3; ++i) QCOMPARE(cairn_network_activation(bench.network.get(), 0)[i], 0.0F);
  // TensorFlow's trap 1: the kernel's row turns NaN where a unit was on for another row.
  QVERIFY(std::any_of(bench.kernels[0].begin(), bench.kernels[0].end(),
                      [](float value) { return std::isnan(value); }));
}

void NetworkTest::unknownClassMakesTheLossNaN() {
  for (float label : {-1.0F, 3.0F, std::numeric_limits<float>::quiet_NaN(), 1e30F}) {
    Bench bench({2, 3}, CAIRN_RELU, CAIRN_MULTI_CLASS, 2);
    QVERIFY(bench.create());
    bench.batch.labels[1] = label;
    QVERIFY(std::isnan(bench.step(0.1F)));
  }
}

void NetworkTest::weightsThatAreAllZeroGiveNoLoss() {
  for (CairnReduction reduction : {CAIRN_WEIGHTED_MEAN, CAIRN_SUM_BY_NONZERO_WEIGHTS}) {
    Bench bench({2, 3}, CAIRN_RELU, CAIRN_MULTI_CLASS, 2);
    bench.spec.reduction = reduction;
    bench.batch.weights = {0, 0};
    QVERIFY(bench.create());
    const auto before = bench.kernels;
    QCOMPARE(bench.step(0.1F), 0.0F);
    QCOMPARE(bench.kernels, before);
  }
}

void NetworkTest::impossibleNetworksAreRefused_data() {
  QTest::addColumn<int>("fault");
  const char* names[] = {"no layer",       "no row",         "no unit",
                         "layers apart",   "no kernel",      "two logits for binary",
                         "no Adam powers", "weights' width", "larger than memory"};
  for (int i = 0; i < 9; ++i) QTest::newRow(names[i]) << i;
}

void NetworkTest::impossibleNetworksAreRefused() {
  QFETCH(int, fault);
  Bench bench({2, 3, 2}, CAIRN_RELU, CAIRN_MULTI_CLASS, 2);
  if (fault == 0) bench.layers.clear();
  if (fault == 1) bench.spec.max_batch = 0;
  if (fault == 2) bench.layers[1].units = 0;
  if (fault == 3) bench.layers[1].inputs = 4;
  if (fault == 4) bench.layers[0].kernel = nullptr;
  if (fault == 5) bench.spec.loss = CAIRN_BINARY;
  if (fault == 6) bench.spec.optimizer.kind = CAIRN_ADAM;
  if (fault == 7) bench.batch.weightWidth = 2;
  if (fault == 8) bench.layers[1].units = std::numeric_limits<std::int64_t>::max();
  QVERIFY(!bench.create());
}

QTEST_APPLESS_MAIN(NetworkTest)
#include "network_test.moc"
