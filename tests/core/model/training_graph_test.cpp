#include "core/model/training_graph.h"

#include "tests/core/model/fixture_configs.h"

#include <QTest>
#include <map>
#include <set>

using namespace cairn;
using namespace cairn::model;

namespace {

struct Case {
  Config config;
  std::vector<Variable> variables;
};

Case loadCase(const fs::path& directory) {
  const auto caseJson = tests::readJsonFile(directory / "case.json");
  const auto parsed = parseConfig(tests::configOfCase(caseJson));
  if (!parsed.config) qFatal("%s", qPrintable(tests::problemText(parsed.problems)));
  const auto config = resolveVocabularies(posixFileOps(), *parsed.config, directory);
  if (!config) qFatal("%s", describe(config.error()).c_str());
  const auto variables = variableMap(*config);
  if (!variables) qFatal("%s", describe(variables.error()).c_str());
  return {*config, *variables};
}

void addCases(const std::function<bool(const nlohmann::json&)>& wanted) {
  QTest::addColumn<QString>("directory");
  for (const fs::path& directory : tests::sortedDirectories(tests::fixturesRoot() / "numeric"))
    if (wanted(tests::readJsonFile(directory / "case.json")))
      QTest::newRow(directory.filename().c_str()) << QString::fromStdString(directory.string());
}

std::map<std::string, pb::NodeDef> nodesOf(const pb::MetaGraphDef& meta) {
  std::map<std::string, pb::NodeDef> nodes;
  for (const pb::NodeDef& node : meta.graph_def().node()) nodes[node.name()] = node;
  return nodes;
}

std::map<std::string, std::string> variablesOf(const pb::MetaGraphDef& meta,
                                               const std::string& collection) {
  std::map<std::string, std::string> found;
  for (const std::string& bytes : meta.collection_def().at(collection).bytes_list().value()) {
    pb::VariableDef def;
    def.ParseFromString(bytes);
    // Linear's accumulators are ones times 0.1 in TensorFlow, one constant here.
    if (def.initial_value_name().ends_with("/Initializer/mul:0") ||
        def.initial_value_name().ends_with("/Initializer/Const:0"))
      def.clear_initial_value_name();
    found[def.variable_name()] = def.DebugString();
  }
  return found;
}

std::string nodeOf(const std::string& input) {
  const std::string name = input.substr(input.starts_with('^') ? 1 : 0);
  return name.substr(0, name.find(':'));
}

}  // namespace

class TrainingGraphTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void variablesAreTensorFlows_data();
  void variablesAreTensorFlows();
  void sharedNodesAreTensorFlows_data() { variablesAreTensorFlows_data(); }
  void sharedNodesAreTensorFlows();
  void everyGraphHangsTogether_data();
  void everyGraphHangsTogether();
  void limitsNameTheirKey_data();
  void limitsNameTheirKey();
};

void TrainingGraphTest::variablesAreTensorFlows_data() {
  addCases([](const nlohmann::json& caseJson) { return caseJson.value("keeps_graph", false); });
}

pb::MetaGraphDef recordedMetaGraph(const fs::path& directory) {
  for (const auto& entry : fs::directory_iterator(directory / "end"))
    if (entry.path().extension() == ".meta") {
      const auto bytes = readFile(posixFileOps(), entry.path());
      if (bytes) return *formats::parseMetaGraph(*bytes, entry.path().string());
    }
  return {};
}

void TrainingGraphTest::variablesAreTensorFlows() {
  QFETCH(QString, directory);
  const Case one = loadCase(directory.toStdString());
  const auto ours = trainingMetaGraph(one.config, one.variables);
  QVERIFY2(ours, ours ? "" : describe(ours.error()).c_str());
  const pb::MetaGraphDef theirs = recordedMetaGraph(directory.toStdString());
  for (const char* collection : {"variables", "trainable_variables", "global_step"}) {
    const auto mine = variablesOf(*ours, collection);
    for (const auto& [name, def] : variablesOf(theirs, collection)) {
      QVERIFY2(mine.contains(name), (std::string(collection) + " lacks " + name).c_str());
      QVERIFY2(mine.at(name) == def, (mine.at(name) + "\nwant\n" + def).c_str());
    }
    QCOMPARE(mine.size(), variablesOf(theirs, collection).size());
  }
}

