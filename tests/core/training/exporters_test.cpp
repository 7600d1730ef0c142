#include "core/training/exporters.h"

#include "core/training/train_and_evaluate.h"
#include "tests/core/training/small_run.h"

#include <QTest>

using namespace cairn;
using namespace cairn::test;
using training::Exporters;

namespace {

model::Call exporter(const std::string& type, std::optional<double> keep) {
  model::Call call;
  call.type = type;
  call.parameters["name"] = std::string("served");
  call.parameters["as_text"] = false;
  if (keep) call.parameters["exports_to_keep"] = *keep;
  return call;
}

std::size_t exportsIn(const SmallRun& run) {
  const auto entries = posixFileOps().list(run.modelDir() / "export" / "served");
  return entries ? entries->size() : 0;
}

/// How many exports each loss brings, one after the other; the last one is said to be it.
QList<int> exportsOf(const SmallRun& run, const model::Config& config, const QList<float>& losses) {
  ManualClock clock;
  auto exporters = Exporters::create(posixFileOps(), clock, config, run.modelDir(), run.folder());
  QList<int> counts;
  for (qsizetype i = 0; exporters && i < losses.size(); ++i) {
    const training::Metrics metrics = {{"loss", losses[i]}};
    clock.advance(std::chrono::seconds(1));
    const auto written = exporters->afterEvaluation(run.modelDir() / "model.ckpt-5", metrics,
                                                    i + 1 == losses.size());
    counts << (written ? static_cast<int>(written->size()) : -1);
  }
  return counts;
}

}  // namespace

class ExportersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void eachTypeHasItsMoments_data();
  void eachTypeHasItsMoments();
  void newestAreKept();
  void wrongSettingsAreNamed_data();
  void wrongSettingsAreNamed();
  void trainAndEvaluateExports();
};

void ExportersTest::eachTypeHasItsMoments_data() {
  QTest::addColumn<QString>("type");
  QTest::addColumn<QList<float>>("losses");
  QTest::addColumn<QList<int>>("exports");
  QTest::newRow("latest: always") << "LatestExporter" << QList<float>{3, 4, 2}
                                  << QList<int>{1, 1, 1};
  QTest::newRow("final: at the end")
      << "FinalExporter" << QList<float>{3, 4, 2} << QList<int>{0, 0, 1};
  QTest::newRow("best: the first, then the lower")
      << "BestExporter" << QList<float>{3, 4, 2, 2, 1} << QList<int>{1, 0, 1, 0, 1};
}

void ExportersTest::eachTypeHasItsMoments() {
  QFETCH(QString, type);
  QFETCH(QList<float>, losses);
  QFETCH(QList<int>, exports);
  const SmallRun run;
  model::Config config = smallConfig();
  QVERIFY(trainSteps(run, config, 5));
  config.eval.exporters = {exporter(type.toStdString(), std::nullopt)};
  QCOMPARE(exportsOf(run, config, losses), exports);
}

void ExportersTest::newestAreKept() {
  const SmallRun run;
  model::Config config = smallConfig();
  QVERIFY(trainSteps(run, config, 5));
  config.eval.exporters = {exporter("LatestExporter", 2)};
  fs::create_directories(run.modelDir() / "export" / "served" / "notes");
  QCOMPARE(exportsOf(run, config, {1, 1, 1, 1}), (QList<int>{1, 1, 1, 1}));
  // What is no export is left alone.
  QCOMPARE(exportsIn(run), std::size_t{3});
  QVERIFY(fs::exists(run.modelDir() / "export" / "served" / "1700001004" / "saved_model.pb"));
  QVERIFY(fs::exists(run.modelDir() / "export" / "served" / "1700001003"));
}

void ExportersTest::wrongSettingsAreNamed_data() {
  QTest::addColumn<QString>("parameter");
  QTest::addColumn<QString>("text");
  QTest::newRow("none to keep") << "exports_to_keep"
                                << "";
  QTest::newRow("a path for a name") << "name"
                                     << "../elsewhere";
  QTest::newRow("no name") << "name"
                           << "";
}

void ExportersTest::wrongSettingsAreNamed() {
  QFETCH(QString, parameter);
  QFETCH(QString, text);
  const SmallRun run;
  model::Config config = smallConfig();
  model::Call call = exporter("LatestExporter", 0);
  if (parameter == "name") {
    call.parameters["exports_to_keep"] = 5.0;
    call.parameters["name"] = text.toStdString();
  }
  config.eval.exporters = {call};
  ManualClock clock;
  const auto refused =
      Exporters::create(posixFileOps(), clock, config, run.modelDir(), run.folder());
  QVERIFY(!refused);
  QCOMPARE(refused.error().where, "eval.exporters[0]." + parameter.toStdString());
}

void ExportersTest::trainAndEvaluateExports() {
  const SmallRun run;
  model::Config config = smallConfig(3);
  config.data["eval"] = config.data["train"];
  config.data["eval"].repeat = 1;
  config.eval.throttleSecs = 0;
  config.eval.exporters = {exporter("FinalExporter", std::nullopt)};
  ManualClock clock;
  auto estimator = training::Estimator::create(config, run.modelDir(), posixFileOps(), clock);
  QVERIFY(estimator);
  training::TrainAndEvaluateOptions options;
  options.train.configFolder = options.evaluate.configFolder = run.folder();
  options.train.maxSteps = 7;
  const auto result = training::trainAndEvaluate(*estimator, options);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  QCOMPARE(result->exports.size(), std::size_t{1});
  QCOMPARE(exportsIn(run), std::size_t{1});
}

QTEST_APPLESS_MAIN(ExportersTest)
#include "exporters_test.moc"
