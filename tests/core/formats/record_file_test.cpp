#include "core/formats/record_file.h"

#include "tests/core/formats/records.h"

#include <QTemporaryDir>
#include <QTest>
#include <fstream>

using namespace cairn;
using formats::readRecords;
using formats::RecordTail;
using test::joined;
using test::record;

namespace {

/// Keeps what it is given.
class Kept : public formats::RecordSink {
 public:
  void takeRecord(std::uint64_t offset, ByteView payload) override {
    offsets.push_back(offset);
    sizes.push_back(payload.size());
  }
  void takeDamage(Error error) override { damage.push_back(std::move(error)); }
  void tookUpTo(std::uint64_t offset) override { upTo = offset; }

  std::vector<std::uint64_t> offsets;
  std::vector<std::size_t> sizes;
  std::vector<Error> damage;
  std::uint64_t upTo = 0;
};

}  // namespace

class RecordFileTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void recordsLongerThanAChunkAreRead();
  void damageLongerThanAChunkIsOneStretch();
  void readingGoesOnFromAnOffset();
  void nothingBehindTheSizeIsRead();
  void aFileThatShrankEndsWhereItEnds();
  void theTailTellsWhatItIs_data();
  void theTailTellsWhatItIs();
  void stoppingTellsHowFarItCame();

 private:
  std::unique_ptr<File> file(const Bytes& bytes) {
    const fs::path path = fs::path(m_dir.path().toStdString()) / "records";
    const std::string_view text = asText(bytes);
    std::ofstream(path, std::ios::binary)
        .write(text.data(), static_cast<std::streamsize>(text.size()));
    return *posixFileOps().open(path, OpenMode::Read);
  }
  QTemporaryDir m_dir;
};

void RecordFileTest::recordsLongerThanAChunkAreRead() {
  const std::size_t large = std::size_t{9} << 20;
  const Bytes bytes = joined(
      {record("a"), record(std::string(large, 'x')), record("b"), record(std::string(large, 'y'))});
  Kept kept;
  const auto tail = readRecords(*file(bytes), "records", 0, bytes.size(), kept);
  QVERIFY(tail && !tail->damage);
  QCOMPARE(tail->offset, std::uint64_t{bytes.size()});
  QCOMPARE(kept.sizes, (std::vector<std::size_t>{1, large, 1, large}));
  QCOMPARE(kept.offsets[2], std::uint64_t{17 + 16 + large});
}

void RecordFileTest::damageLongerThanAChunkIsOneStretch() {
  const Bytes garbage(std::size_t{9} << 20, std::byte{0xab});
  const Bytes bytes = joined({record("a"), garbage, record("b")});
  Kept kept;
  QVERIFY(readRecords(*file(bytes), "records", 0, bytes.size(), kept));
  QCOMPARE(kept.sizes, (std::vector<std::size_t>{1, 1}));
  QCOMPARE(kept.damage.size(), std::size_t{1});
  QCOMPARE(kept.damage[0].offset, std::optional<std::uint64_t>(17));
  QVERIFY(kept.damage[0].message.ends_with("9437184 bytes are skipped"));
}

void RecordFileTest::readingGoesOnFromAnOffset() {
  const Bytes bytes = joined({record("a"), record("bb")});
  Kept kept;
  QVERIFY(readRecords(*file(bytes), "records", 17, bytes.size(), kept));
  QCOMPARE(kept.offsets, (std::vector<std::uint64_t>{17}));
}

void RecordFileTest::nothingBehindTheSizeIsRead() {
  const Bytes bytes = joined({record("a"), record("bb")});
  Kept kept;
  const auto tail = readRecords(*file(bytes), "records", 0, 20, kept);
  QCOMPARE(kept.sizes, (std::vector<std::size_t>{1}));
  QCOMPARE(tail->offset, std::uint64_t{17});
}

void RecordFileTest::aFileThatShrankEndsWhereItEnds() {
  const Bytes bytes = record("a");
  Kept kept;
  const auto tail = readRecords(*file(bytes), "records", 0, 1000, kept);
  QCOMPARE(tail->offset, std::uint64_t{17});
  QVERIFY(!tail->damage);
}

void RecordFileTest::theTailTellsWhatItIs_data() {
  QTest::addColumn<QByteArray>("rest");
  QTest::addColumn<bool>("damaged");
  QTest::addColumn<bool>("zeros");
  QTest::newRow("nothing") << QByteArray() << false << false;
  QTest::newRow("cut in the header") << QByteArray(11, '\1') << false << false;
  QTest::newRow("zeros") << QByteArray(40, '\0') << true << true;
  QTest::newRow("garbage") << QByteArray(40, '\1') << true << false;
}

void RecordFileTest::theTailTellsWhatItIs() {
  QFETCH(QByteArray, rest);
  QFETCH(bool, damaged);
  QFETCH(bool, zeros);
  Bytes bytes = record("a");
  append(bytes, asBytes(rest.toStdString()));
  Kept kept;
  const auto tail = readRecords(*file(bytes), "records", 0, bytes.size(), kept);
  QCOMPARE(tail->damage.has_value(), damaged);
  QCOMPARE(tail->isZeros, zeros);
  QCOMPARE(tail->offset, std::uint64_t{17});
  QCOMPARE(kept.upTo, std::uint64_t{17});
  QVERIFY(kept.damage.empty());
}

void RecordFileTest::stoppingTellsHowFarItCame() {
  const Bytes bytes = record("a");
  std::stop_source stop;
  stop.request_stop();
  Kept kept;
  const auto tail = readRecords(*file(bytes), "records", 0, bytes.size(), kept, stop.get_token());
  QCOMPARE(tail.error().code, ErrorCode::Cancelled);
  QCOMPARE(kept.upTo, std::uint64_t{0});
}

QTEST_APPLESS_MAIN(RecordFileTest)
#include "record_file_test.moc"
