#include "core/restore/traceback.h"

#include "core/restore/traceback_report.h"
#include "tests/core/fixture_scope.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace cairn;
using namespace cairn::restore;
using nlohmann::json;

namespace {

json readJson(const fs::path& path) {
  std::ifstream file(path);
  return json::parse(file, nullptr, false);
}

std::string readText(const fs::path& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

bool isAtOrBelow(const std::string& key, const std::string& cause) {
  return key == cause || key.starts_with(cause + ".") || key.starts_with(cause + "[");
}

bool isExpected(const std::string& key, const json& expected) {
  return std::any_of(expected["causes"].begin(), expected["causes"].end(),
                     [&](const json& one) { return isAtOrBelow(key, one.get<std::string>()); });
}

/// Of `traceback_train.txt`: `train`.
std::string modeOf(const fs::path& file) {
  const std::string stem = file.stem().string();
  return stem.substr(stem.find('_') + 1);
}

}  // namespace

/// Every recorded traceback, by its text alone and beside the model_dir that it came from.
class TracebackTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void readsWhatPythonPrinted_data();
  void readsWhatPythonPrinted();
  void namesTheCauseBesideItsModelDir_data();
  void namesTheCauseBesideItsModelDir();
  void readsOtherForms_data();
  void readsOtherForms();
  void aTextWithoutAnExceptionIsNone_data();
  void aTextWithoutAnExceptionIsNone();
  void claimsOnlyWhatTheTextTells();
  void framesOfLibrariesFold();
  void onlyTheFirstFourMegabytesAreRead();
  void aForeignModelDirIsNoticed();
  void tensorFlow1MayNameAnyTensorThatDiffers();

 private:
  static void addTexts(bool explained);
};

void TracebackTest::addTexts(bool explained) {
  QTest::addColumn<QString>("path");
  const fs::path root = tests::fixturesRoot() / "bad_restore";
  QVERIFY2(fs::is_directory(root), root.c_str());
  for (const fs::path& folder : tests::sortedDirectories(root)) {
    if (explained &&
        tests::explainNotYet(readJson(folder / "before.json"), readJson(folder / "after.json")))
      continue;
    for (const auto& entry : fs::directory_iterator(folder))
      if (entry.path().filename().string().starts_with("traceback_"))
        QTest::newRow(folder.filename().c_str()) << QString::fromStdString(entry.path().string());
  }
}

void TracebackTest::readsWhatPythonPrinted_data() { addTexts(false); }

void TracebackTest::readsWhatPythonPrinted() {
  QFETCH(QString, path);
  const fs::path file = path.toStdString();
  const auto told = readTraceback(readText(file));
  QVERIFY2(told, told ? "" : describe(told.error()).c_str());
  const json recorded = readJson(file.parent_path() / "tensorflow.json")[modeOf(file)];
  const std::string exception = recorded["exception"];
  QCOMPARE(told->exception, exception.substr(exception.rfind('.') + 1));
  const std::string message = recorded["message"];
  QVERIFY2(message.find(told->sentence) != std::string::npos, told->sentence.c_str());
  QVERIFY2(told->fault != Fault::Other, told->sentence.c_str());
  QVERIFY(told->lines[told->sentenceLine].text.find(told->sentence) != std::string::npos);
  const json expected = readJson(file.parent_path() / "expected_cause.json");
  std::string keys;
  bool found = false;
  for (const KeyGuess& guess : told->keys) {
    keys += guess.key + " ";
    found = found || isExpected(guess.key, expected);
  }
  QVERIFY2(found, (told->sentence + " -> " + keys).c_str());
  QCOMPARE(told->version, std::string(told->exception == "ValueError" ? "" : "2.x"));
}

void TracebackTest::namesTheCauseBesideItsModelDir_data() { addTexts(true); }

void TracebackTest::namesTheCauseBesideItsModelDir() {
  QFETCH(QString, path);
  const fs::path file = path.toStdString();
  const auto report =
      explainTraceback(posixFileOps(), readText(file), file.parent_path() / "model_dir");
  QVERIFY2(report, report ? "" : describe(report.error()).c_str());
  const json expected = readJson(file.parent_path() / "expected_cause.json");
  QVERIFY(!report->report.causes.empty());
  // One tensor that another class of estimator or another API has not is explained by many a key:
  // the text alone names these among them, not first.
  const json before = readJson(file.parent_path() / "before.json");
  const json after = readJson(file.parent_path() / "after.json");
  const bool told = report->compared || (before["estimator"] == after["estimator"] &&
                                         before.value("api", "v1") == after.value("api", "v1"));
  for (const Cause& cause : report->report.causes)
    QVERIFY2(isExpected(cause.key, expected) || !told,
             (cause.key + ": " + report->report.verdict).c_str());
  const auto& problems = report->report.problems;
  QVERIFY2(problems.empty() || report->compared,
           problems.empty() ? "" : describe(problems.front()).c_str());
  qInfo("%s%s", report->compared ? "" : "by the text: ", report->report.verdict.c_str());
}

