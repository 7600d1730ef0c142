#include "tests/app/cli/cli_run.h"

#include <bit>
#include <csignal>

class TrainCommandTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aRunIsTrainedAndToldInOneLine();
  void trainingGoesOnFromTheNewestCheckpoint();
  void maxStepsAlreadyThereIsDone();
  void valuesAreSetFromTheCommandLine();
  void aWrongKeyIsTwo_data();
  void aWrongKeyIsTwo();
  void everyStepIsTraced();
  void threadsChangeNoNumber();
  void aSignalSavesAndEndsWith130_data();
  void aSignalSavesAndEndsWith130();
  void evaluationsFollowTheSaves();
  void aBadRowIsFive();
  void aNanLossIsFive();
  void withoutModelDirItIsPrinted();
  void theSecondWriterIsRefused();
  void aFileLimitIsAnErrorNotADeath();
};

namespace {

const QString kIris = QString(CAIRN_IRIS) + "/iris.json";

/// A workspace with a config and its data.
class Workspace {
 public:
  Workspace() {
    for (const char* file : {"iris.json", "iris_training.csv", "iris_test.csv"})
      writeFile(path(file), readAll(QString(CAIRN_IRIS) + "/" + file));
  }
  QString path(const QString& file = {}) const { return m_folder.filePath(file); }
  Outcome run(const QStringList& words) const { return runCli(words, m_folder.path()); }
  QStringList names(const QString& folder) const {
    return QDir(path(folder)).entryList(QDir::Files | QDir::Hidden);
  }

 private:
  QTemporaryDir m_folder;
};

}  // namespace

void TrainCommandTest::aRunIsTrainedAndToldInOneLine() {
  const Workspace work;
  const Outcome outcome =
      work.run({"train", "iris.json", "--model-dir", "run", "--steps", "20", "--quiet"});
  QCOMPARE(outcome.code, 0);
  QCOMPARE(outcome.err, QByteArray());
  QCOMPARE(outcome.out.count('\n'), 1);
  QVERIFY(outcome.out.startsWith("Trained 20 steps in "));
  QVERIFY(outcome.out.endsWith(". Newest checkpoint: run/model.ckpt-20\n"));
  for (const char* file : {"cairn.json", "checkpoint", "graph.pbtxt", "model.ckpt-20.index"})
    QVERIFY(QFile::exists(work.path("run/") + file));
  QVERIFY(!QFile::exists(work.path("run/cairn.lock")));
  const auto record = QJsonDocument::fromJson(readAll(work.path("run/cairn.json")));
  QCOMPARE(record["config"]["data"]["train"]["files"][0].toString(),
           QString("../iris_training.csv"));
}

void TrainCommandTest::trainingGoesOnFromTheNewestCheckpoint() {
  const Workspace work;
  QCOMPARE(work.run({"train", "iris.json", "--model-dir", "run", "--steps", "20"}).code, 0);
  const auto result =
      documentOf(work.run({"train", "iris.json", "--model-dir", "run", "--steps", "20", "--json"}));
  QCOMPARE(result["end"].toString(), QString("finished"));
  QCOMPARE(result["start_step"].toInt(), 20);
  QCOMPARE(result["step"].toInt(), 40);
  QCOMPARE(result["checkpoints"].toArray(),
           (QJsonArray{"run/model.ckpt-0", "run/model.ckpt-20", "run/model.ckpt-40"}));
}

void TrainCommandTest::maxStepsAlreadyThereIsDone() {
  const Workspace work;
  const QStringList words{"train",       "iris.json", "--model-dir", "run",
                          "--max-steps", "20",        "--quiet"};
  QCOMPARE(work.run(words).code, 0);
  COMPARE_OUTCOME(work.run(words), 0,
                  "Step 20 is there already; nothing to train. Newest checkpoint: "
                  "run/model.ckpt-20\n",
                  "");
}

