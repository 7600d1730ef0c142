#include "ui/shell/train_queue.h"

#include "core/checkpoints/timeline.h"
#include "tests/ui/iris_run.h"
#include "ui/bridge/convert.h"
#include "ui/shell/background_training.h"
#include "ui/shell/jobs_model.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace cairn;
using namespace cairn::ui;
using State = QueueJob::State;

class TrainQueueTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void initTestCase() { QStandardPaths::setTestModeEnabled(true); }
  void init();
  void oneTrainsAndTheOthersWait();
  void whatWaitsCanBeMovedAndRemoved();
  void pausedOnesGoOn();
  void aJobThatIsHeldStartsWhenAsked();
  void theQueueOutlivesTheProgram();
  void aBrokenQueueFileIsNoQueue();
  void aConfigThatCannotTrainFails();
  void aStopWithoutSavingKeepsTheCheckpointBefore();
  void aCheckpointIsSavedWhenAsked();
  void whatIsHandedOnTrainsWithoutTheWindow();

 private:
  TrainRequest request(const std::string& name, std::int64_t steps) const {
    TrainRequest made;
    made.run.modelDir = m_folder->models() / name;
    made.run.id = pathText(made.run.modelDir);
    made.run.name = toQString(name);
    made.config = m_folder->config();
    made.config.train.steps = steps;
    made.configFolder = made.run.modelDir;
    return made;
  }
  State stateOf(int id) const { return m_queue->job(id)->state; }
  std::unique_ptr<IrisFolder> m_folder;
  std::unique_ptr<TrainQueue> m_queue;
  std::unique_ptr<JobsModel> m_model;
  std::unique_ptr<QAbstractItemModelTester> m_tester;
};

void TrainQueueTest::init() {
  m_tester.reset();
  m_model.reset();
  m_queue.reset();
  m_folder = std::make_unique<IrisFolder>();
  m_queue = std::make_unique<TrainQueue>(Services{});
  m_model = std::make_unique<JobsModel>(m_queue.get());
  m_tester = std::make_unique<QAbstractItemModelTester>(
      m_model.get(), QAbstractItemModelTester::FailureReportingMode::Fatal);
}

void TrainQueueTest::oneTrainsAndTheOthersWait() {
  const int first = m_queue->add(request("a", 20));
  const int second = m_queue->add(request("b", 20));
  QVERIFY(m_queue->session(first));
  QCOMPARE(stateOf(second), State::Queued);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(second), State::Finished, 30000);
  QCOMPARE(stateOf(first), State::Finished);
  QVERIFY(!m_queue->anyActive());
  QCOMPARE(m_model->rowCount(), 2);
  m_queue->clearEnded();
  QCOMPARE(m_model->rowCount(), 0);
}

void TrainQueueTest::whatWaitsCanBeMovedAndRemoved() {
  const int first = m_queue->add(request("a", 1'000'000'000));
  const int second = m_queue->add(request("b", 20));
  const int third = m_queue->add(request("c", 20));
  m_queue->move(third, -1);
  QCOMPARE(m_queue->jobs()[1].id, third);
  m_queue->move(third, -1);  // not above the one that runs
  QCOMPARE(m_queue->jobs()[0].id, first);
  m_queue->remove(second);
  QVERIFY(!m_queue->job(second));
  m_queue->remove(first);  // one that runs is stopped, not removed
  QVERIFY(m_queue->job(first));
  m_queue->stop(first);
  QTRY_VERIFY_WITH_TIMEOUT(!m_queue->session(first), 30000);
  QVERIFY2(stateOf(first) == State::Stopped, qPrintable(m_queue->job(first)->note));
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(third), State::Finished, 30000);
}

void TrainQueueTest::pausedOnesGoOn() {
  const int id = m_queue->add(request("a", 1'000'000'000));
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), State::Running, 30000);
  m_queue->pause(id);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), State::Paused, 30000);
  QTRY_VERIFY_WITH_TIMEOUT(!m_queue->job(id)->note.isEmpty(), 30000);
  m_queue->resume(id);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), State::Running, 30000);
  m_queue->stop(id);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), State::Stopped, 30000);
}

