#include "core/formats/tfrecord.h"

#include "core/base/crc32c.h"
#include "core/base/limits.h"
#include "tests/core/formats/records.h"

#include <QTest>

using namespace cairn;
using formats::TfRecordReader;
using test::joined;
using test::record;

class TfRecordTest : public QObject {
  Q_OBJECT
 private Q_SLOTS:
  void anEmptyFileHasNoRecords();
  void writesWhatTensorFlowWrites();
  void readsWhatWasAppended();
  void tornTailIsNotAnError_data();
  void tornTailIsNotAnError();
  void everyFlippedBitIsFound_data();
  void everyFlippedBitIsFound();
  void aBadPayloadHidesNoOtherRecord();
  void aBadLengthIsSkippedToTheNextGoodHeader();
  void damageWithoutAnEndIsSkippedToTheEnd();
  void aLengthOverTheLimitIsDamage_data();
  void aLengthOverTheLimitIsDamage();
  void zerosAtTheEndAreTold_data();
  void zerosAtTheEndAreTold();
  void offsetsCountFromTheFilesStart();

 private:
  static Bytes header(std::uint64_t length);
};

Bytes TfRecordTest::header(std::uint64_t length) {
  Bytes bytes;
  appendLittleEndian(bytes, length, 8);
  appendLittleEndian(bytes, maskedCrc32c(bytes), 4);
  return bytes;
}

void TfRecordTest::anEmptyFileHasNoRecords() {
  TfRecordReader reader({}, "events");
  const auto payload = reader.next();
  QVERIFY(payload && !*payload);
  QCOMPARE(reader.resumeOffset(), std::uint64_t{0});
}

void TfRecordTest::writesWhatTensorFlowWrites() {
  // The first record of an event file of TensorFlow 2.15; spec/formats.md, section 10.
  const Bytes version = test::fromHex(
      "1800000000000000a37f4b22 09000000e79c18d7411a0d627261696e2e4576656e743a32 fb4341b7");
  QCOMPARE(record(asText(ByteView(version).subspan(12, 24))), version);
}

