#include "core/model/serving_graph.h"

#include "core/formats/saved_model.h"
#include "tests/core/fixture_scope.h"
#include "tests/core/model/fixture_configs.h"

#include <QTest>

using namespace cairn;
using namespace cairn::tests;
using model::Receiver;

/// The graph for serving of every recorded SavedModel's config, held against TensorFlow's.
class ServingGraphTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void signaturesAreTensorFlows_data();
  void signaturesAreTensorFlows();
  void everyNodeHasANameOfItsOwn_data() { signaturesAreTensorFlows_data(); }
  void everyNodeHasANameOfItsOwn();
  void aMultiHeadServesEachOfItsHeads();
  void aRawModelWithoutFeaturesIsUnsupported();
  void filesOfOneNameGetTwo();
};

namespace {

Result<model::Config> configIn(const fs::path& directory, const nlohmann::json& caseJson) {
  const auto parsed = model::parseConfig(configOfCase(caseJson));
  if (!parsed.config) return parsed.problems.front();
  fs::path folder = directory;
  for (const fs::path& version : sortedDirectories(directory / "export"))
    if (fs::exists(version / "assets")) folder = version / "assets";
  return model::resolveVocabularies(posixFileOps(), *parsed.config, folder);
}

Result<model::ServingGraph> graphOf(const model::Config& config, Receiver receiver) {
  CAIRN_ASSIGN(const auto variables, model::variableMap(config));
  return model::servingGraph(config, model::inferenceVariables(variables), receiver);
}

Result<model::ServingGraph> graphOf(const fs::path& directory) {
  const auto caseJson = readJsonFile(directory / "case.json");
  CAIRN_ASSIGN(const model::Config config, configIn(directory, caseJson));
  return graphOf(config, caseJson["receiver"] == "raw" ? Receiver::Raw : Receiver::Parsing);
}

using Infos = google::protobuf::Map<std::string, pb::TensorInfo>;

/// Keys, types and numbers of dimensions; rows of words and ids may be lists or fixed.
QStringList described(const Infos& infos) {
  QStringList all;
  for (const auto& [key, info] :
       std::map<std::string, pb::TensorInfo>(infos.begin(), infos.end())) {
    const auto& sizes = info.tensor_shape().dim();
    QString line = QString("%1: %2").arg(key.c_str()).arg(static_cast<int>(info.dtype()));
    line += QString(" [%1]").arg(sizes.size());
    if (info.dtype() == pb::DT_FLOAT && sizes.size() == 2)
      line += QString(" x %1").arg(sizes[1].size());
    all << line;
  }
  return all;
}

}  // namespace

void ServingGraphTest::signaturesAreTensorFlows_data() {
  QTest::addColumn<QString>("directory");
  for (const fs::path& directory : sortedDirectories(fixturesRoot() / "saved_models")) {
    const std::string name = directory.filename().string();
    if (exportNotYet(readJsonFile(directory / "case.json")))
      qInfo("not yet: %s", name.c_str());
    else
      QTest::newRow(name.c_str()) << QString::fromStdString(directory.string());
  }
}

void ServingGraphTest::signaturesAreTensorFlows() {
  QFETCH(QString, directory);
  const fs::path path = directory.toStdString();
  const auto ours = graphOf(path);
  QVERIFY2(ours, ours ? "" : describe(ours.error()).c_str());
  const auto versions = sortedDirectories(path / "export");
  QCOMPARE(versions.size(), std::size_t{1});
  const auto bytes = readFile(posixFileOps(), versions.front() / "saved_model.pb");
  QVERIFY(bytes);
  const auto theirs = formats::parseSavedModel(*bytes, "saved_model.pb");
  QVERIFY(theirs);
  QCOMPARE(ours->graph.signature_def().size(), theirs->signature_def().size());
  for (const auto& [key, wanted] : theirs->signature_def()) {
    QVERIFY2(ours->graph.signature_def().contains(key), key.c_str());
    const auto& found = ours->graph.signature_def().at(key);
    QCOMPARE(found.method_name(), wanted.method_name());
    QCOMPARE(described(found.inputs()), described(wanted.inputs()));
    QCOMPARE(described(found.outputs()), described(wanted.outputs()));
  }
}

