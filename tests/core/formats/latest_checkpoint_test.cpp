#include "core/formats/latest_checkpoint.h"

#include "tests/core/formats/model_dir.h"
#include "tests/core/recorded_damage.h"

#include <QTest>

using namespace cairn;
using formats::Depth;
using formats::findLatest;
using formats::Latest;
using test::ModelDir;

class LatestCheckpointTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anEmptyDirectoryStartsAnew();
  void aMissingDirectoryIsAnError();
  void theNamedOneIsTaken();
  void theNamedOneNeedsNotBeTheHighest();
  void aMovedDirectoryIsFollowedByBaseName_data();
  void aMovedDirectoryIsFollowedByBaseName();
  void noPathLeadsOutside_data();
  void noPathLeadsOutside();
  void aSubdirectoryIsInside();
  void withoutStateTheNewestWholeIsOffered_data();
  void withoutStateTheNewestWholeIsOffered();
  void aNameThatIsNotThereOffersTheNewestWhole();
  void aFilesNameIsNoPrefix_data();
  void aFilesNameIsNoPrefix();
  void damageOffersTheNewestWhole_data();
  void damageOffersTheNewestWhole();
  void aFlippedValueIsFoundByItsChecksumOnly();
  void nothingWholeOffersNothing();
  void theOrderIsTheStatesThenBySteps();
  void stoppingIsTold();
  void recordedDirectoriesAreRead_data();
  void recordedDirectoriesAreRead();

 private:
  static std::string nameOf(const std::optional<fs::path>& prefix) {
    return prefix ? prefix->filename().string() : "";
  }
};

void LatestCheckpointTest::anEmptyDirectoryStartsAnew() {
  const ModelDir dir;
  const auto latest = findLatest(posixFileOps(), dir.path());
  QVERIFY(latest);
  QVERIFY(!latest->prefix && latest->problems.empty() && !latest->fallback);
}

void LatestCheckpointTest::aMissingDirectoryIsAnError() {
  const ModelDir dir;
  QCOMPARE(findLatest(posixFileOps(), dir.pathOf("missing")).error().code, ErrorCode::NotFound);
}

void LatestCheckpointTest::theNamedOneIsTaken() {
  const ModelDir dir;
  dir.save(1);
  dir.save(2);
  dir.nameSteps({1, 2});
  for (const Depth depth : {Depth::Index, Depth::Values}) {
    const auto latest = findLatest(posixFileOps(), dir.path(), depth);
    QCOMPARE(*latest->prefix, dir.pathOf("model.ckpt-2"));
    QVERIFY(latest->problems.empty() && latest->notices.empty() && !latest->fallback);
  }
}

void LatestCheckpointTest::theNamedOneNeedsNotBeTheHighest() {
  const ModelDir dir;
  for (const std::int64_t step : {100, 150, 200}) dir.save(step);
  dir.nameSteps({100});
  QCOMPARE(nameOf(findLatest(posixFileOps(), dir.path())->prefix), std::string("model.ckpt-100"));
}

void LatestCheckpointTest::aMovedDirectoryIsFollowedByBaseName_data() {
  QTest::addColumn<QString>("stated");
  QTest::newRow("absolute, gone") << "/home/ada/old/place/model.ckpt-6";
  QTest::newRow("relative, gone") << "old/model.ckpt-6";
  QTest::newRow("upwards, gone") << "../old/model.ckpt-6";
}

void LatestCheckpointTest::aMovedDirectoryIsFollowedByBaseName() {
  QFETCH(QString, stated);
  const ModelDir dir;
  dir.save(6);
  dir.writeState("model_checkpoint_path: \"" + stated.toStdString() + "\"");
  const auto latest = findLatest(posixFileOps(), dir.path());
  QCOMPARE(*latest->prefix, dir.pathOf("model.ckpt-6"));
  QVERIFY(latest->problems.empty());
  QCOMPARE(latest->notices.size(), std::size_t{1});
  QVERIFY(latest->notices[0].message.find(stated.toStdString()) != std::string::npos);
}

void LatestCheckpointTest::noPathLeadsOutside_data() {
  QTest::addColumn<bool>("absolute");
  QTest::newRow("absolute") << true;
  QTest::newRow("relative") << false;
}