void TfRecordTest::readsWhatWasAppended() {
  const Bytes bytes = joined({record("one"), record(""), record(std::string(100'000, 'x'))});
  TfRecordReader reader(bytes, "events");
  for (const std::size_t size : {std::size_t{3}, std::size_t{0}, std::size_t{100'000}}) {
    const auto payload = reader.next();
    QVERIFY(payload && *payload);
    QCOMPARE((*payload)->size(), size);
  }
  const auto end = reader.next();
  QVERIFY(end && !*end);
  QCOMPARE(reader.resumeOffset(), std::uint64_t{bytes.size()});
}

void TfRecordTest::tornTailIsNotAnError_data() {
  QTest::addColumn<int>("kept");
  const int whole = static_cast<int>(record("loss").size());
  for (int kept = 0; kept < whole; ++kept) QTest::addRow("%d bytes", kept) << kept;
}

void TfRecordTest::tornTailIsNotAnError() {
  QFETCH(int, kept);
  Bytes bytes = record("loss");
  bytes.resize(static_cast<std::size_t>(kept));
  TfRecordReader reader(bytes, "events");
  const auto payload = reader.next();
  QVERIFY(payload && !*payload);
  QCOMPARE(reader.resumeOffset(), std::uint64_t{0});
}

void TfRecordTest::everyFlippedBitIsFound_data() {
  QTest::addColumn<int>("at");
  const int whole = static_cast<int>(record("loss").size());
  for (int at = 0; at < whole; ++at) QTest::addRow("byte %d", at) << at;
}

void TfRecordTest::everyFlippedBitIsFound() {
  QFETCH(int, at);
  Bytes bytes = joined({record("loss"), record("next")});
  test::flipBit(bytes, static_cast<std::size_t>(at));
  TfRecordReader reader(bytes, "events");
  const auto payload = reader.next();
  QVERIFY(!payload);
  QCOMPARE(payload.error().code, ErrorCode::Corrupt);
  QCOMPARE(payload.error().where, std::string("events"));
  QCOMPARE(payload.error().offset, std::optional<std::uint64_t>(0));
  QCOMPARE(reader.skipDamage(), std::uint64_t{20});
  const auto next = reader.next();
  QVERIFY(next && *next);
  QCOMPARE(asText(**next), std::string_view("next"));
}

void TfRecordTest::aBadPayloadHidesNoOtherRecord() {
  // A header that checks inside the bad payload must not be taken for a record.
  Bytes bytes = joined({record(asText(record("inner"))), record("next")});
  test::flipBit(bytes, 12 + 12 + 2);
  TfRecordReader reader(bytes, "events");
  QVERIFY(!reader.next());
  reader.skipDamage();
  const auto next = reader.next();
  QVERIFY(next && *next);
  QCOMPARE(asText(**next), std::string_view("next"));
}

void TfRecordTest::aBadLengthIsSkippedToTheNextGoodHeader() {
  const Bytes garbage(37, std::byte{0xab});
  const Bytes bytes = joined({garbage, record("next")});
  TfRecordReader reader(bytes, "events");
  QVERIFY(!reader.next());
  QCOMPARE(reader.skipDamage(), std::uint64_t{37});
  QCOMPARE(asText(**reader.next()), std::string_view("next"));
}

void TfRecordTest::damageWithoutAnEndIsSkippedToTheEnd() {
  const Bytes garbage(37, std::byte{0xab});
  TfRecordReader reader(garbage, "events");
  QVERIFY(!reader.next());
  QVERIFY(!reader.damageIsZeroTail());
  QCOMPARE(reader.skipDamage(), std::uint64_t{37});
  const auto end = reader.next();
  QVERIFY(end && !*end);
}

void TfRecordTest::aLengthOverTheLimitIsDamage_data() {
  QTest::addColumn<quint64>("length");
  QTest::addColumn<bool>("damage");
  QTest::newRow("just under") << quint64{limits::kRecordBytes - 1} << false;
  QTest::newRow("the limit") << quint64{limits::kRecordBytes} << false;
  QTest::newRow("just over") << quint64{limits::kRecordBytes + 1} << true;
  QTest::newRow("wraps with the header") << quint64(-16) << true;
  QTest::newRow("all ones") << quint64(-1) << true;
}

void TfRecordTest::aLengthOverTheLimitIsDamage() {
  QFETCH(quint64, length);
  QFETCH(bool, damage);
  const Bytes bytes = joined({header(length), record("next")});
  TfRecordReader reader(bytes, "events");
  const auto payload = reader.next();
  QCOMPARE(!payload, damage);
  if (!damage) return;
  QCOMPARE(reader.skipDamage(), std::uint64_t{12});
  QCOMPARE(asText(**reader.next()), std::string_view("next"));
}

void TfRecordTest::zerosAtTheEndAreTold_data() {
  QTest::addColumn<int>("kept");
  QTest::addColumn<bool>("zeros");
  QTest::newRow("between records") << 0 << true;
  QTest::newRow("in the length") << 5 << true;
  QTest::newRow("in the length's checksum") << 10 << true;
  QTest::newRow("in the payload") << 14 << true;
  QTest::newRow("in the payload's checksum") << 18 << true;
}

void TfRecordTest::zerosAtTheEndAreTold() {
  QFETCH(int, kept);
  Bytes bytes = record("loss");
  bytes.resize(static_cast<std::size_t>(kept));
  bytes.resize(64);
  {
    TfRecordReader reader(bytes, "events");
    QVERIFY(!reader.next());
    QTEST(reader.damageIsZeroTail(), "zeros");
  }
  append(bytes, asBytes("x"));
  TfRecordReader reader(bytes, "events");
  QVERIFY(!reader.next());
  QVERIFY(!reader.damageIsZeroTail());
}

void TfRecordTest::offsetsCountFromTheFilesStart() {
  Bytes bytes = joined({record("one"), record("two")});
  test::flipBit(bytes, 19);
  TfRecordReader reader(bytes, "events", 1000);
  QVERIFY(reader.next());
  QCOMPARE(reader.resumeOffset(), std::uint64_t{1019});
  QCOMPARE(reader.next().error().offset, std::optional<std::uint64_t>(1019));
}

QTEST_APPLESS_MAIN(TfRecordTest)
#include "tfrecord_test.moc"