void TracebackTest::readsOtherForms_data() {
  QTest::addColumn<QString>("text");
  QTest::addColumn<QString>("exception");
  QTest::addColumn<QString>("tensor");
  QTest::addColumn<QString>("key");
  QTest::addColumn<QString>("path");
  QTest::newRow("TensorFlow 1 with one RestoreV2 a tensor")
      << "  File \"premade_estimator.py\", line 63, in main\n"
         "tensorflow.python.framework.errors_impl.InvalidArgumentError: tensor_name = "
         "dnn/hiddenlayer_1/bias/t_0/Adagrad; shape in shape_and_slice spec [20] does not match "
         "the "
         "shape stored in checkpoint: [10]\n\t [[Node: save/RestoreV2_5 = RestoreV2[dtypes="
         "[DT_FLOAT]]]]\n"
      << "InvalidArgumentError"
      << "dnn/hiddenlayer_1/bias/t_0/Adagrad"
      << "args.hidden_units[1]"
      << "";
  QTest::newRow("TensorFlow 1 assigns")
      << "InvalidArgumentError: Assign requires shapes of both tensors to match. lhs shape= [4,20] "
         "rhs shape= [4,10]\n\t [[Node: save/Assign_4 = Assign[T=DT_FLOAT, "
         "_class=[\"loc:@dnn/hiddenlayer_0/kernel\"]]]\n"
      << "InvalidArgumentError"
      << "dnn/hiddenlayer_0/kernel"
      << "args.hidden_units[0]"
      << "";
  QTest::newRow("only the sentence") << "Key dnn/hiddenlayer_2/bias not found in checkpoint"
                                     << "NotFoundError"
                                     << "dnn/hiddenlayer_2/bias"
                                     << "args.hidden_units"
                                     << "";
  QTest::newRow("with the log before it")
      << "INFO:tensorflow:Restoring parameters from models/iris/model.ckpt-200\r\n"
         "tensorflow.python.framework.errors_impl.NotFoundError: Key dnn/head/beta1_power not "
         "found "
         "in checkpoint\r\n"
      << "NotFoundError"
      << "dnn/head/beta1_power"
      << "args.optimizer"
      << "models/iris/model.ckpt-200";
  QTest::newRow("a warm start")
      << "ValueError: Shape of variable dnn/hiddenlayer_0/kernel ((4, 20)) doesn't match with "
         "shape "
         "of tensor dnn/hiddenlayer_0/kernel ([4, 10]) from checkpoint reader.\n"
      << "ValueError"
      << "dnn/hiddenlayer_0/kernel"
      << "args.hidden_units[0]"
      << "";
  QTest::newRow("no model")
      << "ValueError: Could not find trained model in model_dir: models/iris.\n"
      << "ValueError"
      << ""
      << "files.checkpoint"
      << "models/iris";
  QTest::newRow("a column without its feature")
      << "ValueError: Feature SepalArea is not in features dictionary.\n"
      << "ValueError"
      << ""
      << "args.feature_columns"
      << "";
  QTest::newRow("another exception") << "  File \"a.py\", line 1\nRuntimeError: boom\n"
                                     << "RuntimeError"
                                     << ""
                                     << ""
                                     << "";
}

void TracebackTest::readsOtherForms() {
  QFETCH(QString, text);
  QFETCH(QString, exception);
  QFETCH(QString, tensor);
  QFETCH(QString, key);
  QFETCH(QString, path);
  const auto told = readTraceback(text.toStdString());
  QVERIFY2(told, told ? "" : describe(told.error()).c_str());
  QCOMPARE(QString::fromStdString(told->exception), exception);
  QCOMPARE(QString::fromStdString(told->tensor), tensor);
  QCOMPARE(QString::fromStdString(told->keys.empty() ? "" : told->keys.front().key), key);
  QCOMPARE(QString::fromStdString(told->path), path);
}

void TracebackTest::aTextWithoutAnExceptionIsNone_data() {
  QTest::addColumn<QByteArray>("text");
  QTest::newRow("nothing") << QByteArray();
  QTest::newRow("prose") << QByteArray("it does not work\nwhy?\n");
  QTest::newRow("zeros") << QByteArray(1000, '\0');
  QTest::newRow("one long line") << QByteArray(1 << 20, 'x');
  QTest::newRow("half a sentence")
      << QByteArray("tensor_name = a; shape in shape_and_slice spec [");
  QTest::newRow("a shape that is none") << QByteArray(
      "tensor_name = a; shape in shape_and_slice spec [x] does not match the shape "
      "stored in checkpoint: [99999999999999999999]");
}

