#include "core/runs/run_scan.h"

#include "core/model/run_record.h"
#include "core/training/run_lock.h"
#include "tests/core/training/manual_clock.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>
#include <sys/stat.h>

using namespace cairn;
using runs::RunState;

namespace {

QString fixtureRoot() { return qEnvironmentVariable("CAIRN_FIXTURES", CAIRN_FIXTURES_DEFAULT); }

void copyFolder(const QString& from, const QString& to) {
  QDirIterator files(from, QDir::Files, QDirIterator::Subdirectories);
  while (files.hasNext()) {
    const QString file = files.next();
    const QString target = to + "/" + QDir(from).relativeFilePath(file);
    QDir().mkpath(QFileInfo(target).path());
    QFile::copy(file, target);
  }
}

}  // namespace

/// A workspace of its own, filled by the words of a test.
class RunScanTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init() { m_folder = std::make_unique<QTemporaryDir>(); }
  void anEmptyWorkspaceHasNoRuns();
  void aMissingWorkspaceIsNotFound();
  void aRunItselfIsAWorkspaceOfOne();
  void runsAreFoundAtAnyDepthByName();
  void partsOfARunAreNoRuns();
  void aRunMayHoldRuns();
  void aFolderOfEventsAloneIsARun();
  void exportsAreNoRuns();
  void theNewestEvaluationIsTheMetric();
  void stateComesFromTheRecord_data();
  void stateComesFromTheRecord();
  void aLockTellsWhoTrains_data();
  void aLockTellsWhoTrains();
  void aBrokenRecordHidesNothing();
  void linksAreFollowedOnceAndNeverOutside();
  void otherKindsOfFilesAreLeftAlone();
  void deepFoldersAreAProblemNotAnEnd();
  void aStopEndsTheWalk();
  void everyRunIsToldAsItComes();
  void scanningChangesNothing();

 private:
  QString path(const QString& file = {}) const { return m_folder->filePath(file); }
  void write(const QString& file, const QByteArray& content = {}) const {
    QDir().mkpath(QFileInfo(path(file)).path());
    QFile out(path(file));
    QVERIFY(out.open(QIODevice::WriteOnly));
    out.write(content);
  }
  void guideRun(const QString& name) const {
    copyFolder(fixtureRoot() + "/iris/guide_v1/models/iris", path(name));
  }
  runs::Scan scan() {
    const auto result = runs::scanRuns(posixFileOps(), m_clock, path().toStdString());
    return result ? *result : runs::Scan{};
  }
  QStringList names() {
    QStringList list;
    for (const runs::Run& run : scan().runs) list += QString::fromStdString(run.name);
    return list;
  }
  runs::Run only() {
    const auto found = scan();
    return found.runs.size() == 1 ? found.runs.front() : runs::Run{};
  }

  std::unique_ptr<QTemporaryDir> m_folder;
  test::ManualClock m_clock;
};

void RunScanTest::anEmptyWorkspaceHasNoRuns() {
  QCOMPARE(names(), QStringList());
  QVERIFY(scan().problems.empty());
}

void RunScanTest::aMissingWorkspaceIsNotFound() {
  const auto result = runs::scanRuns(posixFileOps(), m_clock, path("gone").toStdString());
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::NotFound);
}

void RunScanTest::aRunItselfIsAWorkspaceOfOne() {
  guideRun(".");
  const runs::Run run = only();
  QCOMPARE(run.name, std::string("."));
  QCOMPARE(run.step, std::optional(Step(200)));
  QCOMPARE(run.state, RunState::Finished);
  QVERIFY(run.problems.empty());
}

void RunScanTest::runsAreFoundAtAnyDepthByName() {
  guideRun("b");
  guideRun("a/x/y");
  guideRun("a/c");
  QCOMPARE(names(), (QStringList{"a/c", "a/x/y", "b"}));
}

void RunScanTest::partsOfARunAreNoRuns() {
  guideRun("a");
  guideRun("a/eval_test");
  guideRun("a/export/best");
  guideRun("a/model.ckpt-5_temp");
  QCOMPARE(names(), QStringList{"a"});
}

void RunScanTest::aRunMayHoldRuns() {
  guideRun(".");
  guideRun("second");
  QCOMPARE(names(), (QStringList{".", "second"}));
}

void RunScanTest::aFolderOfEventsAloneIsARun() {
  write("logs/train/events.out.tfevents.1700000000.host");
  write("logs/eval/events.out.tfevents.1700000000.host");
  QCOMPARE(names(), (QStringList{"logs/eval", "logs/train"}));
  QCOMPARE(scan().runs.front().state, RunState::Empty);
}

void RunScanTest::exportsAreNoRuns() {
  write("served/1700000000/saved_model.pb");
  write("served/1700000000/variables/variables.index");
  QCOMPARE(names(), QStringList());
}

void RunScanTest::theNewestEvaluationIsTheMetric() {
  guideRun("a");
  const runs::Run run = only();
  QVERIFY(run.metric);
  QCOMPARE(run.metric->first, std::string("accuracy"));
  QVERIFY(run.metric->second > 0.5F && run.metric->second <= 1.0F);
}

void RunScanTest::stateComesFromTheRecord_data() {
  QTest::addColumn<QString>("ended");
  QTest::addColumn<int>("state");
  QTest::newRow("finished") << "finished" << static_cast<int>(RunState::Finished);
  QTest::newRow("stopped") << "stopped" << static_cast<int>(RunState::Stopped);
  QTest::newRow("failed") << "failed" << static_cast<int>(RunState::Failed);
  QTest::newRow("never ended") << "" << static_cast<int>(RunState::Lost);
}

