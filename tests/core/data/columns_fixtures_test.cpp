#include "core/data/input_layer.h"
#include "core/formats/tensor_bundle.h"
#include "core/model/config.h"
#include "tests/core/fixtures.h"
#include "tests/core/model/fixture_configs.h"

#include <QTest>
#include <cmath>
#include <numeric>

using namespace cairn;
using namespace cairn::data;
using nlohmann::json;

// What feature columns make of the recorded inputs, held against what TensorFlow made of them: the
// size of its first layers, and the logits of its linear models.

namespace {

// float32 sums of a few dozen products, in another order.
constexpr double kTolerance = 2e-6;

struct Case {
  fs::path folder;
  json recorded;
  model::Config config;
  Vocabularies vocabularies;
};

std::vector<FeatureColumn> joined(std::vector<FeatureColumn> columns,
                                  const std::vector<FeatureColumn>& more) {
  columns.insert(columns.end(), more.begin(), more.end());
  return columns;
}

bool isLinearOnly(const json& recorded) {
  return recorded.value("estimator", "").starts_with("Linear");
}

std::vector<FeatureColumn> linearColumns(const Case& one) {
  if (!isLinearOnly(one.recorded)) return one.config.args.linearFeatureColumns;
  return one.config.args.featureColumns;
}

std::vector<FeatureColumn> denseColumns(const Case& one) {
  if (isLinearOnly(one.recorded)) return {};
  return joined(one.config.args.featureColumns, one.config.args.dnnFeatureColumns);
}

Result<Case> read(const fs::path& folder) {
  Case one{folder, {}, {}, {}};
  CAIRN_ASSIGN(one.recorded, tests::readJson(folder / "case.json"));
  const model::ParsedConfig parsed = model::parseConfig(tests::configOfCase(one.recorded));
  if (!parsed.config)
    return Error{ErrorCode::InvalidArgument, tests::problemText(parsed.problems).toStdString()};
  CAIRN_ASSIGN(one.config, model::resolveVocabularies(posixFileOps(), *parsed.config, folder));
  const auto all = joined(linearColumns(one), denseColumns(one));
  CAIRN_ASSIGN(one.vocabularies, Vocabularies::read(posixFileOps(), folder, all));
  return one;
}

/// The tables of all batches of a .jsonl.
Result<std::vector<Table>> tables(const Case& one, const char* file) {
  CAIRN_ASSIGN(const std::vector<json> lines, tests::readJsonLines(one.folder / file));
  std::vector<Table> all;
  for (json line : lines) {
    line.erase("labels");
    CAIRN_ASSIGN(Table table, tests::batchTable(one.recorded, line));
    all.push_back(std::move(table));
  }
  return all;
}

std::vector<std::int32_t> allRows(const Table& table) {
  std::vector<std::int32_t> rows(std::size_t(table.rows), 0);
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

/// Logits of a linear model over its recorded weights, a row of `units` for each example.
class LinearModel {
 public:
  static Result<LinearModel> open(const Case& one) {
    CAIRN_ASSIGN(const fs::path prefix, tests::checkpointIn(one.folder / "end"));
    CAIRN_ASSIGN(auto bundle, formats::TensorBundle::open(posixFileOps(), prefix));
    LinearModel made{one, std::move(bundle), {}};
    CAIRN_ASSIGN(made.m_bias, made.weights("bias_weights"));
    return made;
  }

  Result<std::vector<double>> logits(const Table& table) {
    std::vector<double> out;
    for (std::int64_t row = 0; row < table.rows; ++row)
      out.insert(out.end(), m_bias.begin(), m_bias.end());
    for (const FeatureColumn& column : linearColumns(m_case)) {
      CAIRN_ASSIGN(const std::vector<double> w, weights(columnName(column) + "/weights"));
      CAIRN_TRY(isCategorical(column) ? addCategorical(column, table, w, out)
                                      : addNumeric(column, table, w, out));
    }
    return out;
  }

 private:
  LinearModel(const Case& one, formats::TensorBundle bundle, std::vector<double> bias)
      : m_case(one), m_bundle(std::move(bundle)), m_bias(std::move(bias)) {}
  std::size_t units() const { return m_bias.size(); }

  Result<std::vector<double>> weights(const std::string& name) const {
    CAIRN_ASSIGN(const formats::Tensor tensor, m_bundle.read("linear/linear_model/" + name));
    return formats::realValues(tensor);
  }

  Result<void> addNumeric(const FeatureColumn& column, const Table& table,
                          const std::vector<double>& w, std::vector<double>& out) const {
    CAIRN_ASSIGN(const NumericInput input, bindNumeric(column, table));
    const auto width = std::size_t(input.width());
    std::vector<float> x(std::size_t(table.rows) * width);
    input.fill(allRows(table), x.data(), input.width());
    for (std::size_t i = 0; i < x.size(); ++i)
      for (std::size_t unit = 0; unit < units(); ++unit)
        out[i / width * units() + unit] += double(x[i]) * w[i % width * units() + unit];
    return {};
  }

  Result<void> addCategorical(const FeatureColumn& column, const Table& table,
                              const std::vector<double>& w, std::vector<double>& out) const {
    const std::string& combiner = m_case.config.args.sparseCombiner;
    CAIRN_ASSIGN(
        const CategoricalInput input,
        CategoricalInput::bind(column, table, m_case.vocabularies, IdUse::Linear, combiner));
    SparseRows rows;
    input.fill(allRows(table), rows);
    for (std::size_t row = 0; row + 1 < rows.offsets.size(); ++row) {
      const auto from = std::size_t(rows.offsets[row]);
      const auto to = std::size_t(rows.offsets[row + 1]);
      double sum = 0;
      double squares = 0;
      for (std::size_t i = from; i < to; ++i) {
        const double weight = rows.weights.empty() ? 1.0 : double(rows.weights[i]);
        sum += weight;
        squares += weight * weight;
      }
      const double divisor = combiner == "sum" ? 1 : combiner == "mean" ? sum : std::sqrt(squares);
      for (std::size_t i = from; i < to; ++i)
        for (std::size_t unit = 0; unit < units(); ++unit)
          out[row * units() + unit] += (rows.weights.empty() ? 1.0 : double(rows.weights[i])) *
                                       w[std::size_t(rows.ids[i]) * units() + unit] / divisor;
    }
    return {};
  }

  const Case& m_case;
  formats::TensorBundle m_bundle;
  std::vector<double> m_bias;
};

/// What predict() said of a linear model's rows, before the last step where it has one.
std::vector<double> recordedLogits(const json& predictions) {
  std::vector<double> all;
  for (const json& prediction : predictions) {
    const char* key = prediction.contains("logits") ? "logits" : "predictions";
    for (const json& value : prediction.value(key, json::array()))
      all.push_back(tests::numberOf(value));
  }
  return all;
}

}  // namespace

class ColumnsFixturesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void firstLayerHasTheKernelsRows_data() { addCases(); }
  void firstLayerHasTheKernelsRows();
  void linearLogitsAreTensorFlows_data() { addCases(); }
  void linearLogitsAreTensorFlows();

