#include "core/engine/engine.h"
#include "core/training/engine_workers.h"
#include "tests/bench/peer.h"

#include <deque>
#include <fmt/format.h>
#include <random>

namespace cairn::bench {
namespace {

/// A classifier on seeded data; every row of a batch and every variable is random.
class Trainer {
 public:
  Trainer(const std::vector<std::int64_t>& sizes, std::int64_t batch, CairnOptimizer optimizer,
          int threads = 1)
      : m_workers(startWorkers(threads)), m_batch(batch), m_inputs(sizes.front()) {
    for (std::size_t i = 0; i + 1 < sizes.size(); ++i) addLayer(sizes[i], sizes[i + 1]);
    m_layers.back().activation = CAIRN_LINEAR;
    CairnNetworkSpec spec{};
    spec.layers = m_layers.data();
    spec.layer_count = static_cast<std::int64_t>(m_layers.size());
    spec.max_batch = batch;
    spec.loss = CAIRN_MULTI_CLASS;
    spec.optimizer.kind = optimizer;
    spec.optimizer.beta1 = 0.9F;
    spec.optimizer.beta2 = 0.999F;
    spec.optimizer.epsilon = 1e-8F;
    spec.adam_powers = m_powers;
    spec.workers = training::engineWorkers(m_workers.get());
    m_network = cairn_network_create(&spec);
    m_x = fresh(batch * m_inputs, 1);
    m_labels = fresh(batch, 0);
    for (std::int64_t i = 0; i < batch; ++i)
      m_labels[i] = static_cast<float>(m_random() % static_cast<std::uint32_t>(sizes.back()));
  }
  ~Trainer() { cairn_network_destroy(m_network); }
  Trainer(const Trainer&) = delete;
  Trainer& operator=(const Trainer&) = delete;

  float step() {
    return cairn_network_train_step(m_network, m_x, m_inputs, m_labels, nullptr, m_batch, 1e-3F);
  }

 private:
  float* fresh(std::int64_t count, float spread, float start = 0) {
    std::uniform_real_distribution<float> value(-spread, spread);
    auto& values = m_memory.emplace_back(static_cast<std::size_t>(count));
    for (float& v : values) v = start + (spread > 0 ? value(m_random) : 0);
    return values.data();
  }

  void addLayer(std::int64_t inputs, std::int64_t units) {
    CairnLayer layer{};
    layer.inputs = inputs;
    layer.units = units;
    layer.activation = CAIRN_RELU;
    layer.kernel = fresh(inputs * units, 0.3F);
    layer.bias = fresh(units, 0);
    for (int i = 0; i < 2; ++i) {
      layer.kernel_slots[i] = fresh(inputs * units, 0, 0.1F);
      layer.bias_slots[i] = fresh(units, 0, 0.1F);
    }
    m_layers.push_back(layer);
  }

  std::unique_ptr<Workers> m_workers;
  std::mt19937 m_random{1};
  std::deque<std::vector<float>> m_memory;
  std::vector<CairnLayer> m_layers;
  float m_powers[2] = {0.9F, 0.999F};
  std::int64_t m_batch;
  std::int64_t m_inputs;
  float* m_x = nullptr;
  float* m_labels = nullptr;
  CairnNetwork* m_network = nullptr;
};

Row measureSteps(Trainer& trainer, std::int64_t steps, int repeat) {
  Row row;
  row.n = steps;
  row.unit = "us/step";
  float loss = 0;
  for (int i = 0; i < repeat; ++i) {
    const double taken = seconds([&] {
      for (std::int64_t step = 0; step < steps; ++step) loss = trainer.step();
    });
    row.cairn.push_back(taken * 1e6 / static_cast<double>(steps));
  }
  row.check = static_cast<double>(loss);
  return row;
}

const Registration iris("engine.iris", [](int repeat) {
  Trainer trainer({4, 10, 10, 3}, 100, CAIRN_ADAGRAD);
  return measureSteps(trainer, 20'000, repeat);
});

const Registration mlp("engine.mlp", [](int repeat) {
  Trainer trainer({784, 256, 128, 10}, 128, CAIRN_ADAM);
  return measureSteps(trainer, 200, repeat);
});

const Registration mlpTwo("engine.mlp.two", [](int repeat) {
  Trainer trainer({784, 256, 128, 10}, 128, CAIRN_ADAM, 2);
  return measureSteps(trainer, 200, repeat);
});

/// The same program once more, with the build that the loader takes on any machine.
const Registration isa("engine.isa", [](int repeat) {
  return measure(
      {.unit = "us/step",
       .n = 200,
       .limit = 2,
       .goal = 2.6,
       .note = fmt::format("{}; the peer is the engine's baseline build", cairn_engine_isa()),
       .cairn =
           [](double& check) {
             Trainer trainer({784, 256, 128, 10}, 128, CAIRN_ADAM);
             const Row row = measureSteps(trainer, 200, 2);
             check = row.check;
             return row.cairn.back();
           },
       .peer = [] { return runBaseline("^engine.mlp$"); }},
      repeat);
});

}  // namespace
}  // namespace cairn::bench