void TrainCommandTest::valuesAreSetFromTheCommandLine() {
  const Workspace work;
  QCOMPARE(work.run({"train", "iris.json", "--model-dir", "run", "--steps", "1", "--set",
                     "args.hidden_units=[5]", "--set", "args.activation_fn=tanh"})
               .code,
           0);
  const auto record = QJsonDocument::fromJson(readAll(work.path("run/cairn.json")));
  QCOMPARE(record["config"]["args"]["hidden_units"].toArray(), QJsonArray{5});
  QCOMPARE(record["config"]["args"]["activation_fn"].toString(), QString("tanh"));
}

void TrainCommandTest::aWrongKeyIsTwo_data() {
  QTest::addColumn<QString>("set");
  QTest::newRow("unknown key") << "args.hiden=[5]";
  QTest::newRow("wrong type") << "args.hidden_units=wide";
  QTest::newRow("no value") << "args.hidden_units";
}

void TrainCommandTest::aWrongKeyIsTwo() {
  QFETCH(QString, set);
  const Workspace work;
  const Outcome outcome =
      work.run({"train", "iris.json", "--model-dir", "run", "--set", set, "--quiet"});
  QCOMPARE(outcome.code, 2);
  QCOMPARE(outcome.err.count('\n'), 1);
  QVERIFY(outcome.err.contains("args.hid"));
  QVERIFY(!QFile::exists(work.path("run")));
}

void TrainCommandTest::everyStepIsTraced() {
  const Workspace work;
  QCOMPARE(
      work.run({"train", "iris.json", "--model-dir", "run", "--steps", "20", "--trace", "t.jsonl"})
          .code,
      0);
  const auto lines = readAll(work.path("t.jsonl")).trimmed().split('\n');
  QCOMPARE(lines.size(), 20);
  const auto last = QJsonDocument::fromJson(lines.back()).object();
  QCOMPARE(last.keys(), (QStringList{"loss", "loss_bits", "step"}));
  QCOMPARE(last["step"].toInt(), 20);
  const auto bits = static_cast<quint32>(last["loss_bits"].toString().toUInt(nullptr, 16));
  QCOMPARE(static_cast<float>(last["loss"].toDouble()), std::bit_cast<float>(bits));
}

void TrainCommandTest::threadsChangeNoNumber() {
  const Workspace work;
  for (const char* threads : {"1", "2"}) {
    const Outcome outcome =
        work.run({"train", "iris.json", "--set", "train.seed=4", "--steps", "3", "--model-dir",
                  QString("run") + threads, "--threads", threads, "--trace", threads});
    QCOMPARE(outcome.code, 0);
  }
  QVERIFY(!readAll(work.path("1")).isEmpty());
  QCOMPARE(readAll(work.path("1")), readAll(work.path("2")));
  QCOMPARE(work.run({"train", "iris.json", "--threads", "0"}).code, 2);
}

void TrainCommandTest::aSignalSavesAndEndsWith130_data() {
  QTest::addColumn<int>("number");
  QTest::newRow("SIGINT") << SIGINT;
  QTest::newRow("SIGTERM") << SIGTERM;
  QTest::newRow("SIGHUP") << SIGHUP;
}

