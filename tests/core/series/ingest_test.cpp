#include "core/series/ingest.h"

#include "core/base/limits.h"
#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/series/event_folder.h"

#include <QTest>
#include <cmath>
#include <limits>
#include <random>
#include <sys/stat.h>

using namespace cairn;
using series::RunReader;
using series::RunSeries;
using series::Series;
using series::SeriesKey;
using test::eventFileName;
using test::EventFolder;
using test::lossRecords;
using test::readOnce;
using test::scalarRecord;
using test::startRecord;
using test::versionRecord;

namespace {

using Picture = std::shared_ptr<const RunSeries>;
using Steps = std::vector<std::int64_t>;

Bytes operator+(Bytes a, const Bytes& b) {
  append(a, b);
  return a;
}

Picture poll(RunReader& reader) {
  const auto polled = reader.poll();
  return polled ? *polled : nullptr;
}

const Series& seriesOf(const Picture& run, const std::string& tag, const std::string& subset = "") {
  static const Series kNone;
  const auto found = run->series.find(SeriesKey{subset, tag});
  return found == run->series.end() ? kNone : *found->second;
}

Steps liveSteps(const Series& series) {
  Steps steps;
  for (std::size_t i = 0; i < series.size(); ++i)
    if (!series.abandoned[i]) steps.push_back(series.steps[i]);
  return steps;
}

/// As TensorFlow logs a save; the path carries no number.
Bytes checkpointRecord(std::int64_t step, double wall = 1000) {
  pb::Event event;
  event.set_wall_time(wall);
  event.set_step(step);
  event.mutable_session_log()->set_status(pb::SessionLog::CHECKPOINT);
  event.mutable_session_log()->set_checkpoint_path("/runs/iris/model.ckpt");
  return test::framed(event);
}

}  // namespace

class IngestTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void aDirectoryWithoutEventFilesHasNoSeries();
  void aMissingDirectoryIsAnError();
  void everyPointIsKeptInOrder();
  void savedStepsAreKnown();
  void evaluationFoldersAreSubsets();
  void nothingNewGivesTheSamePicture();
  void aPictureThatWasGivenOutStaysAsItWas();
  void aTornTailIsReadWhenItIsWhole();
  void cutAtEveryByteEqualsOneReading();
  void deliveredInRandomChunksEqualsOneReading_data();
  void deliveredInRandomChunksEqualsOneReading();
  void aShrunkFileIsReadAnew();
  void aReplacedFileIsReadAnew();
  void aFileWrittenAnewInPlaceIsReadAnew();
  void aFileThatWentAwayTakesItsPointsWithIt();
  void filesAreOrderedByTheirFirstWallTime();
  void anEarlierFileThatGrowsKeepsTheOrder();
  void aStartLeavesLaterStepsBehind();
  void aStartLeavesTagsBehindThatDidNotComeBack();
  void aFirstStartAfterPointsIsARestart();
  void aStartBeyondTheDataLeavesNothingBehind();
  void aRestartBehindARestartCountsForBoth();
  void aStartReadLaterChangesOldPoints();
  void aLaterFileWithoutStartGoesOnPerTag();
  void twoWritersAtATimeAreNoRestart();
  void damageInTheMiddleCostsOnlyItself();
  void damageIsFoundAcrossChunks();
  void garbageAtTheEndIsNamedUntilMoreComes();
  void zerosAtTheEndAreWaitedFor();
  void zerosThatBecameDataAreRead();
  void whatIsNoEventIsNamed();
  void aFifoIsNamedAndNotOpened();
  void anUnreadableFileIsNamedAndTriedAgain();
  void stoppingGoesOnLater();
  void specialValuesAreKept();
  void tagsKeepTheirNames();
  void aTagOverTheLimitIsSkipped();
  void manyRestartsAreQuick();
};

void IngestTest::aDirectoryWithoutEventFilesHasNoSeries() {
  const EventFolder folder;
  folder.write("checkpoint", asBytes("x"));
  const Picture run = readOnce(folder.path());
  QVERIFY(run);
  QVERIFY(run->series.empty() && run->problems.empty());
  QCOMPARE(run->events, std::uint64_t{0});
}