void RunScanTest::stateComesFromTheRecord() {
  QFETCH(QString, ended);
  QFETCH(int, state);
  model::RunRecord record;
  record.config = *model::parseConfig(std::string_view(R"({"cairn": 1, "estimator": "DNNClassifier",
      "args": {"feature_columns": [{"type": "numeric_column", "key": "x"}],
               "hidden_units": [10, 10]}})"))
                       .config;
  record.history.emplace_back();
  record.history.back().config = record.config;
  record.history.back().ended = ended.toStdString();
  QDir().mkpath(path("a"));
  QVERIFY(model::saveRunRecord(posixFileOps(), path("a").toStdString(), record));
  const runs::Run run = only();
  QCOMPARE(static_cast<int>(run.state), state);
  QCOMPARE(run.summary, std::string("DNNClassifier [10, 10]"));
}

void RunScanTest::aLockTellsWhoTrains_data() {
  QTest::addColumn<QByteArray>("host");
  QTest::addColumn<double>("age");
  QTest::addColumn<int>("state");
  QTest::newRow("elsewhere") << QByteArray("other") << 1.0 << static_cast<int>(RunState::Elsewhere);
  QTest::newRow("lost") << QByteArray("other") << 600.0 << static_cast<int>(RunState::Lost);
  QTest::newRow("here") << QByteArray() << 0.0 << static_cast<int>(RunState::Running);
}

void RunScanTest::aLockTellsWhoTrains() {
  QFETCH(QByteArray, host);
  QFETCH(double, age);
  QFETCH(int, state);
  guideRun("a");
  std::optional<training::RunLock> lock;
  if (host.isEmpty()) {
    auto taken = training::RunLock::take(posixFileOps(), m_clock, path("a").toStdString());
    QVERIFY(taken);
    lock.emplace(*std::move(taken));
  } else {
    write("a/cairn.lock", "{\"host\": \"" + host +
                              "\", \"pid\": 7, \"boot_id\": \"b\", \"step\": 3, \"heartbeat\": " +
                              QByteArray::number(m_clock.wallSeconds() - age, 'f', 3) + "}\n");
  }
  const runs::Run run = only();
  QCOMPARE(static_cast<int>(run.state), state);
  if (state == static_cast<int>(RunState::Elsewhere))
    QCOMPARE(run.heldBy, std::string("other, pid 7"));
}

void RunScanTest::aBrokenRecordHidesNothing() {
  guideRun("a");
  write("a/cairn.json", "{");
  guideRun("b");
  const auto found = scan();
  QCOMPARE(found.runs.size(), std::size_t{2});
  QCOMPARE(found.runs[0].step, std::optional(Step(200)));
  QVERIFY(!found.runs[0].problems.empty());
  QVERIFY(found.runs[1].problems.empty());
}

void RunScanTest::linksAreFollowedOnceAndNeverOutside() {
  const QTemporaryDir outside;
  copyFolder(path("a"), outside.filePath("secret"));
  guideRun("a/run");
  QFile::link(path("a"), path("a/circle"));
  QFile::link(path("a/run"), path("z"));
  QFile::link(outside.path(), path("out"));
  QCOMPARE(names(), QStringList{"a/run"});
  const auto problems = scan().problems;
  QCOMPARE(problems.size(), std::size_t{1});
  QCOMPARE(QString::fromStdString(problems.front().where), path("out"));
}

void RunScanTest::otherKindsOfFilesAreLeftAlone() {
  guideRun("a");
  QDir().mkpath(path("b"));
  QCOMPARE(::mkfifo(path("b/events.out.tfevents.1.host").toUtf8(), 0600), 0);
  QCOMPARE(::mkfifo(path("a/events.out.tfevents.2.host").toUtf8(), 0600), 0);
  QCOMPARE(names(), QStringList{"a"});
}

void RunScanTest::deepFoldersAreAProblemNotAnEnd() {
  guideRun("run");
  QString deep = "x";
  for (int i = 0; i < 70; ++i) deep += "/x";
  guideRun(deep);
  const auto found = scan();
  QCOMPARE(found.runs.size(), std::size_t{1});
  QCOMPARE(found.problems.size(), std::size_t{1});
}

void RunScanTest::aStopEndsTheWalk() {
  guideRun("a");
  std::stop_source stop;
  stop.request_stop();
  const auto result =
      runs::scanRuns(posixFileOps(), m_clock, path().toStdString(), {}, stop.get_token());
  QVERIFY(!result);
  QCOMPARE(result.error().code, ErrorCode::Cancelled);
}

void RunScanTest::everyRunIsToldAsItComes() {
  guideRun("a");
  guideRun("b");
  QStringList told;
  const auto result =
      runs::scanRuns(posixFileOps(), m_clock, path().toStdString(),
                     [&](const runs::Run& run) { told += QString::fromStdString(run.name); });
  QVERIFY(result);
  QCOMPARE(told, (QStringList{"a", "b"}));
}

void RunScanTest::scanningChangesNothing() {
  guideRun("a");
  const auto listing = [this] {
    QStringList lines;
    QDirIterator entries(path(), QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot,
                         QDirIterator::Subdirectories);
    while (entries.hasNext()) {
      const QFileInfo info(entries.next());
      lines += info.filePath() + info.lastModified().toString(Qt::ISODateWithMs);
    }
    return lines;
  };
  const QStringList before = listing();
  scan();
  QCOMPARE(listing(), before);
}

QTEST_APPLESS_MAIN(RunScanTest)
#include "run_scan_test.moc"