void TrainCommandTest::aSignalSavesAndEndsWith130() {
  QFETCH(int, number);
  const Workspace work;
  QProcess process;
  process.setWorkingDirectory(work.path());
  process.start(CAIRN_CLI, {"train", "iris.json", "--model-dir", "run", "--steps", "100000000"});
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(work.path("run/cairn.json")), 30'000);
  ::kill(static_cast<pid_t>(process.processId()), number);
  QVERIFY(process.waitForFinished(30'000));
  QCOMPARE(process.exitStatus(), QProcess::NormalExit);
  QCOMPARE(process.exitCode(), 130);
  QVERIFY(process.readAllStandardOutput().startsWith("Stopped. Trained "));
  QCOMPARE(work.run({"check", "run"}).code, 0);
  QVERIFY(!QFile::exists(work.path("run/cairn.lock")));
}

void TrainCommandTest::evaluationsFollowTheSaves() {
  const Workspace work;
  const Outcome outcome =
      work.run({"train-and-evaluate", "iris.json", "--model-dir", "run", "--max-steps", "20",
                "--set", "run_config.save_checkpoints_secs=null", "--set",
                "run_config.save_checkpoints_steps=10", "--set", "eval.throttle_secs=0", "--set",
                R"(eval.exporters=[{"type": "FinalExporter", "name": "last"}])", "--json"});
  QVERIFY2(outcome.code == 0, outcome.err);
  const auto answer = documentOf(outcome);
  QCOMPARE(answer["step"].toInt(), 20);
  QCOMPARE(answer["stopped_early"].toBool(), false);
  QCOMPARE(answer["metrics"]["global_step"].toInt(), 20);
  QVERIFY(answer["metrics"]["accuracy"].isDouble());
  QCOMPARE(answer["exports"].toArray().size(), 1);
  QCOMPARE(work.names("run/eval").size(), 2);  // an events file each evaluation
}

void TrainCommandTest::aBadRowIsFive() {
  const Workspace work;
  writeFile(work.path("iris_training.csv"),
            readAll(work.path("iris_training.csv")) + "1,2,x,4,0\n");
  const Outcome outcome = work.run({"train", "iris.json", "--model-dir", "run", "--quiet"});
  QCOMPARE(outcome.code, 5);
  QVERIFY(
      outcome.err.contains("iris_training.csv:122: column \"PetalLength\": \"x\" is not a number"));
}

void TrainCommandTest::aNanLossIsFive() {
  const Workspace work;
  COMPARE_OUTCOME(work.run({"train", "iris.json", "--model-dir", "run", "--set",
                            "args.optimizer.learning_rate=1e30", "--set",
                            "run_config.tf_random_seed=1", "--quiet"}),
                  5, "",
                  "cairn-cli train: run: NaN loss during training. (model.ckpt-0 is the last "
                  "checkpoint before it)\n");
}

void TrainCommandTest::withoutModelDirItIsPrinted() {
  const Workspace work;
  const QTemporaryDir temporary;
  const Outcome outcome = runCli({"train", "iris.json", "--steps", "1", "--quiet"}, work.path(),
                                 {"TMPDIR=" + temporary.path()});
  QCOMPARE(outcome.code, 0);
  const QString modelDir = QString::fromUtf8(outcome.out.left(outcome.out.indexOf('\n')));
  QVERIFY(modelDir.startsWith(temporary.path()));
  QVERIFY(QFile::exists(modelDir + "/model.ckpt-1.index"));
  QCOMPARE(QFileInfo(modelDir).permissions() & (QFile::ReadGroup | QFile::ReadOther),
           QFile::Permissions());
}

void TrainCommandTest::theSecondWriterIsRefused() {
  const Workspace work;
  QProcess process;
  process.setWorkingDirectory(work.path());
  process.start(CAIRN_CLI, {"train", "iris.json", "--model-dir", "run", "--steps", "100000000"});
  QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(work.path("run/cairn.json")), 30'000);
  const Outcome second = work.run({"train", "iris.json", "--model-dir", "run", "--quiet"});
  const QByteArray pid = QByteArray::number(process.processId());
  ::kill(static_cast<pid_t>(process.processId()), SIGTERM);
  QVERIFY(process.waitForFinished(30'000));
  QCOMPARE(second.code, 4);
  QVERIFY2(second.err.contains("process " + pid), second.err);
}

void TrainCommandTest::aFileLimitIsAnErrorNotADeath() {
  const Workspace work;
  QProcess shell;
  shell.setWorkingDirectory(work.path());
  shell.start(
      "/bin/sh",
      {"-c",
       QString("ulimit -f 8; exec %1 train iris.json --model-dir run --quiet").arg(CAIRN_CLI)});
  QVERIFY(shell.waitForFinished(30'000));
  QCOMPARE(shell.exitStatus(), QProcess::NormalExit);
  QCOMPARE(shell.exitCode(), 4);
  QCOMPARE(shell.readAllStandardError().count('\n'), 1);
}

QTEST_GUILESS_MAIN(TrainCommandTest)
#include "train_command_test.moc"