void IngestTest::aMissingDirectoryIsAnError() {
  const EventFolder folder;
  RunReader reader(posixFileOps(), folder.pathOf("missing"));
  QCOMPARE(reader.poll().error().code, ErrorCode::NotFound);
  // It may be made later.
  folder.makeFolder("missing");
  folder.write("missing/" + eventFileName(), versionRecord() + lossRecords(0, 3));
  QCOMPARE(seriesOf(poll(reader), "loss").steps, (Steps{0, 1, 2}));
}

void IngestTest::savedStepsAreKnown() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + checkpointRecord(200) + checkpointRecord(0) +
                                    lossRecords(0, 3) + checkpointRecord(200));
  const Picture run = readOnce(folder.path());
  QCOMPARE(run->saves, (std::vector<Step>{Step(0), Step(200)}));
  QVERIFY(run->restarts.empty());
}

void IngestTest::everyPointIsKeptInOrder() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 10'000));
  const Picture run = readOnce(folder.path());
  const Series& loss = seriesOf(run, "loss");
  QCOMPARE(loss.size(), std::size_t{10'000});
  QCOMPARE(loss.values[9'999], 9'999.0F);
  QCOMPARE(loss.wallTimes[9'999], 10'999.0);
  QCOMPARE(loss.attempts[9'999], std::uint32_t{0});
  QCOMPARE(liveSteps(loss).size(), std::size_t{10'000});
  QCOMPARE(run->events, std::uint64_t{10'001});
  QVERIFY(run->restarts.empty());
}

void IngestTest::evaluationFoldersAreSubsets() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 3));
  for (const char* name : {"eval", "eval_test", "export", "train"}) {
    folder.makeFolder(name);
    folder.write(std::string(name) + "/" + eventFileName(), versionRecord() + lossRecords(5, 7));
  }
  const Picture run = readOnce(folder.path());
  QCOMPARE(run->series.size(), std::size_t{3});
  QCOMPARE(seriesOf(run, "loss").steps, (Steps{0, 1, 2}));
  QCOMPARE(seriesOf(run, "loss", "eval").steps, (Steps{5, 6}));
  QCOMPARE(seriesOf(run, "loss", "eval_test").subset, std::string("eval_test"));
}

void IngestTest::nothingNewGivesTheSamePicture() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 3));
  RunReader reader(posixFileOps(), folder.path());
  const Picture first = poll(reader);
  QCOMPARE(poll(reader).get(), first.get());
  folder.add(eventFileName(), lossRecords(3, 4));
  const Picture second = poll(reader);
  QCOMPARE(second->version, first->version + 1);
  QCOMPARE(poll(reader).get(), second.get());
}

void IngestTest::aPictureThatWasGivenOutStaysAsItWas() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 3));
  RunReader reader(posixFileOps(), folder.path());
  const Picture first = poll(reader);
  folder.add(eventFileName(), startRecord(1) + lossRecords(1, 2));
  const Picture second = poll(reader);
  QCOMPARE(liveSteps(seriesOf(first, "loss")), (Steps{0, 1, 2}));
  QCOMPARE(liveSteps(seriesOf(second, "loss")), (Steps{0, 1}));
  QCOMPARE(seriesOf(second, "loss").steps, (Steps{0, 1, 2, 1}));
}

void IngestTest::aTornTailIsReadWhenItIsWhole() {
  const EventFolder folder;
  const Bytes last = lossRecords(3, 4);
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 3));
  RunReader reader(posixFileOps(), folder.path());
  const Picture whole = poll(reader);
  folder.add(eventFileName(), ByteView(last).first(10));
  const Picture torn = poll(reader);
  QVERIFY(torn->problems.empty());
  QCOMPARE(torn.get(), whole.get());
  folder.add(eventFileName(), ByteView(last).subspan(10));
  QCOMPARE(seriesOf(poll(reader), "loss").steps, (Steps{0, 1, 2, 3}));
}

