#include "core/training/served_model.h"

#include "core/training/saved_model_export.h"
#include "tests/core/fixture_scope.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

using namespace cairn;
using namespace cairn::training;
using Json = nlohmann::json;

namespace {

Json readJson(const fs::path& path) {
  std::ifstream stream(path);
  return Json::parse(stream, nullptr, false);
}

fs::path modelOf(const fs::path& folder) {
  return tests::sortedDirectories(folder / "export").back();
}

/// What is wanted against what was computed.
struct Deviation {
  double worst = 0;
  QStringList different;
};

void compare(const Json& wanted, const GraphValue& got, const QString& what, Deviation& deviation) {
  std::vector<Json> flat;
  const std::function<void(const Json&)> flatten = [&](const Json& json) {
    if (!json.is_array()) flat.push_back(json);
    if (json.is_array())
      for (const Json& one : json) flatten(one);
  };
  flatten(wanted);
  if (flat.size() != got.count()) {
    deviation.different << what + ": another count";
    return;
  }
  for (std::size_t i = 0; i < flat.size(); ++i) {
    if (const auto* floats = std::get_if<std::vector<float>>(&got.values)) {
      const double value = flat[i].get<double>();
      deviation.worst = std::max(deviation.worst,
                                 std::fabs((*floats)[i] - value) / std::max(1.0, std::fabs(value)));
    } else if (const auto* ints = std::get_if<std::vector<std::int64_t>>(&got.values)) {
      if ((*ints)[i] != flat[i].get<std::int64_t>()) deviation.different << what;
    } else if (std::get<std::vector<std::string>>(got.values)[i] != flat[i].get<std::string>()) {
      deviation.different << what;
    }
  }
}

data::Column columnOf(const std::string& name, const Json& rows, bool& known) {
  data::Column column{name, 1, {}, {}};
  column.width = rows.front().is_array() ? static_cast<std::int64_t>(rows.front().size()) : 1;
  std::vector<Json> flat;
  for (const Json& row : rows) {
    if (!row.is_array()) flat.push_back(row);
    if (row.is_array()) flat.insert(flat.end(), row.begin(), row.end());
  }
  known = !flat.empty();
  if (!known) return column;
  if (flat.front().is_string())
    column.values = Json(flat).get<std::vector<std::string>>();
  else if (flat.front().is_number_integer())
    column.values = Json(flat).get<std::vector<std::int64_t>>();
  else
    column.values = Json(flat).get<std::vector<float>>();
  return column;
}

data::Table tableOf(const fs::path& file) {
  std::ifstream stream(file);
  std::string line;
  std::getline(stream, line);
  data::Table table;
  const Json batch = Json::parse(line, nullptr, false);
  for (const auto& [name, rows] : batch["features"].items()) {
    bool known = false;
    table.columns.push_back(columnOf(name, rows, known));
    table.rows = static_cast<std::int64_t>(rows.size());
  }
  return table;
}

std::vector<std::string> examplesOf(const fs::path& file) {
  std::vector<std::string> examples;
  for (const Json& one : readJson(file))
    examples.push_back(
        QByteArray::fromBase64(QByteArray::fromStdString(one.get<std::string>())).toStdString());
  return examples;
}

Result<GraphFeeds> recordedInputs(const ServedModel& model, const formats::Signature& signature,
                                  const fs::path& root) {
  if (!ServedModel::takesExamples(signature))
    return model.inputs(signature, tableOf(root / "inputs.jsonl"));
  std::vector<std::string> examples = examplesOf(root / "examples_base64.json");
  const auto count = static_cast<std::int64_t>(examples.size());
  return GraphFeeds{{signature.inputs.front().key, stringValue({count}, std::move(examples))}};
}

}  // namespace

class ServedModelTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everySignatureAnswersAsRecorded_data();
  void everySignatureAnswersAsRecorded();
  void rowsOfATableBecomeInputs_data() { everySignatureAnswersAsRecorded_data(); }
  void rowsOfATableBecomeInputs();
  void whatWeExportAnswersTheSame_data() { everySignatureAnswersAsRecorded_data(); }
  void whatWeExportAnswersTheSame();
  void theNewestVersionIsTaken();
  void aSignatureThatIsNotThereIsNamed();
  void aMissingFeatureIsNamed();
  void aFolderWithoutModelIsNotFound();
};

/// Holds what the signature answers against the recorded answers of `root`.
static void predictsAsRecorded(ServedModel& model, const formats::Signature& predict,
                               const GraphFeeds& inputs, const fs::path& root) {
  const auto outputs = model.run(predict, inputs);
  QVERIFY2(outputs, outputs ? "" : describe(outputs.error()).c_str());
  const Json recorded = readJson(root / "answers.json")["signatures"]["predict"]["answers"];
  Deviation deviation;
  for (const auto& [key, value] : *outputs)
    compare(recorded[key], value, QString::fromStdString(key), deviation);
  QVERIFY2(deviation.different.isEmpty(), qPrintable(deviation.different.join(", ")));
  QVERIFY(deviation.worst <= 1e-5);
}

void ServedModelTest::everySignatureAnswersAsRecorded_data() {
  QTest::addColumn<QString>("folder");
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "saved_models"))
    QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
}

