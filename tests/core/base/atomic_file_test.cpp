#include "core/base/atomic_file.h"

#include "tests/core/base/faulty_file_ops.h"

#include <QTemporaryDir>
#include <QTest>

using namespace cairn;
using test::FaultyFileOps;

class AtomicFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void appearsOnlyWhenPublished();
  void leavesNothingWhenDropped();
  void aFailureLeavesTheOldFileAndNothingElse_data();
  void aFailureLeavesTheOldFileAndNothingElse();
  void aDeathLeavesTheOldFileOrTheNew_data();
  void aDeathLeavesTheOldFileOrTheNew();
  void movedAwayItCleansUpOnce();
  void temporaryNamesAreKnown_data();
  void temporaryNamesAreKnown();

 private:
  fs::path directory() const { return m_dir->path().toStdString(); }
  fs::path target() const { return directory() / "checkpoint"; }
  std::string content() const { return *readTextFile(posixFileOps(), target(), 100); }
  std::size_t entries() const { return posixFileOps().list(directory())->size(); }
  std::unique_ptr<QTemporaryDir> m_dir;
};

void AtomicFileTest::init() {
  m_dir = std::make_unique<QTemporaryDir>();
  QVERIFY(writeFileAtomically(posixFileOps(), target(), asBytes("old")));
}

void AtomicFileTest::appearsOnlyWhenPublished() {
  auto file = AtomicFile::create(posixFileOps(), target());
  QVERIFY(file);
  QVERIFY(file->allocate(10));
  QVERIFY(file->write(asBytes("ne")));
  QVERIFY(file->write(asBytes("w")));
  QCOMPARE(content(), std::string("old"));
  QVERIFY(file->publish());
  QCOMPARE(content(), std::string("new"));  // what was reserved beyond it does not show
  QCOMPARE(entries(), std::size_t{1});
}

void AtomicFileTest::leavesNothingWhenDropped() {
  {
    auto file = AtomicFile::create(posixFileOps(), target());
    QVERIFY(file && file->write(asBytes("new")));
    QCOMPARE(entries(), std::size_t{2});
  }
  QCOMPARE(entries(), std::size_t{1});
  QCOMPARE(content(), std::string("old"));
}

void AtomicFileTest::aFailureLeavesTheOldFileAndNothingElse_data() {
  QTest::addColumn<int>("call");
  for (int call = 1; call <= 5; ++call) QTest::addRow("call %d", call) << call;
}

void AtomicFileTest::aFailureLeavesTheOldFileAndNothingElse() {
  QFETCH(int, call);
  FaultyFileOps files(posixFileOps());
  files.failAt(static_cast<std::size_t>(call), ErrorCode::NoSpace);
  const auto written = writeFileAtomically(files, target(), asBytes("new"));
  QVERIFY(!written);
  QCOMPARE(written.error().code, ErrorCode::NoSpace);
  QCOMPARE(content(), std::string("old"));
  QCOMPARE(entries(), std::size_t{1});
}

void AtomicFileTest::aDeathLeavesTheOldFileOrTheNew_data() {
  QTest::addColumn<int>("call");
  QTest::addColumn<bool>("torn");
  for (int call = 1; call <= 7; ++call)
    for (const bool torn : {false, true})
      QTest::addRow("call %d%s", call, torn ? ", torn" : "") << call << torn;
}

void AtomicFileTest::aDeathLeavesTheOldFileOrTheNew() {
  QFETCH(int, call);
  QFETCH(bool, torn);
  FaultyFileOps files(posixFileOps());
  files.killAt(static_cast<std::size_t>(call),
               torn ? FaultyFileOps::Death::Torn : FaultyFileOps::Death::Before);
  const bool written = static_cast<bool>(writeFileAtomically(files, target(), asBytes("new")));
  QCOMPARE(written, call > 6);
  QCOMPARE(content(), std::string(call > 5 ? "new" : "old"));
  // Nothing else but what its name tells to be left over.
  const auto left = posixFileOps().list(directory());
  for (const DirectoryEntry& entry : *left)
    QVERIFY(entry.name == "checkpoint" || isTemporaryName(entry.name));
}

void AtomicFileTest::movedAwayItCleansUpOnce() {
  auto file = AtomicFile::create(posixFileOps(), target());
  QVERIFY(file);
  {
    AtomicFile other = *std::move(file);
    QVERIFY(other.write(asBytes("new")));
    QVERIFY(other.publish());
  }
  QCOMPARE(content(), std::string("new"));
}

void AtomicFileTest::temporaryNamesAreKnown_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<bool>("temporary");
  QTest::newRow("ours") << ".cairn-12-0123456789abcdef.tmp" << true;
  QTest::newRow("lock") << "cairn.lock" << false;
  QTest::newRow("record") << "cairn.json" << false;
  QTest::newRow("TensorFlow's") << "checkpoint.tmp0123456789abcdef0123456789abcdef" << false;
  QTest::newRow("hidden") << ".cairn-notes" << false;
}

void AtomicFileTest::temporaryNamesAreKnown() {
  QFETCH(QString, name);
  QTEST(isTemporaryName(name.toStdString()), "temporary");
}

QTEST_APPLESS_MAIN(AtomicFileTest)
#include "atomic_file_test.moc"