 private:
  static void addCases() {
    QTest::addColumn<QString>("folder");
    for (const auto& folder : tests::sortedDirectories(tests::fixturesRoot() / "numeric"))
      QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
  }
};

void ColumnsFixturesTest::firstLayerHasTheKernelsRows() {
  QFETCH(QString, folder);
  const auto one = read(folder.toStdString());
  QVERIFY2(one, one ? "" : describe(one.error()).c_str());
  const json trace = tests::readJsonFile(one->folder / "trace.json");
  std::int64_t kernelRows = 0;
  for (const json& variable : trace["variables_end"]) {
    const std::string name = variable["name"];
    if (name == "dnn/hiddenlayer_0/kernel") kernelRows = variable["shape"][0];
  }
  for (const char* file : {"train.jsonl", "eval.jsonl", "predict.jsonl"}) {
    const auto batches = tables(*one, file);
    QVERIFY2(batches, batches ? "" : describe(batches.error()).c_str());
    for (const Table& table : *batches) {
      const auto layer = InputLayer::bind(denseColumns(*one), table, one->vocabularies);
      QVERIFY2(layer, layer ? "" : describe(layer.error()).c_str());
      if (kernelRows != 0) QCOMPARE(layer->width(), kernelRows);
      std::vector<float> x(std::size_t(table.rows * layer->width()));
      layer->fill(allRows(table), x.data(), layer->width());
    }
  }
}

void ColumnsFixturesTest::linearLogitsAreTensorFlows() {
  QFETCH(QString, folder);
  const auto one = read(folder.toStdString());
  QVERIFY2(one, one ? "" : describe(one.error()).c_str());
  if (!isLinearOnly(one->recorded)) return;
  auto linear = LinearModel::open(*one);
  QVERIFY2(linear, linear ? "" : describe(linear.error()).c_str());
  const json trace = tests::readJsonFile(one->folder / "trace.json");
  const std::vector<double> wanted = recordedLogits(trace["predict_end"]);
  const auto batches = tables(*one, "predict.jsonl");
  QVERIFY2(batches, batches ? "" : describe(batches.error()).c_str());
  std::vector<double> found;
  for (const Table& table : *batches) {
    const auto logits = linear->logits(table);
    QVERIFY2(logits, logits ? "" : describe(logits.error()).c_str());
    found.insert(found.end(), logits->begin(), logits->end());
  }
  // A Poisson head predicts e^logit, and gives both.
  QCOMPARE(found.size(), wanted.size());
  double worst = 0;
  for (std::size_t i = 0; i < found.size(); ++i)
    worst = std::max(worst, std::abs(found[i] - wanted[i]) / std::max(1.0, std::abs(wanted[i])));
  qInfo("%s: worst deviation %.2g", one->folder.filename().c_str(), worst);
  QVERIFY(worst <= kTolerance);
}

QTEST_APPLESS_MAIN(ColumnsFixturesTest)
#include "columns_fixtures_test.moc"