void ServedModelTest::everySignatureAnswersAsRecorded() {
  QFETCH(QString, folder);
  const fs::path root = folder.toStdString();
  auto model = ServedModel::open(posixFileOps(), modelOf(root));
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const Json signatures = readJson(root / "answers.json")["signatures"];
  QCOMPARE(model->signatures().size(), signatures.size());
  Deviation deviation;
  for (const auto& signature : model->signatures()) {
    const Json& recorded = signatures[signature.key];
    QCOMPARE(signature.method, recorded["method"].get<std::string>());
    const auto inputs = recordedInputs(*model, signature, root);
    QVERIFY2(inputs, inputs ? "" : describe(inputs.error()).c_str());
    const auto outputs = model->run(signature, *inputs);
    QVERIFY2(outputs, outputs ? "" : describe(outputs.error()).c_str());
    QCOMPARE(outputs->size(), recorded["answers"].size());
    for (const auto& [key, value] : *outputs)
      compare(recorded["answers"][key], value, QString::fromStdString(signature.key + "/" + key),
              deviation);
  }
  qInfo("%s: worst deviation %.2g", root.filename().c_str(), deviation.worst);
  QVERIFY2(deviation.different.isEmpty(), qPrintable(deviation.different.join(", ")));
  QVERIFY(deviation.worst <= 1e-5);
}

/// A table's rows, through tf.Examples of our own where the model parses some.
void ServedModelTest::rowsOfATableBecomeInputs() {
  QFETCH(QString, folder);
  const fs::path root = folder.toStdString();
  auto model = ServedModel::open(posixFileOps(), modelOf(root));
  QVERIFY(model);
  const auto predict = model->signature("predict");
  QVERIFY(predict);
  const auto inputs = model->inputs(**predict, tableOf(root / "inputs.jsonl"));
  QVERIFY2(inputs, inputs ? "" : describe(inputs.error()).c_str());
  predictsAsRecorded(*model, **predict, *inputs, root);
}

/// The recorded variables under a graph of ours.
void ServedModelTest::whatWeExportAnswersTheSame() {
  QFETCH(QString, folder);
  const fs::path root = folder.toStdString();
  Json config = readJson(root / "case.json");
  const bool raw = config["receiver"] == "raw";
  const auto parsed = model::parseConfig(Json{{"cairn", 1},
                                              {"estimator", config["estimator"]},
                                              {"api", config["api"]},
                                              {"args", config["args"]}});
  QVERIFY(parsed.config);
  QTemporaryDir target;
  ExportOptions options;
  options.base = target.path().toStdString();
  options.receiver = raw ? model::Receiver::Raw : model::Receiver::Parsing;
  options.configFolder = modelOf(root) / "assets";
  options.checkpoint = modelOf(root) / "variables" / "variables";
  const auto written =
      exportSavedModel(posixFileOps(), systemClock(), *parsed.config, root, options);
  QVERIFY2(written, written ? "" : describe(written.error()).c_str());
  auto model = ServedModel::open(posixFileOps(), *written);
  QVERIFY2(model, model ? "" : describe(model.error()).c_str());
  const auto predict = model->signature("predict");
  QVERIFY(predict);
  const auto inputs = recordedInputs(*model, **predict, root);
  QVERIFY2(inputs, inputs ? "" : describe(inputs.error()).c_str());
  predictsAsRecorded(*model, **predict, *inputs, root);
}

void ServedModelTest::theNewestVersionIsTaken() {
  const fs::path root = tests::fixturesRoot() / "saved_models" / "dnn2_raw";
  const auto model = ServedModel::open(posixFileOps(), root / "export");
  QVERIFY(model);
  QCOMPARE(model->directory().string(), modelOf(root).string());
}

void ServedModelTest::aSignatureThatIsNotThereIsNamed() {
  const auto model =
      ServedModel::open(posixFileOps(), tests::fixturesRoot() / "saved_models/dnn3_vocab/export");
  QVERIFY(model);
  const auto found = model->signature("nope");
  QVERIFY(!found);
  QVERIFY(found.error().code == ErrorCode::InvalidArgument);
  QCOMPARE(found.error().hint, std::string("It has classification, predict, serving_default."));
  QVERIFY(model->signature(""));
}

void ServedModelTest::aMissingFeatureIsNamed() {
  auto model =
      ServedModel::open(posixFileOps(), tests::fixturesRoot() / "saved_models/dnn2_raw/export");
  QVERIFY(model);
  const auto signature = model->signature("");
  QVERIFY(signature);
  const auto inputs = model->inputs(**signature, data::Table{{}, 3, 0});
  QVERIFY(!inputs);
  const auto outputs = model->run(**signature, {});
  QVERIFY(!outputs);
  QCOMPARE(outputs.error().where, std::string("a"));
}

void ServedModelTest::aFolderWithoutModelIsNotFound() {
  const auto model = ServedModel::open(posixFileOps(), tests::fixturesRoot() / "saved_models");
  QVERIFY(!model);
  QVERIFY(model.error().code == ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(ServedModelTest)
#include "served_model_test.moc"
