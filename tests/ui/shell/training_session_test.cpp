#include "ui/shell/training_session.h"

#include "core/checkpoints/timeline.h"
#include "tests/ui/iris_run.h"

#include <QSignalSpy>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;

class TrainingSessionTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void trainsToItsEnd();
  void onlyOneAtATime();
  void pausesAndGoesOn();
  void aStopEndsWithAWholeCheckpoint();
  void destroyedItEndsWithAWholeCheckpoint();
  void aFailureIsTheOutcome();

 private:
  TrainRequest request(std::int64_t steps) const {
    TrainRequest made;
    made.run.modelDir = m_folder.models() / "iris";
    made.run.name = "iris";
    made.config = m_folder.config();
    made.config.train.steps = steps;
    made.configFolder = made.run.modelDir;
    return made;
  }
  static bool isWhole(const fs::path& modelDir) {
    const auto timeline = checkpoints::scanCheckpoints(posixFileOps(), modelDir);
    return timeline && !timeline->checkpoints.empty() && timeline->problems.empty() &&
           timeline->checkpoints.back().newest && timeline->checkpoints.back().problems.empty();
  }
  IrisFolder m_folder;
};

void TrainingSessionTest::trainsToItsEnd() {
  TrainingSession session(Services{});
  std::optional<training::TrainResult> result;
  connect(&session, &TrainingSession::ended, this,
          [&](const RunRef&, const TrainingSession::Outcome& outcome) {
            if (outcome) result = *outcome;
          });
  QVERIFY(session.start(request(20)));
  QTRY_VERIFY_WITH_TIMEOUT(!session.running(), 30000);
  QVERIFY(result);
  QCOMPARE(result->end, training::TrainEnd::Finished);
  QVERIFY(isWhole(m_folder.models() / "iris"));
}

void TrainingSessionTest::onlyOneAtATime() {
  TrainingSession session(Services{});
  QVERIFY(session.start(request(1'000'000)));
  QVERIFY(!session.start(request(10)));
  session.stop();
  QTRY_VERIFY_WITH_TIMEOUT(!session.running(), 30000);
}

void TrainingSessionTest::pausesAndGoesOn() {
  TrainingSession session(Services{});
  QVERIFY(session.start(request(1'000'000'000)));
  QTRY_VERIFY_WITH_TIMEOUT(
      session.snapshot() && session.snapshot()->phase == training::Phase::Running, 30000);
  session.pause();
  QVERIFY(session.paused());
  QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->phase == training::Phase::Paused, 30000);
  const auto at = session.snapshot()->step;
  QTest::qWait(50);
  QCOMPARE(session.snapshot()->step, at);
  session.resume();
  QTRY_VERIFY_WITH_TIMEOUT(session.snapshot()->step > at, 30000);
  session.stop();
  QTRY_VERIFY_WITH_TIMEOUT(!session.running(), 30000);
}

void TrainingSessionTest::aStopEndsWithAWholeCheckpoint() {
  TrainingSession session(Services{});
  std::optional<TrainingSession::Outcome> ended;
  connect(&session, &TrainingSession::ended, this,
          [&](const RunRef&, const TrainingSession::Outcome& outcome) { ended = outcome; });
  QVERIFY(session.start(request(1'000'000'000)));
  QTRY_VERIFY_WITH_TIMEOUT(
      session.snapshot() && session.snapshot()->phase == training::Phase::Running, 30000);
  session.stop();
  QTRY_VERIFY_WITH_TIMEOUT(ended, 30000);
  QVERIFY2(*ended, *ended ? "" : ended->error().message.c_str());
  QCOMPARE((*ended)->end, training::TrainEnd::Stopped);
  QVERIFY(isWhole(m_folder.models() / "iris"));
}

void TrainingSessionTest::destroyedItEndsWithAWholeCheckpoint() {
  {
    TrainingSession session(Services{});
    QVERIFY(session.start(request(1'000'000'000)));
    QTRY_VERIFY_WITH_TIMEOUT(session.snapshot() != nullptr, 30000);
    session.pause();
  }
  QVERIFY(isWhole(m_folder.models() / "iris"));
}

void TrainingSessionTest::aFailureIsTheOutcome() {
  TrainingSession session(Services{});
  std::optional<Error> error;
  connect(&session, &TrainingSession::ended, this,
          [&](const RunRef&, const TrainingSession::Outcome& outcome) {
            if (!outcome) error = outcome.error();
          });
  TrainRequest wrong = request(10);
  wrong.run.modelDir = m_folder.models() / "other";
  wrong.config.data["train"].files = {"nothing.csv"};
  QVERIFY(session.start(wrong));
  QTRY_VERIFY_WITH_TIMEOUT(!session.running(), 30000);
  QVERIFY(error);
  QCOMPARE(error->code, ErrorCode::NotFound);
}

QTEST_GUILESS_MAIN(TrainingSessionTest)
#include "training_session_test.moc"