void TrainingGraphTest::sharedNodesAreTensorFlows() {
  QFETCH(QString, directory);
  const Case one = loadCase(directory.toStdString());
  const auto ours = trainingMetaGraph(one.config, one.variables);
  QVERIFY(ours);
  const auto theirs = nodesOf(recordedMetaGraph(directory.toStdString()));
  int shared = 0;
  for (const auto& [name, node] : nodesOf(*ours)) {
    const auto found = theirs.find(name);
    if (found == theirs.end() || name.starts_with("save/")) continue;
    ++shared;
    QVERIFY2(found->second.op() == node.op() || node.op() == "OnesLike",
             (name + " is " + node.op() + ", TensorFlow's " + found->second.op()).c_str());
  }
  qInfo("%d nodes are TensorFlow's too", shared);
  QVERIFY(shared > 20);
}

void TrainingGraphTest::everyGraphHangsTogether_data() {
  addCases([](const nlohmann::json&) { return true; });
}

void TrainingGraphTest::everyGraphHangsTogether() {
  QFETCH(QString, directory);
  const Case one = loadCase(directory.toStdString());
  const auto meta = trainingMetaGraph(one.config, one.variables);
  QVERIFY2(meta, meta ? "" : describe(meta.error()).c_str());
  std::set<std::string> names;
  for (const pb::NodeDef& node : meta->graph_def().node())
    QVERIFY2(names.insert(node.name()).second, ("twice: " + node.name()).c_str());
  for (const pb::NodeDef& node : meta->graph_def().node())
    for (const std::string& input : node.input())
      QVERIFY2(names.contains(nodeOf(input)), (node.name() + " wants " + input).c_str());

  const auto limit = trainingGraphLimit(one.config);
  QCOMPARE(meta->collection_def().contains("train_op"), !limit);
  const auto caseJson = tests::readJsonFile(fs::path(directory.toStdString()) / "case.json");
  // Graphs of a given head stay without their training ops.
  if (!tests::graphNotYet(caseJson)) QVERIFY2(!limit, limit ? limit->where.c_str() : "");
}

void TrainingGraphTest::limitsNameTheirKey_data() {
  QTest::addColumn<QString>("config");
  QTest::addColumn<QString>("key");
  const QString columns = R"("feature_columns": [{"type": "numeric_column", "key": "a"}])";
  const auto dnn = [&](const QString& more) {
    return R"({"estimator": "DNNClassifier", "args": {"hidden_units": [2], )" + columns + more +
           "}}";
  };
  QTest::newRow("whole") << dnn("") << "";
  QTest::newRow("schedule") << dnn(R"(, "optimizer": {"class": "AdamOptimizer", "learning_rate":
      {"schedule": "cosine_decay", "learning_rate": 0.1, "decay_steps": 10}})")
                            << "";
  QTest::newRow("linear") << R"({"estimator": "LinearClassifier", "args": {)" + columns + "}}"
                          << "";
  QTest::newRow("head") << R"({"estimator": "LinearEstimator", "api": "v2", "args": {)" + columns +
                               R"(, "head": {"type": "RegressionHead"}}})"
                        << "args.head";
  const auto keras = [&](const QString& optimizer) {
    return R"({"estimator": "DNNClassifier", "api": "v2", "args": {"hidden_units": [2], )" +
           columns + R"(, "optimizer": )" + optimizer + "}}";
  };
  QTest::newRow("Keras") << keras(R"("Adam")") << "";
  QTest::newRow("Nadam") << keras(R"({"class": "Nadam"})") << "args.optimizer";
  QTest::newRow("clipping") << keras(R"({"class": "SGD", "clipnorm": 1.0})")
                            << "args.optimizer.clipnorm";
  QTest::newRow("column") << R"({"estimator": "DNNClassifier", "args": {"hidden_units": [2],
      "feature_columns": [{"type": "bucketized_column", "source_column":
      {"type": "numeric_column", "key": "age"}, "boundaries": [1]}]}})"
                          << "";
  QTest::newRow("Adamax of rows") << R"({"estimator": "LinearClassifier", "api": "v2", "args": {
      "feature_columns": [{"type": "categorical_column_with_identity", "key": "i",
      "num_buckets": 3}], "optimizer": {"class": "Adamax"}}})"
                                  << "args.optimizer";
}

void TrainingGraphTest::limitsNameTheirKey() {
  QFETCH(QString, config);
  QFETCH(QString, key);
  const std::string text = config.toStdString();
  const auto parsed = parseConfig(std::string_view(text));
  QVERIFY2(parsed.config, qPrintable(tests::problemText(parsed.problems)));
  const auto limit = trainingGraphLimit(*parsed.config);
  QCOMPARE(QString::fromStdString(limit ? limit->where : ""), key);
  if (limit) QCOMPARE(limit->code, ErrorCode::Unsupported);
}

QTEST_APPLESS_MAIN(TrainingGraphTest)
#include "training_graph_test.moc"
