#include "core/base/atomic_file.h"
#include "core/formats/latest_checkpoint.h"
#include "core/formats/tensor_bundle.h"
#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/training/small_run.h"

#include <QTest>

using namespace cairn;
using namespace cairn::test;
using training::TrainOptions;

namespace {

constexpr std::int64_t kSteps = 20;

TrainOptions upTo(std::int64_t step) {
  TrainOptions options;
  options.maxSteps = step;
  return options;
}

/// The content of the last checkpoint's data file.
Bytes lastWeights(const SmallRun& run) {
  const auto bytes = readFile(posixFileOps(), run.modelDir() / "model.ckpt-20.data-00000-of-00001");
  return bytes ? *bytes : Bytes();
}

/// Why the directory does not hold what it names; empty when all is well.
std::string faultOf(const SmallRun& run) {
  if (!fs::exists(run.modelDir())) return {};
  const auto latest = formats::findLatest(posixFileOps(), run.modelDir());
  if (!latest) return describe(latest.error());
  if (!latest->prefix) return {};
  if (!latest->problems.empty()) return describe(latest->problems.front());
  const auto bundle = formats::TensorBundle::open(posixFileOps(), *latest->prefix);
  if (!bundle) return describe(bundle.error());
  const std::vector<Error> damage = bundle->verify();
  return damage.empty() ? std::string() : describe(damage.front());
}

std::string leftoverOf(const SmallRun& run) {
  const auto entries = posixFileOps().list(run.modelDir());
  for (const DirectoryEntry& entry : entries ? *entries : std::vector<DirectoryEntry>()) {
    if (isTemporaryName(entry.name) || entry.name == "cairn.lock") return entry.name;
    const std::size_t data = entry.name.find(".data-");
    if (data == std::string::npos) continue;
    if (!fs::exists(run.modelDir() / (entry.name.substr(0, data) + ".index"))) return entry.name;
  }
  return {};
}

model::Config config() {
  model::Config small = smallConfig();
  small.runConfig.keepCheckpointMax = 2;  // so that deletions are among the calls
  return small;
}

}  // namespace

/// A training of 20 steps that saves every 5 ends, or fails, at every call that writes.
class KillSweepTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase();
  void everyKillLeavesAWholeCheckpoint_data();
  void everyKillLeavesAWholeCheckpoint();
  void everyKillOfAResumeLeavesAWholeCheckpoint();
  void everyFailedCallKeepsTheLastCheckpoint_data();
  void everyFailedCallKeepsTheLastCheckpoint();

 private:
  Bytes m_undisturbed;
  std::size_t m_calls = 0;
};

void KillSweepTest::initTestCase() {
  const SmallRun run;
  FaultyFileOps files(posixFileOps());
  const auto result = train(run, config(), upTo(kSteps), files);
  QVERIFY2(result, result ? "" : describe(result.error()).c_str());
  m_calls = files.calls();
  m_undisturbed = lastWeights(run);
  QVERIFY(m_calls > 100 && !m_undisturbed.empty());
}

void KillSweepTest::everyKillLeavesAWholeCheckpoint_data() {
  QTest::addColumn<int>("death");
  QTest::newRow("before the call") << static_cast<int>(FaultyFileOps::Death::Before);
  QTest::newRow("half-way through a write") << static_cast<int>(FaultyFileOps::Death::Torn);
}

void KillSweepTest::everyKillLeavesAWholeCheckpoint() {
  QFETCH(int, death);
  for (std::size_t call = 1; call <= m_calls; ++call) {
    const SmallRun run;
    FaultyFileOps files(posixFileOps());
    files.killAt(call, static_cast<FaultyFileOps::Death>(death));
    (void)train(run, config(), upTo(kSteps), files);
    QVERIFY(files.isDead());
    const std::string where = files.log().back();
    const std::string fault = faultOf(run);
    QVERIFY2(fault.empty(), (where + ": " + fault).c_str());
    // The next process goes on, and ends with the very same weights.
    const auto resumed = train(run, config(), upTo(kSteps));
    QVERIFY2(resumed, (where + ": " + (resumed ? "" : describe(resumed.error()))).c_str());
    QVERIFY2(lastWeights(run) == m_undisturbed, where.c_str());
    const std::string leftover = leftoverOf(run);
    QVERIFY2(leftover.empty(), (where + ": " + leftover).c_str());
  }
  qInfo("%zu kills, 0 directories that don't restore", m_calls);
}

void KillSweepTest::everyKillOfAResumeLeavesAWholeCheckpoint() {
  std::size_t calls = 0;
  for (std::size_t call = 1; call == 1 || call <= calls; ++call) {
    const SmallRun run;
    QVERIFY(train(run, config(), upTo(7)));
    FaultyFileOps files(posixFileOps());
    if (call > 1) files.killAt(call - 1);
    (void)train(run, config(), upTo(kSteps), files);
    if (call == 1) calls = files.calls() + 1;
    const std::string where = files.log().back();
    const std::string fault = faultOf(run);
    QVERIFY2(fault.empty(), (where + ": " + fault).c_str());
    const auto resumed = train(run, config(), upTo(kSteps));
    QVERIFY2(resumed, (where + ": " + (resumed ? "" : describe(resumed.error()))).c_str());
    QVERIFY2(lastWeights(run) == m_undisturbed, where.c_str());
  }
}

void KillSweepTest::everyFailedCallKeepsTheLastCheckpoint_data() {
  QTest::addColumn<bool>("fromThenOn");
  QTest::newRow("once") << false;
  QTest::newRow("from then on") << true;
}

void KillSweepTest::everyFailedCallKeepsTheLastCheckpoint() {
  QFETCH(bool, fromThenOn);
  for (std::size_t call = 1; call <= m_calls; ++call) {
    const SmallRun run;
    FaultyFileOps files(posixFileOps());
    files.failAt(call, ErrorCode::NoSpace, fromThenOn);
    const auto result = train(run, config(), upTo(kSteps), files);
    const std::string where = files.log()[call - 1];
    if (!result) QCOMPARE(result.error().code, ErrorCode::NoSpace);
    const std::string fault = faultOf(run);
    QVERIFY2(fault.empty(), (where + ": " + fault).c_str());
    // Space has been made: the next training works, without another process.
    const auto again = train(run, config(), upTo(kSteps));
    QVERIFY2(again, (where + ": " + (again ? "" : describe(again.error()))).c_str());
    QVERIFY2(lastWeights(run) == m_undisturbed, where.c_str());
    const std::string leftover = leftoverOf(run);
    QVERIFY2(leftover.empty(), (where + ": " + leftover).c_str());
  }
}

QTEST_APPLESS_MAIN(KillSweepTest)
#include "kill_sweep_test.moc"