void IngestTest::cutAtEveryByteEqualsOneReading() {
  const EventFolder folder;
  Bytes damaged = lossRecords(3, 4);
  damaged[20] ^= std::byte{1};
  const Bytes all = versionRecord() + lossRecords(0, 3) + damaged + startRecord(2) +
                    lossRecords(2, 4) + Bytes(20, std::byte{0xab}) + scalarRecord("other", 4, 1);
  folder.write(eventFileName(), all);
  const Picture wanted = readOnce(folder.path());
  QCOMPARE(wanted->problems.size(), std::size_t{2});
  for (std::size_t cut = 0; cut <= all.size(); ++cut) {
    const EventFolder live;
    RunReader reader(posixFileOps(), live.path());
    live.write(eventFileName(), ByteView(all).first(cut));
    const Picture before = poll(reader);
    QVERIFY2(before, "a cut file is readable");
    live.add(eventFileName(), ByteView(all).subspan(cut));
    Picture after = poll(reader);
    auto moved = std::make_shared<RunSeries>(*after);
    for (Error& problem : moved->problems)  // the folders differ, the files' names do not
      problem.where = folder.pathOf(eventFileName()).string();
    QVERIFY2(test::sameRun(*moved, *wanted), fmt::format("cut at {}", cut).c_str());
  }
}

void IngestTest::deliveredInRandomChunksEqualsOneReading_data() {
  QTest::addColumn<int>("seed");
  for (int seed = 0; seed < 40; ++seed) QTest::addRow("seed %d", seed) << seed;
}

void IngestTest::deliveredInRandomChunksEqualsOneReading() {
  QFETCH(int, seed);
  std::mt19937 random(static_cast<unsigned>(seed));
  const auto below = [&](std::size_t n) { return std::size_t{random()} % n; };
  // Two files of the folder and one of eval, with restarts and damage, delivered out of step.
  std::map<std::string, Bytes> files;
  for (const std::string& name :
       {eventFileName(1000), eventFileName(2000), "eval/" + eventFileName(1500)}) {
    Bytes bytes = versionRecord(name.starts_with("eval")      ? 1500
                                : name == eventFileName(1000) ? 1000
                                                              : 2000);
    for (int i = 0; i < 30; ++i) {
      const auto step = static_cast<std::int64_t>(below(50));
      if (below(10) == 0) append(bytes, startRecord(step));
      Bytes more = scalarRecord(below(2) == 0 ? "loss" : "accuracy", step, 1,
                                1000 + static_cast<double>(below(2000)));
      if (below(8) == 0) more[below(more.size())] ^= std::byte{4};
      if (below(20) == 0) append(more, Bytes(below(40)));
      append(bytes, more);
    }
    files[name] = bytes;
  }
  const EventFolder folder;
  folder.makeFolder("eval");
  RunReader reader(posixFileOps(), folder.path());
  std::map<std::string, std::size_t> done;
  for (bool more = true; more;) {
    more = false;
    for (const auto& [name, bytes] : files) {
      const std::size_t size = std::min(below(200), bytes.size() - done[name]);
      if (below(3) != 0)
        folder.add(name, ByteView(bytes).subspan(done[name], size));
      else
        continue;
      done[name] += size;
    }
    for (const auto& [name, bytes] : files) more = more || done[name] < bytes.size();
    QVERIFY(poll(reader));
  }
  QVERIFY(test::sameRun(*poll(reader), *readOnce(folder.path())));
}

void IngestTest::aShrunkFileIsReadAnew() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 5));
  RunReader reader(posixFileOps(), folder.path());
  QCOMPARE(seriesOf(poll(reader), "loss").size(), std::size_t{5});
  folder.write(eventFileName(), versionRecord() + lossRecords(7, 9));
  QCOMPARE(seriesOf(poll(reader), "loss").steps, (Steps{7, 8}));
}

void IngestTest::aReplacedFileIsReadAnew() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 2));
  RunReader reader(posixFileOps(), folder.path());
  QVERIFY(poll(reader));
  folder.replace(eventFileName(), versionRecord() + lossRecords(10, 20));
  QCOMPARE(seriesOf(poll(reader), "loss").size(), std::size_t{10});
  QCOMPARE(seriesOf(poll(reader), "loss").steps.front(), std::int64_t{10});
}

