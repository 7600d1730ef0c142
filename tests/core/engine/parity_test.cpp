#include "core/data/input_layer.h"
#include "core/data/labels.h"
#include "core/engine/engine.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/variable_map.h"
#include "tests/core/fixtures.h"
#include "tests/core/model/fixture_configs.h"

#include <QTest>
#include <cmath>
#include <memory>
#include <numeric>

// The engine alone, in TensorFlow's place: it starts from the recorded weights and slots, takes the
// recorded batches, and must reach the recorded losses, weights and slots.

using namespace cairn;
using namespace cairn::tests;
using nlohmann::json;

namespace {

// float32 sums in another order, grown over ten steps.
constexpr double kLossTolerance = 1e-5;
constexpr double kWeightTolerance = 1e-4;
constexpr double kWeightFloor = 1e-6;

using Memory = std::map<std::string, std::vector<float>>;

struct Destroy {
  void operator()(CairnNetwork* network) const { cairn_network_destroy(network); }
};

struct Deviation {
  double loss = 0;    // relative
  double weight = 0;  // in units of the tolerance
  std::string worst;
};

Result<Memory> readVariables(const fs::path& modelDir,
                             const std::vector<model::Variable>& variables) {
  CAIRN_ASSIGN(const fs::path prefix, checkpointIn(modelDir));
  CAIRN_ASSIGN(const auto bundle, formats::TensorBundle::open(posixFileOps(), prefix));
  Memory memory;
  for (const model::Variable& variable : variables) {
    if (variable.dtype != formats::DType::Float) continue;
    CAIRN_ASSIGN(const auto tensor, bundle.read(variable.name));
    CAIRN_ASSIGN(memory[variable.name], formats::floatValues(tensor));
  }
  return memory;
}

template <class Value>
std::optional<Value> named(const std::vector<std::pair<const char*, Value>>& table,
                           const std::string& name) {
  for (const auto& [known, value] : table)
    if (name == known) return value;
  return {};
}

std::optional<CairnActivation> activationNamed(const std::string& name) {
  return named<CairnActivation>({{"linear", CAIRN_LINEAR},
                                 {"relu", CAIRN_RELU},
                                 {"relu6", CAIRN_RELU6},
                                 {"leaky_relu", CAIRN_LEAKY_RELU},
                                 {"tanh", CAIRN_TANH},
                                 {"sigmoid", CAIRN_SIGMOID},
                                 {"elu", CAIRN_ELU},
                                 {"selu", CAIRN_SELU},
                                 {"softplus", CAIRN_SOFTPLUS},
                                 {"softsign", CAIRN_SOFTSIGN},
                                 {"swish", CAIRN_SWISH},
                                 {"silu", CAIRN_SWISH},
                                 {"gelu", CAIRN_GELU}},
                                name);
}

std::optional<CairnReduction> reductionNamed(const std::string& name) {
  return named<CairnReduction>({{"SUM", CAIRN_SUM},
                                {"SUM_OVER_BATCH_SIZE", CAIRN_SUM_OVER_BATCH_SIZE},
                                {"MEAN", CAIRN_WEIGHTED_MEAN},
                                {"SUM_OVER_NONZERO_WEIGHTS", CAIRN_SUM_BY_NONZERO_WEIGHTS},
                                {"SUM_BY_NONZERO_WEIGHTS", CAIRN_SUM_BY_NONZERO_WEIGHTS}},
                               name);
}

std::optional<CairnOptimizerSpec> optimizerOf(const model::Optimizer& optimizer) {
  const auto kind = named<CairnOptimizer>({{"GradientDescentOptimizer", CAIRN_SGD},
                                           {"AdagradOptimizer", CAIRN_ADAGRAD},
                                           {"AdamOptimizer", CAIRN_ADAM},
                                           {"RMSPropOptimizer", CAIRN_RMSPROP},
                                           {"FtrlOptimizer", CAIRN_FTRL},
                                           {"MomentumOptimizer", CAIRN_MOMENTUM}},
                                          optimizer.className);
  if (!kind) return {};
  const auto hyper = [&](const char* name) {
    const auto found = optimizer.hyper.find(name);
    return found == optimizer.hyper.end() ? 0.0F : float(found->second);
  };
  CairnOptimizerSpec spec{};
  spec.kind = *kind;
  spec.beta1 = hyper("beta1");
  spec.beta2 = hyper("beta2");
  spec.epsilon = hyper("epsilon");
  spec.decay = hyper("decay");
  spec.momentum = hyper("momentum");
  spec.centered = hyper("centered") != 0;
  spec.nesterov = hyper("use_nesterov") != 0;
  spec.learning_rate_power = hyper("learning_rate_power");
  spec.l1 = hyper("l1_regularization_strength");
  spec.l2 = hyper("l2_regularization_strength");
  spec.l2_shrinkage = hyper("l2_shrinkage_regularization_strength");
  spec.beta = hyper("beta");
  return spec;
}

/// One recorded case and the network that replays it.
class Replay {
 public:
  Result<Deviation> run(const fs::path& folder);