void TracebackTest::aTextWithoutAnExceptionIsNone() {
  QFETCH(QByteArray, text);
  const auto told =
      readTraceback(std::string_view(text.constData(), static_cast<std::size_t>(text.size())));
  QVERIFY(!told);
  QCOMPARE(told.error().code, ErrorCode::InvalidArgument);
}

// The second layer changed too, but TensorFlow stops at the first.
void TracebackTest::claimsOnlyWhatTheTextTells() {
  const fs::path folder = tests::fixturesRoot() / "bad_restore" / "hidden_units_guide";
  const auto report = explainTraceback(posixFileOps(), readText(folder / "traceback_train.txt"),
                                       folder / "model_dir");
  QVERIFY2(report, report ? "" : describe(report.error()).c_str());
  QVERIFY(report->compared);
  QCOMPARE(report->report.causes.size(), std::size_t{1});
  QCOMPARE(report->report.causes[0].key, std::string("args.hidden_units[0]"));
  QCOMPARE(report->report.verdict,
           std::string("hidden_units[0] was 10 when step 6 was saved; the script asks for 20."));
  QCOMPARE(report->report.tensors.size(), std::size_t{13});
  const auto& named = *std::find_if(report->report.tensors.begin(), report->report.tensors.end(),
                                    [](const TensorRow& row) { return row.namedByTensorFlow; });
  QCOMPARE(named.name, std::string("dnn/hiddenlayer_0/bias"));
}

void TracebackTest::framesOfLibrariesFold() {
  const auto told = readTraceback(
      "Traceback (most recent call last):\n"
      "  File \"main.py\", line 96, in <module>\n"
      "    tf.app.run(main)\n"
      "  File \"/usr/lib/python3/dist-packages/tensorflow/app.py\", line 1, in run\n"
      "    _sys.exit(main(argv))\n"
      "  File \"main.py\", line 63, in main\n"
      "    classifier.train(input_fn=train_input_fn, steps=200)\n"
      "KeyError: 'a'\n");
  QVERIFY2(told, told ? "" : describe(told.error()).c_str());
  QCOMPARE(told->lines.size(), std::size_t{8});
  std::string folded;
  for (const TracebackLine& line : told->lines) folded += line.isLibrary ? 'L' : '.';
  QCOMPARE(folded, std::string("...LL..."));
  QCOMPARE(told->steps, std::int64_t{200});
}

void TracebackTest::onlyTheFirstFourMegabytesAreRead() {
  std::string text = "Key dnn/hiddenlayer_2/bias not found in checkpoint\n";
  text.append(5U << 20, 'x');
  const auto told = readTraceback(text);
  QVERIFY2(told, told ? "" : describe(told.error()).c_str());
  QVERIFY(told->cut);
  QCOMPARE(told->bytes, text.size());
}

void TracebackTest::aForeignModelDirIsNoticed() {
  const fs::path root = tests::fixturesRoot() / "bad_restore";
  const auto report = explainTraceback(
      posixFileOps(), readText(root / "hidden_units_guide" / "traceback_train.txt"),
      root / "feature_added" / "model_dir");
  QVERIFY2(report, report ? "" : describe(report.error()).c_str());
  QVERIFY(!report->compared);
  QCOMPARE(report->report.problems.size(), std::size_t{1});
  const auto told = readTraceback(readText(root / "hidden_units_guide" / "traceback_train.txt"));
  QVERIFY(told);
  QCOMPARE(*couldBeOf(posixFileOps(), *told, root / "feature_added" / "model_dir"), false);
  QCOMPARE(*couldBeOf(posixFileOps(), *told, root / "hidden_units_guide" / "model_dir"), true);
}

void TracebackTest::tensorFlow1MayNameAnyTensorThatDiffers() {
  const auto report = explainTraceback(
      posixFileOps(),
      "InvalidArgumentError: tensor_name = dnn/hiddenlayer_1/bias/t_0/Adagrad; shape in "
      "shape_and_slice spec [20] does not match the shape stored in checkpoint: [10]\n"
      "\t [[Node: save/RestoreV2_5 = RestoreV2[dtypes=[DT_FLOAT]]]]\n",
      tests::fixturesRoot() / "bad_restore" / "hidden_units_guide" / "model_dir");
  QVERIFY2(report, report ? "" : describe(report.error()).c_str());
  QVERIFY(report->compared);
  QCOMPARE(report->report.causes[0].key, std::string("args.hidden_units[1]"));
}

QTEST_APPLESS_MAIN(TracebackTest)
#include "traceback_test.moc"