void IngestTest::aFileWrittenAnewInPlaceIsReadAnew() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord(1000) + lossRecords(0, 2));
  RunReader reader(posixFileOps(), folder.path());
  QVERIFY(poll(reader));
  folder.write(eventFileName(), versionRecord(1001) + lossRecords(10, 20));
  QCOMPARE(seriesOf(poll(reader), "loss").size(), std::size_t{10});
}

void IngestTest::aFileThatWentAwayTakesItsPointsWithIt() {
  const EventFolder folder;
  folder.makeFolder("eval");
  folder.write(eventFileName(1000), versionRecord(1000) + lossRecords(0, 2));
  folder.write(eventFileName(2000), versionRecord(2000) + lossRecords(2, 4, 2000));
  folder.write("eval/" + eventFileName(2000), versionRecord(2000) + lossRecords(2, 4));
  RunReader reader(posixFileOps(), folder.path());
  QCOMPARE(seriesOf(poll(reader), "loss").steps, (Steps{0, 1, 2, 3}));
  fs::remove(folder.pathOf(eventFileName(1000)));
  fs::remove_all(folder.pathOf("eval"));
  const Picture run = poll(reader);
  QCOMPARE(run->series.size(), std::size_t{1});
  QCOMPARE(seriesOf(run, "loss").steps, (Steps{2, 3}));
}

void IngestTest::filesAreOrderedByTheirFirstWallTime() {
  const EventFolder folder;
  folder.write("a.tfevents", versionRecord(2000) + lossRecords(5, 7, 2000));
  folder.write("b.tfevents", versionRecord(1000) + lossRecords(0, 2));
  folder.write("c.tfevents", versionRecord(3000) + lossRecords(8, 9, 3000));
  QCOMPARE(seriesOf(readOnce(folder.path()), "loss").steps, (Steps{0, 1, 5, 6, 8}));
}

void IngestTest::anEarlierFileThatGrowsKeepsTheOrder() {
  const EventFolder folder;
  folder.write(eventFileName(1000), versionRecord(1000) + lossRecords(0, 2));
  folder.write(eventFileName(2000), versionRecord(2000) + lossRecords(5, 7, 2000));
  RunReader reader(posixFileOps(), folder.path());
  QVERIFY(poll(reader));
  folder.add(eventFileName(1000), lossRecords(2, 3));
  const Picture run = poll(reader);
  QCOMPARE(seriesOf(run, "loss").steps, (Steps{0, 1, 2, 5, 6}));
  QVERIFY(test::sameRun(*run, *readOnce(folder.path())));
}

void IngestTest::aStartLeavesLaterStepsBehind() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + startRecord(0) + lossRecords(0, 10) +
                                    startRecord(5) + lossRecords(5, 8));
  const Picture run = readOnce(folder.path());
  const Series& loss = seriesOf(run, "loss");
  QCOMPARE(loss.size(), std::size_t{13});
  QCOMPARE(liveSteps(loss), (Steps{0, 1, 2, 3, 4, 5, 6, 7}));
  QVERIFY(loss.abandoned[5] && !loss.abandoned[10]);
  QCOMPARE(loss.attempts[9], std::uint32_t{0});
  QCOMPARE(loss.attempts[10], std::uint32_t{1});
  QCOMPARE(run->restarts, (std::vector<Step>{Step(5)}));
}

void IngestTest::aStartLeavesTagsBehindThatDidNotComeBack() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + startRecord(0) + scalarRecord("other", 3, 1) +
                                    scalarRecord("other", 6, 1) + startRecord(5) +
                                    lossRecords(5, 8));
  QCOMPARE(liveSteps(seriesOf(readOnce(folder.path()), "other")), (Steps{3}));
}

void IngestTest::aFirstStartAfterPointsIsARestart() {
  const EventFolder folder;
  folder.write(eventFileName(),
               versionRecord() + lossRecords(0, 10) + startRecord(5) + lossRecords(5, 6));
  const Picture run = readOnce(folder.path());
  QCOMPARE(liveSteps(seriesOf(run, "loss")), (Steps{0, 1, 2, 3, 4, 5}));
  QCOMPARE(run->restarts, (std::vector<Step>{Step(5)}));
}