void TrainQueueTest::aJobThatIsHeldStartsWhenAsked() {
  const int first = m_queue->add(request("a", 1'000'000'000));
  const int second = m_queue->add(request("b", 20));
  m_queue->pause(second);
  QCOMPARE(stateOf(second), State::Paused);
  m_queue->runNow(second);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(second), State::Finished, 30000);
  QVERIFY(m_queue->session(first));
}

void TrainQueueTest::theQueueOutlivesTheProgram() {
  m_queue->add(request("a", 1'000'000'000));
  m_queue->add(request("b", 40));
  m_queue->setParallel(2);
  m_queue->setParallel(1);
  const QJsonObject json = m_queue->toJson();
  TrainQueue other((Services{}));
  other.fromJson(json);
  QCOMPARE(other.jobs().size(), std::size_t{2});
  for (const QueueJob& job : other.jobs()) {
    QCOMPARE(job.state, State::Paused);  // nothing trains because a program was started
    QVERIFY(!other.session(job.id));
  }
  QCOMPARE(other.jobs()[1].request.config.train.steps, std::optional<std::int64_t>(40));
  QCOMPARE(other.jobs()[1].request.run.modelDir, m_folder->models() / "b");
}

void TrainQueueTest::aBrokenQueueFileIsNoQueue() {
  TrainQueue other((Services{}));
  other.fromJson(
      {{"jobs", QJsonArray{QJsonObject{{"config", "{"}}, 3, QJsonObject{}}}, {"parallel", 1e9}});
  QVERIFY(other.jobs().empty());
  QVERIFY(other.parallel() <= 8);
}

void TrainQueueTest::aConfigThatCannotTrainFails() {
  TrainRequest wrong = request("a", 20);
  for (auto& [name, source] : wrong.config.data)
    for (std::string& file : source.files) file = "missing.csv";
  const int id = m_queue->add(wrong);
  QTRY_COMPARE_WITH_TIMEOUT(stateOf(id), State::Failed, 30000);
  QVERIFY(!m_queue->job(id)->note.isEmpty());
}

void TrainQueueTest::aStopWithoutSavingKeepsTheCheckpointBefore() {
  const int id = m_queue->add(request("a", 1'000'000'000));
  QTRY_VERIFY(m_queue->job(id)->snapshot && m_queue->job(id)->snapshot->step > Step(50));
  QVERIFY(TrainQueue::unsavedSteps(*m_queue->job(id)) > 0);
  m_queue->stop(id, true);
  QTRY_COMPARE(stateOf(id), State::Stopped);
  const auto timeline = checkpoints::scanCheckpoints(posixFileOps(), m_folder->models() / "a");
  QVERIFY(timeline && timeline->problems.empty());
  QCOMPARE(timeline->checkpoints.size(), std::size_t{1});
  QCOMPARE(timeline->checkpoints.back().step, std::optional(Step(0)));
}

void TrainQueueTest::aCheckpointIsSavedWhenAsked() {
  const int id = m_queue->add(request("a", 1'000'000'000));
  QTRY_VERIFY(m_queue->job(id)->snapshot && m_queue->job(id)->snapshot->step > Step(50));
  m_queue->saveNow(id);
  QTRY_VERIFY(m_queue->job(id)->snapshot->savedStep > Step(50));
  QCOMPARE(stateOf(id), State::Running);
  m_queue->stop(id);
  QTRY_COMPARE(stateOf(id), State::Stopped);
}

// The window closes; cairn-cli goes on from the checkpoint to where it was to end.
void TrainQueueTest::whatIsHandedOnTrainsWithoutTheWindow() {
  TrainRequest wanted = request("a", 0);
  wanted.config.train.steps.reset();
  wanted.config.train.maxSteps = 60'000;
  const int id = m_queue->add(wanted);
  QTRY_VERIFY(m_queue->job(id)->snapshot && m_queue->job(id)->snapshot->step > Step(50));
  m_queue->setClosing(true);
  m_queue->stopAll();
  QTRY_VERIFY(!m_queue->anyActive());
  QCOMPARE(stateOf(id), State::Paused);
  QCOMPARE(trainInBackground(m_queue.get(), QStringLiteral(CAIRN_CLI)), 1);
  QVERIFY(!m_queue->job(id));
  const fs::path end = m_folder->models() / "a" / "model.ckpt-60000.index";
  QTRY_VERIFY_WITH_TIMEOUT(fs::exists(end), 60'000);
  QTRY_VERIFY_WITH_TIMEOUT(!fs::exists(m_folder->models() / "a" / "cairn.lock"), 10'000);
}

QTEST_MAIN(TrainQueueTest)
#include "train_queue_test.moc"