void ServingGraphTest::everyNodeHasANameOfItsOwn() {
  QFETCH(QString, directory);
  const auto ours = graphOf(directory.toStdString());
  QVERIFY(ours);
  std::set<std::string> names;
  for (const auto& node : ours->graph.graph_def().node())
    QVERIFY2(names.insert(node.name()).second, node.name().c_str());
  for (const auto& node : ours->graph.graph_def().node())
    for (std::string input : node.input()) {
      if (input.starts_with('^')) input.erase(0, 1);
      QVERIFY2(names.contains(input.substr(0, input.find(':'))), input.c_str());
    }
}

// spec/estimator.md 17.
void ServingGraphTest::aMultiHeadServesEachOfItsHeads() {
  const auto parsed = model::parseConfig(std::string_view(R"({
    "cairn": 1, "estimator": "DNNEstimator", "api": "v2",
    "args": {"feature_columns": [{"type": "numeric_column", "key": "x"}], "hidden_units": [2],
             "head": {"type": "MultiHead", "heads": [
                {"type": "BinaryClassHead", "name": "a"},
                {"type": "RegressionHead", "label_dimension": 2, "name": "b"}]}}})"));
  QVERIFY(parsed.config);
  const auto ours = graphOf(*parsed.config, Receiver::Parsing);
  QVERIFY(ours);
  QStringList keys;
  for (const auto& [key, signature] : ours->graph.signature_def()) keys << key.c_str();
  keys.sort();
  QCOMPARE(keys.join(' '), QString("a a/classification a/predict a/regression b b/predict "
                                   "b/regression predict serving_default"));
  QVERIFY(ours->graph.signature_def().at("predict").outputs().contains("a/logits"));
  QCOMPARE(ours->graph.signature_def().at("serving_default").method_name(),
           std::string("tensorflow/serving/classify"));
}

void ServingGraphTest::aRawModelWithoutFeaturesIsUnsupported() {
  const auto parsed =
      model::parseConfig(std::string_view(R"({"cairn": 1, "estimator": "BaselineRegressor"})"));
  QVERIFY(parsed.config);
  QVERIFY(graphOf(*parsed.config, Receiver::Parsing));
  const auto raw = graphOf(*parsed.config, Receiver::Raw);
  QVERIFY(!raw);
  QVERIFY(raw.error().code == ErrorCode::Unsupported);
}

void ServingGraphTest::filesOfOneNameGetTwo() {
  auto parsed = model::parseConfig(std::string_view(R"({
    "cairn": 1, "estimator": "LinearClassifier",
    "args": {"feature_columns": [
      {"type": "categorical_column_with_vocabulary_file", "key": "a", "vocabulary_file": "x/w.txt",
       "vocabulary_size": 2},
      {"type": "categorical_column_with_vocabulary_file", "key": "b", "vocabulary_file": "y/w.txt",
       "vocabulary_size": 2},
      {"type": "categorical_column_with_vocabulary_file", "key": "c", "vocabulary_file": "x/w.txt",
       "vocabulary_size": 2}]}})"));
  QVERIFY(parsed.config);
  const auto ours = graphOf(*parsed.config, Receiver::Parsing);
  QVERIFY(ours);
  using Assets = std::vector<std::pair<std::string, std::string>>;
  QCOMPARE(ours->assets, (Assets{{"w.txt", "x/w.txt"}, {"w.txt_1", "y/w.txt"}}));
  QCOMPARE(ours->graph.collection_def().at("saved_model_assets").any_list().value_size(), 3);
}

QTEST_APPLESS_MAIN(ServingGraphTest)
#include "serving_graph_test.moc"
