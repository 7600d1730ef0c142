#include "core/training/saved_model_export.h"

#include "core/formats/saved_model.h"
#include "core/formats/tensor_bundle.h"
#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/training/small_run.h"

#include <QTest>

using namespace cairn;
using namespace cairn::test;

class SavedModelExportTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anExportHoldsTheModelAlone();
  void twoInOneSecondTakeTwo();
  void withoutACheckpointThereIsNone();
  void afterAFailureNothingIsLeft();
};

namespace {

training::ExportOptions into(const SmallRun& run) {
  training::ExportOptions options;
  options.base = run.modelDir() / "export" / "cairn";
  options.configFolder = run.folder();
  return options;
}

}  // namespace

void SavedModelExportTest::anExportHoldsTheModelAlone() {
  const SmallRun run;
  const model::Config config = smallConfig();
  QVERIFY(trainSteps(run, config, 5));
  ManualClock clock;
  const auto written =
      training::exportSavedModel(posixFileOps(), clock, config, run.modelDir(), into(run));
  QVERIFY2(written, written ? "" : describe(written.error()).c_str());
  QCOMPARE(written->parent_path(), run.modelDir() / "export" / "cairn");
  const auto bytes = readFile(posixFileOps(), *written / "saved_model.pb");
  QVERIFY(bytes);
  const auto graph = formats::parseSavedModel(*bytes, "saved_model.pb");
  QVERIFY(graph);
  QVERIFY(graph->signature_def().contains("serving_default"));
  const auto bundle =
      formats::TensorBundle::open(posixFileOps(), *written / "variables" / "variables");
  QVERIFY(bundle);
  QStringList names;
  for (const auto& entry : bundle->entries()) names << QString::fromStdString(entry.name);
  QCOMPARE(names.join(' '), QString("dnn/hiddenlayer_0/bias dnn/hiddenlayer_0/kernel "
                                    "dnn/logits/bias dnn/logits/kernel global_step"));
  const auto entries = posixFileOps().list(written->parent_path());
  QVERIFY(entries);
  QCOMPARE(entries->size(), std::size_t{1});  // and no temp-
}

void SavedModelExportTest::twoInOneSecondTakeTwo() {
  const SmallRun run;
  const model::Config config = smallConfig();
  QVERIFY(trainSteps(run, config, 5));
  ManualClock clock;
  const auto first =
      training::exportSavedModel(posixFileOps(), clock, config, run.modelDir(), into(run));
  const auto second =
      training::exportSavedModel(posixFileOps(), clock, config, run.modelDir(), into(run));
  QVERIFY(first && second);
  QCOMPARE(std::stoll(second->filename().string()), std::stoll(first->filename().string()) + 1);
}

void SavedModelExportTest::withoutACheckpointThereIsNone() {
  const SmallRun run;
  ManualClock clock;
  const auto written =
      training::exportSavedModel(posixFileOps(), clock, smallConfig(), run.modelDir(), into(run));
  QVERIFY(!written);
  QVERIFY(written.error().code == ErrorCode::NotFound);
}

void SavedModelExportTest::afterAFailureNothingIsLeft() {
  const SmallRun run;
  const model::Config config = smallConfig();
  QVERIFY(trainSteps(run, config, 5));
  ManualClock clock;
  const training::ExportOptions options = into(run);
  test::FaultyFileOps counting(posixFileOps());
  QVERIFY(training::exportSavedModel(counting, clock, config, run.modelDir(), options));
  fs::remove_all(options.base);
  for (std::size_t call = 1; call <= counting.calls(); ++call) {
    test::FaultyFileOps failing(posixFileOps());
    failing.failAt(call);
    QVERIFY(!training::exportSavedModel(failing, clock, config, run.modelDir(), options));
    const auto entries = posixFileOps().list(options.base);
    QVERIFY2(!entries || entries->empty(), counting.log()[call - 1].c_str());
  }
}

QTEST_APPLESS_MAIN(SavedModelExportTest)
#include "saved_model_export_test.moc"
