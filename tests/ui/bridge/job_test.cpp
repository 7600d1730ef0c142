#include "ui/bridge/job.h"

#include <QTest>
#include <atomic>
#include <thread>

using namespace cairn;
using cairn::ui::Job;

class JobTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void deliversOnceOnTheGuiThread();
  void carriesAnError();
  void newerReplacesOlder();
  void destroyedOwnerHearsNothing();
  void cancelledHearsNothing();
};

namespace {

using Payload = Job<int>::Payload;

Payload value(int n) { return std::make_shared<const int>(n); }

}  // namespace

void JobTest::deliversOnceOnTheGuiThread() {
  Job<int> job;
  int calls = 0;
  bool onGuiThread = false;
  std::atomic<bool> workElsewhere{false};
  job.start(
      [gui = QThread::currentThread(), &workElsewhere](std::stop_token) {
        workElsewhere = QThread::currentThread() != gui;
        return value(7);
      },
      [&](const Payload& payload) {
        ++calls;
        onGuiThread = QThread::currentThread() == QCoreApplication::instance()->thread();
        QVERIFY(payload);
        QCOMPARE(**payload, 7);
      });
  QVERIFY(job.running());
  QTRY_COMPARE(calls, 1);
  QVERIFY(!job.running());
  QTest::qWait(20);
  QCOMPARE(calls, 1);
  QVERIFY(onGuiThread);
  QVERIFY(workElsewhere);
}

void JobTest::carriesAnError() {
  Job<int> job;
  QString heard;
  job.start(
      [](std::stop_token) -> Payload {
        return Error{ErrorCode::Io, "no"};
      },
      [&](const Payload& payload) {
        if (!payload) heard = QString::fromStdString(payload.error().message);
      });
  QTRY_COMPARE(heard, QStringLiteral("no"));
}

void JobTest::newerReplacesOlder() {
  Job<int> job;
  QList<int> heard;
  std::atomic<bool> olderSawStop{false};
  job.start(
      [&olderSawStop](std::stop_token stop) {
        while (!stop.stop_requested()) std::this_thread::yield();
        olderSawStop = true;
        return value(1);
      },
      [&](const Payload& payload) { heard << **payload; });
  job.start([](std::stop_token) { return value(2); },
            [&](const Payload& payload) { heard << **payload; });
  QTRY_COMPARE(heard, QList<int>{2});
  QTRY_VERIFY(olderSawStop);
  QTest::qWait(20);
  QCOMPARE(heard, QList<int>{2});
}

void JobTest::destroyedOwnerHearsNothing() {
  std::atomic<bool> finished{false};
  bool heard = false;
  {
    Job<int> job;
    job.start(
        [&finished](std::stop_token stop) {
          while (!stop.stop_requested()) std::this_thread::yield();
          finished = true;
          return value(1);
        },
        [&](const Payload&) { heard = true; });
  }
  QTRY_VERIFY(finished);
  QTest::qWait(20);
  QVERIFY(!heard);
}

void JobTest::cancelledHearsNothing() {
  Job<int> job;
  bool heard = false;
  job.start([](std::stop_token) { return value(1); }, [&](const Payload&) { heard = true; });
  job.cancel();
  QVERIFY(!job.running());
  QTest::qWait(50);
  QVERIFY(!heard);
}

QTEST_GUILESS_MAIN(JobTest)
#include "job_test.moc"
