#include "core/base/workers.h"

#include <QTest>
#include <algorithm>
#include <atomic>
#include <vector>

using namespace cairn;

class WorkersTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void everyPartIsDoneOnce_data();
  void everyPartIsDoneOnce();
  void turnsFollowEachOther();
  void withoutWorkersTheCallerDoesAll();
};

void WorkersTest::everyPartIsDoneOnce_data() {
  QTest::addColumn<int>("threads");
  QTest::addColumn<int>("parts");
  for (const int threads : {0, 1, 2, 5})
    for (const int parts : {0, 1, 2, 3, 100})
      QTest::addRow("%d threads, %d parts", threads, parts) << threads << parts;
}

void WorkersTest::everyPartIsDoneOnce() {
  QFETCH(int, threads);
  QFETCH(int, parts);
  const auto workers = startWorkers(threads);
  QCOMPARE(workers->threads(), std::max(1, threads));
  std::vector<std::atomic<int>> done(static_cast<std::size_t>(parts));
  forEachPart(workers.get(), parts, [&](int part) { ++done[static_cast<std::size_t>(part)]; });
  QVERIFY(std::all_of(done.begin(), done.end(), [](const auto& times) { return times == 1; }));
}

/// What one turn wrote, plainly, the next one reads.
void WorkersTest::turnsFollowEachOther() {
  const auto workers = startWorkers(3);
  constexpr int kTurns = 5000;
  std::vector<int> values(7);
  for (int turn = 0; turn < kTurns; ++turn)
    forEachPart(workers.get(), 7, [&](int part) { ++values[static_cast<std::size_t>(part)]; });
  QVERIFY(std::all_of(values.begin(), values.end(), [](int value) { return value == kTurns; }));
}

void WorkersTest::withoutWorkersTheCallerDoesAll() {
  std::vector<int> order;
  forEachPart(nullptr, 3, [&](int part) { order.push_back(part); });
  QCOMPARE(order, (std::vector<int>{0, 1, 2}));
}

QTEST_APPLESS_MAIN(WorkersTest)
#include "workers_test.moc"
