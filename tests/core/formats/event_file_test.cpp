#include "core/formats/event_file.h"

#include "core/base/crc32c.h"
#include "tests/core/base/faulty_file_ops.h"
#include "tests/core/formats/records.h"

#include <QTemporaryDir>
#include <QTest>
#include <cmath>

using namespace cairn;
using formats::EventFileContent;
using formats::EventFileWriter;
using formats::readEvents;
using test::joined;
using test::record;

class EventFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void namesAreThoseThatTensorBoardTakes_data();
  void namesAreThoseThatTensorBoardTakes();
  void aPayloadThatIsNoEventIsNamedAndSkipped();
  void aTailOfZerosIsNamedAndKept();
  void unknownFieldsAreSkipped();
  void hostilePayloadsAreNamed_data();
  void hostilePayloadsAreNamed();
  void theFirstRecordIsTensorFlows();
  void writesScalarsAsTensorFlowDoes();
  void aTakenNameGetsANumber();
  void whatIsNotFlushedIsNotInTheFile();
  void syncMakesTheNameDurableOnce();
  void afterAFailureNothingMoreIsWritten();
  void aFileThatCouldNotBeBegunIsRemoved();

 private:
  static std::string written(const fs::path& path) {
    return *readTextFile(posixFileOps(), path, 1 << 20);
  }
  static pb::Event scalar(std::int64_t step, float value);
  fs::path newDirectory();
  QTemporaryDir m_dir;
  int m_directories = 0;
  test::StoppedClock m_clock;
};

pb::Event EventFileTest::scalar(std::int64_t step, float value) {
  pb::Event event;
  event.set_wall_time(2);
  event.set_step(step);
  pb::Summary::Value* entry = event.mutable_summary()->add_value();
  entry->set_tag("loss");
  entry->set_simple_value(value);
  return event;
}

fs::path EventFileTest::newDirectory() {
  fs::path directory = fs::path(m_dir.path().toStdString()) / fmt::format("run{}", m_directories++);
  (void)posixFileOps().createDirectories(directory);
  return directory;
}

void EventFileTest::namesAreThoseThatTensorBoardTakes_data() {
  QTest::addColumn<QString>("name");
  QTest::addColumn<bool>("taken");
  QTest::newRow("TensorFlow's") << "events.out.tfevents.1700000000.host" << true;
  QTest::newRow("tf.summary's") << "events.out.tfevents.1700000000.host.12.0.v2" << true;
  QTest::newRow("a twin") << "events.out.tfevents.1700000000.host.1" << true;
  QTest::newRow("anything with the word") << "my-tfevents-file" << true;
  QTest::newRow("checkpoint") << "checkpoint" << false;
  QTest::newRow("empty") << "" << false;
}

void EventFileTest::namesAreThoseThatTensorBoardTakes() {
  QFETCH(QString, name);
  QTEST(formats::isEventFileName(name.toStdString()), "taken");
}

void EventFileTest::aPayloadThatIsNoEventIsNamedAndSkipped() {
  const Bytes good = record(scalar(1, 0.5F).SerializeAsString());
  const EventFileContent content = readEvents(joined({good, record("\xff\xff"), good}), "events");
  QCOMPARE(content.records.size(), std::size_t{2});
  QCOMPARE(content.damage.size(), std::size_t{1});
  QCOMPARE(content.damage[0].offset, std::optional<std::uint64_t>(good.size()));
  QCOMPARE(content.records[1].offset, std::uint64_t{good.size() + 18});
}

void EventFileTest::aTailOfZerosIsNamedAndKept() {
  const Bytes good = record(scalar(1, 0.5F).SerializeAsString());
  const EventFileContent content = readEvents(joined({good, Bytes(100)}), "events");
  QCOMPARE(content.records.size(), std::size_t{1});
  QCOMPARE(content.damage.size(), std::size_t{1});
  QCOMPARE(content.resumeOffset, std::uint64_t{good.size()});
}

void EventFileTest::unknownFieldsAreSkipped() {
  std::string bytes = scalar(7, 1.5F).SerializeAsString();
  bytes += "\xfa\x3f\x03new";  // field 1023, three bytes
  const EventFileContent content = readEvents(record(bytes), "events");
  QVERIFY(content.damage.empty());
  QCOMPARE(content.records.at(0).event.step(), std::int64_t{7});
}

void EventFileTest::hostilePayloadsAreNamed_data() {
  QTest::addColumn<QByteArray>("payload");
  QTest::newRow("field number 0") << QByteArray("\x00\x01", 2);
  QTest::newRow("varint of eleven bytes") << QByteArray("\x10") + QByteArray(11, '\xff');
  QTest::newRow("length beyond the record") << QByteArray("\x2a\x7f", 2);
  QTest::newRow("a group without an end") << QByteArray("\x2b");
  QTest::newRow("tag that is not UTF-8") << QByteArray("\x2a\x05\x0a\x03\x0a\x01\xff");
}