void IngestTest::aStartBeyondTheDataLeavesNothingBehind() {
  const EventFolder folder;
  folder.write(eventFileName(1000), versionRecord() + startRecord(0) + lossRecords(0, 3));
  folder.write(eventFileName(2000), versionRecord(2000) + startRecord(3) + lossRecords(3, 5));
  const Picture run = readOnce(folder.path());
  QCOMPARE(liveSteps(seriesOf(run, "loss")), (Steps{0, 1, 2, 3, 4}));
  QCOMPARE(seriesOf(run, "loss").attempts, (std::vector<std::uint32_t>{0, 0, 0, 1, 1}));
  QCOMPARE(run->restarts, (std::vector<Step>{Step(3)}));
}

void IngestTest::aRestartBehindARestartCountsForBoth() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + startRecord(0) + lossRecords(0, 5) +
                                    startRecord(4) + lossRecords(4, 6) + startRecord(1) +
                                    lossRecords(1, 3));
  const Picture run = readOnce(folder.path());
  const Series& loss = seriesOf(run, "loss");
  QCOMPARE(liveSteps(loss), (Steps{0, 1, 2}));
  QCOMPARE(loss.attempts.back(), std::uint32_t{2});
}

void IngestTest::aStartReadLaterChangesOldPoints() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + startRecord(0) + lossRecords(0, 5));
  RunReader reader(posixFileOps(), folder.path());
  QCOMPARE(liveSteps(seriesOf(poll(reader), "loss")).size(), std::size_t{5});
  folder.add(eventFileName(), startRecord(2));
  QCOMPARE(liveSteps(seriesOf(poll(reader), "loss")), (Steps{0, 1}));
}

void IngestTest::aLaterFileWithoutStartGoesOnPerTag() {
  const EventFolder folder;
  folder.write(eventFileName(1000),
               versionRecord() + lossRecords(0, 5) + scalarRecord("accuracy", 4, 1, 1004));
  folder.write(eventFileName(2000), versionRecord(2000) + lossRecords(3, 6, 2000));
  const Picture run = readOnce(folder.path());
  QCOMPARE(liveSteps(seriesOf(run, "loss")), (Steps{0, 1, 2, 3, 4, 5}));
  QCOMPARE(seriesOf(run, "loss").attempts.back(), std::uint32_t{1});
  // Another writer may have been at work: what it did not write stays.
  QCOMPARE(liveSteps(seriesOf(run, "accuracy")), (Steps{4}));
  QCOMPARE(run->restarts, (std::vector<Step>{Step(3)}));
}

void IngestTest::twoWritersAtATimeAreNoRestart() {
  const EventFolder folder;
  folder.write(eventFileName(1000), versionRecord() + lossRecords(0, 5));
  folder.write(eventFileName(1002), versionRecord(1002) + lossRecords(0, 5, 1002));
  const Picture run = readOnce(folder.path());
  QCOMPARE(liveSteps(seriesOf(run, "loss")).size(), std::size_t{10});
  QVERIFY(run->restarts.empty());
}

void IngestTest::damageInTheMiddleCostsOnlyItself() {
  const EventFolder folder;
  const Bytes before = versionRecord() + lossRecords(0, 2);
  Bytes damaged = lossRecords(2, 3);
  damaged.back() ^= std::byte{1};
  folder.write(eventFileName(), before + damaged + lossRecords(3, 5));
  const Picture run = readOnce(folder.path());
  QCOMPARE(seriesOf(run, "loss").steps, (Steps{0, 1, 3, 4}));
  QCOMPARE(run->problems.size(), std::size_t{1});
  QCOMPARE(run->problems[0].offset, std::optional<std::uint64_t>(before.size()));
  QVERIFY(run->problems[0].message.find("bytes are skipped") != std::string::npos);
}

void IngestTest::damageIsFoundAcrossChunks() {
  // Longer than any chunk, with a record that is longer than a chunk behind it.
  const EventFolder folder;
  const Bytes before = versionRecord() + lossRecords(0, 2);
  const Bytes large = scalarRecord(std::string(limits::kNameBytes, 't'), 2, 1);
  Bytes image;
  pb::Event event;
  event.mutable_summary()->add_value()->mutable_image()->set_encoded_image_string(
      std::string(std::size_t{9} << 20, 'p'));
  append(image, test::framed(event));
  folder.write(eventFileName(), before + Bytes(std::size_t{9} << 20, std::byte{0xab}) + large +
                                    image + lossRecords(3, 5));
  const Picture run = readOnce(folder.path());
  QCOMPARE(seriesOf(run, "loss").steps, (Steps{0, 1, 3, 4}));
  QCOMPARE(run->problems.size(), std::size_t{1});
  QCOMPARE(run->problems[0].offset, std::optional<std::uint64_t>(before.size()));
  QCOMPARE(run->series.size(), std::size_t{2});
}