void LatestCheckpointTest::noPathLeadsOutside() {
  QFETCH(bool, absolute);
  const ModelDir dir;
  fs::create_directories(dir.pathOf("run"));
  dir.save(6);  // outside of run/, and whole
  const std::string stated =
      absolute ? dir.pathOf("model.ckpt-6").string() : std::string("../model.ckpt-6");
  dir.write("run/checkpoint", "model_checkpoint_path: \"" + stated + "\"");
  const auto latest = findLatest(posixFileOps(), dir.pathOf("run"));
  QVERIFY(!latest->prefix && !latest->fallback);
  QCOMPARE(latest->problems.size(), std::size_t{1});
}

void LatestCheckpointTest::aSubdirectoryIsInside() {
  const ModelDir dir;
  fs::create_directories(dir.pathOf("sub"));
  dir.save(6);
  for (const std::string& name : {dir.indexOf(6), dir.dataOf(6)})
    fs::rename(dir.pathOf(name), dir.pathOf("sub/" + name));
  dir.writeState("model_checkpoint_path: \"sub/model.ckpt-6\"");
  QCOMPARE(*findLatest(posixFileOps(), dir.path())->prefix, dir.pathOf("sub/model.ckpt-6"));
  // By another way to the same folder.
  fs::create_directory_symlink(dir.path(), dir.pathOf("link"));
  dir.save(7);
  dir.writeState("model_checkpoint_path: \"" + dir.pathOf("model.ckpt-7").string() + "\"");
  const auto latest = findLatest(posixFileOps(), dir.pathOf("link"));
  QVERIFY(latest->prefix && latest->notices.empty());
}

void LatestCheckpointTest::withoutStateTheNewestWholeIsOffered_data() {
  QTest::addColumn<QString>("state");
  QTest::addColumn<int>("code");
  QTest::newRow("missing") << QString() << int(ErrorCode::NotFound);
  QTest::newRow("empty") << "" << int(ErrorCode::InvalidArgument);
  QTest::newRow("garbage") << "<<<<<<< HEAD" << int(ErrorCode::Corrupt);
}

void LatestCheckpointTest::withoutStateTheNewestWholeIsOffered() {
  QFETCH(QString, state);
  QFETCH(int, code);
  const ModelDir dir;
  for (const std::int64_t step : {9, 10, 1}) dir.save(step);
  if (!state.isNull()) dir.writeState(state.toStdString());
  const auto latest = findLatest(posixFileOps(), dir.path());
  QVERIFY(!latest->prefix);
  QCOMPARE(latest->problems.size(), std::size_t{1});
  QCOMPARE(int(latest->problems[0].code), code);
  QCOMPARE(nameOf(latest->fallback), std::string("model.ckpt-10"));
}

void LatestCheckpointTest::aNameThatIsNotThereOffersTheNewestWhole() {
  const ModelDir dir;
  dir.save(3);
  dir.save(6);
  dir.nameSteps({3, 6, 99});
  const auto latest = findLatest(posixFileOps(), dir.path());
  QVERIFY(!latest->prefix);
  QCOMPARE(latest->problems[0].code, ErrorCode::NotFound);
  QCOMPARE(nameOf(latest->fallback), std::string("model.ckpt-6"));
}

void LatestCheckpointTest::aFilesNameIsNoPrefix_data() {
  QTest::addColumn<QString>("suffix");
  QTest::newRow("index") << ".index";
  QTest::newRow("data") << ".data-00000-of-00001";
  QTest::newRow("meta") << ".meta";
}

void LatestCheckpointTest::aFilesNameIsNoPrefix() {
  QFETCH(QString, suffix);
  const ModelDir dir;
  dir.save(6);
  dir.writeState("model_checkpoint_path: \"model.ckpt-6" + suffix.toStdString() + "\"");
  const auto latest = findLatest(posixFileOps(), dir.path());
  QVERIFY(!latest->prefix);
  QCOMPARE(latest->problems[0].code, ErrorCode::InvalidArgument);
  QCOMPARE(nameOf(latest->fallback), std::string("model.ckpt-6"));
}

void LatestCheckpointTest::damageOffersTheNewestWhole_data() {
  QTest::addColumn<QString>("damage");
  for (const char* damage : {"index cut", "index empty", "index flipped", "data gone", "data cut"})
    QTest::newRow(damage) << damage;
}