void EventFileTest::hostilePayloadsAreNamed() {
  QFETCH(QByteArray, payload);
  const Bytes good = record(scalar(1, 0.5F).SerializeAsString());
  const Bytes bad = record(payload.toStdString());
  const EventFileContent content = readEvents(joined({bad, good}), "events");
  QCOMPARE(content.damage.size(), std::size_t{1});
  QCOMPARE(content.damage[0].code, ErrorCode::Corrupt);
  QCOMPARE(content.records.size(), std::size_t{1});
}

void EventFileTest::theFirstRecordIsTensorFlows() {
  const auto writer = EventFileWriter::create(posixFileOps(), m_clock, newDirectory());
  QVERIFY(writer);
  QVERIFY(QString::fromStdString(writer->path().filename().string())
              .startsWith("events.out.tfevents.1549955996."));
  const auto content = readEvents(asBytes(written(writer->path())), "events");
  QCOMPARE(content.records.size(), std::size_t{1});
  const pb::Event& event = content.records[0].event;
  QCOMPARE(event.wall_time(), 1'549'955'996.0);
  QCOMPARE(event.file_version(), std::string("brain.Event:2"));
  QCOMPARE(event.source_metadata().writer(), std::string("tensorflow.core.util.events_writer"));
}

void EventFileTest::writesScalarsAsTensorFlowDoes() {
  auto writer = EventFileWriter::create(posixFileOps(), m_clock, newDirectory());
  const std::size_t begins = written(writer->path()).size();
  m_clock.wall = 2;
  writer->addScalars(Step(1), {{"loss", 0.5F}});
  QVERIFY(writer->bufferedBytes() > 0);
  QVERIFY(writer->flush());
  QCOMPARE(writer->bufferedBytes(), std::size_t{0});
  m_clock.wall = test::StoppedClock().wall;
  const std::string bytes = written(writer->path()).substr(begins);
  QCOMPARE(Bytes(asBytes(bytes).begin(), asBytes(bytes).end()),
           test::fromHex("1a00000000000000129bd82d"
                         "09000000000000004010012a0d0a0b0a046c6f7373150000003f e20576ce"));
}

void EventFileTest::aTakenNameGetsANumber() {
  const fs::path directory = newDirectory();
  const auto first = EventFileWriter::create(posixFileOps(), m_clock, directory);
  const auto second = EventFileWriter::create(posixFileOps(), m_clock, directory);
  const auto third = EventFileWriter::create(posixFileOps(), m_clock, directory);
  QVERIFY(first && second && third);
  QCOMPARE(second->path().string(), first->path().string() + ".1");
  QCOMPARE(third->path().string(), first->path().string() + ".2");
  QVERIFY(formats::isEventFileName(third->path().filename().string()));
}

void EventFileTest::whatIsNotFlushedIsNotInTheFile() {
  auto writer = EventFileWriter::create(posixFileOps(), m_clock, newDirectory());
  const std::string before = written(writer->path());
  writer->addScalars(Step(1), {{"loss", 0.5F}});
  QCOMPARE(written(writer->path()), before);
}

void EventFileTest::syncMakesTheNameDurableOnce() {
  test::FaultyFileOps files(posixFileOps());
  auto writer = EventFileWriter::create(files, m_clock, newDirectory());
  QVERIFY(writer->sync());
  writer->addScalars(Step(1), {{"loss", 0.5F}});
  QVERIFY(writer->sync());
  std::size_t directorySyncs = 0, syncs = 0;
  for (const std::string& call : files.log()) {
    directorySyncs += call.starts_with("syncDirectory ") ? 1 : 0;
    syncs += call.starts_with("sync ") ? 1 : 0;
  }
  QCOMPARE(directorySyncs, std::size_t{1});
  QCOMPARE(syncs, std::size_t{2});
}

void EventFileTest::afterAFailureNothingMoreIsWritten() {
  test::FaultyFileOps files(posixFileOps());
  auto writer = EventFileWriter::create(files, m_clock, newDirectory());
  files.failAt(files.calls() + 1, ErrorCode::NoSpace);
  writer->addScalars(Step(1), {{"loss", 0.5F}});
  QCOMPARE(writer->flush().error().code, ErrorCode::NoSpace);
  const std::size_t calls = files.calls();
  writer->addScalars(Step(2), {{"loss", 0.5F}});
  QCOMPARE(writer->bufferedBytes(), std::size_t{0});
  QCOMPARE(writer->flush().error().code, ErrorCode::NoSpace);
  QCOMPARE(writer->sync().error().code, ErrorCode::NoSpace);
  QCOMPARE(files.calls(), calls);
}

void EventFileTest::aFileThatCouldNotBeBegunIsRemoved() {
  const fs::path directory = newDirectory();
  test::FaultyFileOps files(posixFileOps());
  files.failAt(2, ErrorCode::NoSpace);
  const auto writer = EventFileWriter::create(files, m_clock, directory);
  QCOMPARE(writer.error().code, ErrorCode::NoSpace);
  QVERIFY(posixFileOps().list(directory)->empty());
  QCOMPARE(EventFileWriter::create(files, m_clock, directory / "missing").error().code,
           ErrorCode::NotFound);
}

QTEST_APPLESS_MAIN(EventFileTest)
#include "event_file_test.moc"