void IngestTest::garbageAtTheEndIsNamedUntilMoreComes() {
  const EventFolder folder;
  const Bytes before = versionRecord() + lossRecords(0, 2);
  folder.write(eventFileName(), before + Bytes(50, std::byte{0xab}));
  RunReader reader(posixFileOps(), folder.path());
  const Picture first = poll(reader);
  QCOMPARE(first->problems.size(), std::size_t{1});
  QCOMPARE(first->problems[0].offset, std::optional<std::uint64_t>(before.size()));
  folder.add(eventFileName(), lossRecords(2, 4));
  const Picture second = poll(reader);
  QCOMPARE(seriesOf(second, "loss").steps, (Steps{0, 1, 2, 3}));
  QCOMPARE(second->problems, first->problems);
}

void IngestTest::zerosAtTheEndAreWaitedFor() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 2) + Bytes(100));
  RunReader reader(posixFileOps(), folder.path());
  QVERIFY(poll(reader)->problems.empty());
  // What is written behind them shows that they stay.
  folder.add(eventFileName(), lossRecords(2, 4));
  const Picture run = poll(reader);
  QCOMPARE(seriesOf(run, "loss").steps, (Steps{0, 1, 2, 3}));
  QCOMPARE(run->problems.size(), std::size_t{1});
}

void IngestTest::zerosThatBecameDataAreRead() {
  // As a network file system may show a file that another machine writes.
  const EventFolder folder;
  const Bytes all = versionRecord() + lossRecords(0, 4);
  for (std::size_t filled = versionRecord().size(); filled < all.size(); ++filled) {
    Bytes partly = all;
    std::fill(partly.begin() + static_cast<std::ptrdiff_t>(filled), partly.end(), std::byte{0});
    folder.write(eventFileName(), partly);
    RunReader reader(posixFileOps(), folder.path());
    QVERIFY(poll(reader)->problems.empty());
    folder.write(eventFileName(), all);  // the same size, the same file
    QCOMPARE(seriesOf(poll(reader), "loss").steps, (Steps{0, 1, 2, 3}));
  }
}

void IngestTest::whatIsNoEventIsNamed() {
  const EventFolder folder;
  Bytes bad;
  formats::appendTfRecord(bad, asBytes("\xff\xff"));
  folder.write(eventFileName(), versionRecord() + bad + lossRecords(0, 2));
  const Picture run = readOnce(folder.path());
  QCOMPARE(run->problems.size(), std::size_t{1});
  QCOMPARE(run->problems[0].offset, std::optional<std::uint64_t>(versionRecord().size()));
  QCOMPARE(seriesOf(run, "loss").size(), std::size_t{2});
}

void IngestTest::aFifoIsNamedAndNotOpened() {
  const EventFolder folder;
  QCOMPARE(::mkfifo(folder.pathOf(eventFileName(2000)).c_str(), 0600), 0);
  folder.write(eventFileName(1000), versionRecord() + lossRecords(0, 2));
  const Picture run = readOnce(folder.path());
  QCOMPARE(run->problems.size(), std::size_t{1});
  QCOMPARE(seriesOf(run, "loss").size(), std::size_t{2});
}

void IngestTest::anUnreadableFileIsNamedAndTriedAgain() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() + lossRecords(0, 2));
  /// Opens no file while it is shut.
  class Shut : public test::FaultyFileOps {
   public:
    using FaultyFileOps::FaultyFileOps;
    Result<std::unique_ptr<File>> open(const fs::path& path, OpenMode mode) override {
      if (isShut) return Error{ErrorCode::Io, "can't be opened", path.string()};
      return FaultyFileOps::open(path, mode);
    }
    bool isShut = true;
  } files(posixFileOps());
  RunReader reader(files, folder.path());
  const Picture shut = poll(reader);
  QCOMPARE(shut->problems.size(), std::size_t{1});
  QCOMPARE(poll(reader).get(), shut.get());
  files.isShut = false;
  const Picture open = poll(reader);
  QVERIFY(open->problems.empty());
  QCOMPARE(seriesOf(open, "loss").size(), std::size_t{2});
}

