#include "core/training/schedules.h"

#include <QTest>

using namespace cairn;
using namespace std::chrono_literals;
using training::ClockGate;
using training::SaveSchedule;
using training::StepInterval;

class SchedulesTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void savesByStepsCountFromTheLastSave();
  void savesBySecondsCountFromTheLastSave();
  void neitherSettingMeansNoCheckpoints();
  void intervalsFireFirstAndThenEvery();
  void clockIsReadAtEverySlowStep();
  void clockIsReadOnceAMillisecond();
};

// spec/estimator.md 12: k = 3 over 10 steps.
void SchedulesTest::savesByStepsCountFromTheLastSave() {
  model::RunConfig config;
  config.saveCheckpointsSteps = 3;
  config.saveCheckpointsSecs.reset();
  SaveSchedule schedule(config);
  schedule.saved(Step{0}, 0ns);
  std::vector<std::int64_t> saves;
  for (std::int64_t step = 1; step <= 10; ++step) {
    if (!schedule.dueByStep(Step{step})) continue;
    saves.push_back(step);
    schedule.saved(Step{step}, 0ns);
  }
  QCOMPARE(saves, (std::vector<std::int64_t>{3, 6, 9}));
  QVERIFY(!schedule.dueByTime(std::chrono::hours(1000)));
}

// 0.2 s a step, every second: 5, 10, 15.
void SchedulesTest::savesBySecondsCountFromTheLastSave() {
  model::RunConfig config;
  config.saveCheckpointsSecs = 1;
  SaveSchedule schedule(config);
  schedule.saved(Step{0}, 0ns);
  std::vector<std::int64_t> saves;
  for (std::int64_t step = 1; step <= 16; ++step) {
    if (!schedule.dueByTime(step * 200ms)) continue;
    saves.push_back(step);
    schedule.saved(Step{step}, step * 200ms);
  }
  QCOMPARE(saves, (std::vector<std::int64_t>{5, 10, 15}));
}

void SchedulesTest::neitherSettingMeansNoCheckpoints() {
  model::RunConfig config;
  config.saveCheckpointsSecs.reset();
  QVERIFY(!SaveSchedule(config).enabled());
}

void SchedulesTest::intervalsFireFirstAndThenEvery() {
  StepInterval interval(Step{1}, 3);
  std::vector<std::int64_t> fired;
  for (std::int64_t step = 1; step <= 9; ++step) {
    if (!interval.due(Step{step})) continue;
    fired.push_back(step);
    interval.fired(Step{step});
  }
  QCOMPARE(fired, (std::vector<std::int64_t>{1, 4, 7}));
  QVERIFY(!StepInterval(Step{1}, 0).due(Step{1'000'000}));
}

void SchedulesTest::clockIsReadAtEverySlowStep() {
  ClockGate gate;
  std::chrono::nanoseconds now{};
  for (int step = 0; step < 100; ++step) {
    now += 20ms;
    QVERIFY(gate.step());
    gate.read(now);
  }
}

void SchedulesTest::clockIsReadOnceAMillisecond() {
  ClockGate gate;
  std::chrono::nanoseconds now{};
  int readings = 0;
  for (int step = 0; step < 100'000; ++step) {
    now += 6us;
    if (!gate.step()) continue;
    ++readings;
    gate.read(now);
  }
  QVERIFY(readings > 300 && readings < 1300);  // 600 ms
}

QTEST_APPLESS_MAIN(SchedulesTest)
#include "schedules_test.moc"
