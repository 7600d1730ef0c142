#include "tests/core/base/faulty_file_ops.h"

#include "core/base/atomic_file.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using test::FaultyFileOps;

class FaultyFileOpsTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void countsOnlyWriteTypeCalls();
  void failsOnce();
  void failsFromThenOn();
  void afterDeathNothingReachesTheDisk();
  void aTornWriteLeavesItsFirstHalf();

 private:
  fs::path at(const char* name) const { return fs::path(m_dir.path().toStdString()) / name; }
  QTemporaryDir m_dir;
};

void FaultyFileOpsTest::countsOnlyWriteTypeCalls() {
  FaultyFileOps files(posixFileOps());
  QVERIFY(writeFileAtomically(files, at("counted"), asBytes("abc")));
  QVERIFY(readFile(files, at("counted")));
  const std::vector<std::string> log = files.log();
  QCOMPARE(files.calls(), std::size_t{6});
  QVERIFY(log[0].starts_with("open .cairn-"));
  QVERIFY(log[1].starts_with("write 3 .cairn-"));
  QVERIFY(log[2].starts_with("sync .cairn-"));
  QVERIFY(log[3].starts_with("close .cairn-"));
  QCOMPARE(QString::fromStdString(log[4]), QString("rename counted"));
  QVERIFY(log[5].starts_with("syncDirectory "));
}

void FaultyFileOpsTest::failsOnce() {
  FaultyFileOps files(posixFileOps());
  files.failAt(2, ErrorCode::NoSpace);
  const Result<void> first = writeFileAtomically(files, at("once"), asBytes("abc"));
  QVERIFY(!first);
  QCOMPARE(first.error().code, ErrorCode::NoSpace);
  QVERIFY(writeFileAtomically(files, at("once"), asBytes("abc")));
}

void FaultyFileOpsTest::failsFromThenOn() {
  FaultyFileOps files(posixFileOps());
  files.failAt(2, ErrorCode::Io, true);
  QVERIFY(!writeFileAtomically(files, at("never"), asBytes("abc")));
  QVERIFY(!writeFileAtomically(files, at("never"), asBytes("abc")));
  QVERIFY(!files.isDead());
}

void FaultyFileOpsTest::afterDeathNothingReachesTheDisk() {
  const fs::path directory = at("dead");
  QVERIFY(posixFileOps().createDirectories(directory));
  FaultyFileOps files(posixFileOps());
  files.killAt(3);  // the sync
  QVERIFY(!writeFileAtomically(files, directory / "target", asBytes("abc")));
  QVERIFY(files.isDead());
  QVERIFY(!files.list(directory));
  // The temporary file that the destructor would have removed is still there.
  const auto entries = posixFileOps().list(directory);
  QVERIFY(entries);
  QCOMPARE(entries->size(), std::size_t{1});
  QVERIFY(isTemporaryName(entries->front().name));
}

void FaultyFileOpsTest::aTornWriteLeavesItsFirstHalf() {
  FaultyFileOps files(posixFileOps());
  files.killAt(2, FaultyFileOps::Death::Torn);
  auto file = files.open(at("torn"), OpenMode::CreateNew);
  QVERIFY(file);
  QVERIFY(!(*file)->write(asBytes("abcdef")));
  QCOMPARE(*readTextFile(posixFileOps(), at("torn"), 100), std::string("abc"));
}

QTEST_APPLESS_MAIN(FaultyFileOpsTest)
#include "faulty_file_ops_test.moc"
