#include "core/training/pause_switch.h"

#include <QTest>
#include <thread>

using namespace cairn;
using training::PauseSwitch;

class PauseSwitchTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void waitReturnsWhenResumed();
  void waitReturnsWhenStopped();
  void waitWithALimitReturns();
};

void PauseSwitchTest::waitReturnsWhenResumed() {
  PauseSwitch pause;
  QVERIFY(!pause.paused());
  pause.pause();
  QVERIFY(pause.paused());
  std::jthread other([&] { pause.resume(); });
  pause.waitWhilePaused({});
  QVERIFY(!pause.paused());
}

void PauseSwitchTest::waitReturnsWhenStopped() {
  PauseSwitch pause;
  pause.pause();
  std::stop_source stop;
  std::jthread other([&] { stop.request_stop(); });
  pause.waitWhilePaused(stop.get_token());
  QVERIFY(pause.paused());
}

void PauseSwitchTest::waitWithALimitReturns() {
  PauseSwitch pause;
  pause.pause();
  pause.waitWhilePaused({}, std::chrono::milliseconds(1));
  QVERIFY(pause.paused());
}

QTEST_APPLESS_MAIN(PauseSwitchTest)
#include "pause_switch_test.moc"