 private:
  Result<void> load(const fs::path& folder);
  Result<void> build(std::int64_t rows);
  Result<float> step(const json& line, float rate);
  Error unsupported(const char* what) const { return {ErrorCode::Unsupported, what, m_name}; }

  std::string m_name;
  json m_case;
  model::Config m_config;
  std::vector<model::Variable> m_variables;
  Memory m_memory;
  float m_powers[2] = {0, 0};
  std::int64_t m_weightWidth = 1;
  std::unique_ptr<CairnNetwork, Destroy> m_network;
};

Result<void> Replay::load(const fs::path& folder) {
  m_name = folder.filename().string();
  CAIRN_ASSIGN(m_case, readJson(folder / "case.json"));
  auto parsed = model::parseConfig(configOfCase(m_case));
  if (!parsed.config) return parsed.problems.front();
  m_config = *parsed.config;
  CAIRN_ASSIGN(m_variables, model::variableMap(m_config));
  CAIRN_ASSIGN(m_memory, readVariables(folder / "start", m_variables));
  return {};
}

Result<void> Replay::build(std::int64_t rows) {
  const auto activation = activationNamed(m_config.args.activationFn);
  const auto optimizer = optimizerOf(m_config.args.optimizer);
  const auto reduction = reductionNamed(m_config.args.lossReduction);
  if (!activation || !optimizer || !reduction) return unsupported("activation, optimizer, …");
  std::vector<CairnLayer> layers;
  const std::size_t hidden = m_config.args.hiddenUnits.size();
  for (std::size_t i = 0; i <= hidden; ++i) {
    const std::string scope =
        i < hidden ? "dnn/hiddenlayer_" + std::to_string(i) : std::string("dnn/logits");
    CairnLayer layer{};
    layer.activation = i < hidden ? *activation : CAIRN_LINEAR;
    layer.kernel = m_memory[scope + "/kernel"].data();
    layer.bias = m_memory[scope + "/bias"].data();
    std::size_t kernelSlots = 0;
    std::size_t biasSlots = 0;
    for (const model::Variable& variable : m_variables) {  // sorted: slots in their order
      if (variable.name == scope + "/kernel") {
        layer.inputs = variable.dimensions[0].size;
        layer.units = variable.dimensions[1].size;
      }
      if (variable.slotOf == scope + "/kernel")
        layer.kernel_slots[kernelSlots++] = m_memory[variable.name].data();
      if (variable.slotOf == scope + "/bias")
        layer.bias_slots[biasSlots++] = m_memory[variable.name].data();
    }
    layers.push_back(layer);
  }
  for (const model::Variable& variable : m_variables) {
    if (variable.slot == "beta1_power") m_powers[0] = m_memory[variable.name].front();
    if (variable.slot == "beta2_power") m_powers[1] = m_memory[variable.name].front();
  }
  CairnNetworkSpec spec{};
  spec.layers = layers.data();
  spec.layer_count = std::int64_t(layers.size());
  spec.max_batch = rows;
  spec.loss = m_config.task() == model::Task::Regressor
                  ? CAIRN_REGRESSION
                  : (m_config.args.nClasses == 2 ? CAIRN_BINARY : CAIRN_MULTI_CLASS);
  spec.reduction = *reduction;
  spec.optimizer = *optimizer;
  spec.adam_powers = m_powers;
  spec.weight_width = m_weightWidth;
  m_network.reset(cairn_network_create(&spec));
  if (!m_network) return unsupported("the engine refuses the network");
  return {};
}

Result<float> Replay::step(const json& line, float rate) {
  CAIRN_ASSIGN(const data::Table table, batchTable(m_case, line));
  CAIRN_ASSIGN(const auto input, data::InputLayer::bind(m_config.args.featureColumns, table));
  data::LabelSpec labelSpec;
  labelSpec.kind = m_config.task() == model::Task::Regressor ? data::LabelKind::Real
                   : m_config.args.nClasses == 2             ? data::LabelKind::Binary
                                                             : data::LabelKind::MultiClass;
  labelSpec.classes = m_config.args.nClasses;
  labelSpec.dimension = m_config.args.labelDimension;
  labelSpec.vocabulary = m_config.args.labelVocabulary;
  CAIRN_ASSIGN(const auto labels, data::Labels::bind(kLabelColumn, labelSpec, table));
  std::vector<std::int32_t> rows(std::size_t(table.rows));
  std::iota(rows.begin(), rows.end(), 0);
  std::vector<float> weights;
  if (const auto& column = m_config.args.weightColumn; !column.key.empty()) {
    data::FeatureColumn numeric;
    numeric.key = column.key;
    numeric.normalizer = column.normalizer;
    CAIRN_ASSIGN(const auto bound, data::bindWeights(numeric, table, labels.width()));
    m_weightWidth = bound.width();
    weights.resize(rows.size() * std::size_t(m_weightWidth));
    bound.fill(rows, weights.data(), m_weightWidth);
  }
  if (!m_network) CAIRN_TRY(build(table.rows));
  std::vector<float> x(rows.size() * std::size_t(input.width()));
  std::vector<float> y(rows.size() * std::size_t(labels.width()));
  input.fill(rows, x.data(), input.width());
  labels.fill(rows, y.data());
  return cairn_network_train_step(m_network.get(), x.data(), input.width(), y.data(),
                                  weights.empty() ? nullptr : weights.data(), table.rows, rate);
}

Result<Deviation> Replay::run(const fs::path& folder) {
  CAIRN_TRY(load(folder));
  CAIRN_ASSIGN(const json trace, readJson(folder / "trace.json"));
  CAIRN_ASSIGN(const auto lines, readJsonLines(folder / "train.jsonl"));
  Deviation deviation;
  if (lines.size() != trace["train"].size()) return unsupported("batches and steps differ");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const json& recorded = trace["train"][i];
    const float rate = float(m_config.args.optimizer.learningRate.value);
    CAIRN_ASSIGN(const float loss, step(lines[i], rate));
    const double want = numberOf(recorded["loss"]);
    const double off = std::fabs(double(loss) - want) / std::max(std::fabs(want), 1e-30);
    deviation.loss = std::max(deviation.loss, std::isnan(off) ? INFINITY : off);
  }
  CAIRN_ASSIGN(const Memory end, readVariables(folder / "end", m_variables));
  for (const model::Variable& variable : m_variables) {
    if (variable.slot == "beta1_power") m_memory[variable.name].front() = m_powers[0];
    if (variable.slot == "beta2_power") m_memory[variable.name].front() = m_powers[1];
  }
  for (const auto& [name, want] : end)
    for (std::size_t i = 0; i < want.size(); ++i) {
      const double off = std::fabs(double(m_memory[name][i]) - double(want[i])) /
                         (kWeightTolerance * std::fabs(double(want[i])) + kWeightFloor);
      if (off <= deviation.weight) continue;
      deviation.weight = std::isnan(off) ? INFINITY : off;
      deviation.worst = name;
    }
  return deviation;
}

}  // namespace

class ParityTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void engineTrainsAsTensorFlowDid_data();
  void engineTrainsAsTensorFlowDid();
};

void ParityTest::engineTrainsAsTensorFlowDid_data() {
  QTest::addColumn<QString>("folder");
  int notYet = 0;
  for (const fs::path& folder : sortedDirectories(fixturesRoot() / "numeric")) {
    const auto caseJson = readJson(folder / "case.json");
    if (caseJson && engineReplayNotYet(*caseJson)) {
      ++notYet;
      continue;
    }
    QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
  }
  qInfo("%d cases not yet", notYet);
}

void ParityTest::engineTrainsAsTensorFlowDid() {
  QFETCH(QString, folder);
  Replay replay;
  const auto deviation = replay.run(folder.toStdString());
  QVERIFY2(deviation, deviation ? "" : describe(deviation.error()).c_str());
  qInfo("%s: loss %.1e relative, weights %.3f of the tolerance (%s)", QTest::currentDataTag(),
        deviation->loss, deviation->weight, deviation->worst.c_str());
  QVERIFY(deviation->loss <= kLossTolerance);
  QVERIFY(deviation->weight <= 1);
}

QTEST_APPLESS_MAIN(ParityTest)
#include "parity_test.moc"