void LatestCheckpointTest::damageOffersTheNewestWhole() {
  QFETCH(QString, damage);
  const ModelDir dir;
  for (const std::int64_t step : {1, 2, 3}) dir.save(step);
  dir.nameSteps({1, 2, 3});
  dir.flip(dir.dataOf(2), 3);  // a fallback must be whole to the last value
  if (damage == "index cut") dir.cut(dir.indexOf(3), 60);
  if (damage == "index empty") dir.cut(dir.indexOf(3), 0);
  if (damage == "index flipped") dir.flip(dir.indexOf(3), 12);
  if (damage == "data gone") dir.remove(dir.dataOf(3));
  if (damage == "data cut") dir.cut(dir.dataOf(3), 3);
  const auto latest = findLatest(posixFileOps(), dir.path());
  QCOMPARE(nameOf(latest->prefix), std::string("model.ckpt-3"));
  QVERIFY(!latest->problems.empty());
  QCOMPARE(nameOf(latest->fallback), std::string("model.ckpt-1"));
}

void LatestCheckpointTest::aFlippedValueIsFoundByItsChecksumOnly() {
  const ModelDir dir;
  dir.save(1);
  dir.save(2);
  dir.nameSteps({1, 2});
  dir.flip(dir.dataOf(2), 3);
  QVERIFY(findLatest(posixFileOps(), dir.path(), Depth::Index)->problems.empty());
  const auto latest = findLatest(posixFileOps(), dir.path(), Depth::Values);
  QCOMPARE(latest->problems.size(), std::size_t{1});
  QCOMPARE(latest->problems[0].code, ErrorCode::Corrupt);
  QCOMPARE(nameOf(latest->fallback), std::string("model.ckpt-1"));
}

void LatestCheckpointTest::nothingWholeOffersNothing() {
  const ModelDir dir;
  dir.save(1);
  dir.nameSteps({1});
  dir.remove(dir.dataOf(1));
  const auto latest = findLatest(posixFileOps(), dir.path());
  QVERIFY(latest->prefix && !latest->problems.empty() && !latest->fallback);
}

void LatestCheckpointTest::theOrderIsTheStatesThenBySteps() {
  const ModelDir dir;
  for (const std::int64_t step : {1, 2, 3, 10, 20}) dir.save(step);
  dir.nameSteps({10, 2});
  std::vector<std::string> names;
  const auto prefixes = formats::listCheckpoints(posixFileOps(), dir.path());
  for (const fs::path& prefix : *prefixes) names.push_back(prefix.filename().string());
  QCOMPARE(names, (std::vector<std::string>{"model.ckpt-2", "model.ckpt-10", "model.ckpt-20",
                                            "model.ckpt-3", "model.ckpt-1"}));
}

void LatestCheckpointTest::stoppingIsTold() {
  const ModelDir dir;
  dir.save(1);
  dir.nameSteps({1});
  std::stop_source stop;
  stop.request_stop();
  QCOMPARE(findLatest(posixFileOps(), dir.path(), Depth::Values, stop.get_token()).error().code,
           ErrorCode::Cancelled);
}

void LatestCheckpointTest::recordedDirectoriesAreRead_data() {
  QTest::addColumn<QString>("directory");
  QTest::addColumn<bool>("broken");  // the newest named can't be restored by TensorFlow
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "iris"))
    QTest::newRow(("iris/" + folder.filename().string()).c_str())
        << QString::fromStdString((folder / "models" / "iris").string()) << false;
  for (const fs::path& folder : tests::sortedDirectories(tests::fixturesRoot() / "bad_restore"))
    QTest::newRow(folder.filename().c_str())
        << QString::fromStdString((folder / "model_dir").string())
        << tests::filesAreDamaged(folder);
}

void LatestCheckpointTest::recordedDirectoriesAreRead() {
  QFETCH(QString, directory);
  QFETCH(bool, broken);
  const auto latest = findLatest(posixFileOps(), directory.toStdString(), Depth::Values);
  QVERIFY(latest);
  for (const Error& problem : latest->problems) qInfo("%s", describe(problem).c_str());
  QCOMPARE(!latest->problems.empty(), broken);
  QVERIFY(broken ? latest->fallback.has_value() : latest->prefix.has_value());
}

QTEST_APPLESS_MAIN(LatestCheckpointTest)
#include "latest_checkpoint_test.moc"
