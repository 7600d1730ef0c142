#include "core/training/run_lock.h"

#include "tests/core/training/manual_clock.h"

#include <QTemporaryDir>
#include <QTest>
#include <unistd.h>

using namespace cairn;
using training::LockHolder;
using training::RunLock;

class RunLockTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void init();
  void secondTakerHearsWhoHoldsIt();
  void fileIsGoneAfterwards();
  void heartbeatComesEveryFiveSeconds();
  void lockOfADeadProcessIsTaken();
  void freshHolderElsewhereIsRespected();
  void holderIsLost_data();
  void holderIsLost();

 private:
  fs::path directory() const { return m_directory->path().toStdString(); }
  void writeLock(const std::string& text) const;
  std::optional<LockHolder> holder() const;
  std::unique_ptr<QTemporaryDir> m_directory;
  test::ManualClock m_clock;
};

void RunLockTest::init() { m_directory = std::make_unique<QTemporaryDir>(); }

void RunLockTest::writeLock(const std::string& text) const {
  auto file = posixFileOps().open(directory() / "cairn.lock", OpenMode::LockFile);
  QVERIFY(file && (*file)->write(asBytes(text)));
}

std::optional<LockHolder> RunLockTest::holder() const {
  const auto found = training::readLockHolder(posixFileOps(), directory());
  return found ? *found : std::nullopt;
}

void RunLockTest::secondTakerHearsWhoHoldsIt() {
  const auto first = RunLock::take(posixFileOps(), m_clock, directory(), Step{5});
  QVERIFY(first);
  const auto second = RunLock::take(posixFileOps(), m_clock, directory());
  QVERIFY(!second);
  QCOMPARE(second.error().code, ErrorCode::Busy);
  QVERIFY(second.error().message.find(std::to_string(::getpid())) != std::string::npos);
  QVERIFY(holder());
  QCOMPARE(holder()->step, Step{5});
  QCOMPARE(holder()->pid, static_cast<std::int64_t>(::getpid()));
}

void RunLockTest::fileIsGoneAfterwards() {
  {
    const auto lock = RunLock::take(posixFileOps(), m_clock, directory());
    QVERIFY(lock && holder());
  }
  QVERIFY(!holder());
  QVERIFY(RunLock::take(posixFileOps(), m_clock, directory()));
}

void RunLockTest::heartbeatComesEveryFiveSeconds() {
  auto lock = RunLock::take(posixFileOps(), m_clock, directory());
  QVERIFY(lock);
  m_clock.advance(std::chrono::seconds(4));
  QVERIFY(lock->beat(Step{4}));
  QCOMPARE(holder()->step, Step{0});
  m_clock.advance(std::chrono::seconds(1));
  QVERIFY(lock->beat(Step{123456789}));
  QCOMPARE(holder()->step, Step{123456789});
  QCOMPARE(holder()->heartbeat, m_clock.wallSeconds());
  QVERIFY(lock->state(Step{1}));  // a shorter text leaves nothing of the longer one
  QCOMPARE(holder()->step, Step{1});
}

void RunLockTest::lockOfADeadProcessIsTaken() {
  writeLock(R"({"host":"elsewhere","pid":1,"boot_id":"x","step":3,"heartbeat":12.0})");
  QVERIFY(RunLock::take(posixFileOps(), m_clock, directory()));
}

void RunLockTest::freshHolderElsewhereIsRespected() {
  writeLock(R"({"host":"elsewhere","pid":1,"boot_id":"x","step":3,"heartbeat":)" +
            std::to_string(m_clock.wallSeconds() - 10) + "}");
  const auto lock = RunLock::take(posixFileOps(), m_clock, directory());
  QVERIFY(!lock);
  QVERIFY(lock.error().message.find("process 1 on elsewhere") != std::string::npos);
}

void RunLockTest::holderIsLost_data() {
  QTest::addColumn<bool>("here");
  QTest::addColumn<int>("pid");
  QTest::addColumn<bool>("sameBoot");
  QTest::addColumn<double>("age");
  QTest::addColumn<bool>("lost");
  QTest::newRow("this process") << true << static_cast<int>(::getpid()) << true << 1000.0 << false;
  QTest::newRow("another boot") << true << static_cast<int>(::getpid()) << false << 0.0 << true;
  QTest::newRow("no such process") << true << 0 << true << 0.0 << true;
  QTest::newRow("elsewhere, fresh") << false << 1 << false << 29.0 << false;
  QTest::newRow("elsewhere, silent") << false << 1 << false << 31.0 << true;
}

void RunLockTest::holderIsLost() {
  QFETCH(bool, here);
  QFETCH(int, pid);
  QFETCH(bool, sameBoot);
  QFETCH(double, age);
  QFETCH(bool, lost);
  const auto own = RunLock::take(posixFileOps(), m_clock, directory());
  QVERIFY(own);
  LockHolder asked = *holder();
  if (!here) asked.host = "elsewhere";
  if (!sameBoot) asked.bootId = "another";
  asked.pid = pid;
  asked.heartbeat = m_clock.wallSeconds() - age;
  QCOMPARE(training::isLost(asked, m_clock), lost);
}

QTEST_APPLESS_MAIN(RunLockTest)
#include "run_lock_test.moc"
