#include "core/checkpoints/timeline.h"

#include "tests/core/fixture_scope.h"
#include "tests/core/formats/model_dir.h"

#include <QTest>
#include <fstream>

using namespace cairn;
using checkpoints::Checkpoint;
using checkpoints::resolvePrefix;
using checkpoints::scanCheckpoints;
using checkpoints::Timeline;
using test::ModelDir;

class TimelineTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anEmptyDirectoryHasNone();
  void aMissingDirectoryIsAnError();
  void everyCheckpointIsThereOldestFirst();
  void damageIsOfItsCheckpoint_data();
  void damageIsOfItsCheckpoint();
  void theStateFileIsHeldAgainstTheFiles_data();
  void theStateFileIsHeldAgainstTheFiles();
  void leftoversAreListed();
  void aPlaceIsResolved_data();
  void aPlaceIsResolved();
  void anExportIsResolved();
  void aPlaceWithoutCheckpointIsAnError();
  void recordedDirectoriesAreWhole_data();
  void recordedDirectoriesAreWhole();

 private:
  static std::vector<std::int64_t> stepsOf(const Timeline& timeline) {
    std::vector<std::int64_t> steps;
    for (const Checkpoint& c : timeline.checkpoints) steps.push_back(c.step ? c.step->value() : -1);
    return steps;
  }
};

void TimelineTest::anEmptyDirectoryHasNone() {
  const ModelDir dir;
  const auto timeline = scanCheckpoints(posixFileOps(), dir.path());
  QVERIFY(timeline->checkpoints.empty() && timeline->problems.empty() && !timeline->state);
}

void TimelineTest::aMissingDirectoryIsAnError() {
  const ModelDir dir;
  QCOMPARE(scanCheckpoints(posixFileOps(), dir.pathOf("missing")).error().code,
           ErrorCode::NotFound);
}

void TimelineTest::everyCheckpointIsThereOldestFirst() {
  const ModelDir dir;
  for (const std::int64_t step : {10, 9, 100}) dir.save(step);
  dir.write("model.ckpt-9.meta", "x");
  dir.nameSteps({10, 9});
  const auto timeline = scanCheckpoints(posixFileOps(), dir.path());
  QCOMPARE(stepsOf(*timeline), (std::vector<std::int64_t>{9, 10, 100}));
  const Checkpoint& first = timeline->checkpoints[0];
  QVERIFY(first.hasMeta && first.inState && first.newest && first.problems.empty());
  QCOMPARE(first.tensors, std::size_t{3});
  QCOMPARE(first.prefix, dir.pathOf("model.ckpt-9"));
  const auto sizeOf = [&](const std::string& name) { return fs::file_size(dir.pathOf(name)); };
  QCOMPARE(first.bytes, sizeOf(dir.indexOf(9)) + sizeOf(dir.dataOf(9)));
  QVERIFY(first.writtenAt > 1.6e9);
  QVERIFY(timeline->checkpoints[1].inState && !timeline->checkpoints[1].newest);
  QVERIFY(!timeline->checkpoints[2].inState);
  QVERIFY(timeline->problems.empty() && timeline->leftovers.empty());
  QVERIFY(timeline->state);
}

void TimelineTest::damageIsOfItsCheckpoint_data() {
  QTest::addColumn<QString>("damage");
  for (const char* damage : {"index cut", "index empty", "data gone", "data cut"})
    QTest::newRow(damage) << damage;
}

void TimelineTest::damageIsOfItsCheckpoint() {
  QFETCH(QString, damage);
  const ModelDir dir;
  dir.save(1);
  dir.save(2);
  dir.nameSteps({1, 2});
  if (damage == "index cut") dir.cut(dir.indexOf(2), 60);
  if (damage == "index empty") dir.cut(dir.indexOf(2), 0);
  if (damage == "data gone") dir.remove(dir.dataOf(2));
  if (damage == "data cut") dir.cut(dir.dataOf(2), 3);
  const auto timeline = scanCheckpoints(posixFileOps(), dir.path());
  QCOMPARE(stepsOf(*timeline), (std::vector<std::int64_t>{1, 2}));
  QVERIFY(timeline->checkpoints[0].problems.empty());
  QCOMPARE(timeline->checkpoints[1].problems.size(), std::size_t{1});
}