void IngestTest::stoppingGoesOnLater() {
  const EventFolder folder;
  const Bytes records = lossRecords(0, 200'000);  // over two chunks
  folder.write(eventFileName(1000), versionRecord() + records);
  folder.write(eventFileName(2000),
               versionRecord(500'000) + lossRecords(200'000, 200'002, 500'000));
  RunReader reader(posixFileOps(), folder.path());
  std::stop_source stop;
  stop.request_stop();
  QCOMPARE(reader.poll(stop.get_token()).error().code, ErrorCode::Cancelled);
  QVERIFY(test::sameRun(*poll(reader), *readOnce(folder.path())));
}

void IngestTest::specialValuesAreKept() {
  const EventFolder folder;
  const float infinity = std::numeric_limits<float>::infinity();
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  folder.write(eventFileName(), versionRecord() + scalarRecord("x", least, -0.0F) +
                                    scalarRecord("x", -5, infinity) +
                                    scalarRecord("x", 3, std::nanf(""), std::nan("")) +
                                    scalarRecord("x", most, 1e-45F, -1e300));
  const Picture run = readOnce(folder.path());
  const Series& x = seriesOf(run, "x");
  QCOMPARE(x.steps, (Steps{least, -5, 3, most}));
  QVERIFY(std::signbit(x.values[0]) && x.values[0] == 0);
  QCOMPARE(x.values[1], infinity);
  QVERIFY(std::isnan(x.values[2]) && std::isnan(x.wallTimes[2]));
  QCOMPARE(x.values[3], 1e-45F);
}

void IngestTest::tagsKeepTheirNames() {
  const EventFolder folder;
  const std::vector<std::string> names = {"",
                                          "a/b c",
                                          "\xc3\xa9",
                                          std::string("a\0b", 3),
                                          "a\nb",
                                          "<b>",
                                          "\xe2\x80\xae"
                                          "rtl"};
  Bytes bytes = versionRecord();
  for (const std::string& name : names) append(bytes, scalarRecord(name, 1, 1));
  append(bytes, scalarRecord("not \xff UTF-8", 1, 1));
  folder.write(eventFileName(), bytes);
  const Picture run = readOnce(folder.path());
  for (const std::string& name : names) QCOMPARE(seriesOf(run, name).size(), std::size_t{1});
  QCOMPARE(run->series.size(), names.size());
  QCOMPARE(run->problems.size(), std::size_t{1});
}

void IngestTest::aTagOverTheLimitIsSkipped() {
  const EventFolder folder;
  folder.write(eventFileName(), versionRecord() +
                                    scalarRecord(std::string(limits::kNameBytes - 1, 'a'), 1, 1) +
                                    scalarRecord(std::string(limits::kNameBytes, 'a'), 1, 1) +
                                    scalarRecord(std::string(limits::kNameBytes + 1, 'a'), 1, 1));
  const Picture run = readOnce(folder.path());
  QCOMPARE(run->series.size(), std::size_t{2});
  QCOMPARE(run->problems.size(), std::size_t{1});
}

void IngestTest::manyRestartsAreQuick() {
  // Each START leaves all points behind: marking them at once would take 10^10 looks.
  const EventFolder folder;
  Bytes bytes = versionRecord();
  for (int i = 0; i < 100'000; ++i) {
    append(bytes, scalarRecord("loss", 7, 1));
    append(bytes, startRecord(0));
  }
  folder.write(eventFileName(), bytes);
  const Picture run = readOnce(folder.path());
  QCOMPARE(run->restarts.size(), std::size_t{100'000});
  QVERIFY(liveSteps(seriesOf(run, "loss")).empty());
}

QTEST_APPLESS_MAIN(IngestTest)
#include "ingest_test.moc"