void TimelineTest::theStateFileIsHeldAgainstTheFiles_data() {
  QTest::addColumn<QString>("state");
  QTest::addColumn<int>("problems");
  QTest::newRow("missing") << QString() << 1;
  QTest::newRow("empty") << "" << 1;
  QTest::newRow("garbage") << "<<<" << 1;
  QTest::newRow("right") << "model_checkpoint_path: 'model.ckpt-1'" << 0;
  QTest::newRow("from before a move") << "model_checkpoint_path: '/old/model.ckpt-1'" << 0;
  QTest::newRow("names what is gone")
      << "model_checkpoint_path: 'model.ckpt-1' all_model_checkpoint_paths: ['model.ckpt-0', "
         "'model.ckpt-1']"
      << 1;
  QTest::newRow("names nothing that is there")
      << "model_checkpoint_path: 'model.ckpt-9' all_model_checkpoint_paths: 'model.ckpt-9'" << 1;
}

void TimelineTest::theStateFileIsHeldAgainstTheFiles() {
  QFETCH(QString, state);
  QFETCH(int, problems);
  const ModelDir dir;
  dir.save(1);
  if (!state.isNull()) dir.writeState(state.toStdString());
  const auto timeline = scanCheckpoints(posixFileOps(), dir.path());
  QCOMPARE(int(timeline->problems.size()), problems);
  QCOMPARE(timeline->checkpoints.size(), std::size_t{1});
}

void TimelineTest::leftoversAreListed() {
  const ModelDir dir;
  dir.save(1);
  dir.write("model.ckpt-2.data-00000-of-00001", "x");
  dir.write("model.ckpt-3.index.tempstate99", "x");
  fs::create_directories(dir.pathOf("model.ckpt-4_temp"));
  QCOMPARE(scanCheckpoints(posixFileOps(), dir.path())->leftovers.size(), std::size_t{3});
}

void TimelineTest::aPlaceIsResolved_data() {
  QTest::addColumn<QString>("place");
  QTest::newRow("directory") << "";
  QTest::newRow("directory with a slash") << "/";
  QTest::newRow("prefix") << "/model.ckpt-2";
  QTest::newRow("index") << "/model.ckpt-2.index";
  QTest::newRow("meta") << "/model.ckpt-2.meta";
  QTest::newRow("data") << "/model.ckpt-2.data-00000-of-00001";
}

void TimelineTest::aPlaceIsResolved() {
  QFETCH(QString, place);
  const ModelDir dir;
  dir.save(1);
  dir.save(2);
  dir.nameSteps({1, 2});
  const auto prefix = resolvePrefix(posixFileOps(), dir.path().string() + place.toStdString());
  QVERIFY(prefix);
  QCOMPARE(prefix->lexically_normal(), dir.pathOf("model.ckpt-2"));
}

void TimelineTest::anExportIsResolved() {
  const ModelDir dir;
  dir.save(1);
  fs::create_directories(dir.pathOf("export/variables"));
  fs::rename(dir.pathOf(dir.indexOf(1)), dir.pathOf("export/variables/variables.index"));
  QCOMPARE(*resolvePrefix(posixFileOps(), dir.pathOf("export")),
           dir.pathOf("export/variables/variables"));
}

void TimelineTest::aPlaceWithoutCheckpointIsAnError() {
  const ModelDir dir;
  QCOMPARE(resolvePrefix(posixFileOps(), dir.path()).error().code, ErrorCode::NotFound);
  QCOMPARE(resolvePrefix(posixFileOps(), dir.pathOf("model.ckpt-1")).error().code,
           ErrorCode::NotFound);
  dir.save(1);  // no state file names it
  const Error error = resolvePrefix(posixFileOps(), dir.path()).error();
  QCOMPARE(error.code, ErrorCode::NotFound);
  QVERIFY(error.hint.find("model.ckpt-1") != std::string::npos);
}

void TimelineTest::recordedDirectoriesAreWhole_data() {
  QTest::addColumn<QString>("folder");
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "iris"))
    QTest::newRow(folder.filename().c_str()) << QString::fromStdString(folder.string());
}

void TimelineTest::recordedDirectoriesAreWhole() {
  QFETCH(QString, folder);
  const auto timeline =
      scanCheckpoints(posixFileOps(), fs::path(folder.toStdString()) / "models" / "iris");
  QVERIFY(timeline);
  for (const Error& problem : timeline->problems) qInfo("%s", describe(problem).c_str());
  QVERIFY(timeline->problems.empty() && timeline->leftovers.empty());
  QVERIFY(timeline->state);
  QCOMPARE(timeline->checkpoints.size(), timeline->state->allModelCheckpointPaths.size());
  for (const Checkpoint& checkpoint : timeline->checkpoints) {
    QVERIFY(checkpoint.problems.empty());
    QVERIFY(checkpoint.inState && checkpoint.step && checkpoint.tensors > 0);
  }
  QVERIFY(timeline->checkpoints.back().newest);
  qInfo("%zu checkpoints", timeline->checkpoints.size());
}

QTEST_APPLESS_MAIN(TimelineTest)
#include "timeline_test.moc"
